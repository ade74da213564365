import {
  ApiError,
  type Client,
  type Clock,
  type Controller,
  compareBytes,
  controllerOf,
  type Deployment,
  type DeploymentCondition,
  type DeploymentStatus,
  deepEqual,
  type EventRecorder,
  formatTime,
  hex,
  type Informer,
  keyOf,
  type Pod,
  type PodTemplateSpec,
  parseTime,
  type ReplicaSet,
  type Stored,
  type StringMap,
  type SyncResult,
  sha256,
  splitKey,
  type WorkQueue,
} from 'course/kit';

/** Sizes (`spec.replicas`) by the names of ReplicaSets. One that keeps its size may be in it or not. */
export type Sizes = Record<string, number>;

/** How far a rolling update may go above and below the wanted number of Pods. Both in Pods, 0 or more. */
export interface FencePosts {
  readonly maxSurge: number;
  readonly maxUnavailable: number;
}

/** What the controller works with. */
export interface DeploymentControllerOptions {
  readonly client: Client;
  readonly deployments: Informer<Deployment>;
  readonly replicaSets: Informer<ReplicaSet>;
  readonly pods: Informer<Pod>;
  readonly queue: WorkQueue;
  readonly clock: Clock;
  readonly events: EventRecorder;
}

/** On each ReplicaSet: which rollout it stands for, `1`, `2`, ... */
const revisionAnnotation = 'deployment.kubernetes.io/revision';
/** On each ReplicaSet: the Deployment's replicas when its size was last written. */
const desiredAnnotation = 'deployment.kubernetes.io/desired-replicas';
/** On each ReplicaSet: the same plus maxSurge. */
const maxAnnotation = 'deployment.kubernetes.io/max-replicas';
/** On each ReplicaSet, its selector, its template and so its Pods: the hash of the template. */
const hashLabel = 'pod-template-hash';

// Given: what would be toil.

/** How many Pods a Deployment or a ReplicaSet asks for. */
function wanted({ spec }: Deployment | ReplicaSet): number {
  return spec?.replicas ?? 1;
}

/** How many Pods of a ReplicaSet are available. */
function available({ status }: ReplicaSet): number {
  return status?.availableReplicas ?? 0;
}

function nameOf({ metadata }: ReplicaSet): string {
  return metadata?.name ?? '';
}

/** A sum over ReplicaSets: `sum(sets, wanted)`. */
function sum(sets: readonly ReplicaSet[], of: (set: ReplicaSet) => number): number {
  return sets.reduce((total, set) => total + of(set), 0);
}

