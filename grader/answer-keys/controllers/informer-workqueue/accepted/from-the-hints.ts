// Put together from the last rungs of the hints alone.
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

export class SharedInformer<T extends KubernetesObject = KubernetesObject> implements Informer<T> {
  readonly #listWatcher: ListWatcher<T>;
  readonly #options: InformerOptions;

  constructor(listWatcher: ListWatcher<T>, options: InformerOptions) {
    this.#listWatcher = listWatcher;
    this.#options = options;
  }

  #cache = new Map<string, Stored<T>>();
  #handlers: ResourceEventHandler<T>[] = [];
  #synced = false;
  #revision = '0';
  #watch: Watch<T> | undefined;
  #mustList = true;
  #askLatest = false;
  #resynced = 0;

  poll(): void {
    if (this.#mustList) this.#replace();
    this.#read();
    this.#resync();
  }

  get(namespace: string, name: string): Stored<T> | undefined {
    const metadata = { namespace, name };
    return this.#cache.get(keyOf({ metadata }));
  }

  list(namespace = ''): Stored<T>[] {
    return [...this.#cache.values()].filter(
      ({ metadata }) => namespace === '' || metadata.namespace === namespace,
    );
  }

  hasSynced(): boolean {
    return this.#synced;
  }

  addEventHandler(handler: ResourceEventHandler<T>): void {
    this.#handlers.push(handler);
    for (const object of this.list()) handler.onAdd?.(object, true);
  }

  #keep(object: Stored<T>, initial: boolean): void {
    const key = keyOf(object);
    const before = this.#cache.get(key);
    this.#cache.set(key, object);
    for (const handler of this.#handlers)
      if (before) handler.onUpdate?.(before, object);
      else handler.onAdd?.(object, initial);
  }

  #drop(key: string, told: Stored<T> | Tombstone<T>): void {
    if (!this.#cache.delete(key)) return;
    for (const handler of this.#handlers) handler.onDelete?.(told);
  }

  #read(): void {
    this.#watch ??= this.#listWatcher.watch({
      resourceVersion: this.#revision,
      allowWatchBookmarks: true,
    });
    for (const event of this.#watch.drain()) this.#apply(event);
    if (this.#watch.ended()) this.#watch = undefined;
  }

  #apply(event: WatchEvent<T>): void {
    if (event.type === 'ERROR') {
      if (event.object.code === 410) this.#mustList = true;
      return;
    }
    const { object, type } = event;
    if (type === 'DELETED') this.#drop(keyOf(object), object);
    else if (type !== 'BOOKMARK') this.#keep(object, false);
    this.#revision = object.metadata.resourceVersion;
  }

  #replace(): void {
    const list = this.#ask();
    const gone = new Map(this.#cache);
    for (const item of list.items) {
      gone.delete(keyOf(item));
      this.#keep(item, !this.#synced);
    }
    for (const [key, lastKnown] of gone) this.#drop(key, { key, lastKnown });
    this.#revision = list.metadata.resourceVersion;
    this.#mustList = false;
    this.#askLatest = false;
    this.#synced = true;
    this.#resynced = this.#options.clock.now();
  }

  #ask() {
    try {
      return this.#listWatcher.list({
        resourceVersion: this.#askLatest ? '' : this.#revision,
      });
    } catch (error) {
      if (error instanceof ApiError && error.code === 410) this.#askLatest = true;
      throw error;
    }
  }

  #resync(): void {
    const { clock, resyncMs } = this.#options;
    const now = clock.now();
    if (!resyncMs) return;
    if (now - this.#resynced < resyncMs) return;
    this.#resynced = now;
    for (const object of this.list()) this.#keep(object, false);
  }
}

export function backoffMs(requeues: number): number {
  return Math.min(5 * 2 ** requeues, 1_000_000);
}

export class RateLimitingQueue implements WorkQueue {
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  #line: string[] = [];
  #dirty = new Set<string>();
  #processing = new Set<string>();
  #times = new Map<string, number>();
  #requeues = new Map<string, number>();

  add(key: string): void {
    this.#tick();
    this.#want(key);
  }

  get(): string | undefined {
    this.#tick();
    const key = this.#line.shift();
    if (key === undefined) return undefined;
    this.#dirty.delete(key);
    this.#processing.add(key);
    return key;
  }

  done(key: string): void {
    this.#tick();
    if (!this.#processing.delete(key)) return;
    if (this.#dirty.has(key)) this.#line.push(key);
  }

  length(): number {
    this.#tick();
    return this.#line.length;
  }

  #want(key: string): void {
    if (this.#dirty.has(key)) return;
    this.#dirty.add(key);
    if (!this.#processing.has(key)) this.#line.push(key);
  }

  addAfter(key: string, ms: number): void {
    if (ms <= 0) {
      this.add(key);
      return;
    }
    this.#tick();
    const time = this.#clock.now() + ms;
    const known = this.#times.get(key);
    if (known === undefined || time < known) this.#times.set(key, time);
  }

  #tick(): void {
    const now = this.#clock.now();
    const due = [...this.#times].filter(([, time]) => time <= now).sort(([, a], [, b]) => a - b);
    for (const [key] of due) {
      this.#times.delete(key);
      this.#want(key);
    }
  }

  addRateLimited(key: string): void {
    const before = this.numRequeues(key);
    this.#requeues.set(key, before + 1);
    this.addAfter(key, backoffMs(before));
  }

  forget(key: string): void {
    this.#requeues.delete(key);
  }

  numRequeues(key: string): number {
    return this.#requeues.get(key) ?? 0;
  }
}

export class ControllerExpectations implements Expectations {
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  #expected = new Map<
    string,
    {
      creations: number;
      deletions: Set<string>;
      since: number;
    }
  >();

  expectCreations(key: string, count: number): void {
    this.#expected.set(key, {
      creations: count,
      deletions: new Set(),
      since: this.#clock.now(),
    });
  }

  expectDeletions(key: string, children: readonly string[]): void {
    this.#expected.set(key, {
      creations: 0,
      deletions: new Set(children),
      since: this.#clock.now(),
    });
  }

  creationObserved(key: string): void {
    const entry = this.#expected.get(key);
    if (entry) entry.creations -= 1;
  }

  deletionObserved(key: string, child: string): void {
    const entry = this.#expected.get(key);
    entry?.deletions.delete(child);
  }

  satisfied(key: string): boolean {
    const entry = this.#expected.get(key);
    if (!entry) return true;
    if (entry.creations <= 0 && entry.deletions.size === 0) return true;
    const age = this.#clock.now() - entry.since;
    return age > 5 * 60 * 1000;
  }

  forget(key: string): void {
    this.#expected.delete(key);
  }
}

export function enqueueKeys(queue: WorkQueue): ResourceEventHandler {
  return {
    onAdd: (object) => queue.add(keyOf(object)),
    onUpdate: (_, after) => queue.add(keyOf(after)),
    onDelete: (object) => {
      if ('lastKnown' in object) queue.add(object.key);
      else queue.add(keyOf(object));
    },
  };
}

export function processNextWorkItem(
  queue: WorkQueue,
  controller: Controller,
  informers: readonly Pick<Informer, 'hasSynced'>[],
): WorkResult | undefined {
  const ready = informers.every((informer) => informer.hasSynced());
  const key = ready ? queue.get() : undefined;
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
