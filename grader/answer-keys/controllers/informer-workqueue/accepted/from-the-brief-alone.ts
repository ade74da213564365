// By somebody who knew only lesson, brief, stub and kit. A new list replaces the cache as a whole before anybody hears of it; an error stops the watch.
import {
  ApiError,
  type Clock,
  type Controller,
  type Expectations,
  type Informer,
  type KubernetesObject,
  keyOf,
  type ListWatcher,
  type ResourceEventHandler,
  type Stored,
  type Tombstone,
  type Watch,
  type WatchEvent,
  type WorkQueue,
} from 'course/kit';

export interface InformerOptions {
  readonly clock: Clock;
  /** Every so many milliseconds handlers hear of all objects once more. Absent or 0: never. */
  readonly resyncMs?: number;
}

/** What became of a key: it was dealt with, or `error` is what `sync` threw, for whoever keeps the log. */
export interface WorkResult {
  readonly key: string;
  readonly error?: unknown;
}

/**
 * A cache of all objects of a resource, filled by list and kept up to date by watch. It has no timer and no thread:
 * whoever runs it calls `poll` again and again, and everything happens in there.
 *
 * Settled by: client-go v0.32, tools/cache/reflector.go (Reflector), delta_fifo.go (Replace, Resync),
 * controller.go (processDeltas), shared_informer.go.
 */
export class SharedInformer<T extends KubernetesObject = KubernetesObject> implements Informer<T> {
  readonly #listWatcher: ListWatcher<T>;
  readonly #options: InformerOptions;
  readonly #handlers: ResourceEventHandler<T>[] = [];
  #cache = new Map<string, Stored<T>>();
  #synced = false;
  /** The next poll must list: nothing was listed yet, or the history is gone. */
  #mustList = true;
  /** Newest revision seen; '0' before the first list. */
  #revision = '0';
  /** The server could not serve a list at our revision: ask for the latest state until one list succeeds. */
  #listLatest = false;
  #watch: Watch<T> | undefined;
  #lastResync = 0;

  constructor(listWatcher: ListWatcher<T>, options: InformerOptions) {
    this.#listWatcher = listWatcher;
    this.#options = options;
  }