/** The number in an annotation; undefined when there is none, or something else in it. */
function numberIn({ metadata }: ReplicaSet, annotation: string): number | undefined {
  const text = metadata?.annotations?.[annotation] ?? '';
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

/** For `sort`: the oldest first; of one second, by name. */
function byAge({ metadata: a = {} }: ReplicaSet, { metadata: b = {} }: ReplicaSet): number {
  return (
    compareBytes(a.creationTimestamp ?? '', b.creationTimestamp ?? '') ||
    compareBytes(a.name ?? '', b.name ?? '')
  );
}

/** What a status counts. */
interface PodCounts {
  readonly replicas: number;
  readonly updatedReplicas: number;
  readonly readyReplicas: number;
  readonly availableReplicas: number;
  readonly unavailableReplicas: number;
}

/** Counts Pods as the ReplicaSets report them. */
function countPods(newSet: ReplicaSet | undefined, oldSets: readonly ReplicaSet[]): PodCounts {
  const sets = newSet ? [newSet, ...oldSets] : oldSets;
  const availableReplicas = sum(sets, available);
  return {
    replicas: sum(sets, ({ status }) => status?.replicas ?? 0),
    updatedReplicas: newSet?.status?.replicas ?? 0,
    readyReplicas: sum(sets, ({ status }) => status?.readyReplicas ?? 0),
    availableReplicas,
    unavailableReplicas: Math.max(0, sum(sets, wanted) - availableReplicas),
  };
}

/** A status's condition of this type. */
function conditionOf(
  status: DeploymentStatus | undefined,
  type: 'Available' | 'Progressing',
): DeploymentCondition | undefined {
  return status?.conditions?.find((each) => each.type === type);
}

/**
 * The condition after it was found to be `next`. With the same status and reason it stays what it is, times included;
 * with another reason it has a new `lastUpdateTime`; with another status a new `lastTransitionTime` as well.
 */
function turned(
  current: DeploymentCondition | undefined,
  next: { type: 'Available' | 'Progressing'; status: string; reason: string },
  now: number,
): DeploymentCondition {
  const time = formatTime(now);
  if (current?.status !== next.status)
    return { ...next, lastUpdateTime: time, lastTransitionTime: time };
  return current.reason === next.reason ? current : { ...current, ...next, lastUpdateTime: time };
}

/** The annotations that go with a size. */
function sizeAnnotations(deployment: Deployment): StringMap {
  const replicas = wanted(deployment);
  return {
    [desiredAnnotation]: String(replicas),
    [maxAnnotation]: String(replicas + fencePosts(deployment).maxSurge),
  };
}

/**
 * The ReplicaSet for the Deployment's present template. The same template gives the same name. The hash is in the
 * selector too: otherwise each ReplicaSet of the Deployment would count the Pods of all of them.
 */
function replicaSetFor(
  deployment: Stored<Deployment>,
  replicas: number,
  revision: number,
): ReplicaSet {
  const { name, namespace, uid } = deployment.metadata;
  const { selector = {}, template = {}, minReadySeconds = 0 } = deployment.spec ?? {};
  const hash = hashOf(template);
  const labels = { ...template.metadata?.labels, [hashLabel]: hash };
  const annotations = { ...sizeAnnotations(deployment), [revisionAnnotation]: String(revision) };
  const owner = { apiVersion: 'apps/v1', kind: 'Deployment', name, uid };
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      ...{ namespace, name: `${name}-${hash}`, labels, annotations },
      ownerReferences: [{ ...owner, controller: true, blockOwnerDeletion: true }],
    },
    spec: {
      ...{ replicas, minReadySeconds },
      selector: { ...selector, matchLabels: { ...selector.matchLabels, [hashLabel]: hash } },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  };
}

/** Ten characters that stand for a template. (Upstream hashes otherwise; nobody may depend on how.) */
function hashOf(template: PodTemplateSpec): string {
  return hex(sha256(JSON.stringify(template))).slice(0, 10);
}

/**
 * The two numbers that bound every step, from `spec.strategy`.
 *
 * Settled by: kubernetes v1.32, pkg/controller/deployment/util/deployment_util.go, ResolveFenceposts, MaxUnavailable.
 */
export function fencePosts(deployment: Deployment): FencePosts {
  const { type, rollingUpdate } = deployment.spec?.strategy ?? {};
  if (type === 'Recreate') return { maxSurge: 0, maxUnavailable: 0 };
  const replicas = wanted(deployment);
  const maxSurge = Math.ceil(inPods(rollingUpdate?.maxSurge, replicas));
  const maxUnavailable = Math.floor(inPods(rollingUpdate?.maxUnavailable, replicas));
  // No room above, none below: nothing would ever move.
  const least = maxSurge === 0 ? 1 : 0;
  return {
    maxSurge,
    maxUnavailable: Math.min(Math.max(maxUnavailable, least), replicas),
  };
}

/**
 * The size that the new ReplicaSet should have now. `newSet` is undefined when it has yet to be created.
 *
 * Settled by: kubernetes v1.32, pkg/controller/deployment/rolling.go, reconcileNewReplicaSet.
 */
export function newReplicaSetSize(
  deployment: Deployment,
  newSet: ReplicaSet | undefined,
  oldSets: readonly ReplicaSet[],
): number {
  const replicas = wanted(deployment);
  if (deployment.spec?.strategy?.type === 'Recreate') return replicas;
  const size = newSet ? wanted(newSet) : 0;
  const room = replicas + fencePosts(deployment).maxSurge - size - sum(oldSets, wanted);
  return Math.min(replicas, size + Math.max(0, room));
}

