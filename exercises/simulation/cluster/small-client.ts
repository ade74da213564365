import {
  apiResources,
  badRequest,
  type Client,
  type DeleteOptions,
  type KubernetesList,
  type ListOptions,
  methodNotSupported,
  type ResourceName,
  type ResourceTypes,
  type StoredResource,
} from 'course/kit';
import type { SmallCluster } from './small-cluster.ts';

/** A write that was carried out: what was there before and what is there now. */
export interface Write {
  readonly verb: 'create' | 'update' | 'updateStatus' | 'delete';
  readonly resource: ResourceName;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** The cluster as a controller is given it. It has no watch (there are informers), no patch, no selectors. */
export class SmallClient implements Client {
  /** What was written through this client since the last `takeWrites`. */
  #writes: Write[] = [];
  /** Not `private`: what the language hides crosses into a learner's box as data. */
  readonly #cluster: SmallCluster;

  constructor(cluster: SmallCluster) {
    this.#cluster = cluster;
  }

  takeWrites(): Write[] {
    return this.#writes.splice(0);
  }

  get<R extends ResourceName>(resource: R, namespace: string, name: string): StoredResource<R> {
    return this.#cluster.get(resource, namespace, name);
  }

  list<R extends ResourceName>(
    resource: R,
    namespace = '',
    { labelSelector, fieldSelector }: ListOptions = {},
  ): KubernetesList<StoredResource<R>> {
    if (labelSelector || fieldSelector)
      throw badRequest('the small cluster of a simulation knows no selectors');
    const items = this.#cluster
      .list(resource)
      .filter(({ metadata }) => namespace === '' || metadata.namespace === namespace);
    return { metadata: { resourceVersion: this.#cluster.revision }, items };
  }

  create<R extends ResourceName>(resource: R, object: ResourceTypes[R]): StoredResource<R> {
    const after = this.#cluster.create(resource, object);
    this.#writes.push({ verb: 'create', resource, after });
    return after;
  }

  update<R extends ResourceName>(resource: R, object: ResourceTypes[R]): StoredResource<R> {
    const before = this.#there(resource, object);
    const after = this.#cluster.update(resource, object);
    this.#writes.push({ verb: 'update', resource, before, after });
    return after;
  }

  updateStatus<R extends ResourceName>(resource: R, object: ResourceTypes[R]): StoredResource<R> {
    const before = this.#there(resource, object);
    const after = this.#cluster.updateStatus(resource, object);
    this.#writes.push({ verb: 'updateStatus', resource, before, after });
    return after;
  }

  delete(resource: ResourceName, namespace: string, name: string, options?: DeleteOptions): void {
    const before = this.#cluster.get(resource, namespace, name);
    this.#cluster.delete(resource, namespace, name, options);
    this.#writes.push({ verb: 'delete', resource, before });
  }

  watch(resource: ResourceName): never {
    throw methodNotSupported(apiResources[resource], 'watch');
  }

  patch(resource: ResourceName): never {
    throw methodNotSupported(apiResources[resource], 'patch');
  }

  bind(): never {
    throw methodNotSupported(apiResources.pods, 'bind');
  }

  #there<R extends ResourceName>(
    resource: R,
    { metadata = {} }: ResourceTypes[R],
  ): StoredResource<R> {
    return this.#cluster.get(resource, metadata.namespace ?? '', metadata.name ?? '');
  }
}
