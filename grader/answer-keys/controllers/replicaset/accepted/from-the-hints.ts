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
  const phase = pod.status?.phase ?? '';
  return !pod.metadata?.deletionTimestamp && !['Succeeded', 'Failed'].includes(phase);
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
function nodeOf(pod: Pod): string {
  return pod.spec?.nodeName ?? '';
}

function readyCondition(pod: Pod) {
  return pod.status?.conditions?.find((each) => each.type === 'Ready' && each.status === 'True');
}

function phaseRank(pod: Pod): number {
  const phase = pod.status?.phase ?? '';
  return ['Unknown', 'Running'].indexOf(phase);
}

function restarts(pod: Pod): number {
  const all = pod.status?.containerStatuses ?? [];
  return Math.max(0, ...all.map((each) => each.restartCount));
}

export function podsToDelete<T extends Pod>(
  pods: readonly T[],
  related: readonly Pod[],
  count: number,
  now: number,
): T[] {
  const active = related.filter(isActive);
  const neighbours = (pod: Pod) => active.filter((each) => nodeOf(each) === nodeOf(pod)).length;
  const order = (a: T, b: T) => {
    const readyA = readyCondition(a);
    const readyB = readyCondition(b);
    return (
      Number(nodeOf(a) !== '') - Number(nodeOf(b) !== '') ||
      phaseRank(a) - phaseRank(b) ||
      Number(!!readyA) - Number(!!readyB) ||
      deletionCost(a) - deletionCost(b) ||
      neighbours(b) - neighbours(a) ||
      youngerFirst(a, readyA?.lastTransitionTime, b, readyB?.lastTransitionTime, now) ||
      restarts(b) - restarts(a) ||
      youngerFirst(a, a.metadata?.creationTimestamp, b, b.metadata?.creationTimestamp, now)
    );
  };
  return [...pods].sort(order).slice(0, count);
}

/**
 * What the ReplicaSet says about its Pods (those it has claimed). `failure` is the message of what could not be created or
 * deleted, absent when all went well.
 *
 * Settled by: kubernetes v1.32, pkg/controller/replicaset/replica_set_utils.go, calculateStatus.
 */
function isAvailable(pod: Pod, minReadySeconds: number, now: number): boolean {
  const ready = readyCondition(pod);
  if (!ready) return false;
  if (minReadySeconds === 0) return true;
  const since = ready.lastTransitionTime;
  return since !== undefined && parseTime(since) + minReadySeconds * 1000 < now;
}

export function statusOf(
  replicaSet: ReplicaSet,
  pods: readonly Pod[],
  now: number,
  failure?: string,
): ReplicaSetStatus {
  const { spec, metadata } = replicaSet;
  const matchLabels = spec?.template?.metadata?.labels ?? {};
  const min = spec?.minReadySeconds ?? 0;
  const tooFew = pods.length < (spec?.replicas ?? 1);
  return {
    replicas: pods.length,
    fullyLabeledReplicas: pods.filter((pod) =>
      matchesLabelSelector({ matchLabels }, pod.metadata?.labels),
    ).length,
    readyReplicas: pods.filter(readyCondition).length,
    availableReplicas: pods.filter((pod) => isAvailable(pod, min, now)).length,
    observedGeneration: metadata?.generation ?? 0,
    conditions: conditionsOf(replicaSet, now, tooFew, failure),
  };
}

function conditionsOf(
  replicaSet: ReplicaSet,
  now: number,
  tooFew: boolean,
  failure: string | undefined,
): NonNullable<ReplicaSetStatus['conditions']> {
  const before = replicaSet.status?.conditions ?? [];
  const others = before.filter(({ type }) => type !== 'ReplicaFailure');
  if (failure === undefined) return others;
  if (others.length < before.length) return before;
  const reason = tooFew ? 'FailedCreate' : 'FailedDelete';
  return [
    ...before,
    {
      type: 'ReplicaFailure',
      status: 'True',
      reason,
      message: failure,
      lastTransitionTime: formatTime(now),
    },
  ];
}

