import { ApiError, type ManualClock, manualClock, type Pod } from 'course/kit';
import { RateLimitingQueue, SharedInformer } from '#exercise/controllers/informer-workqueue';
import { callAll, shown } from '#suite';
import { recorder } from '../recorder.ts';
import { Server } from '../server.ts';

/** An informer over a server with these objects, at revisions 1, 2, 3 ..., and what its handler heard. */
export function informerOf(...keys: string[]) {
  return informerWith({}, ...keys);
}

export function informerWith({ resyncMs }: { resyncMs?: number }, ...keys: string[]) {
  const hidden = new Server();
  for (const key of keys) hidden.put(key);
  const time = manualClock(0);
  const informer = new SharedInformer<Pod>(
    { list: (options) => hidden.list(options), watch: (options) => hidden.watch(options) },
    { clock: { now: () => time.now() }, ...(resyncMs !== undefined && { resyncMs }) },
  );
  const told: string[] = [];
  informer.addEventHandler(recorder(told));
  const server = shown(hidden, 'server', informer);
  const clock = shown<ManualClock>(time, 'clock', informer);
  return { informer, server, clock, told, calls: hidden.calls };
}

/** The same after its first poll, with nothing on record. */
export function syncedOf(...keys: string[]) {
  return syncedWith({}, ...keys);
}

export function syncedWith(options: { resyncMs?: number }, ...keys: string[]) {
  const all = informerWith(options, ...keys);
  all.informer.poll();
  all.told.length = 0;
  all.calls.length = 0;
  return all;
}

export function poll(informer: SharedInformer<Pod>, times: number): void {
  callAll(Array.from({ length: times }, () => ({ on: informer, method: 'poll', args: [] })));
}

/** The refusal that comes through, as text, so that a learner who throws nothing reads just that. */
export function thrownBy(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return `ApiError ${error.code}`;
  }
  return 'nothing was thrown';
}

/** A queue, and a clock that stands at 0. */
export function queueWithClock() {
  const time = manualClock(0);
  const queue = new RateLimitingQueue({ now: () => time.now() });
  return { queue, clock: shown<ManualClock>(time, 'clock', queue) };
}

export type Call = readonly [method: string, ...args: unknown[]];

/** Calls in one crossing; gives what each gave. */
export function run(on: object, ...calls: Call[]): unknown[] {
  return callAll(calls.map(([method, ...args]) => ({ on, method, args })));
}

export const get: Call = ['get'];
export const length: Call = ['length'];
export const add = (key: string): Call => ['add', key];
export const done = (key: string): Call => ['done', key];
export const later = (key: string, ms: number): Call => ['addAfter', key, ms];
export const nothing = undefined;

/** The next keys that can be had now. */
export function taken(queue: RateLimitingQueue, count: number): unknown[] {
  return run(queue, ...Array.from({ length: count }, () => get));
}
