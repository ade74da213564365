import { ApiError, conflict, methodNotSupported } from './api-error.ts';
import { apiResources, type ResourceName, type ResourceTypes } from './api-resources.ts';
import type { Client, Patch, StoredResource } from './client.ts';
import type { Clock } from './clock.ts';
import type { DeleteOptions, KubernetesList, Pod, Stored, Unstructured } from './kubernetes.ts';
import type { ListOptions, ResourceWatchOptions, Watch } from './list-watch.ts';
import type { ResourceRegistry } from './registry.ts';
import { formatTime } from './time.ts';

/** Applies a patch to an object as it is stored. Gives the patched copy; throws ApiError for a patch that makes no sense. */
export type Patcher = (object: Unstructured, patch: Patch, resource: ResourceName) => Unstructured;

/** What a RegistryClient needs. Without a patcher every patch is 405. */
export interface RegistryClientParts {
  /** The registry of a resource: always the same one. Throws ApiError when the server has no such resource. */
  readonly registryOf: (resource: ResourceName) => ResourceRegistry;
  readonly clock: Clock;
  readonly patcher?: Patcher;
}

/** A Client that goes straight to the registries, without network and guards: one registry for each resource. */
export class RegistryClient implements Client {
  readonly #parts: RegistryClientParts;

  constructor(parts: RegistryClientParts) {
    this.#parts = parts;
  }

  get<R extends ResourceName>(resource: R, namespace: string, name: string): StoredResource<R> {
    return this.#of(resource).get(namespace, name);
  }

  list<R extends ResourceName>(
    resource: R,
    namespace?: string,
    options?: ListOptions,
  ): KubernetesList<StoredResource<R>> {
    return this.#of(resource).list(namespace, options);
  }

  watch<R extends ResourceName>(
    resource: R,
    namespace: string,
    options: ResourceWatchOptions,
  ): Watch<ResourceTypes[R]> {
    return this.#of(resource).watch(namespace, options);
  }

  create<R extends ResourceName>(resource: R, object: ResourceTypes[R]): StoredResource<R> {
    return this.#of(resource).create(object);
  }

  update<R extends ResourceName>(resource: R, object: ResourceTypes[R]): StoredResource<R> {
    return this.#of(resource).update(object);
  }

  updateStatus<R extends ResourceName>(resource: R, object: ResourceTypes[R]): StoredResource<R> {
    return this.#of(resource).updateStatus(object);
  }

  /** Reads, patches and writes on the condition that nobody was faster, or else begins anew. */
  patch<R extends ResourceName>(
    resource: R,
    namespace: string,
    name: string,
    patch: Patch,
    subresource?: 'status',
  ): StoredResource<R> {
    const { patcher, registryOf } = this.#parts;
    if (!patcher) throw methodNotSupported(apiResources[resource], 'patch');
    const registry = registryOf(resource);
    for (;;) {
      const stored = registry.get(namespace, name);
      const patched = patcher(stored, patch, resource);
      try {
        const written =
          subresource === 'status' ? registry.updateStatus(patched) : registry.update(patched);
        return written as unknown as StoredResource<R>;
      } catch (error) {
        const own = patched.metadata?.resourceVersion !== stored.metadata.resourceVersion;
        if (own || !isConflict(error)) throw error;
      }
    }
  }

  delete(resource: ResourceName, namespace: string, name: string, options?: DeleteOptions): void {
    this.#of(resource).delete(namespace, name, options);
  }

  /**
   * Writes the node, then the condition PodScheduled, so the Pod changes twice, where the real server writes once.
   * Settled by kubernetes pkg/registry/core/pod/storage/storage.go, setPodNodeAndMetadata.
   */
  bind(namespace: string, pod: string, node: string): void {
    const pods = this.#of('pods');
    const stored = pods.get(namespace, pod);
    const { deletionTimestamp } = stored.metadata;
    const { nodeName } = stored.spec ?? {};
    const refuse = (why: string) => conflict({ group: '', resource: 'pods/binding' }, pod, why);
    if (deletionTimestamp)
      throw refuse(`pod ${pod} is being deleted, cannot be assigned to a host`);
    if (nodeName)
      throw refuse(`pod ${pod} is already assigned to node ${JSON.stringify(nodeName)}`);
    const spec = { containers: [], ...stored.spec, nodeName: node };
    pods.updateStatus(this.#scheduled(pods.update({ ...stored, spec })));
  }

  #scheduled(pod: Stored<Pod>): Pod {
    const others = (pod.status?.conditions ?? []).filter(({ type }) => type !== 'PodScheduled');
    const lastTransitionTime = formatTime(this.#parts.clock.now());
    const condition = { type: 'PodScheduled', status: 'True', lastTransitionTime };
    return { ...pod, status: { ...pod.status, conditions: [...others, condition] } };
  }

  /** A registry serves one resource and knows its objects by no other type. */
  #of<R extends ResourceName>(resource: R): ResourceRegistry<ResourceTypes[R]> {
    const registry: unknown = this.#parts.registryOf(resource);
    return registry as ResourceRegistry<ResourceTypes[R]>;
  }
}

function isConflict(error: unknown): boolean {
  return error instanceof ApiError && error.reason === 'Conflict';
}