/**
 * The sizes that the old ReplicaSets should have now, so that enough Pods stay available.
 *
 * Settled by: kubernetes v1.32, pkg/controller/deployment/rolling.go, reconcileOldReplicaSets.
 */
export function oldReplicaSetSizes(
  deployment: Deployment,
  newSet: ReplicaSet,
  oldSets: readonly ReplicaSet[],
): Sizes {
  const minAvailable = wanted(deployment) - fencePosts(deployment).maxUnavailable;
  const all = [newSet, ...oldSets];
  const pending = wanted(newSet) - available(newSet);
  const budget = sum(all, wanted) - minAvailable - pending;
  if (budget <= 0) return {};
  const byTurn = oldSets.toSorted(byAge);
  const useless = (set: ReplicaSet) => Math.max(0, wanted(set) - available(set));
  const cleaned = takeAway(byTurn, budget, wanted, useless);
  const size = (set: ReplicaSet) => cleaned[nameOf(set)] ?? 0;
  return takeAway(byTurn, sum(all, available) - minAvailable, size, size);
}

/**
 * The sizes after the Deployment's replicas were changed, perhaps in the middle of a rollout.
 *
 * Settled by: kubernetes v1.32, pkg/controller/deployment/sync.go, scale; util/deployment_util.go, getReplicaSetFraction.
 */
export function resizedSizes(
  deployment: Deployment,
  newSet: ReplicaSet | undefined,
  oldSets: readonly ReplicaSet[],
): Sizes {
  const replicas = wanted(deployment);
  const sets = newSet ? [newSet, ...oldSets] : oldSets;
  const active = sets.filter((set) => wanted(set) > 0);
  const only = active[0] ?? newSet ?? oldSets.toSorted(byAge).at(-1);
  if (active.length < 2) return only ? { [nameOf(only)]: replicas } : {};
  if (newSet && isSaturated(newSet, replicas))
    return Object.fromEntries(oldSets.map((set) => [nameOf(set), 0]));
  if (deployment.spec?.strategy?.type === 'Recreate') return {};
  return proportionalSizes(deployment, active);
}

/**
 * Which of a Deployment's ReplicaSets stands for its present template. Gives one of `sets` as it is, undefined for none.
 *
 * Settled by: kubernetes v1.32, pkg/controller/deployment/util/deployment_util.go, FindNewReplicaSet, EqualIgnoreHash.
 */
export function findNewReplicaSet<T extends ReplicaSet>(
  deployment: Deployment,
  sets: readonly T[],
): T | undefined {
  const template = withoutHash(deployment.spec?.template);
  return sets.toSorted(byAge).find((set) => deepEqual(withoutHash(set.spec?.template), template));
}

/**
 * The revision that the new ReplicaSet should have. `newSet` is undefined when it has yet to be created.
 *
 * Settled by: kubernetes v1.32, pkg/controller/deployment/util/deployment_util.go, MaxRevision, SetNewReplicaSetAnnotations.
 */
export function nextRevision(
  newSet: ReplicaSet | undefined,
  oldSets: readonly ReplicaSet[],
): number {
  const highest = Math.max(0, ...oldSets.map(revisionOf));
  return Math.max(highest + 1, newSet ? revisionOf(newSet) : 0);
}

/**
 * The names of old ReplicaSets that nobody will go back to. In any order.
 *
 * Settled by: kubernetes v1.32, pkg/controller/deployment/sync.go, cleanupDeployment.
 */
export function setsToDelete(deployment: Deployment, oldSets: readonly ReplicaSet[]): string[] {
  const { revisionHistoryLimit = 10 } = deployment.spec ?? {};
  const there = oldSets.filter(({ metadata }) => !metadata?.deletionTimestamp);
  return there
    .toSorted((a, b) => revisionOf(a) - revisionOf(b) || byAge(a, b))
    .slice(0, Math.max(0, there.length - revisionHistoryLimit))
    .filter(isEmpty)
    .map(nameOf);
}

