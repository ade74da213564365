// By somebody who knew only lesson, brief, stub and kit. A list of questions decides who goes first; the live look is taken at the first orphan.
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
  const phase = pod.status?.phase;
  return phase !== 'Succeeded' && phase !== 'Failed' && !pod.metadata?.deletionTimestamp;
}

function readyCondition(pod: Pod) {
  return pod.status?.conditions?.find(({ type, status }) => type === 'Ready' && status === 'True');
}

function isReady(pod: Pod): boolean {
  return readyCondition(pod) !== undefined;
}

/** Milliseconds until a ready Pod has been ready for `minReadySeconds`; below 0 when it is available. */
function untilAvailable(pod: Pod, minReadySeconds: number, now: number): number {
  if (minReadySeconds <= 0) return -1;
  const since = readyCondition(pod)?.lastTransitionTime;
  return since ? parseTime(since) + minReadySeconds * 1000 - now : Number.POSITIVE_INFINITY;
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
  const crowd = new Map<string, number>();
  for (const pod of related.filter(isActive)) {
    const node = pod.spec?.nodeName ?? '';
    crowd.set(node, (crowd.get(node) ?? 0) + 1);
  }
  const neighbours = (pod: Pod) => crowd.get(pod.spec?.nodeName ?? '') ?? 0;
  const questions: ((a: T, b: T) => number)[] = [
    (a, b) => Number(Boolean(a.spec?.nodeName)) - Number(Boolean(b.spec?.nodeName)),
    (a, b) => phaseRank(a) - phaseRank(b),
    (a, b) => Number(isReady(a)) - Number(isReady(b)),
    (a, b) => deletionCost(a) - deletionCost(b),
    (a, b) => neighbours(b) - neighbours(a),
    (a, b) => {
      const [readyA, readyB] = [readyCondition(a), readyCondition(b)];
      if (!readyA || !readyB) return 0;
      return youngerFirst(a, readyA.lastTransitionTime, b, readyB.lastTransitionTime, now);
    },
    (a, b) => restarts(b) - restarts(a),
    (a, b) => youngerFirst(a, a.metadata?.creationTimestamp, b, b.metadata?.creationTimestamp, now),
  ];
  const compare = (a: T, b: T) => {
    for (const question of questions) {
      const answer = question(a, b);
      if (answer !== 0) return answer;
    }
    return 0;
  };
  return [...pods].sort(compare).slice(0, Math.max(0, count));
}

function phaseRank({ status }: Pod): number {
  return { Unknown: 1, Running: 2 }[status?.phase ?? ''] ?? 0;
}

function restarts({ status }: Pod): number {
  return Math.max(0, ...(status?.containerStatuses ?? []).map((each) => each.restartCount));
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
  const { metadata, spec, status } = replicaSet;
  const minReadySeconds = spec?.minReadySeconds ?? 0;
  const templateLabels = Object.entries(spec?.template?.metadata?.labels ?? {});
  const ready = pods.filter(isReady);
  const old = status?.conditions ?? [];
  let conditions = old.filter(({ type }) => type !== 'ReplicaFailure');
  if (failure !== undefined) {
    conditions =
      conditions.length < old.length
        ? [...old]
        : [
            ...old,
            {
              type: 'ReplicaFailure',
              status: 'True',
              reason: pods.length < (spec?.replicas ?? 1) ? 'FailedCreate' : 'FailedDelete',
              message: failure,
              lastTransitionTime: formatTime(now),
            },
          ];
  }
  return {
    replicas: pods.length,
    fullyLabeledReplicas: pods.filter(({ metadata }) =>
      templateLabels.every(([name, value]) => metadata?.labels?.[name] === value),
    ).length,
    readyReplicas: ready.length,
    availableReplicas: ready.filter((pod) => untilAvailable(pod, minReadySeconds, now) < 0).length,
    ...(metadata?.generation !== undefined && { observedGeneration: metadata.generation }),
    ...(conditions.length > 0 && { conditions }),
  };
}

/**
 * Does the same work `count` times, few times first, more after each success. Work that fails throws.
 *
 * Settled by: kubernetes v1.32, pkg/controller/replicaset/replica_set.go, slowStartBatch.
 */
