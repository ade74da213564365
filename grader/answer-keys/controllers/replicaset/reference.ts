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

export interface ReplicaSetDependencies {
  readonly client: Client;
  readonly replicaSets: Informer<ReplicaSet>;
  readonly pods: Informer<Pod>;
  readonly queue: WorkQueue;
  readonly expectations: Expectations;
  readonly clock: Clock;
  readonly events: EventRecorder;
  readonly burstReplicas: number;
}

export interface Started {
  readonly done: number;
  readonly error?: unknown;
}

export function isActive({ metadata, status }: Pod): boolean {
  return !metadata?.deletionTimestamp && !['Succeeded', 'Failed'].includes(status?.phase ?? '');
}

export function podsToDelete<T extends Pod>(
  pods: readonly T[],
  related: readonly Pod[],
  count: number,
  now: number,
): T[] {
  const active = related.filter(isActive);
  const neighbours = (pod: Pod) => active.filter((each) => nodeOf(each) === nodeOf(pod)).length;
  // Each question decides only where all before it had the same answer for both.
  const first = (a: T, b: T) =>
    Number(nodeOf(a) !== '') - Number(nodeOf(b) !== '') ||
    phaseRank(a) - phaseRank(b) ||
    Number(isReady(a)) - Number(isReady(b)) ||
    deletionCost(a) - deletionCost(b) ||
    neighbours(b) - neighbours(a) ||
    youngerFirst(a, readySince(a), b, readySince(b), now) ||
    restarts(b) - restarts(a) ||
    youngerFirst(a, a.metadata?.creationTimestamp, b, b.metadata?.creationTimestamp, now);
  return pods.toSorted(first).slice(0, count);
}

function nodeOf({ spec }: Pod): string {
  return spec?.nodeName ?? '';
}

function phaseRank({ status }: Pod): number {
  return ['Unknown', 'Running'].indexOf(status?.phase ?? '');
}

function isReady(pod: Pod): boolean {
  return readyCondition(pod) !== undefined;
}

function readySince(pod: Pod): string | undefined {
  return readyCondition(pod)?.lastTransitionTime;
}

function readyCondition({ status }: Pod) {
  return status?.conditions?.find(({ type, status }) => type === 'Ready' && status === 'True');
}

function deletionCost({ metadata }: Pod): number {
  const text = metadata?.annotations?.['controller.kubernetes.io/pod-deletion-cost'] ?? '';
  const cost = /^(0|[1-9]\d*|-\d+)$/.test(text) ? Number(text) : 0;
  return cost >= -(2 ** 31) && cost < 2 ** 31 ? cost : 0;
}

function restarts({ status }: Pod): number {
  return Math.max(0, ...(status?.containerStatuses ?? []).map(({ restartCount }) => restartCount));
}

/** Roughly as young is as good: then the uid decides, which is as good as chance, so that not always the youngest have to go. */
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

export function statusOf(
  replicaSet: ReplicaSet,
  pods: readonly Pod[],
  now: number,
  failure?: string,
): ReplicaSetStatus {
  const { spec, metadata, status } = replicaSet;
  const templateLabels = { matchLabels: spec?.template?.metadata?.labels ?? {} };
  const ready = pods.filter(isReady);
  const { minReadySeconds = 0 } = spec ?? {};
  return {
    replicas: pods.length,
    fullyLabeledReplicas: pods.filter((pod) =>
      matchesLabelSelector(templateLabels, pod.metadata?.labels),
    ).length,
    readyReplicas: ready.length,
    availableReplicas: ready.filter((pod) => isAvailable(pod, minReadySeconds, now)).length,
    observedGeneration: metadata?.generation ?? 0,
    conditions: conditionsOf(status, failure, pods.length < wanted(replicaSet), now),
  };
}

function isAvailable(pod: Pod, minReadySeconds: number, now: number): boolean {
  const since = readySince(pod);
  if (minReadySeconds === 0) return true;
  return since !== undefined && parseTime(since) + minReadySeconds * 1000 < now;
}

function conditionsOf(
  { conditions = [] }: Partial<ReplicaSetStatus> = {},
  failure: string | undefined,
  tooFew: boolean,
  now: number,
): NonNullable<ReplicaSetStatus['conditions']> {
  if (failure === undefined) return conditions.filter(({ type }) => type !== 'ReplicaFailure');
  if (conditions.some(({ type }) => type === 'ReplicaFailure')) return conditions;
  return [
    ...conditions,
    {
      type: 'ReplicaFailure',
      status: 'True',
      reason: tooFew ? 'FailedCreate' : 'FailedDelete',
      message: failure,
      lastTransitionTime: formatTime(now),
    },
  ];
}

function wanted({ spec }: ReplicaSet): number {
  return spec?.replicas ?? 1;
}

