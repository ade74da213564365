import {
  type KubernetesList,
  manualClock,
  type Pod,
  type Stored,
  type Watch,
  type WatchEvent,
} from 'course/kit';
import { describe, expect, it } from 'vitest';
import { recorder } from './recorder.ts';
import {
  backoffMs,
  ControllerExpectations,
  enqueueKeys,
  RateLimitingQueue,
  SharedInformer,
} from './reference.ts';
import { failure, pod, stateOf } from './server.ts';
import {
  type Answer,
  backoffCases,
  informerCases,
  type Origin,
  type QueueStep,
  queueCases,
} from './upstream-cases.ts';

describe('the reference agrees with the tests of client-go', () => {
  for (const { origin, answers, requests, cache, told, synced } of informerCases)
    it(titled(origin), () => {
      const ran = runInformer(answers);
      if (requests) expect(ran.requests).toEqual(requests);
      if (cache) expect(ran.cache).toEqual(cache);
      if (told) expect(ran.told).toEqual(told);
      if (synced !== undefined) expect(ran.synced).toBe(synced);
    });

  for (const { origin, steps } of queueCases)
    it(titled(origin), () => {
      const clock = manualClock(0);
      const queue = new RateLimitingQueue(clock);
      for (const step of steps)
        if (typeof step === 'number') clock.advance(step);
        else expectStep(queue, step);
    });

  for (const { origin, waits } of backoffCases)
    it(titled(origin), () => {
      for (const [requeues, ms] of Object.entries(waits))
        expect(backoffMs(Number(requeues))).toBe(ms);
    });

  it('controller_test.go TestDeletionHandlingObjectToName: the key of a Tombstone is that of its object', () => {
    const queue = new RateLimitingQueue(manualClock(0));
    const key = 'testnamespace/testname';
    enqueueKeys(queue).onDelete?.({ key, lastKnown: pod(key, 1) });
    expect(queue.get()).toBe(key);
  });

  it('delta_fifo_test.go TestDeltaFIFO_Resync, _ResyncNonExisting: told again is what is there', () => {
    const clock = manualClock(0);
    const told: string[] = [];
    const { listWatcher } = scripted([{ list: ['7', 'foo@5', 'bar@6'] }, { watch: ['-bar@10'] }]);
    const informer = new SharedInformer<Pod>(listWatcher, { clock, resyncMs: 1 });
    informer.poll();
    informer.addEventHandler(recorder(told));
    told.length = 0;
    clock.advance(1);
    informer.poll();
    expect(told).toEqual(['update foo@5 to 5']);
  });
});

describe('the reference agrees with the tests of Kubernetes, pkg/controller/controller_utils_test.go', () => {
  it('TestControllerExpectations: more is seen than expected', () => {
    const expected = new ControllerExpectations(manualClock(0));
    expected.expectCreations('rc', 10);
    for (let i = 0; i < 9; i++) expected.creationObserved('rc');
    expect(expected.satisfied('rc')).toBe(false);
    for (let i = 0; i < 2; i++) expected.creationObserved('rc');
    expect(expected.satisfied('rc')).toBe(true);
  });

  it('TestControllerExpectations: the next round starts anew, and runs out', () => {
    const clock = manualClock(0);
    const expected = new ControllerExpectations(clock);
    expected.expectCreations('rc', 10);
    for (let i = 0; i < 11; i++) expected.creationObserved('rc');
    expected.expectCreations('rc', 1);
    expect(expected.satisfied('rc')).toBe(false);
    clock.advance(5 * 60 * 1000 + 1);
    expect(expected.satisfied('rc')).toBe(true);
  });

  it('TestUIDExpectations: each controller waits for its own five Pods', () => {
    const expected = new ControllerExpectations(manualClock(0));
    const controllers = ['rc-2', 'rc-0', 'rc-3', 'rc-1'];
    const podsOf = (key: string) => [0, 1, 2, 3, 4].map((i) => `default/pod${i}-${key}`);
    for (const key of controllers) expected.expectDeletions(key, podsOf(key));
    for (const key of controllers) {
      expect(expected.satisfied(key)).toBe(false);
      for (const each of podsOf(key)) expected.deletionObserved(key, each);
      expect(expected.satisfied(key)).toBe(true);
      expected.forget(key);
    }
  });
});

/** Polls until the server has no answer left, and then once more. */
function runInformer(answers: readonly Answer[]) {
  const { listWatcher, requests, left } = scripted(answers);
  const informer = new SharedInformer<Pod>(listWatcher, { clock: manualClock(0) });
  const told: string[] = [];
  informer.addEventHandler(recorder(told));
  do tryToPoll(informer);
  while (left() > 0);
  const synced = informer.hasSynced();
  const later = told.filter((line) => !line.endsWith(' initial')).sort();
  return { requests, told: later, synced, cache: stateOf(informer.list()) };
}

function tryToPoll(informer: SharedInformer<Pod>): void {
  try {
    informer.poll();
  } catch (error) {
    expect((error as Error).name).toBe('ApiError');
  }
}

function scripted(answers: readonly Answer[]) {
  const rest = [...answers];
  const requests: string[] = [];
  const list = ({ resourceVersion = '' }): KubernetesList<Stored<Pod>> => {
    requests.push(`list ${resourceVersion || "''"}`);
    const answer = rest.shift();
    if (!answer || !('list' in answer)) throw new Error('a list was not expected here');
    if (typeof answer.list === 'number') throw failure(answer.list);
    const [revision, ...objects] = answer.list;
    return { metadata: { resourceVersion: revision }, items: objects.map(objectOf) };
  };
  const watch = ({ resourceVersion = '' }): Watch<Pod> => {
    requests.push(`watch ${resourceVersion}`);
    const answer = rest.shift();
    if (!answer || !('watch' in answer)) throw new Error('a watch was not expected here');
    if (typeof answer.watch === 'number') throw failure(answer.watch);
    return watchOf(answer.watch);
  };
  return { listWatcher: { list, watch }, requests, left: () => rest.length };
}

function watchOf(script: readonly (string | number)[]): Watch<Pod> {
  const last = script.at(-1);
  const ends = last === 'closed' || typeof last === 'number';
  let events = script.filter((each) => each !== 'closed').map(eventOf);
  return {
    drain: () => events.splice(0),
    ended: () => ends && events.length === 0,
    stop: () => {
      events = [];
    },
  };
}

const types = { '+': 'ADDED', '~': 'MODIFIED', '-': 'DELETED' } as const;

function eventOf(text: string | number): WatchEvent<Pod> {
  if (typeof text === 'number') return { type: 'ERROR', object: failure(text).status };
  if (text.startsWith('='))
    return { type: 'BOOKMARK', object: { metadata: { resourceVersion: text.slice(1) } } };
  return { type: types[text[0] as keyof typeof types], object: objectOf(text.slice(1)) };
}

function objectOf(text: string): Stored<Pod> {
  const [name = '', revision] = text.split('@');
  return pod(name, Number(revision));
}

function expectStep(queue: RateLimitingQueue, step: Exclude<QueueStep, number>): void {
  if (step[0] === 'get') expect(queue.get()).toBe(step[1]);
  else if (step[0] === 'length') expect(queue.length()).toBe(step[1]);
  else if (step[0] === 'numRequeues') expect(queue.numRequeues(step[2] ?? '')).toBe(step[1]);
  else if (step[0] === 'addAfter') queue.addAfter(step[1], step[2]);
  else queue[step[0]](String(step[1]));
}

function titled([file, test, about]: Origin): string {
  return `${file.split('/').at(-1)} ${test}: ${about}`;
}