/**
 * The status that the Deployment should have. Its present one is in `deployment`; `now` in milliseconds;
 * `created` says that the new ReplicaSet was created just now.
 *
 * Settled by: kubernetes v1.32, pkg/controller/deployment/progress.go, syncRolloutStatus; sync.go, calculateStatus, checkPausedConditions.
 */
export function deploymentStatus(
  deployment: Deployment,
  newSet: ReplicaSet | undefined,
  oldSets: readonly ReplicaSet[],
  now: number,
  created = false,
): DeploymentStatus {
  const counts = countPods(newSet, oldSets);
  const { maxUnavailable } = fencePosts(deployment);
  const enough = counts.availableReplicas >= wanted(deployment) - maxUnavailable;
  const before = deployment.status;
  const availability = turned(
    conditionOf(before, 'Available'),
    enough
      ? {
          type: 'Available',
          status: 'True',
          reason: 'MinimumReplicasAvailable',
        }
      : {
          type: 'Available',
          status: 'False',
          reason: 'MinimumReplicasUnavailable',
        },
    now,
  );
  const begin = startOfProgress(deployment, newSet, now, created);
  const progress = deployment.spec?.paused ? begin : progressAfter(begin, deployment, counts, now);
  return {
    ...counts,
    observedGeneration: deployment.metadata?.generation ?? 0,
    conditions: progress ? [availability, progress] : [availability],
  };
}

/**
 * Takes each Deployment one step on, by the sizes of its ReplicaSets. It never touches a Pod.
 *
 * Settled by: kubernetes v1.32, pkg/controller/deployment/deployment_controller.go, syncDeployment.
 */
export class DeploymentController implements Controller {
  readonly #options: DeploymentControllerOptions;

  /** Given. Whatever may change what a Deployment needs puts its key into the queue. */
  constructor(options: DeploymentControllerOptions) {
    this.#options = options;
    const { deployments, replicaSets, pods, queue } = options;
    const add = (deployment: Deployment) => queue.add(keyOf(deployment));
    const owner = (set: ReplicaSet) => this.#enqueueOwner(set);
    deployments.addEventHandler({ onAdd: add, onUpdate: (_before, after) => add(after) });
    replicaSets.addEventHandler({
      onAdd: owner,
      onUpdate: (_before, after) => owner(after),
      onDelete: (set) => owner('lastKnown' in set ? set.lastKnown : set),
    });
    pods.addEventHandler({
      onDelete: (pod) => this.#podDeleted('lastKnown' in pod ? pod.lastKnown : pod),
    });
  }

  /** Takes one step. Says when to look again, while a deadline runs. */
  sync(key: string): SyncResult {
    const { client, deployments, replicaSets, clock } = this.#options;
    const { namespace, name } = splitKey(key);
    const deployment = deployments.get(namespace, name);
    if (!deployment) return undefined;
    const sets = replicaSets
      .list(namespace)
      .filter((set) => controllerOf(set)?.uid === deployment.metadata.uid);
    const newSet = findNewReplicaSet(deployment, sets);
    const oldSets = sets.filter((set) => set !== newSet);
    const created = this.#step(deployment, newSet, oldSets);
    const now = clock.now();
    const status = deploymentStatus(deployment, newSet ?? created, oldSets, now, !!created);
    if (!deepEqual(status, deployment.status))
      client.updateStatus('deployments', {
        ...deployment,
        status,
      });
    return nextLook(deployment, status, now);
  }

