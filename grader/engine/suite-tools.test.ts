import { expect, it } from 'vitest';
import { seed, setSeed, takeSeedAsked } from './suite-tools.ts';

it('the engine learns whether a test asked for the seed, once', () => {
  setSeed(7);
  expect(takeSeedAsked()).toBe(false);
  expect(seed()).toBe(7);
  expect([takeSeedAsked(), takeSeedAsked()]).toEqual([true, false]);
});
