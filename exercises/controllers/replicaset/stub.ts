import {
  ApiError,
  apiResources,
  type Client,
  type Clock,
  type Controller,
  conflict,
  controllerOf,
  deepEqual,
  type EventRecorder,
  type Expectations,
  formatTime,
  type Informer,
  keyOf,
  matchesLabelSelector,
  NotImplemented,
  type OwnerReference,
  type Patch,
  type Pod,
  parseTime,
  type ReplicaSet,
  type ReplicaSetStatus,
  type ReplicationController,
  type Stored,
  type SyncResult,
  splitKey,
  type Tombstone,
  type WorkQueue,
} from 'course/kit';

/** What the controller is given. */
export interface ReplicaSetDependencies {
  readonly client: Client;
  readonly replicaSets: Informer<ReplicaSet>;
  readonly pods: Informer<Pod>;
  readonly queue: WorkQueue;
  readonly expectations: Expectations;
  readonly clock: Clock;
  readonly events: EventRecorder;
  /** At most so many Pods are created, or deleted, in one sync. The real one is given 500. */
  readonly burstReplicas: number;
}

/** How often the work was done, and the first thing that it threw. */
export interface Started {
  readonly done: number;
  readonly error?: unknown;
}

/**
 * Whether a Pod counts at all: one that has ended or is being deleted does not.
 *
 * Settled by: kubernetes v1.32, pkg/controller/controller_utils.go, IsPodActive.
 */
export function isActive(pod: Pod): boolean {
  // TODO step 1, Which Pods count (rule 1).
  throw new NotImplemented('step 1: isActive');
}

/** Given: what the Pod's owner wants its deletion to cost; 0 where nothing or nonsense is said. */
function deletionCost({ metadata }: Pod): number {
  const text = metadata?.annotations?.['controller.kubernetes.io/pod-deletion-cost'] ?? '';
  const cost = /^(0|[1-9]\d*|-\d+)$/.test(text) ? Number(text) : 0;
  return cost >= -(2 ** 31) && cost < 2 ** 31 ? cost : 0;
}

/**
 * Given: below 0 when `a`, which has been so since `timeA`, goes before `b`; 0 when nothing speaks for either. The younger
 * goes first, but only if it is much younger: ages of the same power of two are as good as equal, and the uid decides.
 */
function youngerFirst(
  a: Pod,
  timeA: string | undefined,
  b: Pod,
  timeB: string | undefined,
  now: number,
): number {
  if (!timeA || !timeB) return Number(Boolean(timeA)) - Number(Boolean(timeB));
  if (parseTime(timeA) === parseTime(timeB)) return 0;
  const byAge = logarithmicAge(timeA, now) - logarithmicAge(timeB, now);
  return byAge || ((a.metadata?.uid ?? '') < (b.metadata?.uid ?? '') ? -1 : 1);
}

function logarithmicAge(time: string, now: number): number {
  const nanoseconds = (now - parseTime(time)) * 1e6;
  return nanoseconds > 0 ? Math.floor(Math.log2(nanoseconds)) : -1;
}

/**
 * The `count` Pods to delete, the first to go first; all of them when there are not more. `related` are the Pods that
 * share their nodes' load with these, `now` is in milliseconds.
 *
 * Settled by: kubernetes v1.32, pkg/controller/controller_utils.go, ActivePodsWithRanks.Less;
 * pkg/controller/replicaset/replica_set.go, getPodsToDelete.
 */
export function podsToDelete<T extends Pod>(
  pods: readonly T[],
  related: readonly Pod[],
  count: number,
  now: number,
): T[] {
  // TODO step 2, Who goes first (rules 2 to 10).
  throw new NotImplemented('step 2: podsToDelete');
}

/**
 * What the ReplicaSet says about its Pods (those it has claimed). `failure` is the message of what could not be created or
 * deleted, absent when all went well.
 *
 * Settled by: kubernetes v1.32, pkg/controller/replicaset/replica_set_utils.go, calculateStatus.
 */
export function statusOf(
  replicaSet: ReplicaSet,
  pods: readonly Pod[],
  now: number,
  failure?: string,
): ReplicaSetStatus {
  // TODO step 3, The status (rules 11 to 14).
  throw new NotImplemented('step 3: statusOf');
}

/**
 * Does the same work `count` times, few times first, more after each success. Work that fails throws.
 *
 * Settled by: kubernetes v1.32, pkg/controller/replicaset/replica_set.go, slowStartBatch.
 */
export function slowStart(count: number, work: () => void): Started {
  // TODO step 4, Slow start (rules 15 and 16).
  throw new NotImplemented('step 4: slowStart');
}

/** Given: the reference by which a Pod says that this ReplicaSet is its controller. */
function controllerReference({ metadata }: Stored<ReplicaSet>): OwnerReference {
  const { name, uid } = metadata;
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    name,
    uid,
    controller: true,
    blockOwnerDeletion: true,
  };
}

/** Given: the patch that makes a Pod ours. With the uid in it, a newer Pod of the same name refuses it. */
function adoption(replicaSet: Stored<ReplicaSet>, { metadata: { uid } }: Stored<Pod>): Patch {
  const ownerReferences = [controllerReference(replicaSet)];
  return { type: 'strategic', patch: { metadata: { uid, ownerReferences } } };
}