export function slowStart(count: number, work: () => void): Started {
  let done = 0;
  let failed: { error: unknown } | undefined;
  for (let left = count, size = 1; left > 0 && !failed; size *= 2) {
    const batch = Math.min(size, left);
    for (let i = 0; i < batch; i++) {
      try {
        work();
        done++;
      } catch (error) {
        failed ??= { error };
      }
    }
    left -= batch;
  }
  return { done, ...failed };
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
    // Asked before the cache is read: what is seen in between must not be missing from what we count.
    const mayAct = expectations.satisfied(key) && !replicaSet.metadata.deletionTimestamp;
    const pods = this.#claim(replicaSet);
    const failure = mayAct ? this.#manage(key, replicaSet, pods) : undefined;
    const now = clock.now();
    this.#tell(replicaSet, statusOf(replicaSet, pods, now, failure?.message));
    if (failure) throw failure;
    return requeue(replicaSet, pods, now);
  }

  /** The Pods that count, after adopting and letting go. */
  #claim(replicaSet: Stored<ReplicaSet>): Stored<Pod>[] {
    const { namespace = '', uid, deletionTimestamp } = replicaSet.metadata;
    const { client, pods } = this.#given;
    const claimed: Stored<Pod>[] = [];
    let first: ApiError | undefined;
    let dead: { error: ApiError | undefined } | undefined;
    const patch = (pod: Stored<Pod>, change: Patch, harmless: number[]): boolean => {
      const error = attempt(() => client.patch('pods', namespace, pod.metadata.name, change));
      if (error && !harmless.includes(error.code)) first ??= error;
      return !error;
    };

    for (const pod of pods.list(namespace).filter(isActive)) {
      const owner = controllerOf(pod);
      const selected = selects(replicaSet, pod);
      if (owner) {
        if (owner.uid !== uid) continue;
        if (selected) claimed.push(pod);
        else if (!deletionTimestamp) patch(pod, release(replicaSet, pod), [404, 422]);
      } else if (selected && !deletionTimestamp) {
        dead ??= { error: this.#lookAlive(replicaSet) };
        if (dead.error) first ??= dead.error;
        else if (patch(pod, adoption(replicaSet, pod), [404])) claimed.push(pod);
      }
    }
    if (first) throw first;
    return claimed;
  }

  /** Why the ReplicaSet may not adopt anybody: asks the server, since the cache may be old. */
  #lookAlive({
    metadata: { namespace = '', name, uid },
  }: Stored<ReplicaSet>): ApiError | undefined {
    let why: string | undefined;
    const error = attempt(() => {
      const { metadata } = this.#given.client.get('replicasets', namespace, name);
      if (metadata.uid !== uid) why = `it is another one now, with uid ${metadata.uid}`;
      else if (metadata.deletionTimestamp) why = `it is being deleted`;
    });
    return error ?? (why === undefined ? undefined : conflict(apiResources.replicasets, name, why));
  }

  #manage(
    key: string,
    replicaSet: Stored<ReplicaSet>,
    pods: readonly Stored<Pod>[],
  ): ApiError | undefined {
    const { burstReplicas } = this.#given;
    const missing = (replicaSet.spec?.replicas ?? 1) - pods.length;
    const count = Math.min(Math.abs(missing), burstReplicas);
    if (missing > 0) return this.#create(key, replicaSet, count);
    if (missing < 0) return this.#delete(key, replicaSet, pods, count);
    return undefined;
  }

  #create(key: string, replicaSet: Stored<ReplicaSet>, count: number): ApiError | undefined {
    const { client, expectations, events } = this.#given;
    expectations.expectCreations(key, count);
    let bug: { error: unknown } | undefined;
    const { done, error } = slowStart(count, () => {
      try {
        const pod = client.create('pods', podFor(replicaSet));
        events.event(replicaSet, 'Normal', 'SuccessfulCreate', `Created pod: ${pod.metadata.name}`);
      } catch (thrown) {
        if (thrown instanceof ApiError)
          events.event(replicaSet, 'Warning', 'FailedCreate', `Error creating: ${thrown.message}`);
        else bug ??= { error: thrown };
        throw thrown;
      }
    });
    for (let i = done; i < count; i++) expectations.creationObserved(key);
    if (bug) throw bug.error;
    return error as ApiError | undefined;
  }

  #delete(
    key: string,
    replicaSet: Stored<ReplicaSet>,
    pods: readonly Stored<Pod>[],
    count: number,
  ): ApiError | undefined {
    const { client, expectations, events, clock } = this.#given;
    const surplus = podsToDelete(pods, this.#related(replicaSet), count, clock.now());
    expectations.expectDeletions(key, surplus.map(keyOf));
    let first: ApiError | undefined;
    for (const pod of surplus) {
      const { namespace = '', name } = pod.metadata;
      const error = attempt(() => client.delete('pods', namespace, name));
      if (!error) {
        events.event(replicaSet, 'Normal', 'SuccessfulDelete', `Deleted pod: ${name}`);
        continue;
      }
      expectations.deletionObserved(key, keyOf(pod));
      if (error.code === 404) continue;
      events.event(replicaSet, 'Warning', 'FailedDelete', `Error deleting: ${error.message}`);
      first ??= error;
    }
    return first;
  }

  #tell(replicaSet: Stored<ReplicaSet>, status: ReplicaSetStatus): void {
    if (deepEqual(replicaSet.status, status)) return;
    const { client } = this.#given;
    const { namespace = '', name } = replicaSet.metadata;
    if (!attempt(() => client.updateStatus('replicasets', { ...replicaSet, status }))) return;
    const latest = client.get('replicasets', namespace, name);
    client.updateStatus('replicasets', { ...latest, status });
  }

  #podAdded(pod: Stored<Pod>): void {
    const key = this.#ownerKey(pod);
    if (pod.metadata.deletionTimestamp) this.#podDeleted(pod);
    else if (!controllerOf(pod)) this.#wake(...this.#keysMatching(pod));
    else if (key !== undefined) {
      this.#given.expectations.creationObserved(key);
      this.#wake(key);
    }
  }

  #podChanged(before: Stored<Pod>, after: Stored<Pod>): void {
    if (before.metadata.resourceVersion === after.metadata.resourceVersion) return;
    if (after.metadata.deletionTimestamp) {
      this.#podDeleted(after);
      return;
    }
    const changed = controllerOf(before)?.uid !== controllerOf(after)?.uid;
    if (changed) this.#wakeOwner(before);
    if (controllerOf(after)) this.#wakeOwner(after);
    else if (changed || !sameLabels(before, after)) this.#wake(...this.#keysMatching(after));
  }

  #wake(...keys: string[]): void {
    for (const key of keys) this.#given.queue.add(key);
  }

  #wakeOwner(pod: Stored<Pod>): void {
    const key = this.#ownerKey(pod);
    if (key !== undefined) this.#wake(key);
  }

  #podDeleted(gone: Stored<Pod> | Tombstone<Pod>): void {
    const pod = 'lastKnown' in gone ? gone.lastKnown : gone;
    const key = this.#ownerKey(pod);
    if (key === undefined) return;
    this.#given.expectations.deletionObserved(key, keyOf(pod));
    this.#wake(key);
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

