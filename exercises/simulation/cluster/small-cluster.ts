import {
  alreadyExists,
  apiResources,
  conflict,
  type DeleteOptions,
  deepEqual,
  formatTime,
  type KubernetesObject,
  keyOf,
  type ManualClock,
  manualClock,
  notFound,
  type ResourceName,
  type ResourceTypes,
  type Stored,
  type StoredResource,
} from 'course/kit';
import { type Change, SmallInformer } from './small-informer.ts';

type AnyObject = Stored & { spec?: unknown; status?: unknown };

/**
 * A cluster in memory for simulations of controllers: objects, and informers that hear of changes when `deliver` is called.
 * Its own methods are for the world around the controller (kubelets, users); a controller gets a SmallClient.
 */
export class SmallCluster {
  readonly clock: ManualClock = manualClock();
  readonly #objects = new Map<string, AnyObject>();
  readonly #informers = new Map<ResourceName, SmallInformer<KubernetesObject>>();
  #news: { readonly resource: ResourceName; readonly change: Change }[] = [];
  #revision = 0;

  get revision(): string {
    return String(this.#revision);
  }

  /** The one informer of a resource. */
  informer<R extends ResourceName>(resource: R): SmallInformer<ResourceTypes[R]> {
    const informer = this.#informers.get(resource) ?? new SmallInformer(this.list(resource));
    this.#informers.set(resource, informer);
    return informer as unknown as SmallInformer<ResourceTypes[R]>;
  }

  /** All changes arrive in the caches. */
  deliver(): void {
    for (let next = this.#news.shift(); next; next = this.#news.shift())
      this.#informers.get(next.resource)?.hear(next.change);
  }

  get<R extends ResourceName>(resource: R, namespace: string, name: string): StoredResource<R> {
    const object = this.#objects.get(`${resource} ${keyOf({ metadata: { namespace, name } })}`);
    if (!object) throw notFound(apiResources[resource], name);
    return structuredClone(object) as StoredResource<R>;
  }

  list<R extends ResourceName>(resource: R): StoredResource<R>[] {
    return [...this.#objects]
      .filter(([key]) => key.startsWith(`${resource} `))
      .map(([, object]) => structuredClone(object) as StoredResource<R>);
  }

  create<R extends ResourceName>(resource: R, object: ResourceTypes[R]): StoredResource<R> {
    const given = object as KubernetesObject;
    const { namespace = 'default', ...metadata } = { ...given.metadata };
    const made = {
      ...structuredClone(given),
      metadata: {
        ...structuredClone(metadata),
        ...(apiResources[resource].namespaced && { namespace }),
        ...{ uid: `uid-${this.#revision + 1}`, generation: 1 },
        creationTimestamp: formatTime(this.clock.now()),
      },
    } as AnyObject;
    if (this.#objects.has(`${resource} ${keyOf(made)}`))
      throw alreadyExists(apiResources[resource], made.metadata.name);
    return this.#store(resource, undefined, made) as StoredResource<R>;
  }

  /** Everything but the status. */
  update<R extends ResourceName>(resource: R, object: ResourceTypes[R]): StoredResource<R> {
    const before = this.#latest(resource, object as KubernetesObject);
    const { status: _status, ...given } = structuredClone(object as AnyObject);
    const after = { ...given, ...(before.status !== undefined && { status: before.status }) };
    const generation =
      (before.metadata.generation ?? 1) + (deepEqual(before.spec, after.spec) ? 0 : 1);
    after.metadata = { ...after.metadata, generation };
    return this.#store(resource, before, after) as StoredResource<R>;
  }

  /** The status alone. */
  updateStatus<R extends ResourceName>(resource: R, object: ResourceTypes[R]): StoredResource<R> {
    const before = this.#latest(resource, object as KubernetesObject);
    const { status } = structuredClone(object as AnyObject);
    return this.#store(resource, before, { ...before, status }) as StoredResource<R>;
  }

  /** A Pod on a node is only told to end: it is gone when its kubelet says so, with a grace period of 0. */
  delete(
    resource: ResourceName,
    namespace: string,
    name: string,
    { preconditions, gracePeriodSeconds }: DeleteOptions = {},
  ): void {
    const before = this.get(resource, namespace, name) as AnyObject;
    this.#check(resource, before, preconditions);
    const { nodeName } = (before.spec ?? {}) as { nodeName?: string };
    if (resource !== 'pods' || !nodeName || gracePeriodSeconds === 0) {
      this.#objects.delete(`${resource} ${keyOf(before)}`);
      this.#revision += 1;
      this.#news.push({ resource, change: { before } });
    } else if (!before.metadata.deletionTimestamp) {
      const deletionTimestamp = formatTime(this.clock.now());
      const metadata = { ...before.metadata, deletionTimestamp };
      this.#store(resource, before, { ...before, metadata });
    }
  }

  #latest(resource: ResourceName, { metadata = {} }: KubernetesObject): AnyObject {
    const before = this.get(resource, metadata.namespace ?? '', metadata.name ?? '') as AnyObject;
    this.#check(resource, before, metadata);
    return before;
  }

  #check(
    resource: ResourceName,
    { metadata }: AnyObject,
    meant: { uid?: string; resourceVersion?: string } = {},
  ): void {
    const { uid = metadata.uid, resourceVersion = metadata.resourceVersion } = meant;
    if (uid !== metadata.uid || resourceVersion !== metadata.resourceVersion)
      throw conflict(apiResources[resource], metadata.name);
  }

  #store(resource: ResourceName, before: AnyObject | undefined, object: AnyObject): AnyObject {
    if (before && deepEqual(before, object)) return object;
    this.#revision += 1;
    const after = {
      ...object,
      metadata: { ...object.metadata, resourceVersion: this.revision },
    } as AnyObject;
    this.#objects.set(`${resource} ${keyOf(after)}`, after);
    this.#news.push({ resource, change: { before, after: structuredClone(after) } });
    return structuredClone(after);
  }
}