  #step(
    deployment: Stored<Deployment>,
    newSet: Stored<ReplicaSet> | undefined,
    oldSets: readonly Stored<ReplicaSet>[],
  ): ReplicaSet | undefined {
    const { metadata, spec } = deployment;
    if (metadata.deletionTimestamp) return undefined;
    const sets = newSet ? [newSet, ...oldSets] : oldSets;
    if (spec?.paused || sets.some((set) => wasResized(deployment, set)))
      return this.#resize(deployment, newSet, oldSets);
    if (spec?.strategy?.type === 'Recreate' && this.#oldOnesLeave(deployment, oldSets))
      return undefined;
    if (newSet) return this.#roll(deployment, newSet, oldSets);
    const size = newReplicaSetSize(deployment, undefined, oldSets);
    return this.#create(deployment, size, nextRevision(undefined, oldSets));
  }

  #roll(
    deployment: Stored<Deployment>,
    newSet: Stored<ReplicaSet>,
    oldSets: readonly Stored<ReplicaSet>[],
  ): undefined {
    const revision = nextRevision(newSet, oldSets);
    if (revision !== revisionOf(newSet)) return this.#setRevision(newSet, revision);
    const size = newReplicaSetSize(deployment, newSet, oldSets);
    if (
      this.#scale(deployment, [newSet], {
        [nameOf(newSet)]: size,
      })
    )
      return;
    if (this.#scale(deployment, oldSets, oldReplicaSetSizes(deployment, newSet, oldSets))) return;
    if (isComplete(deployment, countPods(newSet, oldSets)))
      for (const name of setsToDelete(deployment, oldSets)) this.#delete(deployment, name);
  }

  #oldOnesLeave(deployment: Stored<Deployment>, oldSets: readonly Stored<ReplicaSet>[]): boolean {
    const none = Object.fromEntries(oldSets.map((set) => [nameOf(set), 0]));
    if (this.#scale(deployment, oldSets, none)) return true;
    if (countPods(undefined, oldSets).replicas > 0) return true;
    return this.#options.pods
      .list(deployment.metadata.namespace)
      .some((pod) => !hasEnded(pod) && oldSets.some((set) => isOf(pod, set)));
  }

  #resize(
    deployment: Stored<Deployment>,
    newSet: Stored<ReplicaSet> | undefined,
    oldSets: readonly Stored<ReplicaSet>[],
  ): undefined {
    const sizes = resizedSizes(deployment, newSet, oldSets);
    const sets = newSet ? [newSet, ...oldSets] : oldSets;
    for (const set of sets) this.#write(deployment, set, sizes[nameOf(set)] ?? wanted(set));
  }

  /** Given. Stores the new ReplicaSet, with this size and revision. */
  #create(deployment: Stored<Deployment>, size: number, revision: number): ReplicaSet {
    const set = replicaSetFor(deployment, size, revision);
    const created = this.#options.client.create('replicasets', set);
    this.#tell(deployment, nameOf(created), 0, size);
    return created;
  }

  /** Given. Writes the sizes in `sizes` to those `sets` that have another size. Says whether there were any. */
  #scale(deployment: Deployment, sets: readonly Stored<ReplicaSet>[], sizes: Sizes): boolean {
    const others = sets.filter((set) => (sizes[nameOf(set)] ?? wanted(set)) !== wanted(set));
    for (const set of others) this.#write(deployment, set, sizes[nameOf(set)]!);
    return others.length > 0;
  }

  /** Given. Writes a size with the annotations that go with it; nothing, where all is right already or empty and stays so. */
  #write(deployment: Deployment, set: Stored<ReplicaSet>, size: number): void {
    const metadata = annotated(set, sizeAnnotations(deployment));
    const same = size === wanted(set);
    if (same && (size === 0 || deepEqual(metadata, set.metadata))) return;
    const spec = { ...set.spec!, replicas: size };
    this.#options.client.update('replicasets', { ...set, metadata, spec });
    this.#tell(deployment, nameOf(set), wanted(set), size);
  }

  /** Given. Writes another revision onto a ReplicaSet. */
  #setRevision(set: Stored<ReplicaSet>, revision: number): undefined {
    const metadata = annotated(set, { [revisionAnnotation]: String(revision) });
    this.#options.client.update('replicasets', { ...set, metadata });
  }

  /** Given. Deletes a ReplicaSet; one that is gone already is as good. */
  #delete({ metadata }: Stored<Deployment>, name: string): void {
    try {
      this.#options.client.delete('replicasets', metadata.namespace!, name);
    } catch (error) {
      if (!(error instanceof ApiError && error.code === 404)) throw error;
    }
  }

  #tell(deployment: Deployment, name: string, from: number, to: number): void {
    if (from === to) return;
    const message = `Scaled ${from < to ? 'up' : 'down'} replica set ${name} from ${from} to ${to}`;
    this.#options.events.event(deployment, 'Normal', 'ScalingReplicaSet', message);
  }

  #enqueueOwner(set: ReplicaSet): void {
    const owner = controllerOf(set);
    if (owner?.kind !== 'Deployment') return;
    const { namespace } = set.metadata ?? {};
    this.#options.queue.add(keyOf({ metadata: { namespace, name: owner.name } }));
  }

  /** Recreate waits for old Pods to go. */
  #podDeleted(pod: Stored<Pod>): void {
    const owner = controllerOf(pod);
    if (owner?.kind !== 'ReplicaSet') return;
    const set = this.#options.replicaSets.get(pod.metadata.namespace!, owner.name);
    if (set?.metadata.uid === owner.uid) this.#enqueueOwner(set);
  }
}