  /**
   * One turn: at most one list, one watch opened and one drain. Throws what `list` or `watch` throw; then the next
   * turn tries again.
   */
  poll(): void {
    if (this.#mustList) this.#list();
    this.#watch ??= this.#listWatcher.watch({
      resourceVersion: this.#revision,
      allowWatchBookmarks: true,
    });
    this.#drain(this.#watch);
    this.#resyncWhenDue();
  }

  #list(): void {
    const { items, metadata } = this.#fetchList();
    this.#mustList = false;
    this.#listLatest = false;
    this.#revision = metadata.resourceVersion;
    this.#lastResync = this.#options.clock.now();

    const before = this.#cache;
    const after = new Map(items.map((item) => [keyOf(item), item]));
    const initial = !this.#synced;
    this.#cache = after;
    this.#synced = true;

    const handlers = [...this.#handlers];
    for (const [key, lastKnown] of before) {
      if (after.has(key)) continue;
      const tombstone: Tombstone<T> = { key, lastKnown };
      for (const handler of handlers) handler.onDelete?.(tombstone);
    }
    for (const [key, object] of after) {
      const old = before.get(key);
      for (const handler of handlers) {
        if (old) handler.onUpdate?.(old, object);
        else handler.onAdd?.(object, initial);
      }
    }
  }

  #fetchList() {
    try {
      return this.#listWatcher.list({ resourceVersion: this.#listLatest ? '' : this.#revision });
    } catch (error) {
      if (error instanceof ApiError && error.code === 410) this.#listLatest = true;
      throw error;
    }
  }

  #drain(watch: Watch<T>): void {
    for (const event of watch.drain()) {
      if (event.type === 'ERROR') {
        if (event.object.code === 410) this.#mustList = true;
        watch.stop();
        this.#watch = undefined;
        return;
      }
      this.#apply(event);
    }
    if (watch.ended()) this.#watch = undefined;
  }

  #apply(event: Exclude<WatchEvent<T>, { type: 'ERROR' }>): void {
    this.#revision = event.object.metadata.resourceVersion;
    if (event.type === 'BOOKMARK') return;

    const { object } = event;
    const key = keyOf(object);
    const before = this.#cache.get(key);
    const handlers = [...this.#handlers];
    if (event.type === 'DELETED') {
      if (!before) return;
      this.#cache.delete(key);
      for (const handler of handlers) handler.onDelete?.(object);
      return;
    }
    this.#cache.set(key, object);
    for (const handler of handlers) {
      if (before) handler.onUpdate?.(before, object);
      else handler.onAdd?.(object, false);
    }
  }

  #resyncWhenDue(): void {
    const { clock, resyncMs = 0 } = this.#options;
    if (resyncMs <= 0) return;
    const now = clock.now();
    if (now - this.#lastResync < resyncMs) return;
    this.#lastResync = now;
    const handlers = [...this.#handlers];
    for (const object of this.list()) {
      for (const handler of handlers) handler.onUpdate?.(object, object);
    }
  }

  /** The object in the cache, undefined when there is none. `namespace` is '' for resources without. */
  get(namespace: string, name: string): Stored<T> | undefined {
    return this.#cache.get(keyOf({ metadata: { namespace, name } }));
  }

  /** All objects in the cache, or those of one namespace, in any order. */
  list(namespace = ''): Stored<T>[] {
    const all = [...this.#cache.values()];
    return namespace ? all.filter(({ metadata }) => metadata.namespace === namespace) : all;
  }

  /** True once the first list is in the cache. */
  hasSynced(): boolean {
    return this.#synced;
  }

  /** From now on `handler` hears of every change; first, of everything in the cache. */
  addEventHandler(handler: ResourceEventHandler<T>): void {
    this.#handlers.push(handler);
    for (const object of this.list()) handler.onAdd?.(object, true);
  }
}

/** How long, in milliseconds, a key waits that was added with rate limit `requeues` times before. */
export function backoffMs(requeues: number): number {
  return Math.min(5 * 2 ** requeues, 1_000_000);
}

/**
 * Keys that wait to be looked at. What each method means stands at the kit's WorkQueue.
 *
 * Settled by: client-go v0.32, util/workqueue (queue.go, delaying_queue.go, default_rate_limiters.go).
 */
export class RateLimitingQueue implements WorkQueue {
  readonly #clock: Clock;
  /** Keys that `get` can give, first in, first out. */
  readonly #line: string[] = [];
  /** Keys that somebody wants looked at: all in the line, and those added while they are worked on. */
  readonly #dirty = new Set<string>();
  readonly #processing = new Set<string>();
  /** When a key is to be added. */
  readonly #later = new Map<string, number>();
  readonly #requeues = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(key: string): void {
    this.#addDue();
    this.#addNow(key);
  }

  get(): string | undefined {
    this.#addDue();
    const key = this.#line.shift();
    if (key === undefined) return undefined;
    this.#dirty.delete(key);
    this.#processing.add(key);
    return key;
  }

  done(key: string): void {
    this.#addDue();
    if (this.#processing.delete(key) && this.#dirty.has(key)) this.#line.push(key);
  }

  length(): number {
    this.#addDue();
    return this.#line.length;
  }

  addAfter(key: string, ms: number): void {
    this.#addDue();
    if (ms <= 0) {
      this.#addNow(key);
      return;
    }
    const due = this.#clock.now() + ms;
    this.#later.set(key, Math.min(due, this.#later.get(key) ?? Infinity));
  }

  addRateLimited(key: string): void {
    const requeues = this.numRequeues(key);
    this.addAfter(key, backoffMs(requeues));
    this.#requeues.set(key, requeues + 1);
  }

  forget(key: string): void {
    this.#requeues.delete(key);
  }

  numRequeues(key: string): number {
    return this.#requeues.get(key) ?? 0;
  }

  #addNow(key: string): void {
    if (this.#dirty.has(key)) return;
    this.#dirty.add(key);
    if (!this.#processing.has(key)) this.#line.push(key);
  }

  /** Adds what has become due since the last call, in the order of its times. Every call begins with this. */
  #addDue(): void {
    const now = this.#clock.now();
    const due = [...this.#later].filter(([, time]) => time <= now);
    due.sort(([, a], [, b]) => a - b);
    for (const [key] of due) {
      this.#later.delete(key);
      this.#addNow(key);
    }
  }
}

interface Expected {
  creations: number;
  readonly deletions: Set<string>;
  readonly since: number;
}

/** An expectation older than this no longer counts. */
const timeoutMs = 5 * 60 * 1000;

/**
 * What controllers have ordered and not yet seen. What each method means stands at the kit's Expectations.
 *
 * Settled by: kubernetes v1.32, pkg/controller/controller_utils.go, UIDTrackingControllerExpectations.
 */
export class ControllerExpectations implements Expectations {
  readonly #clock: Clock;
  readonly #expected = new Map<string, Expected>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  expectCreations(key: string, count: number): void {
    this.#expect(key, count, []);
  }

  expectDeletions(key: string, children: readonly string[]): void {
    this.#expect(key, 0, children);
  }

  creationObserved(key: string): void {
    const expected = this.#expected.get(key);
    if (expected) expected.creations -= 1;
  }

  deletionObserved(key: string, child: string): void {
    this.#expected.get(key)?.deletions.delete(child);
  }

  satisfied(key: string): boolean {
    const expected = this.#expected.get(key);
    if (!expected) return true;
    if (this.#clock.now() - expected.since > timeoutMs) return true;
    return expected.creations <= 0 && expected.deletions.size === 0;
  }

  forget(key: string): void {
    this.#expected.delete(key);
  }

  #expect(key: string, creations: number, deletions: readonly string[]): void {
    this.#expected.set(key, {
      creations,
      deletions: new Set(deletions),
      since: this.#clock.now(),
    });
  }
}

/**
 * A handler that puts the key of whatever changed into the queue, and nothing else.
 *
 * Settled by: client-go v0.32, tools/cache/controller.go, DeletionHandlingMetaNamespaceKeyFunc.
 */
export function enqueueKeys(queue: WorkQueue): ResourceEventHandler {
  return {
    onAdd: (object) => queue.add(keyOf(object)),
    onUpdate: (_before, after) => queue.add(keyOf(after)),
    onDelete: (object) => queue.add('lastKnown' in object ? object.key : keyOf(object)),
  };
}

/**
 * Takes one key from the queue and has the controller look at it. Undefined: nothing was taken.
 *
 * Settled by: kubernetes v1.32, pkg/controller/replicaset/replica_set.go, processNextWorkItem.
 */
export function processNextWorkItem(
  queue: WorkQueue,
  controller: Controller,
  informers: readonly Pick<Informer, 'hasSynced'>[],
): WorkResult | undefined {
  if (!informers.every((informer) => informer.hasSynced())) return undefined;
  const key = queue.get();
  if (key === undefined) return undefined;
  try {
    const result = controller.sync(key);
    queue.forget(key);
    if (result) queue.addAfter(key, result.requeueAfterMs);
    return { key };
  } catch (error) {
    queue.addRateLimited(key);
    return { key, error };
  } finally {
    queue.done(key);
  }
}
