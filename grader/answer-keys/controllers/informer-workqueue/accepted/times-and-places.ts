// Another way: nothing is moved when a time comes, places follow from times; what a poll begins with is one word.
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

type Next = 'list' | 'latest list' | 'watch' | 'drain';
type News<T extends KubernetesObject> = (handler: ResourceEventHandler<T>) => void;

/** What the next poll has to begin with is one word; events become news first and are told then. */
export class SharedInformer<T extends KubernetesObject = KubernetesObject> implements Informer<T> {
  private readonly objects: Record<string, Stored<T>> = Object.create(null);
  private readonly handlers = new Set<ResourceEventHandler<T>>();
  private next: Next = 'list';
  private newest = '';
  private watch?: Watch<T>;
  private nextResync = Number.POSITIVE_INFINITY;

  constructor(
    private readonly source: ListWatcher<T>,
    private readonly options: InformerOptions,
  ) {}

  poll(): void {
    if (this.next === 'list' || this.next === 'latest list') this.relist();
    if (this.next === 'watch') this.open();
    this.read();
    if (this.options.clock.now() >= this.nextResync) this.resync();
  }

  get(namespace: string, name: string): Stored<T> | undefined {
    return this.objects[namespace ? `${namespace}/${name}` : name];
  }

  list(namespace?: string): Stored<T>[] {
    const all = Object.values(this.objects);
    if (!namespace) return all;
    return all.filter((object) => object.metadata.namespace === namespace);
  }

  hasSynced(): boolean {
    return this.newest !== '';
  }

  addEventHandler(handler: ResourceEventHandler<T>): void {
    for (const object of this.list()) handler.onAdd?.(object, true);
    this.handlers.add(handler);
  }

  private relist(): void {
    const first = !this.hasSynced();
    const from = this.next === 'latest list' ? '' : this.newest || '0';
    let items: Stored<T>[];
    let revision: string;
    try {
      const list = this.source.list({ resourceVersion: from });
      items = list.items;
      revision = list.metadata.resourceVersion;
    } catch (error) {
      if (error instanceof ApiError && error.code === 410) this.next = 'latest list';
      throw error;
    }
    const listed = new Set(items.map(keyOf));
    for (const [key, lastKnown] of Object.entries(this.objects))
      if (!listed.has(key)) this.tell(this.removed(key, { key, lastKnown }));
    for (const item of items) this.tell(this.stored(item, first));
    this.newest = revision;
    this.next = 'watch';
    this.planResync();
  }

  private open(): void {
    this.watch = this.source.watch({ resourceVersion: this.newest, allowWatchBookmarks: true });
    this.next = 'drain';
  }

  private read(): void {
    const { watch } = this;
    if (!watch) return;
    let after: Next = 'watch';
    for (const event of watch.drain()) {
      if (event.type === 'ERROR') {
        if (event.object.code === 410) after = 'list';
        continue;
      }
      this.tell(this.newsOf(event));
      this.newest = event.object.metadata.resourceVersion;
    }
    if (watch.ended()) this.next = after;
  }

  private newsOf(event: Exclude<WatchEvent<T>, { type: 'ERROR' }>): News<T> | undefined {
    switch (event.type) {
      case 'ADDED':
      case 'MODIFIED':
        return this.stored(event.object, false);
      case 'DELETED':
        return this.removed(keyOf(event.object), event.object);
      default:
        return undefined;
    }
  }

  private stored(object: Stored<T>, initial: boolean): News<T> {
    const key = keyOf(object);
    const before = this.objects[key];
    this.objects[key] = object;
    return (handler) => {
      if (before) handler.onUpdate?.(before, object);
      else handler.onAdd?.(object, initial);
    };
  }

  private removed(key: string, told: Stored<T> | Tombstone<T>): News<T> | undefined {
    if (!(key in this.objects)) return undefined;
    delete this.objects[key];
    return (handler) => handler.onDelete?.(told);
  }

  private tell(news: News<T> | undefined): void {
    if (news) this.handlers.forEach(news);
  }

  private resync(): void {
    for (const object of this.list()) this.tell((handler) => handler.onUpdate?.(object, object));
    this.planResync();
  }

  private planResync(): void {
    const { clock, resyncMs } = this.options;
    if (resyncMs) this.nextResync = clock.now() + resyncMs;
  }
}

export function backoffMs(requeues: number): number {
  let ms = 5;
  for (let i = 0; i < requeues && ms < 1_000_000; i++) ms *= 2;
  return ms > 1_000_000 ? 1_000_000 : ms;
}

/** Where a key stands: when it was wanted, and among those wanted at that time, the how-manyth. */
type Place = readonly [time: number, turn: number];

interface Entry {
  working: boolean;
  wanted?: Place | undefined;
  due?: number | undefined;
  requeues: number;
}