function annotated({ metadata }: Stored<ReplicaSet>, more: StringMap): Stored['metadata'] {
  return { ...metadata, annotations: { ...metadata.annotations, ...more } };
}

function inPods(value: number | string = '25%', replicas: number): number {
  return typeof value === 'number' ? value : (Number.parseInt(value, 10) * replicas) / 100;
}

function takeAway(
  sets: readonly ReplicaSet[],
  count: number,
  size: (set: ReplicaSet) => number,
  spare: (set: ReplicaSet) => number,
): Sizes {
  const sizes: Sizes = {};
  let left = Math.max(0, count);
  for (const set of sets) {
    const taken = Math.min(left, spare(set));
    sizes[nameOf(set)] = size(set) - taken;
    left -= taken;
  }
  return sizes;
}

function isSaturated(set: ReplicaSet, replicas: number): boolean {
  const counts = [wanted(set), available(set), numberIn(set, desiredAnnotation)];
  return counts.every((each) => each === replicas);
}

function proportionalSizes(deployment: Deployment, active: readonly ReplicaSet[]): Sizes {
  const replicas = wanted(deployment);
  const allowed = replicas === 0 ? 0 : replicas + fencePosts(deployment).maxSurge;
  const change = allowed - sum(active, wanted);
  const byTurn = active.toSorted(
    (a, b) => wanted(b) - wanted(a) || (change > 0 ? byAge(b, a) : byAge(a, b)),
  );
  const sizes: Sizes = {};
  let left = change;
  for (const set of byTurn) {
    const share = left === 0 ? 0 : shareOf(deployment, set);
    const part = change > 0 ? Math.min(share, left) : Math.max(share, left);
    sizes[nameOf(set)] = wanted(set) + part;
    left -= part;
  }
  const largest = nameOf(byTurn[0]!);
  sizes[largest] = Math.max(0, sizes[largest]! + left);
  return sizes;
}

function shareOf(deployment: Deployment, set: ReplicaSet): number {
  const replicas = wanted(deployment);
  if (replicas === 0) return -wanted(set);
  const allowed = replicas + fencePosts(deployment).maxSurge;
  const before = numberIn(set, maxAnnotation) || (deployment.status?.replicas ?? 0);
  return before === 0 ? 0 : Math.round((wanted(set) * allowed) / before) - wanted(set);
}

function withoutHash({ metadata, ...template }: PodTemplateSpec = {}): PodTemplateSpec {
  const { [hashLabel]: _hash, ...labels } = metadata?.labels ?? {};
  return {
    ...template,
    metadata: { ...metadata, labels },
  };
}

