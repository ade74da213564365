import { manualClock } from 'course/kit';
import { expect, it } from 'vitest';
import { FakeWorkQueue } from './fake-work-queue.ts';

it('a key is in it once, and comes back when it was added during the work', () => {
  const queue = new FakeWorkQueue(manualClock());
  for (const key of ['a', 'b', 'a']) queue.add(key);
  expect([queue.length(), queue.get()]).toEqual([2, 'a']);
  queue.add('a');
  expect([queue.get(), queue.get()]).toEqual(['b', undefined]);
  queue.done('a');
  expect(queue.get()).toBe('a');
});

it('a delayed key comes when its time has come; the earlier time counts', () => {
  const clock = manualClock();
  const queue = new FakeWorkQueue(clock);
  queue.addAfter('a', 100);
  queue.addAfter('a', 50);
  queue.addAfter('b', 0);
  expect([queue.get(), queue.get(), queue.nextDueInMs()]).toEqual(['b', undefined, 50]);
  clock.advance(50);
  expect([queue.length(), queue.get(), queue.nextDueInMs()]).toEqual([1, 'a', undefined]);
});

it('failures wait 5 ms, doubled each time, until they are forgotten', () => {
  const clock = manualClock();
  const queue = new FakeWorkQueue(clock);
  const waits = [1, 2, 3].map(() => {
    queue.addRateLimited('a');
    const wait = queue.nextDueInMs()!;
    clock.advance(wait);
    queue.done(queue.get()!);
    return wait;
  });
  expect([...waits, queue.numRequeues('a')]).toEqual([5, 10, 20, 3]);
  queue.forget('a');
  expect(queue.numRequeues('a')).toBe(0);
});
