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
  readonly resyncMs?: number;
}

export interface WorkResult {
  readonly key: string;
  readonly error?: unknown;
}

/** Reflector, store and handlers in one: all that upstream does in three goroutines happens in `poll`. */
export class SharedInformer<T extends KubernetesObject = KubernetesObject> implements Informer<T> {
  readonly #listWatcher: ListWatcher<T>;
  readonly #options: InformerOptions;
  readonly #cache = new Map<string, Stored<T>>();
  readonly #handlers: ResourceEventHandler<T>[] = [];
  #synced = false;
  #mustList = true;
  /** The newest revision seen: '0' asks for any list, the server's choice. '' would ask for the latest of all. */
  #revision = '0';
  #revisionExpired = false;
  #watch: Watch<T> | undefined;
  #resyncedAt = 0;

  constructor(listWatcher: ListWatcher<T>, options: InformerOptions) {
    this.#listWatcher = listWatcher;
    this.#options = options;
  }

  poll(): void {
    if (this.#mustList) this.#replace();
    this.#watch ??= this.#listWatcher.watch({
      resourceVersion: this.#revision,
      allowWatchBookmarks: true,
    });
    for (const event of this.#watch.drain()) this.#apply(event);
    if (this.#watch.ended()) this.#watch = undefined;
    this.#resyncIfDue();
  }

  get(namespace: string, name: string): Stored<T> | undefined {
    return this.#cache.get(keyOf({ metadata: { namespace, name } }));
  }

  list(namespace = ''): Stored<T>[] {
    const all = [...this.#cache.values()];
    return namespace === '' ? all : all.filter(({ metadata }) => metadata.namespace === namespace);
  }

  hasSynced(): boolean {
    return this.#synced;
  }

  addEventHandler(handler: ResourceEventHandler<T>): void {
    for (const object of this.#cache.values()) handler.onAdd?.(object, true);
    this.#handlers.push(handler);
  }

  /** What the list does not have was deleted while nobody watched: all that is left of it is our last state. */
  #replace(): void {
    const { items, metadata } = this.#listed();
    const gone = new Map(this.#cache);
    for (const item of items) {
      gone.delete(keyOf(item));
      this.#store(item, !this.#synced);
    }
    for (const [key, lastKnown] of gone) this.#remove(key, { key, lastKnown });
    this.#revision = metadata.resourceVersion;
    this.#revisionExpired = false;
    this.#mustList = false;
    this.#synced = true;
    this.#resyncedAt = this.#options.clock.now();
  }

  /** Never older than what was seen, or the cache would go back in time. */
  #listed() {
    try {
      const resourceVersion = this.#revisionExpired ? '' : this.#revision;
      return this.#listWatcher.list({ resourceVersion });
    } catch (error) {
      if (error instanceof ApiError && error.code === 410) this.#revisionExpired = true;
      throw error;
    }
  }

  #apply(event: WatchEvent<T>): void {
    if (event.type === 'ERROR') {
      this.#mustList = event.object.code === 410;
      return;
    }
    if (event.type === 'DELETED') this.#remove(keyOf(event.object), event.object);
    else if (event.type !== 'BOOKMARK') this.#store(event.object, false);
    this.#revision = event.object.metadata.resourceVersion;
  }

  /** Whether it is an add or an update is decided by what we know, not by what the event is called. */
  #store(object: Stored<T>, isInInitialList: boolean): void {
    const key = keyOf(object);
    const before = this.#cache.get(key);
    this.#cache.set(key, object);
    for (const handler of this.#handlers)
      if (before) handler.onUpdate?.(before, object);
      else handler.onAdd?.(object, isInInitialList);
  }

  #remove(key: string, told: Stored<T> | Tombstone<T>): void {
    if (!this.#cache.delete(key)) return;
    for (const handler of this.#handlers) handler.onDelete?.(told);
  }

  /** From the cache: the server is not asked. */
  #resyncIfDue(): void {
    const { clock, resyncMs = 0 } = this.#options;
    if (resyncMs === 0 || clock.now() - this.#resyncedAt < resyncMs) return;
    this.#resyncedAt = clock.now();
    for (const object of this.list()) this.#store(object, false);
  }
}

/** 5 ms, doubled each time, at most 1000 s. */
export function backoffMs(requeues: number): number {
  return Math.min(5 * 2 ** requeues, 1_000_000);
}

export class RateLimitingQueue implements WorkQueue {
  readonly #clock: Clock;
  /** Keys that can be taken, in order. */
  readonly #waiting: string[] = [];
  /** Keys that somebody wants looked at: those that wait, and those that have to wait for `done`. */
  readonly #dirty = new Set<string>();
  readonly #processing = new Set<string>();
  /** When the time of a key comes. */
  readonly #readyAt = new Map<string, number>();
  readonly #requeues = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(key: string): void {
    this.#addReady();
    this.#mark(key);
  }

  get(): string | undefined {
    this.#addReady();
    const key = this.#waiting.shift();
    if (key === undefined) return undefined;
    this.#dirty.delete(key);
    this.#processing.add(key);
    return key;
  }

  done(key: string): void {
    this.#addReady();
    if (this.#processing.delete(key) && this.#dirty.has(key)) this.#waiting.push(key);
  }

  length(): number {
    this.#addReady();
    return this.#waiting.length;
  }

  addAfter(key: string, ms: number): void {
    this.#addReady();
    if (ms <= 0) this.#mark(key);
    else this.#soonest(key, this.#clock.now() + ms);
  }

  addRateLimited(key: string): void {
    const requeues = this.numRequeues(key);
    this.#requeues.set(key, requeues + 1);
    this.addAfter(key, backoffMs(requeues));
  }

  forget(key: string): void {
    this.#requeues.delete(key);
  }

  numRequeues(key: string): number {
    return this.#requeues.get(key) ?? 0;
  }

  #mark(key: string): void {
    if (this.#dirty.has(key)) return;
    this.#dirty.add(key);
    if (!this.#processing.has(key)) this.#waiting.push(key);
  }

  #soonest(key: string, readyAt: number): void {
    this.#readyAt.set(key, Math.min(readyAt, this.#readyAt.get(key) ?? readyAt));
  }

  /** No timer does it, so every method does it first: as if it had happened when it was due. */
  #addReady(): void {
    const now = this.#clock.now();
    const ready = [...this.#readyAt].filter(([, readyAt]) => readyAt <= now);
    for (const [key] of ready.sort(([, a], [, b]) => a - b)) {
      this.#readyAt.delete(key);
      this.#mark(key);
    }
  }
}

const expectationsTimeoutMs = 5 * 60 * 1000;

interface Expected {
  creations: number;
  readonly deletions: Set<string>;
  readonly since: number;
}

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

  /** By name: the same deletion is seen twice, when it begins and when the object is gone. */
  deletionObserved(key: string, child: string): void {
    this.#expected.get(key)?.deletions.delete(child);
  }

  satisfied(key: string): boolean {
    const expected = this.#expected.get(key);
    if (!expected) return true;
    const { creations, deletions, since } = expected;
    if (creations <= 0 && deletions.size === 0) return true;
    return this.#clock.now() - since > expectationsTimeoutMs;
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

export function enqueueKeys(queue: WorkQueue): ResourceEventHandler {
  return {
    onAdd: (object) => queue.add(keyOf(object)),
    onUpdate: (_before, after) => queue.add(keyOf(after)),
    onDelete: (object) => queue.add('lastKnown' in object ? object.key : keyOf(object)),
  };
}

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