/** Calls and gives the ApiError that was thrown, if any. All else is a bug and goes through. */
function attempt(call: () => unknown): ApiError | undefined {
  try {
    call();
    return undefined;
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
}

function sameLabels(a: Stored<Pod>, b: Stored<Pod>): boolean {
  return deepEqual({ labels: a.metadata.labels }, { labels: b.metadata.labels });
}

/** When the next of the ready Pods becomes available. */
function requeue({ spec }: ReplicaSet, pods: readonly Pod[], now: number): SyncResult {
  const minReadySeconds = spec?.minReadySeconds ?? 0;
  const waits = pods
    .filter(isReady)
    .map((pod) => untilAvailable(pod, minReadySeconds, now))
    .filter((ms) => ms >= 0);
  if (waits.length === 0) return undefined;
  // One more than is left: available is who has been ready for longer.
  return { requeueAfterMs: Math.min(...waits, minReadySeconds * 1000) + 1 };
}

/**
 * A ReplicationController, seen as the ReplicaSet that would do the same.
 *
 * Settled by: kubernetes v1.32, pkg/controller/replication/conversion.go.
 */
export function replicaSetOf(old: ReplicationController): ReplicaSet {
  const { metadata, spec, status } = old;
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    ...(metadata && { metadata }),
    ...(spec && {
      spec: {
        ...spec,
        selector: { matchLabels: spec.selector ?? spec.template?.metadata?.labels ?? {} },
      },
    }),
    ...(status && { status }),
  };
}