/**
 * Does the same work `count` times, few times first, more after each success. Work that fails throws.
 *
 * Settled by: kubernetes v1.32, pkg/controller/replicaset/replica_set.go, slowStartBatch.
 */
export function slowStart(count: number, work: () => void): Started {
  const errors: unknown[] = [];
  let done = 0;
  let left = count;
  for (let size = 1; left > 0; size *= 2) {
    const batch = Math.min(size, left);
    for (let i = 0; i < batch; i++) {
      try {
        work();
        done += 1;
      } catch (error) {
        errors.push(error);
      }
    }
    left -= batch;
    if (errors.length > 0) return { done, error: errors[0] };
  }
  return { done };
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
    const { replicaSets, expectations, clock } = this.#given;
    const { namespace, name } = splitKey(key);
    const replicaSet = replicaSets.get(namespace, name);
    if (!replicaSet) {
      expectations.forget(key);
      return undefined;
    }
    const now = clock.now();
    const due = expectations.satisfied(key) && !replicaSet.metadata.deletionTimestamp;
    const pods = this.#claim(replicaSet);
    const failure = due ? this.#manage(key, replicaSet, pods, now) : undefined;
    const status = statusOf(replicaSet, pods, now, failure?.message);
    this.#tell(replicaSet, status);
    if (failure) throw failure;
    const { readyReplicas, availableReplicas } = status;
    if (readyReplicas === availableReplicas) return undefined;
    const seconds = replicaSet.spec?.minReadySeconds ?? 0;
    return { requeueAfterMs: (seconds + 1) * 1000 };
  }

  #claim(replicaSet: Stored<ReplicaSet>): Stored<Pod>[] {
    const { uid, namespace, deletionTimestamp } = replicaSet.metadata;
    const pods = this.#given.pods.list(namespace).filter(isActive);
    const orphans = pods.filter((pod) => !controllerOf(pod) && selects(replicaSet, pod));
    if (orphans.length > 0 && !deletionTimestamp) this.#checkAlive(replicaSet);
    const claimed: Stored<Pod>[] = [];
    const errors: ApiError[] = [];
    for (const pod of pods) {
      const owner = controllerOf(pod);
      const selected = selects(replicaSet, pod);
      if (owner && owner.uid !== uid) continue;
      if (owner && selected) {
        claimed.push(pod);
        continue;
      }
      if (!owner && !selected) continue;
      if (deletionTimestamp) continue;
      try {
        this.#given.client.patch(
          'pods',
          pod.metadata.namespace ?? '',
          pod.metadata.name,
          selected ? adoption(replicaSet, pod) : release(replicaSet, pod),
        );
        if (selected) claimed.push(pod);
      } catch (error) {
        const { code } = refusal(error);
        const gone = code === 404 || (code === 422 && !selected);
        if (!gone) errors.push(refusal(error));
      }
    }
    if (errors[0]) throw errors[0];
    return claimed;
  }

  #checkAlive({ metadata: { namespace = '', name, uid } }: Stored<ReplicaSet>): void {
    const { metadata } = this.#given.client.get('replicasets', namespace, name);
    if (metadata.uid !== uid || metadata.deletionTimestamp)
      throw conflict(apiResources.replicasets, name, 'it is being deleted');
  }

  #manage(
    key: string,
    replicaSet: Stored<ReplicaSet>,
    pods: readonly Stored<Pod>[],
    now: number,
  ): ApiError | undefined {
    const { burstReplicas } = this.#given;
    const missing = (replicaSet.spec?.replicas ?? 1) - pods.length;
    if (missing > 0) return this.#create(key, replicaSet, Math.min(missing, burstReplicas));
    const count = Math.min(-missing, burstReplicas);
    if (count === 0) return undefined;
    const related = this.#related(replicaSet);
    return this.#delete(key, replicaSet, podsToDelete(pods, related, count, now));
  }

  #create(key: string, replicaSet: Stored<ReplicaSet>, count: number): ApiError | undefined {
    const { client, expectations, events } = this.#given;
    expectations.expectCreations(key, count);
    const { done, error } = slowStart(count, () => {
      try {
        const { metadata } = client.create('pods', podFor(replicaSet));
        events.event(replicaSet, 'Normal', 'SuccessfulCreate', `Created pod: ${metadata.name}`);
      } catch (error) {
        events.event(
          replicaSet,
          'Warning',
          'FailedCreate',
          `Error creating: ${refusal(error).message}`,
        );
        throw error;
      }
    });
    for (let i = done; i < count; i++) expectations.creationObserved(key);
    if (error === undefined) return undefined;
    return refusal(error);
  }

  #delete(
    key: string,
    replicaSet: Stored<ReplicaSet>,
    victims: readonly Stored<Pod>[],
  ): ApiError | undefined {
    const { client, expectations, events } = this.#given;
    let first: ApiError | undefined;
    expectations.expectDeletions(key, victims.map(keyOf));
    for (const pod of victims) {
      const { namespace = '', name } = pod.metadata;
      try {
        client.delete('pods', namespace, name);
        events.event(replicaSet, 'Normal', 'SuccessfulDelete', `Deleted pod: ${name}`);
      } catch (error) {
        const refused = refusal(error);
        expectations.deletionObserved(key, keyOf(pod));
        if (refused.code === 404) continue;
        first ??= refused;
        events.event(replicaSet, 'Warning', 'FailedDelete', `Error deleting: ${refused.message}`);
      }
    }
    return first;
  }

  #tell(replicaSet: Stored<ReplicaSet>, status: ReplicaSetStatus): void {
    const { client } = this.#given;
    if (deepEqual(status, replicaSet.status)) return;
    try {
      client.updateStatus('replicasets', {
        ...replicaSet,
        status,
      });
    } catch (error) {
      refusal(error);
      const { namespace = '', name } = replicaSet.metadata;
      const latest = client.get('replicasets', namespace, name);
      client.updateStatus('replicasets', {
        ...latest,
        status,
      });
    }
  }

  #podAdded(pod: Stored<Pod>): void {
    const { queue, expectations } = this.#given;
    const key = this.#ownerKey(pod);
    if (pod.metadata.deletionTimestamp) this.#podDeleted(pod);
    else if (key !== undefined) {
      expectations.creationObserved(key);
      queue.add(key);
    } else if (!controllerOf(pod)) this.#wakeAdopters(pod);
  }

  #podDeleted(gone: Stored<Pod> | Tombstone<Pod>): void {
    const { queue, expectations } = this.#given;
    const pod = 'lastKnown' in gone ? gone.lastKnown : gone;
    const key = this.#ownerKey(pod);
    if (key === undefined) return;
    expectations.deletionObserved(key, keyOf(pod));
    queue.add(key);
  }

  #wakeAdopters(pod: Stored<Pod>): void {
    for (const key of this.#keysMatching(pod)) this.#given.queue.add(key);
  }

  #wakeOwner(pod: Stored<Pod>): void {
    const key = this.#ownerKey(pod);
    if (key !== undefined) this.#given.queue.add(key);
  }

  #podChanged(before: Stored<Pod>, after: Stored<Pod>): void {
    const old = before.metadata;
    const now = after.metadata;
    if (old.resourceVersion === now.resourceVersion) return;
    const moved = controllerOf(before)?.uid !== controllerOf(after)?.uid;
    const relabelled = !deepEqual(old.labels ?? {}, now.labels ?? {});
    if (moved) this.#wakeOwner(before);
    if (now.deletionTimestamp) this.#podDeleted(after);
    else if (controllerOf(after)) this.#wakeOwner(after);
    else if (moved || relabelled) this.#wakeAdopters(after);
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
  const { metadata, spec = {}, status } = old;
  const { selector, template, ...rest } = spec;
  const matchLabels = selector ?? template?.metadata?.labels ?? {};
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    ...(metadata && { metadata }),
    spec: {
      ...rest,
      selector: { matchLabels },
      ...(template && { template }),
    },
    ...(status && { status }),
  };
}

function refusal(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  throw error;
}
