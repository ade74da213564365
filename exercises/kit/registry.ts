import type { ApiResource } from './api-resources.ts';
import type { FieldError } from './field-error.ts';
import type {
  DeleteOptions,
  KubernetesList,
  KubernetesObject,
  Stored,
  Unstructured,
} from './kubernetes.ts';
import type { ListOptions, ResourceWatchOptions, Watch } from './list-watch.ts';

/** The part of ListOptions and ResourceWatchOptions that says which objects are meant. */
export type ObjectSelection = Pick<ListOptions, 'labelSelector' | 'fieldSelector'>;

/**
 * Says whether an object is meant by the texts of a selection; without any text it is. Throws ApiError 400 for nonsense.
 * Settled by apiserver pkg/storage/selection_predicate.go, SelectionPredicate.
 */
export type ObjectMatcher = (object: KubernetesObject, selection: ObjectSelection) => boolean;

/**
 * What is special about one resource; everything else is the same for all of them. Each hook may be missing: then there is
 * nothing special. Hooks change nothing of what they are given, they give a changed copy.
 * Settled by apiserver pkg/registry/rest (RESTCreateStrategy, RESTUpdateStrategy, RESTGracefulDeleteStrategy).
 */
export interface ResourceStrategy {
  readonly resource: ApiResource;
  /** Fills in what was left out: `replicas: 1`. */
  default?(object: Unstructured): Unstructured;
  /** Changes the object as the cluster wishes, or refuses it by throwing ApiError, mostly 403. `old` is what is stored; absent for a create. */
  admit?(object: Unstructured, old?: Stored<Unstructured>): Unstructured;
  /** Everything that is wrong with the object; `old` as in `admit`, for fields that must not change. Empty: nothing. */
  validate?(object: Unstructured, old?: Stored<Unstructured>): readonly FieldError[];
  /** How many seconds the object may take to end after a first delete. `asked`: what the client wishes. Missing hook: 0. */
  gracePeriodSeconds?(object: Stored<Unstructured>, asked?: number): number;
}

/**
 * All requests about one resource, behind the guards: whoever calls has been let in. `namespace` is '' for resources that
 * have none; in `list` and `watch`, '' means all namespaces. A request is refused with an ApiError; what fails in etcd goes
 * through as it is. Who owns what: see Client.
 * Settled by apiserver pkg/registry/generic/registry/store.go, Store.
 */
export interface ResourceRegistry<T extends KubernetesObject = Unstructured> {
  /** The latest state. 404. */
  get(namespace: string, name: string): Stored<T>;
  /** Those that are meant by the options, and the revision of the reading. 410 when that is compacted. */
  list(namespace?: string, options?: ListOptions): KubernetesList<Stored<T>>;
  /** What happens from a revision on. */
  watch(namespace?: string, options?: ResourceWatchOptions): Watch<T>;
  /** Stores a new object. 409 AlreadyExists, 422 Invalid. */
  create(object: T): Stored<T>;
  /** Replaces all but the status. 404, 409 Conflict, 422. */
  update(object: T): Stored<T>;
  /** Replaces the status and nothing else. 404, 409 Conflict, 422. */
  updateStatus(object: T): Stored<T>;
  /** Deletes, or begins to. Gives the object that stays for now, undefined when it is gone. 404, 409 Conflict. */
  delete(namespace: string, name: string, options?: DeleteOptions): Stored<T> | undefined;
}
