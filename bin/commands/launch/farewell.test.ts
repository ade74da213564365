import { expect, it } from 'vitest';
import { failedRecord, passedRecord } from '../../tui/fixture/records.ts';
import { farewellText } from './farewell.ts';

const back = 'course launch goes on.';

it('who leaves reads one line: the verdict, what is next, how to come back', () => {
  expect(farewellText(failedRecord, 'Watch')).toBe(
    `etcd/mvcc-store: so far 30 of 100 points. ${back}`,
  );
  expect(farewellText(passedRecord, 'Watch')).toBe(
    `etcd/mvcc-store: ✓ passed, 100 of 100 points. Next: Watch. ${back}`,
  );
  expect(farewellText(null, 'Watch')).toBe(`Next: Watch. ${back}`);
  expect(farewellText(passedRecord, null)).toBe(
    `etcd/mvcc-store: ✓ passed, 100 of 100 points. ${back}`,
  );
});
