import type { KubernetesObject, Stored } from '../kubernetes.ts';

/**
 * A cache of all objects of a resource, as new as the last event that arrived: it may lag behind the server.
 * The objects are shared with everybody who reads the cache: copy one (`structuredClone`) before changing it.
 * Settled by client-go listers and tools/cache/store.go.
 */
export interface Lister<T extends KubernetesObject = KubernetesObject> {
  /** The object, undefined when the cache has none. `namespace` is '' for resources without. */
  get(namespace: string, name: string): Stored<T> | undefined;
  /** All objects, or those of one namespace, in no promised order. */
  list(namespace?: string): Stored<T>[];
}

/**
 * The last known state of an object whose deletion the informer did not see, because the watch was broken:
 * only the next list showed that it is gone. client-go calls it DeletedFinalStateUnknown.
 */
export interface Tombstone<T extends KubernetesObject = KubernetesObject> {
  readonly key: string;
  readonly lastKnown: Stored<T>;
}

/**
 * What an informer tells. It calls after its cache has changed, one call at a time, per object in the order of its revisions.
 * The calls must be short and not throw: put the key into a queue and return. Objects are the cache's: do not change them.
 * Settled by client-go tools/cache/controller.go, ResourceEventHandler.
 */
export interface ResourceEventHandler<T extends KubernetesObject = KubernetesObject> {
  onAdd?(object: Stored<T>, isInInitialList: boolean): void;
  /** Also when nothing changed: on each resync, and on a new list after a broken watch. Compare resourceVersions. */
  onUpdate?(before: Stored<T>, after: Stored<T>): void;
  /** A Tombstone (it has `lastKnown`) when the deletion itself was missed. */
  onDelete?(object: Stored<T> | Tombstone<T>): void;
}

/** A cache that keeps itself up to date by list and watch and tells what changed. A controller is given one per resource. */
export interface Informer<T extends KubernetesObject = KubernetesObject> extends Lister<T> {
  /** From now on `handler` hears of every change; first, of everything in the cache as an add. */
  addEventHandler(handler: ResourceEventHandler<T>): void;
  /** True once the first list is in the cache. A controller does nothing before: an empty cache is not an empty cluster. */
  hasSynced(): boolean;
}