export function slowStart(count: number, work: () => void): Started {
  let done = 0;
  for (let size = 1, left = count; left > 0; left -= size, size *= 2) {
    const errors: unknown[] = [];
    for (let i = 0; i < Math.min(size, left); i++) {
      try {
        work();
        done += 1;
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) return { done, error: errors[0] };
  }
  return { done };
}

export function replicaSetOf({ metadata = {}, spec, status }: ReplicationController): ReplicaSet {
  const { selector, template, ...rest } = spec ?? {};
  const matchLabels = selector ?? template?.metadata?.labels ?? {};
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata,
    spec: { ...rest, selector: { matchLabels }, ...(template && { template }) },
    ...(status && { status }),
  };
}

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

function adoption(replicaSet: Stored<ReplicaSet>, { metadata: { uid } }: Stored<Pod>): Patch {
  const ownerReferences = [controllerReference(replicaSet)];
  return { type: 'strategic', patch: { metadata: { uid, ownerReferences } } };
}

function release({ metadata }: Stored<ReplicaSet>, { metadata: { uid } }: Stored<Pod>): Patch {
  const ownerReferences = [{ $patch: 'delete', uid: metadata.uid }];
  return { type: 'strategic', patch: { metadata: { uid, ownerReferences } } };
}

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

export class ReplicaSetController implements Controller {
  readonly #given: ReplicaSetDependencies;

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
    // Asked before the Pods are listed: one that arrives in between is missing in the list, yet would count as seen.
    const mayAct = expectations.satisfied(key) && !replicaSet.metadata.deletionTimestamp;
    const pods = this.#claim(replicaSet);
    const failure = mayAct ? this.#manage(key, replicaSet, pods, now) : undefined;
    const status = statusOf(replicaSet, pods, now, failure?.message);
    this.#tell(replicaSet, status);
    if (failure) throw failure;
    if (status.availableReplicas === status.readyReplicas) return undefined;
    // A second more: the times of the API are whole seconds, and available is who was ready for longer than that.
    return { requeueAfterMs: ((replicaSet.spec?.minReadySeconds ?? 0) + 1) * 1000 };
  }

  /** The Pods of this ReplicaSet, after it has adopted and released what it must. */
  #claim(replicaSet: Stored<ReplicaSet>): Stored<Pod>[] {
    const { namespace, deletionTimestamp } = replicaSet.metadata;
    const pods = this.#given.pods.list(namespace).filter(isActive);
    const adopts = pods.some((pod) => !controllerOf(pod) && selects(replicaSet, pod));
    if (adopts && !deletionTimestamp) this.#checkIsAlive(replicaSet);
    const claimed: Stored<Pod>[] = [];
    const errors: ApiError[] = [];
    for (const pod of pods) {
      try {
        if (this.#claims(replicaSet, pod)) claimed.push(pod);
      } catch (error) {
        errors.push(refusal(error));
      }
    }
    if (errors[0]) throw errors[0];
    return claimed;
  }

  #claims(replicaSet: Stored<ReplicaSet>, pod: Stored<Pod>): boolean {
    const { uid, deletionTimestamp } = replicaSet.metadata;
    const owner = controllerOf(pod);
    const selected = selects(replicaSet, pod);
    if (owner && owner.uid !== uid) return false;
    if (owner && selected) return true;
    if (deletionTimestamp || !(owner || selected)) return false;
    if (selected) return this.#patch(pod, adoption(replicaSet, pod), [404]);
    this.#patch(pod, release(replicaSet, pod), [404, 422]);
    return false;
  }

  /** False when the Pod is gone, which the codes in `gone` say. */
  #patch(pod: Stored<Pod>, patch: Patch, gone: readonly number[]): boolean {
    try {
      this.#given.client.patch('pods', ...placeOf(pod), patch);
      return true;
    } catch (error) {
      if (gone.includes(refusal(error).code)) return false;
      throw error;
    }
  }

  /** The cache may not know yet that the ReplicaSet is being deleted: then the garbage collector wants its orphans to stay orphans. */
  #checkIsAlive(replicaSet: Stored<ReplicaSet>): void {
    const { metadata } = this.#given.client.get('replicasets', ...placeOf(replicaSet));
    if (metadata.uid !== replicaSet.metadata.uid || metadata.deletionTimestamp)
      throw conflict(apiResources.replicasets, metadata.name, 'it is deleted or being deleted');
  }

  /** Creates what is missing or deletes what is too much; gives the first refusal. */
  #manage(
    key: string,
    replicaSet: Stored<ReplicaSet>,
    pods: readonly Stored<Pod>[],
    now: number,
  ): ApiError | undefined {
    const { burstReplicas } = this.#given;
    const missing = wanted(replicaSet) - pods.length;
    if (missing > 0) return this.#create(key, replicaSet, Math.min(missing, burstReplicas));
    const count = Math.min(-missing, burstReplicas);
    if (count === 0) return undefined;
    return this.#delete(key, replicaSet, podsToDelete(pods, this.#related(replicaSet), count, now));
  }

  #create(key: string, replicaSet: Stored<ReplicaSet>, count: number): ApiError | undefined {
    const { client, expectations, events } = this.#given;
    expectations.expectCreations(key, count);
    const { done, error } = slowStart(count, () => {
      try {
        const { metadata } = client.create('pods', podFor(replicaSet));
        events.event(replicaSet, 'Normal', 'SuccessfulCreate', `Created pod: ${metadata.name}`);
      } catch (error) {
        const { message } = refusal(error);
        events.event(replicaSet, 'Warning', 'FailedCreate', `Error creating: ${message}`);
        throw error;
      }
    });
    // Nobody will ever see those that were not created.
    for (let i = done; i < count; i++) expectations.creationObserved(key);
    return error === undefined ? undefined : refusal(error);
  }

  #delete(
    key: string,
    replicaSet: Stored<ReplicaSet>,
    victims: readonly Stored<Pod>[],
  ): ApiError | undefined {
    const { client, expectations, events } = this.#given;
    expectations.expectDeletions(key, victims.map(keyOf));
    const errors: ApiError[] = [];
    for (const pod of victims) {
      const { name } = pod.metadata;
      try {
        client.delete('pods', ...placeOf(pod));
        events.event(replicaSet, 'Normal', 'SuccessfulDelete', `Deleted pod: ${name}`);
      } catch (error) {
        const { code, message } = refusal(error);
        expectations.deletionObserved(key, keyOf(pod));
        if (code === 404) continue;
        events.event(replicaSet, 'Warning', 'FailedDelete', `Error deleting: ${message}`);
        errors.push(refusal(error));
      }
    }
    return errors[0];
  }

  /** The Pods of all ReplicaSets that have the same controller, as those of one Deployment. */
  #related(replicaSet: Stored<ReplicaSet>): Stored<Pod>[] {
    const { namespace } = replicaSet.metadata;
    const { replicaSets, pods } = this.#given;
    const owner = controllerOf(replicaSet)?.uid;
    if (owner === undefined) return [];
    const sisters = replicaSets.list(namespace).filter((each) => controllerOf(each)?.uid === owner);
    return pods.list(namespace).filter((pod) => sisters.some((each) => selects(each, pod)));
  }

  /** Writes the status if it says anything new; a refusal may only mean that our copy is old. */
  #tell(replicaSet: Stored<ReplicaSet>, status: ReplicaSetStatus): void {
    const { client } = this.#given;
    if (deepEqual(status, replicaSet.status)) return;
    try {
      client.updateStatus('replicasets', { ...replicaSet, status });
    } catch (error) {
      refusal(error);
      const latest = client.get('replicasets', ...placeOf(replicaSet));
      client.updateStatus('replicasets', { ...latest, status });
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

  #podChanged(before: Stored<Pod>, after: Stored<Pod>): void {
    if (before.metadata.resourceVersion === after.metadata.resourceVersion) return;
    const moved = controllerOf(before)?.uid !== controllerOf(after)?.uid;
    this.#wakeOwner(before);
    if (after.metadata.deletionTimestamp) this.#podDeleted(after);
    else if (controllerOf(after)) this.#wakeOwner(after);
    else if (moved || !deepEqual(before.metadata.labels ?? {}, after.metadata.labels ?? {}))
      this.#wakeAdopters(after);
  }

  #podDeleted(gone: Stored<Pod> | Tombstone<Pod>): void {
    const pod = 'lastKnown' in gone ? gone.lastKnown : gone;
    const key = this.#ownerKey(pod);
    if (key === undefined) return;
    this.#given.expectations.deletionObserved(key, keyOf(pod));
    this.#given.queue.add(key);
  }

  #wakeOwner(pod: Stored<Pod>): void {
    const key = this.#ownerKey(pod);
    if (key !== undefined) this.#given.queue.add(key);
  }

  #wakeAdopters(pod: Stored<Pod>): void {
    for (const key of this.#keysMatching(pod)) this.#given.queue.add(key);
  }

  #ownerKey(pod: Stored<Pod>): string | undefined {
    const owner = controllerOf(pod);
    if (owner?.kind !== 'ReplicaSet') return undefined;
    const replicaSet = this.#given.replicaSets.get(placeOf(pod)[0], owner.name);
    return replicaSet?.metadata.uid === owner.uid ? keyOf(replicaSet) : undefined;
  }

  #keysMatching(pod: Stored<Pod>): string[] {
    const { replicaSets } = this.#given;
    return replicaSets
      .list(pod.metadata.namespace)
      .filter((replicaSet) => selects(replicaSet, pod))
      .map(keyOf);
  }
}

function selects({ spec }: ReplicaSet, { metadata }: Stored<Pod>): boolean {
  return matchesLabelSelector(spec?.selector, metadata.labels);
}

function placeOf({ metadata }: Stored): [namespace: string, name: string] {
  return [metadata.namespace ?? '', metadata.name];
}

/** Only the apiserver's refusals are for us to deal with; all else is a mistake in the code. */
function refusal(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  throw error;
}
