import { beforeEach, describe, expect, it } from 'vitest';
import { backoffMs, type RateLimitingQueue } from '#exercise/controllers/informer-workqueue';
import { batch } from '#suite';
import { add, done, get, later, length, nothing, queueWithClock, run, taken } from './set-up.ts';

/** The groups of this part. */
export function queueGroups(): void {
  describe('One at a time', oneAtATimeTests);
  describe('Later', laterTests);
  describe('Back-off', backOffTests);
}

function oneAtATimeTests(): void {
  let queue: RateLimitingQueue;
  beforeEach(() => {
    ({ queue } = queueWithClock());
  });

  it('an empty queue gives nothing', () => {
    expect(run(queue, length, get), 'rules 16 and 17').toEqual([0, nothing]);
  });

  it('keys come in the order in which they were added', () => {
    run(queue, add('b'), add('c'), add('a'));
    expect(taken(queue, 4), 'rule 16').toEqual(['b', 'c', 'a', nothing]);
  });

  it('a key that waits is not added again and keeps its place', () => {
    run(queue, add('a'), add('b'), add('a'));
    expect(run(queue, length), 'length, rule 17').toEqual([2]);
    expect(taken(queue, 3), 'rule 17').toEqual(['a', 'b', nothing]);
  });

  it('several keys can be worked on at once', () => {
    run(queue, add('a'), add('b'));
    expect(run(queue, get, length, get, length), 'rules 16 and 17').toEqual(['a', 1, 'b', 0]);
  });

  it('a key that is worked on and added again is not given to a second worker', () => {
    run(queue, add('a'), get, add('a'));
    expect(run(queue, get, length), 'rules 17 and 18').toEqual([nothing, 0]);
  });

  it('at done it comes back, once', () => {
    run(queue, add('a'), get, add('a'), add('a'), done('a'));
    expect(run(queue, length, get, done('a'), get), 'rule 18').toEqual([
      ...[1, 'a', nothing, nothing],
    ]);
  });

  it('at done it joins the end', () => {
    run(queue, add('a'), get, add('a'), add('b'), done('a'));
    expect(taken(queue, 3), 'rule 18').toEqual(['b', 'a', nothing]);
  });

  it('a key that nobody added meanwhile does not come back', () => {
    run(queue, add('a'), get, done('a'));
    expect(run(queue, length, get), 'rule 19').toEqual([0, nothing]);
  });

  it('after done a key can be added like any other', () => {
    run(queue, add('a'), get, done('a'), add('a'));
    expect(taken(queue, 2), 'rules 16 and 19').toEqual(['a', nothing]);
  });

  it('done of a key that waits, or is not there, does nothing', () => {
    run(queue, add('a'), done('a'), done('x'));
    expect(run(queue, length), 'length, rule 19').toEqual([1]);
    expect(taken(queue, 2), 'rule 19').toEqual(['a', nothing]);
  });

  it('a second done does nothing', () => {
    run(queue, add('a'), get, add('a'), done('a'), done('a'));
    expect(taken(queue, 2), 'rule 19').toEqual(['a', nothing]);
  });
}