/** Given: the patch that lets a Pod go. Other owners stay. */
function release({ metadata }: Stored<ReplicaSet>, { metadata: { uid } }: Stored<Pod>): Patch {
  const ownerReferences = [{ $patch: 'delete', uid: metadata.uid }];
  return { type: 'strategic', patch: { metadata: { uid, ownerReferences } } };
}

/** Given: a new Pod, made from the ReplicaSet's template. */
function podFor(replicaSet: Stored<ReplicaSet>): Pod {
  const { name, namespace } = replicaSet.metadata;
  const { metadata = {}, spec } = replicaSet.spec?.template ?? {};
  const { labels, annotations, finalizers } = metadata;
  return {
    metadata: {
      generateName: `${name}-`,
      namespace,
      ...(labels && { labels }),
      ...(annotations && { annotations }),
      ...(finalizers && { finalizers }),
      ownerReferences: [controllerReference(replicaSet)],
    },
    ...(spec && { spec }),
  };
}

/** Given: whether the ReplicaSet's selector matches the Pod's labels. */
function selects({ spec }: ReplicaSet, { metadata }: Stored<Pod>): boolean {
  return matchesLabelSelector(spec?.selector, metadata.labels);
}

/**
 * Keeps as many Pods of each ReplicaSet as it asks for.
 *
 * Settled by: kubernetes v1.32, pkg/controller/replicaset/replica_set.go, syncReplicaSet and manageReplicas;
 * pkg/controller/controller_ref_manager.go, ClaimPods.
 */
export class ReplicaSetController implements Controller {
  readonly #given: ReplicaSetDependencies;

  /** Given: which event calls what, and what a changed ReplicaSet means. */
  constructor(given: ReplicaSetDependencies) {
    this.#given = given;
    const { replicaSets, pods, queue, expectations } = given;
    replicaSets.addEventHandler({
      onAdd: (replicaSet) => queue.add(keyOf(replicaSet)),
      onUpdate: (before, after) => {
        // Deleted and made anew under the same name: nothing of the old one is on its way to us any more.
        if (before.metadata.uid !== after.metadata.uid) expectations.forget(keyOf(before));
        queue.add(keyOf(after));
      },
      onDelete: (gone) => {
        const key = 'lastKnown' in gone ? gone.key : keyOf(gone);
        expectations.forget(key);
        queue.add(key);
      },
    });
    pods.addEventHandler({
      onAdd: (pod) => this.#podAdded(pod),
      onUpdate: (before, after) => this.#podChanged(before, after),
      onDelete: (gone) => this.#podDeleted(gone),
    });
  }

  sync(key: string): SyncResult {
    // TODO step 5, Claiming (rules 17 to 20).
    // TODO step 6, Creating (rules 21 to 24), and step 7, Deleting (rules 25 and 26).
    // TODO step 8, Telling (rules 27 to 30).
    throw new NotImplemented('step 5: sync');
  }

  #podAdded(pod: Stored<Pod>): void {
    // TODO step 9, Waking up (rules 31 and 32).
    throw new NotImplemented('step 9: #podAdded');
  }

  #podChanged(before: Stored<Pod>, after: Stored<Pod>): void {
    // TODO step 9, Waking up (rule 33).
    throw new NotImplemented('step 9: #podChanged');
  }

  #podDeleted(gone: Stored<Pod> | Tombstone<Pod>): void {
    // TODO step 9, Waking up (rules 31 and 32).
    throw new NotImplemented('step 9: #podDeleted');
  }

  /** Given: the key of the ReplicaSet that controls the Pod, as far as the cache knows it: of the kind, name and uid. */
  #ownerKey(pod: Stored<Pod>): string | undefined {
    const owner = controllerOf(pod);
    if (owner?.kind !== 'ReplicaSet') return undefined;
    const replicaSet = this.#given.replicaSets.get(pod.metadata.namespace ?? '', owner.name);
    return replicaSet?.metadata.uid === owner.uid ? keyOf(replicaSet) : undefined;
  }

  /** Given: the keys of the ReplicaSets that would adopt the Pod if it is an orphan. */
  #keysMatching(pod: Stored<Pod>): string[] {
    const { replicaSets } = this.#given;
    return replicaSets
      .list(pod.metadata.namespace)
      .filter((each) => selects(each, pod))
      .map(keyOf);
  }

  /** Given: the Pods of all ReplicaSets that have the same controller, as those of one Deployment. None without a controller. */
  #related(replicaSet: Stored<ReplicaSet>): Stored<Pod>[] {
    const { namespace } = replicaSet.metadata;
    const { replicaSets, pods } = this.#given;
    const owner = controllerOf(replicaSet)?.uid;
    if (owner === undefined) return [];
    const sisters = replicaSets.list(namespace).filter((each) => controllerOf(each)?.uid === owner);
    return pods.list(namespace).filter((pod) => sisters.some((each) => selects(each, pod)));
  }
}

/**
 * A ReplicationController, seen as the ReplicaSet that would do the same.
 *
 * Settled by: kubernetes v1.32, pkg/controller/replication/conversion.go.
 */
export function replicaSetOf(old: ReplicationController): ReplicaSet {
  // TODO step 10, The older form (rule 34).
  throw new NotImplemented('step 10: replicaSetOf');
}
