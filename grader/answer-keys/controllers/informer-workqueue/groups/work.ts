import { manualClock, type SyncResult } from 'course/kit';
import { describe, expect, it } from 'vitest';
import { enqueueKeys, processNextWorkItem } from '#exercise/controllers/informer-workqueue';
import { RateLimitingQueue } from '#reference/controllers/informer-workqueue';
import { pod } from '../server.ts';
import { nothing } from './set-up.ts';

/** The groups of this part. */
export function workGroups(): void {
  describe('One item of work', oneItemOfWorkTests);
}

const synced = { hasSynced: () => true };

/** A queue of ours, which the graded code is given, and its clock. */
function trustedQueue(...keys: string[]) {
  const clock = manualClock(0);
  const queue = new RateLimitingQueue(clock);
  for (const key of keys) queue.add(key);
  return { queue, clock };
}

/** A controller that writes down the keys it is given, and then does this. */
function controllerThat(work: () => SyncResult) {
  const keys: string[] = [];
  const sync = (key: string) => {
    keys.push(key);
    return work();
  };
  return { controller: { sync }, keys };
}

function oneItemOfWorkTests(): void {
  it('a handler puts the key into the queue, whatever happened', () => {
    const { queue } = trustedQueue();
    const handler = enqueueKeys(queue);
    handler.onAdd?.(pod('d/a', 1), false);
    handler.onUpdate?.(pod('d/b', 1), pod('d/b', 2));
    handler.onDelete?.(pod('d/c', 3));
    handler.onAdd?.(pod('n1', 4), true);
    const got = [1, 2, 3, 4, 5].map(() => queue.get());
    expect(got, 'rule 31').toEqual(['d/a', 'd/b', 'd/c', 'n1', nothing]);
  });

  it('also that of an object whose deletion nobody saw', () => {
    const { queue } = trustedQueue();
    enqueueKeys(queue).onDelete?.({ key: 'd/a', lastKnown: pod('d/a', 1) });
    expect([queue.get(), queue.get()], 'rule 31').toEqual(['d/a', nothing]);
  });

  it('an empty queue is no work', () => {
    const { controller, keys } = controllerThat(() => undefined);
    const { queue } = trustedQueue();
    expect(processNextWorkItem(queue, controller, [synced]), 'rule 32').toBeUndefined();
    expect(keys, 'Keys that sync was called with').toEqual([]);
  });

  it('nothing is taken while a cache is still empty', () => {
    const { controller, keys } = controllerThat(() => undefined);
    const { queue } = trustedQueue('d/a');
    const still = { hasSynced: () => false };
    expect(processNextWorkItem(queue, controller, [synced, still]), 'rule 32').toBeUndefined();
    expect(processNextWorkItem(queue, controller, [still, synced]), 'rule 32').toBeUndefined();
    expect({ keys, length: queue.length() }, 'The key still waits, rule 32').toEqual({
      ...{ keys: [], length: 1 },
    });
    expect(processNextWorkItem(queue, controller, []), 'Without informers').toEqual({ key: 'd/a' });
  });

  it('one key is taken, given to sync, and dealt with', () => {
    const { controller, keys } = controllerThat(() => undefined);
    const { queue } = trustedQueue('d/a', 'd/b');
    expect(processNextWorkItem(queue, controller, [synced, synced]), 'rule 33').toEqual({
      key: 'd/a',
    });
    expect(keys, 'Keys that sync was called with, rule 33').toEqual(['d/a']);
    queue.add('d/a');
    expect([1, 2, 3].map(() => queue.get())).toEqual(['d/b', 'd/a', nothing]);
  });

  it('what is added during sync comes back after it: done comes last', () => {
    const { queue } = trustedQueue('d/a');
    const { controller } = controllerThat(() => {
      queue.add('d/a');
      expect(queue.get(), 'A second worker, during sync: rule 35').toBeUndefined();
    });
    processNextWorkItem(queue, controller, [synced]);
    expect([queue.get(), queue.get()], 'After sync, rule 35').toEqual(['d/a', nothing]);
  });

  it('sync may ask to be called again later', () => {
    const { queue, clock } = trustedQueue('d/a');
    const { controller } = controllerThat(() => ({ requeueAfterMs: 500 }));
    expect(processNextWorkItem(queue, controller, [synced]), 'rule 33').toEqual({ key: 'd/a' });
    clock.advance(499);
    expect(queue.length(), 'length after 499 of 500 ms, rule 33').toBe(0);
    clock.advance(1);
    expect(queue.length(), 'length after 500 ms, rule 33').toBe(1);
    expect(queue.numRequeues('d/a'), 'It is no failure, rule 33').toBe(0);
  });

  it('again at once is possible as well', () => {
    const { queue } = trustedQueue('d/a');
    const { controller } = controllerThat(() => ({ requeueAfterMs: 0 }));
    processNextWorkItem(queue, controller, [synced]);
    expect(queue.length(), 'length after requeueAfterMs 0, rule 33').toBe(1);
  });

  it('a failed sync is repeated after the back-off, and the error is told', () => {
    const { queue, clock } = trustedQueue('d/a');
    const { controller } = controllerThat(() => {
      throw new RangeError('no');
    });
    const result = processNextWorkItem(queue, controller, [synced]);
    expect(result?.key, 'rule 34').toBe('d/a');
    expect(String(result?.error), 'The error in the result, rule 34').toBe('RangeError: no');
    expect(queue.numRequeues('d/a'), 'Requeues, rule 34').toBe(1);
    clock.advance(4);
    expect(queue.length(), 'length after 4 of 5 ms, rule 34').toBe(0);
    clock.advance(1);
    expect(queue.get(), 'After 5 ms, rules 34 and 35').toBe('d/a');
  });

  it('failures in a row make the back-off grow; a success ends that', () => {
    const { queue, clock } = trustedQueue('d/a');
    const outcomes = [false, false, true];
    const { controller } = controllerThat(() => {
      if (!outcomes.shift()) throw new Error('not yet');
    });
    processNextWorkItem(queue, controller, [synced]);
    clock.advance(5);
    processNextWorkItem(queue, controller, [synced]);
    expect(queue.numRequeues('d/a'), 'After two failures, rule 34').toBe(2);
    clock.advance(10);
    const third = processNextWorkItem(queue, controller, [synced]);
    expect(third, 'rule 33').toEqual({ key: 'd/a' });
    expect(queue.numRequeues('d/a'), 'After the success, rule 33').toBe(0);
    expect(queue.length(), 'length after the success, rule 33').toBe(0);
  });
}
