import type { ResourceName, ResourceTypes } from './api-resources.ts';
import type { DeleteOptions, KubernetesList, Stored } from './kubernetes.ts';
import type { ListOptions, ResourceWatchOptions, Watch } from './list-watch.ts';

/** An object of a resource as the server hands it out. */
export type StoredResource<R extends ResourceName> = Stored<ResourceTypes[R]>;

/**
 * The three dialects of PATCH, by what the patch is: a list of JSON Patch operations (RFC 6902),
 * a JSON Merge Patch (RFC 7386), or a strategic merge patch, which knows how Kubernetes merges lists.
 */
export type Patch =
  | { readonly type: 'json'; readonly patch: readonly JsonPatchOperation[] }
  | { readonly type: 'merge'; readonly patch: object }
  | { readonly type: 'strategic'; readonly patch: object };

/** One step of a JSON Patch. `path` and `from` are JSON pointers: `/metadata/labels/app`. */
export type JsonPatchOperation =
  | { op: 'add' | 'replace' | 'test'; path: string; value: unknown }
  | { op: 'remove'; path: string }
  | { op: 'move' | 'copy'; path: string; from: string };

/**
 * The apiserver as a controller, the scheduler or the kubelet sees it. Every call is answered at once.
 *
 * - `namespace` is '' for resources that have none (nodes); in `list` and `watch`, '' means all namespaces.
 * - Objects handed out belong to the caller, objects handed in stay the caller's: the server copies both.
 *   (What a Lister hands out is shared instead: copy it before changing it.)
 * - A write answers with the object as stored, with its new resourceVersion.
 * - All calls throw ApiError and nothing else; 404 NotFound wherever the object is not there.
 *
 * Settled by the registry: apiserver pkg/registry/generic/registry/store.go.
 */
export interface Client {
  /** One object, the latest. */
  get<R extends ResourceName>(resource: R, namespace: string, name: string): StoredResource<R>;

  /** All objects, or those that match, and the revision of the reading. */
  list<R extends ResourceName>(
    resource: R,
    namespace?: string,
    options?: ListOptions,
  ): KubernetesList<StoredResource<R>>;

  /** What happens from a revision on. See ListWatcher.watch. */
  watch<R extends ResourceName>(
    resource: R,
    namespace: string,
    options: ResourceWatchOptions,
  ): Watch<ResourceTypes[R]>;

  /**
   * Stores a new object in its `metadata.namespace`, absent means `default`. The server sets uid, creationTimestamp,
   * resourceVersion and, for a `generateName`, the name; a status in it is dropped. 409 AlreadyExists; 422 Invalid.
   */
  create<R extends ResourceName>(resource: R, object: ResourceTypes[R]): StoredResource<R>;

  /**
   * Replaces all but the status. With a `metadata.resourceVersion` that is not the latest: 409 Conflict, nothing is
   * changed, so read again and decide again. Without one: unconditionally. No difference: nothing is written, the resourceVersion stays.
   */
  update<R extends ResourceName>(resource: R, object: ResourceTypes[R]): StoredResource<R>;

  /** Replaces the status and nothing else; resourceVersion as in `update`. */
  updateStatus<R extends ResourceName>(resource: R, object: ResourceTypes[R]): StoredResource<R>;

  /**
   * Changes parts of an object, in its status too when `subresource` says so. The server reads, patches and writes,
   * and repeats that when somebody else was faster. A `metadata.resourceVersion` in the patch must be the latest: 409 Conflict.
   */
  patch<R extends ResourceName>(
    resource: R,
    namespace: string,
    name: string,
    patch: Patch,
    subresource?: 'status',
  ): StoredResource<R>;

  /**
   * Deletes, or begins to: with finalizers, or a grace period (pods), the object stays with a deletionTimestamp until it is let go.
   * `preconditions` (uid, resourceVersion) that do not hold: 409 Conflict.
   */
  delete(resource: ResourceName, namespace: string, name: string, options?: DeleteOptions): void;

  /** Gives a pod its node (POST pods/<name>/binding). 409 Conflict when it has one or is being deleted. */
  bind(namespace: string, pod: string, node: string): void;
}
