import type { KubernetesObject, ResourceName, Stored, WatchEvent } from 'course/kit';
import { keyOf } from 'course/kit';

/** Any object of the API, as it is stored. */
export type AnyObject = Stored<KubernetesObject> & { spec?: unknown; status?: unknown };

/** One change, with what stood there before it. */
export interface Change {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: AnyObject;
  readonly before?: AnyObject | undefined;
}

/** The objects of all resources, one revision for all of them, and every change since the beginning. Copies in, copies out. */
export class ObjectLog {
  #revision = 0;
  readonly #objects = new Map<ResourceName, Map<string, AnyObject>>();
  readonly #changes = new Map<ResourceName, Change[]>();

  get revision(): string {
    return String(this.#revision);
  }

  get(resource: ResourceName, key: string): AnyObject | undefined {
    return structuredClone(this.#objects.get(resource)?.get(key));
  }

  list(resource: ResourceName): AnyObject[] {
    return [...(this.#objects.get(resource)?.values() ?? [])].map((each) => structuredClone(each));
  }

  /** All changes of a resource, oldest first; shared, not to be changed. */
  changes(resource: ResourceName): readonly Change[] {
    return this.#changesOf(resource);
  }

  put(resource: ResourceName, object: KubernetesObject): AnyObject {
    const stored = this.#withNextRevision(object);
    const before = this.#objectsOf(resource).get(keyOf(stored));
    this.#objectsOf(resource).set(keyOf(stored), stored);
    const type = before ? 'MODIFIED' : 'ADDED';
    this.#changesOf(resource).push({ type, object: stored, before });
    return structuredClone(stored);
  }

  remove(resource: ResourceName, key: string): void {
    const before = this.#objectsOf(resource).get(key);
    if (!before) return;
    this.#objectsOf(resource).delete(key);
    const object = this.#withNextRevision(before);
    this.#changesOf(resource).push({ type: 'DELETED', object, before });
  }

  #withNextRevision(object: KubernetesObject): AnyObject {
    this.#revision += 1;
    const copy = structuredClone(object) as AnyObject;
    copy.metadata = { ...copy.metadata, resourceVersion: this.revision };
    return copy;
  }

  #objectsOf(resource: ResourceName): Map<string, AnyObject> {
    if (!this.#objects.has(resource)) this.#objects.set(resource, new Map());
    return this.#objects.get(resource)!;
  }

  #changesOf(resource: ResourceName): Change[] {
    if (!this.#changes.has(resource)) this.#changes.set(resource, []);
    return this.#changes.get(resource)!;
  }
}

/** The event that a watch of objects that `matches` sees of a change; undefined for none. */
export function eventOf(
  { type, object, before }: Change,
  matches: (object: AnyObject) => boolean,
): WatchEvent | undefined {
  const was = before !== undefined && matches(before);
  const is = type !== 'DELETED' && matches(object);
  if (is) return { type: was ? 'MODIFIED' : 'ADDED', object: structuredClone(object) };
  if (!was) return undefined;
  const { resourceVersion } = object.metadata;
  const last = structuredClone(before);
  return { type: 'DELETED', object: { ...last, metadata: { ...last.metadata, resourceVersion } } };
}