function laterTests(): void {
  it('a key comes after its time, to the millisecond', () => {
    const { queue, clock } = queueWithClock();
    queue.addAfter('a', 50);
    clock.advance(49);
    expect(run(queue, length, get), 'After 49 of 50 ms, rule 20').toEqual([0, nothing]);
    clock.advance(1);
    expect(run(queue, length, get, get), 'After 50 ms, rule 20').toEqual([1, 'a', nothing]);
  });

  it('keys come in the order of their times', () => {
    const { queue, clock } = queueWithClock();
    run(queue, later('a', 1000), later('b', 500), later('c', 250));
    clock.advance(2000);
    expect(taken(queue, 4), 'rule 20').toEqual(['c', 'b', 'a', nothing]);
  });

  it('its place is that of its time, though nobody looked then', () => {
    const { queue, clock } = queueWithClock();
    run(queue, later('a', 10), add('x'));
    clock.advance(20);
    run(queue, add('b'));
    expect(taken(queue, 4), 'x at 0, a at 10, b at 20. Rule 20').toEqual(['x', 'a', 'b', nothing]);
  });

  it('the same holds for a key that comes back at done', () => {
    const { queue, clock } = queueWithClock();
    run(queue, add('b'), get, add('b'), later('a', 10));
    clock.advance(20);
    run(queue, done('b'));
    expect(taken(queue, 3), 'a at 10, b done at 20. Rules 18 and 20').toEqual(['a', 'b', nothing]);
  });

  it('0 or less is at once', () => {
    const { queue } = queueWithClock();
    run(queue, later('a', 0), later('b', -5));
    expect(taken(queue, 3), 'rule 20').toEqual(['a', 'b', nothing]);
  });

  it('at once leaves an earlier wish for later as it is', () => {
    const { queue, clock } = queueWithClock();
    run(queue, later('a', 50), later('a', 0));
    expect(run(queue, get, done('a'), get), 'At once, rule 20').toEqual(['a', nothing, nothing]);
    clock.advance(50);
    expect(taken(queue, 2), 'After 50 ms, rules 20 and 22').toEqual(['a', nothing]);
  });

  it('of several times of a key the earliest counts, in either order', () => {
    const { queue, clock } = queueWithClock();
    run(queue, later('a', 50), later('a', 70), later('b', 70), later('b', 60));
    clock.advance(50);
    expect(taken(queue, 2), 'After 50 ms, rule 21').toEqual(['a', nothing]);
    clock.advance(10);
    expect(taken(queue, 2), 'After 60 ms, rule 21').toEqual(['b', nothing]);
    clock.advance(60);
    run(queue, done('a'), done('b'));
    expect(taken(queue, 1), 'The later times are forgotten, rule 21').toEqual([nothing]);
  });

  it('a time that has come is used up', () => {
    const { queue, clock } = queueWithClock();
    run(queue, later('a', 10));
    clock.advance(10);
    run(queue, get, done('a'));
    clock.advance(100);
    expect(taken(queue, 1), 'rule 21').toEqual([nothing]);
    run(queue, later('a', 30));
    clock.advance(30);
    expect(taken(queue, 2), 'A new time, rule 21').toEqual(['a', nothing]);
  });

  it('a new time counts though the one before has come and nobody looked', () => {
    const { queue, clock } = queueWithClock();
    run(queue, later('a', 10));
    clock.advance(20);
    run(queue, later('a', 30));
    expect(run(queue, get, done('a'), get), 'At 20 ms, rule 21').toEqual(['a', nothing, nothing]);
    clock.advance(30);
    expect(taken(queue, 2), 'At 50 ms, rule 21').toEqual(['a', nothing]);
  });

  it('add does not cancel a time, nor does done', () => {
    const { queue, clock } = queueWithClock();
    run(queue, later('a', 10), add('a'));
    expect(run(queue, get, done('a'), get), 'rule 22').toEqual(['a', nothing, nothing]);
    clock.advance(10);
    expect(taken(queue, 2), 'Its time, rule 22').toEqual(['a', nothing]);
  });

  it('a key whose time comes while it waits is there once', () => {
    const { queue, clock } = queueWithClock();
    run(queue, later('a', 10), add('a'));
    clock.advance(10);
    expect(taken(queue, 2), 'rules 17 and 20').toEqual(['a', nothing]);
  });

  it('a key whose time comes while it is worked on comes back at done', () => {
    const { queue, clock } = queueWithClock();
    run(queue, add('a'), get, later('a', 10));
    clock.advance(10);
    expect(run(queue, get, length, done('a'), get), 'rules 18 and 20').toEqual([
      ...[nothing, 0, nothing, 'a'],
    ]);
  });
}

function backOffTests(): void {
  it('5 ms, doubled each time, at most 1000 s', () => {
    const outcomes = batch(backoffMs, [[0], [1], [2], [10], [17], [18], [50], [5000]]);
    expect(
      outcomes.map((each) => ('value' in each ? each.value : each.error)),
      'After 0, 1, 2, 10, 17, 18, 50, 5000 requeues. Rule 23',
    ).toEqual([5, 10, 20, 5120, 655_360, 1_000_000, 1_000_000, 1_000_000]);
  });

  it('each requeue of a key waits longer', () => {
    const { queue, clock } = queueWithClock();
    for (const ms of [5, 10, 20]) {
      run(queue, ['addRateLimited', 'a']);
      clock.advance(ms - 1);
      expect(taken(queue, 1), `After ${ms - 1} of ${ms} ms, rule 24`).toEqual([nothing]);
      clock.advance(1);
      expect(run(queue, get, done('a')), `After ${ms} ms, rule 24`).toEqual(['a', nothing]);
    }
    expect(queue.numRequeues('a'), 'rule 24').toBe(3);
  });

  it('keys are counted one by one', () => {
    const { queue, clock } = queueWithClock();
    run(queue, ['addRateLimited', 'a'], ['addRateLimited', 'a'], ['addRateLimited', 'b']);
    expect(
      ['a', 'b', 'c'].map((key) => queue.numRequeues(key)),
      'Requeues of a, b, c. Rule 24',
    ).toEqual([2, 1, 0]);
    clock.advance(5);
    expect(taken(queue, 3).sort(), 'After 5 ms, rules 21 and 24').toEqual(['a', 'b', nothing]);
  });

  it('only addRateLimited counts', () => {
    const { queue } = queueWithClock();
    run(queue, add('a'), later('a', 10), get, done('a'));
    expect(queue.numRequeues('a'), 'rule 24').toBe(0);
  });

  it('after forget the next requeue is the first', () => {
    const { queue, clock } = queueWithClock();
    run(queue, ['addRateLimited', 'a'], ['addRateLimited', 'b']);
    clock.advance(5);
    run(queue, get, get, ['forget', 'a'], done('a'), done('b'));
    expect(queue.numRequeues('a'), 'rule 25').toBe(0);
    run(queue, ['addRateLimited', 'a'], ['addRateLimited', 'b']);
    clock.advance(5);
    expect(taken(queue, 2), 'a was forgotten, b was not. Rule 25').toEqual(['a', nothing]);
  });

  it('forget takes nothing out of the queue', () => {
    const { queue, clock } = queueWithClock();
    run(queue, add('a'), ['addRateLimited', 'b'], ['forget', 'a'], ['forget', 'b']);
    clock.advance(5);
    expect(taken(queue, 3), 'a waited, b had a time. Rule 25').toEqual(['a', 'b', nothing]);
  });
}
