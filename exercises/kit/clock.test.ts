import { expect, it } from 'vitest';
import { manualClock } from './clock.ts';

it('a manual clock stands still until it is moved', () => {
  const clock = manualClock(1000);
  expect([clock.now(), clock.now()]).toEqual([1000, 1000]);
  clock.advance(250);
  expect(clock.now()).toBe(1250);
});

it('a manual clock does not go back, nor by half milliseconds', () => {
  const clock = manualClock();
  expect(() => clock.advance(-1)).toThrow('not by -1');
  expect(() => clock.advance(0.5)).toThrow('not by 0.5');
});
