import { type Controller, manualClock, type Pod } from 'course/kit';
import { describe, expect, it } from 'vitest';
import {
  ControllerExpectations,
  enqueueKeys,
  processNextWorkItem,
  RateLimitingQueue,
  SharedInformer,
} from '#exercise/controllers/informer-workqueue';
import { shown } from '#suite';
import { failure, Server } from '../server.ts';

/** The groups of this part. */
export function storyGroups(): void {
  describe('Stories', storiesTests);
}

/** Works until nothing is left, but no more than 10 items: a queue may give the same key for ever. */
function workOff(
  queue: RateLimitingQueue,
  controller: Controller,
  informers: readonly SharedInformer<Pod>[],
): void {
  for (let left = 10; left > 0; left--)
    if (!processNextWorkItem(queue, controller, informers)) return;
}

/** All the parts of a learner, joined as a controller joins them. */
function cluster() {
  const hidden = new Server();
  const time = manualClock(0);
  const clock = { now: () => time.now() };
  const pods = new SharedInformer<Pod>(
    { list: (options) => hidden.list(options), watch: (options) => hidden.watch(options) },
    { clock },
  );
  const queue = new RateLimitingQueue(clock);
  const server = shown(hidden, 'server', pods);
  return { server, time, clock, pods, queue };
}

function storiesTests(): void {
  it('a Pod goes while the connection is down: its key is looked at all the same', () => {
    const { server, pods, queue } = cluster();
    server.put('d/a');
    server.put('d/b');
    pods.addEventHandler(enqueueKeys(queue));
    const seen: string[] = [];
    const controller = {
      sync(key: string) {
        const found = pods.get('d', key.slice(2));
        seen.push(`${key} ${found ? `at ${found.metadata.resourceVersion}` : 'is gone'}`);
        return undefined;
      },
    };
    const work = () => {
      workOff(queue, controller, [pods]);
      return seen.splice(0).sort();
    };
    expect(work(), 'Before the first list').toEqual([]);
    pods.poll();
    expect(work(), 'After the first list').toEqual(['d/a at 1', 'd/b at 2']);
    server.close();
    server.put('d/b');
    server.put('d/b');
    server.remove('d/a');
    server.compact();
    for (const _ of [1, 2, 3]) pods.poll();
    expect(work(), 'After the new list: one look at each, as it is now').toEqual([
      ...['d/a is gone', 'd/b at 4'],
    ]);
  });

  it('a controller whose cache lags does not create twice what it has ordered', () => {
    const { server, clock, pods, queue } = cluster();
    const expected = new ControllerExpectations(clock);
    pods.addEventHandler({
      onAdd: () => {
        expected.creationObserved('d/web');
        queue.add('d/web');
      },
      onDelete: () => queue.add('d/web'),
    });
    let names = 0;
    const controller = {
      sync(key: string) {
        if (!expected.satisfied(key)) return undefined;
        const missing = 3 - pods.list('d').length;
        if (missing <= 0) return undefined;
        expected.expectCreations(key, missing);
        for (let i = 0; i < missing; i++) server.put(`d/p${++names}`);
        return undefined;
      },
    };
    pods.poll();
    for (const _ of [1, 2]) {
      queue.add('d/web');
      expect(processNextWorkItem(queue, controller, [pods])).toEqual({ key: 'd/web' });
    }
    expect(names, 'Pods created before any was seen').toBe(3);
    pods.poll();
    expect(processNextWorkItem(queue, controller, [pods]), 'Three adds, one look').toEqual({
      key: 'd/web',
    });
    expect(processNextWorkItem(queue, controller, [pods])).toBeUndefined();
    server.remove('d/p2');
    pods.poll();
    processNextWorkItem(queue, controller, [pods]);
    expect(names, 'Pods created after one was deleted').toBe(4);
  });

  it('while a server fails, a key is tried after 5, 10 and 20 ms, and others are not held up', () => {
    const { time, queue } = cluster();
    const tried: string[] = [];
    const controller = {
      sync(key: string) {
        tried.push(`${key} at ${time.now()}`);
        if (key === 'd/a' && time.now() < 30) throw failure(500);
        return undefined;
      },
    };
    queue.add('d/a');
    queue.add('d/b');
    for (const ms of [0, 5, 10, 15, 20, 100]) {
      time.advance(ms);
      workOff(queue, controller, []);
    }
    expect(tried).toEqual(['d/a at 0', 'd/b at 0', 'd/a at 5', 'd/a at 15', 'd/a at 50']);
    expect(queue.numRequeues('d/a'), 'After it went well').toBe(0);
  });
}
