import {
  type Informer,
  type KubernetesObject,
  keyOf,
  type ResourceEventHandler,
  type Stored,
} from 'course/kit';

/** What happened to an object: it came (`after` alone), changed (both) or went (`before` alone). */
export interface Change<T extends KubernetesObject = KubernetesObject> {
  readonly before?: Stored<T> | undefined;
  readonly after?: Stored<T> | undefined;
}

/** A cache of one resource that is as new as the last change it was told of. Every read gives copies. */
export class SmallInformer<T extends KubernetesObject> implements Informer<T> {
  readonly #cache = new Map<string, Stored<T>>();
  readonly #handlers: ResourceEventHandler<T>[] = [];

  constructor(present: readonly Stored<T>[]) {
    for (const object of present) this.#cache.set(keyOf(object), object);
  }

  get(namespace: string, name: string): Stored<T> | undefined {
    return structuredClone(this.#cache.get(keyOf({ metadata: { namespace, name } })));
  }

  list(namespace = ''): Stored<T>[] {
    return [...this.#cache.values()]
      .filter(({ metadata }) => namespace === '' || metadata.namespace === namespace)
      .map((object) => structuredClone(object));
  }

  hasSynced(): boolean {
    return true;
  }

  addEventHandler(handler: ResourceEventHandler<T>): void {
    this.#handlers.push(handler);
    for (const object of this.list()) handler.onAdd?.(object, true);
  }

  /** The change arrives: first in the cache, then at the handlers. */
  hear({ before, after }: Change<T>): void {
    if (after) this.#cache.set(keyOf(after), after);
    else if (before) this.#cache.delete(keyOf(before));
    for (const handler of this.#handlers) {
      if (!after) handler.onDelete?.(structuredClone(before!));
      else if (before) handler.onUpdate?.(structuredClone(before), structuredClone(after));
      else handler.onAdd?.(structuredClone(after), false);
    }
  }
}