function revisionOf(set: ReplicaSet): number {
  return numberIn(set, revisionAnnotation) ?? 0;
}

function isEmpty(set: ReplicaSet): boolean {
  const { observedGeneration = 0, replicas = 0 } = set.status ?? {};
  const seen = observedGeneration >= (set.metadata?.generation ?? 0);
  return seen && replicas === 0 && wanted(set) === 0;
}

function isComplete(deployment: Deployment, counts: PodCounts): boolean {
  const { replicas, updatedReplicas, availableReplicas } = counts;
  const all = [replicas, updatedReplicas, availableReplicas];
  return all.every((each) => each === wanted(deployment));
}

function hasProgressed(before: DeploymentStatus, counts: PodCounts): boolean {
  const { replicas = 0, updatedReplicas = 0, readyReplicas = 0, availableReplicas = 0 } = before;
  return (
    counts.updatedReplicas > updatedReplicas ||
    counts.replicas - counts.updatedReplicas < replicas - updatedReplicas ||
    counts.readyReplicas > readyReplicas ||
    counts.availableReplicas > availableReplicas
  );
}

function deadlineOf({ spec }: Deployment, { lastUpdateTime }: DeploymentCondition): number {
  return parseTime(lastUpdateTime!) + (spec?.progressDeadlineSeconds ?? 600) * 1000;
}

function startOfProgress(
  { spec, status }: Deployment,
  newSet: ReplicaSet | undefined,
  now: number,
  created: boolean,
): DeploymentCondition | undefined {
  const current = conditionOf(status, 'Progressing');
  const reason = current?.reason;
  const turn = (status: string, reason: string) =>
    turned(current, { type: 'Progressing', status, reason }, now);
  if (spec?.paused)
    return reason === 'ProgressDeadlineExceeded' ? current : turn('Unknown', 'DeploymentPaused');
  if (created) return turn('True', 'NewReplicaSetCreated');
  if (!current && newSet) return turn('True', 'FoundNewReplicaSet');
  return reason === 'DeploymentPaused' ? turn('Unknown', 'DeploymentResumed') : current;
}

function progressAfter(
  current: DeploymentCondition | undefined,
  deployment: Deployment,
  counts: PodCounts,
  now: number,
): DeploymentCondition | undefined {
  const finished = current?.reason === 'NewReplicaSetAvailable';
  if (finished && counts.replicas === counts.updatedReplicas) return current;
  const turn = (status: string, reason: string) =>
    turned(current, { type: 'Progressing', status, reason }, now);
  if (isComplete(deployment, counts)) return turn('True', 'NewReplicaSetAvailable');
  if (hasProgressed(deployment.status ?? {}, counts))
    return {
      ...turn('True', 'ReplicaSetUpdated'),
      lastUpdateTime: formatTime(now),
    };
  const late = current && !finished && deadlineOf(deployment, current) < now;
  return late ? turn('False', 'ProgressDeadlineExceeded') : current;
}

function nextLook(deployment: Deployment, status: DeploymentStatus, now: number): SyncResult {
  const progress = conditionOf(status, 'Progressing');
  const over = ['NewReplicaSetAvailable', 'ProgressDeadlineExceeded'];
  if (deployment.spec?.paused || over.some((reason) => reason === progress?.reason))
    return undefined;
  if (!progress) return undefined;
  return {
    requeueAfterMs: deadlineOf(deployment, progress) - now + 1000,
  };
}

function isOf(pod: Pod, set: Stored<ReplicaSet>): boolean {
  return controllerOf(pod)?.uid === set.metadata.uid;
}

function hasEnded({ status }: Pod): boolean {
  return status?.phase === 'Succeeded' || status?.phase === 'Failed';
}

function wasResized(deployment: Deployment, set: Stored<ReplicaSet>): boolean {
  const desired = numberIn(set, desiredAnnotation) ?? wanted(deployment);
  return wanted(set) > 0 && desired !== wanted(deployment);
}
