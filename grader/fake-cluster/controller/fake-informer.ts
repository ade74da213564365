import {
  type Informer,
  type KubernetesObject,
  keyOf,
  type ListWatcher,
  type ResourceEventHandler,
  type Stored,
  type Watch,
  type WatchEvent,
} from 'course/kit';

/** An Informer whose cache moves only when a test says so. Every read gives copies: a careless reader spoils nothing. */
export class FakeInformer<T extends KubernetesObject> implements Informer<T> {
  readonly #source: ListWatcher<T>;
  readonly #cache = new Map<string, Stored<T>>();
  readonly #handlers: ResourceEventHandler<T>[] = [];
  #watch: Watch<T>;
  #arrived: WatchEvent<T>[] = [];
  #synced = false;

  constructor(source: ListWatcher<T>) {
    this.#source = source;
    this.#watch = source.watch({});
  }

  get(namespace: string, name: string): Stored<T> | undefined {
    return structuredClone(this.#cache.get(keyOf({ metadata: { namespace, name } })));
  }

  list(namespace = ''): Stored<T>[] {
    return [...this.#cache.values()]
      .filter(({ metadata }) => namespace === '' || metadata.namespace === namespace)
      .map((each) => structuredClone(each));
  }

  hasSynced(): boolean {
    return this.#synced;
  }

  addEventHandler(handler: ResourceEventHandler<T>): void {
    this.#handlers.push(handler);
    for (const object of this.list()) handler.onAdd?.(object, true);
  }

  /** How many events are on their way. */
  pending(): number {
    this.#arrived.push(...this.#watch.drain());
    return this.#arrived.length;
  }

  /** Lets events arrive, oldest first: all of them, or at most so many. Gives how many arrived. */
  deliver(most = Number.POSITIVE_INFINITY): number {
    const count = Math.min(most, this.pending());
    for (const event of this.#arrived.splice(0, count)) this.#apply(event);
    this.#synced = true;
    return count;
  }

  /** The watch broke: what was on its way is lost, a new list shows what is. Deletions are told as tombstones. */
  relist(): void {
    this.#watch.stop();
    this.#arrived = [];
    const { items, metadata } = this.#source.list();
    const { resourceVersion } = metadata;
    this.#watch = this.#source.watch({ resourceVersion });
    const known = new Set(items.map(keyOf));
    for (const [key, lastKnown] of this.#cache) {
      if (known.has(key)) continue;
      this.#cache.delete(key);
      for (const handler of this.#handlers) handler.onDelete?.({ key, lastKnown });
    }
    for (const object of items) this.#put(object);
    this.#synced = true;
  }

  #apply(event: WatchEvent<T>): void {
    if (event.type === 'BOOKMARK' || event.type === 'ERROR') return;
    if (event.type === 'DELETED') this.#remove(event.object);
    else this.#put(event.object);
  }

  #remove(object: Stored<T>): void {
    this.#cache.delete(keyOf(object));
    for (const handler of this.#handlers) handler.onDelete?.(object);
  }

  #put(object: Stored<T>): void {
    const before = this.#cache.get(keyOf(object));
    this.#cache.set(keyOf(object), object);
    const isInInitialList = !this.#synced;
    for (const handler of this.#handlers) {
      if (before) handler.onUpdate?.(structuredClone(before), structuredClone(object));
      else handler.onAdd?.(structuredClone(object), isInInitialList);
    }
  }
}
