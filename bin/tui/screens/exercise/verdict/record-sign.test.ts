import { expect, it } from 'vitest';
import { begunRecord, halfRecord, passedRecord } from '../../../fixture/records.ts';
import { signOfRecord } from './record-sign.ts';

it('a record’s sign tells how it stands without a color', () => {
  const signs = [begunRecord, halfRecord, passedRecord].map((record) => signOfRecord(record)[0]);
  expect(signs).toEqual(['◐', '✗', '✓']);
  const tests = begunRecord.tests.filter(({ status }) => status !== 'passed');
  expect(signOfRecord({ ...begunRecord, tests })[0]).toBe('○');
});
