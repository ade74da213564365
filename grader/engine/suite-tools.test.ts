import { expect, it } from 'vitest';
import { copyBack, seed, setSeed, takeSeedAsked } from './suite-tools.ts';

it('the engine learns whether a test asked for the seed, once', () => {
  setSeed(7);
  expect(takeSeedAsked()).toBe(false);
  expect(seed()).toBe(7);
  expect([takeSeedAsked(), takeSeedAsked()]).toEqual([true, false]);
});

it('arguments come back as they are after the call, in place too, functions among them', () => {
  const given = { list: [1] };
  const push = (into: { list: number[] }, next: () => number) => into.list.push(next());
  expect(copyBack(push, given, () => 2)).toMatchObject({ value: 2, args: [{ list: [1, 2] }, {}] });
  expect(given).toEqual({ list: [1] });
});
