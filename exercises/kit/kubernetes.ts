// The Kubernetes API's own types, under their upstream names. Types only: nothing here exists at run time.
// They are those of the package `kubernetes-types`, whose newest is 1.30: fields that came in 1.31 and 1.32 are not in them.
import type * as authorization from 'kubernetes-types/authorization/v1';
import type { ListMeta, ObjectMeta } from 'kubernetes-types/meta/v1';

/** `100m`, `1Gi`: the text form; `parseQuantity` reads it. */
export type { Quantity } from 'kubernetes-types/api/resource';
/** Deployment, ReplicaSet, DaemonSet, StatefulSet, ControllerRevision. */
export type * from 'kubernetes-types/apps/v1';
/** TokenRequest, TokenReview, UserInfo. */
export type * from 'kubernetes-types/authentication/v1';
/** SubjectAccessReview and its attributes. Of what a user may do, the package has lost a part: see ResourceRule. */
export type * from 'kubernetes-types/authorization/v1';
/** HorizontalPodAutoscaler and its metrics. */
export type * from 'kubernetes-types/autoscaling/v2';
/** Job, CronJob. */
export type * from 'kubernetes-types/batch/v1';
/** Lease: heartbeats of nodes, locks of leaders. */
export type * from 'kubernetes-types/coordination/v1';
/** Pod, Node, Service, Namespace, Secret, Event and all of the core group. */
export type * from 'kubernetes-types/core/v1';
/** The core group's EndpointPort has only name, port and protocol; this one is an EndpointSlice's. */
export type {
  Endpoint,
  EndpointConditions,
  EndpointHints,
  EndpointPort,
  EndpointSlice,
  EndpointSliceList,
  ForZone,
} from 'kubernetes-types/discovery/v1';
/** `Status` is called ApiStatus here, because the scheduler's plugins have a Status of their own. */
export type {
  APIGroup,
  APIGroupList,
  APIResource,
  APIResourceList,
  APIVersions,
  Condition,
  DeleteOptions,
  GroupVersionForDiscovery,
  LabelSelector,
  LabelSelectorRequirement,
  ListMeta,
  ManagedFieldsEntry,
  MicroTime,
  ObjectMeta,
  OwnerReference,
  Preconditions,
  Status as ApiStatus,
  StatusCause,
  StatusDetails,
  Time,
} from 'kubernetes-types/meta/v1';
/** Ingress, IngressClass, NetworkPolicy. */
export type * from 'kubernetes-types/networking/v1';
/** Eviction, PodDisruptionBudget. */
export type * from 'kubernetes-types/policy/v1';
/** Role, ClusterRole, their bindings, PolicyRule, Subject. */
export type * from 'kubernetes-types/rbac/v1';
/** PriorityClass. */
export type * from 'kubernetes-types/scheduling/v1';
/** StorageClass and what volumes of drivers need. Its TokenRequest is a driver's; ours is authentication's. */
export type {
  CSIDriver,
  CSINode,
  StorageClass,
  StorageClassList,
  VolumeAttachment,
} from 'kubernetes-types/storage/v1';

/** What a user may do with resources. The package's own has neither `verbs` nor `resources`. */
export interface ResourceRule extends authorization.ResourceRule {
  /** `get`, `list` and so on; `*` is all. */
  verbs: string[];
  /** `pods`, `pods/log`, `*`. */
  resources?: string[];
}

/** All that a user may do, as far as it is known. */
export interface SubjectRulesReviewStatus extends authorization.SubjectRulesReviewStatus {
  resourceRules: ResourceRule[];
}

/** Asks for all that the asking user may do in a namespace. */
export interface SelfSubjectRulesReview extends authorization.SelfSubjectRulesReview {
  status?: SubjectRulesReviewStatus;
}

/** What every API object has. Any object of the API fits. */
export interface KubernetesObject {
  apiVersion?: string;
  kind?: string;
  metadata?: ObjectMeta;
}

/** An object as the apiserver hands it out: these fields of its metadata are always set. */
export type Stored<T extends KubernetesObject = KubernetesObject> = T & { metadata: StoredMeta };

/** Metadata of a stored object. `namespace` is absent for kinds that live in no namespace. */
export interface StoredMeta extends ObjectMeta {
  name: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly creationTimestamp: string;
}

/** An object whose kind is not known when the code is written: any field, of any type. */
export interface Unstructured extends KubernetesObject {
  [field: string]: unknown;
}

/** A list as the apiserver sends it: the items and the revision at which they were read. */
export interface KubernetesList<T extends KubernetesObject = KubernetesObject> {
  apiVersion?: string;
  kind?: string;
  metadata: ListMeta & { readonly resourceVersion: string };
  items: T[];
}

/** Labels or annotations: plain names to plain text. */
export type StringMap = Record<string, string>;