/** Nothing is ever moved when a time comes: who is next follows from times. */
export class RateLimitingQueue implements WorkQueue {
  private readonly entries = new Map<string, Entry>();
  private turn = 0;

  constructor(private readonly clock: Clock) {}

  add(key: string): void {
    const entry = this.entry(key);
    this.settle(entry);
    entry.wanted ??= [this.clock.now(), ++this.turn];
  }

  addAfter(key: string, ms: number): void {
    if (ms <= 0) return void this.add(key);
    const entry = this.entry(key);
    this.settle(entry);
    entry.due = Math.min(entry.due ?? Number.POSITIVE_INFINITY, this.clock.now() + ms);
  }

  addRateLimited(key: string): void {
    const entry = this.entry(key);
    this.addAfter(key, backoffMs(entry.requeues++));
  }

  forget(key: string): void {
    this.entry(key).requeues = 0;
  }

  numRequeues(key: string): number {
    return this.entry(key).requeues;
  }

  get(): string | undefined {
    const [first] = this.ready().sort(
      ([, [time, turn]], [, [otherTime, otherTurn]]) => time - otherTime || turn - otherTurn,
    );
    if (!first) return undefined;
    const entry = this.entry(first[0]);
    this.settle(entry);
    entry.wanted = undefined;
    entry.working = true;
    return first[0];
  }

  done(key: string): void {
    const entry = this.entry(key);
    if (!entry.working) return;
    this.settle(entry);
    entry.working = false;
    if (entry.wanted) entry.wanted = [this.clock.now(), ++this.turn];
  }

  length(): number {
    return this.ready().length;
  }

  private ready(): [string, Place][] {
    const ready: [string, Place][] = [];
    for (const [key, entry] of this.entries) {
      this.settle(entry);
      if (entry.wanted && !entry.working) ready.push([key, entry.wanted]);
    }
    return ready;
  }

  /** A time that has come is a place. */
  private settle(entry: Entry): void {
    if (entry.due === undefined || entry.due > this.clock.now()) return;
    entry.wanted ??= [entry.due, 0];
    entry.due = undefined;
  }

  private entry(key: string): Entry {
    const known = this.entries.get(key) ?? { working: false, requeues: 0 };
    this.entries.set(key, known);
    return known;
  }
}

export class ControllerExpectations implements Expectations {
  private readonly added = new Map<string, number>();
  private readonly deleted = new Map<string, readonly string[]>();
  private readonly until = new Map<string, number>();

  constructor(private readonly clock: Clock) {}

  expectCreations(key: string, count: number): void {
    this.expect(key, count, []);
  }

  expectDeletions(key: string, children: readonly string[]): void {
    this.expect(key, 0, children);
  }

  creationObserved(key: string): void {
    const left = this.added.get(key) ?? 0;
    if (left > 0) this.added.set(key, left - 1);
  }

  deletionObserved(key: string, child: string): void {
    const left = this.deleted.get(key) ?? [];
    this.deleted.set(
      key,
      left.filter((each) => each !== child),
    );
  }

  satisfied(key: string): boolean {
    const left = (this.added.get(key) ?? 0) + (this.deleted.get(key) ?? []).length;
    return left === 0 || this.clock.now() > (this.until.get(key) ?? 0);
  }

  forget(key: string): void {
    for (const map of [this.added, this.deleted, this.until]) map.delete(key);
  }

  private expect(key: string, creations: number, deletions: readonly string[]): void {
    this.added.set(key, creations);
    this.deleted.set(key, deletions);
    this.until.set(key, this.clock.now() + 300_000);
  }
}

export function enqueueKeys(queue: WorkQueue): ResourceEventHandler {
  const add = (object: KubernetesObject) => queue.add(keyOf(object));
  return {
    onAdd: add,
    onUpdate: add,
    onDelete: (told) => add('lastKnown' in told ? told.lastKnown : told),
  };
}

export function processNextWorkItem(
  queue: WorkQueue,
  controller: Controller,
  informers: readonly Pick<Informer, 'hasSynced'>[],
): WorkResult | undefined {
  if (informers.some((informer) => !informer.hasSynced())) return undefined;
  const key = queue.get();
  if (key === undefined) return undefined;
  const result = attempt(controller, key);
  queue.done(key);
  if ('error' in result) {
    queue.addRateLimited(key);
    return { key, error: result.error };
  }
  queue.forget(key);
  if (result.again !== undefined) queue.addAfter(key, result.again);
  return { key };
}

function attempt(
  controller: Controller,
  key: string,
): { again?: number | undefined } | { error: unknown } {
  try {
    return { again: controller.sync(key)?.requeueAfterMs };
  } catch (error) {
    return { error };
  }
}
