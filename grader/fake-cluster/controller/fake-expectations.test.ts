import { manualClock } from 'course/kit';
import { expect, it } from 'vitest';
import { FakeExpectations } from './fake-expectations.ts';

it('creations are expected by number, deletions by name', () => {
  const expectations = new FakeExpectations(manualClock());
  expect(expectations.satisfied('a')).toBe(true);
  expectations.expectCreations('a', 2);
  expectations.creationObserved('a');
  expect(expectations.satisfied('a')).toBe(false);
  expectations.creationObserved('a');
  expect(expectations.satisfied('a')).toBe(true);
  expectations.expectDeletions('a', ['x', 'y']);
  expectations.deletionObserved('a', 'x');
  expectations.deletionObserved('a', 'x');
  expectations.deletionObserved('a', 'z');
  expect(expectations.satisfied('a')).toBe(false);
  expectations.deletionObserved('a', 'y');
  expect(expectations.satisfied('a')).toBe(true);
});

it('after more than five minutes nobody waits any more', () => {
  const clock = manualClock();
  const expectations = new FakeExpectations(clock);
  expectations.expectCreations('a', 1);
  clock.advance(300_000);
  expect(expectations.satisfied('a')).toBe(false);
  clock.advance(1);
  expect(expectations.satisfied('a')).toBe(true);
});

it('what is forgotten is satisfied', () => {
  const expectations = new FakeExpectations(manualClock());
  expectations.expectCreations('a', 1);
  expectations.forget('a');
  expect(expectations.satisfied('a')).toBe(true);
});
