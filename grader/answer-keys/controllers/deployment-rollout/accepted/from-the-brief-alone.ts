// By somebody who knew only lesson, brief, stub and kit. Two loops shrink the old ones, the history goes from the newest down, and other conditions stay.
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
  if (isRecreate(deployment)) return { maxSurge: 0, maxUnavailable: 0 };
  const replicas = wanted(deployment);
  const { maxSurge = '25%', maxUnavailable = '25%' } =
    deployment.spec?.strategy?.rollingUpdate ?? {};
  const surge = inPods(maxSurge, replicas, Math.ceil);
  const unavailable = inPods(maxUnavailable, replicas, Math.floor);
  const atLeast = surge === 0 && unavailable === 0 ? 1 : unavailable;
  return { maxSurge: surge, maxUnavailable: Math.min(atLeast, replicas) };
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
  if (isRecreate(deployment)) return replicas;
  const size = newSet ? wanted(newSet) : 0;
  if (size > replicas) return replicas;
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
  const sizes: Sizes = {};
  let budget = sum(all, wanted) - minAvailable - (wanted(newSet) - available(newSet));
  if (budget <= 0) return sizes;
  const oldestFirst = oldSets.toSorted(byAge);
  for (const set of oldestFirst) {
    const unavailable = Math.max(0, wanted(set) - available(set));
    const gone = Math.min(unavailable, budget);
    budget -= gone;
    sizes[nameOf(set)] = wanted(set) - gone;
  }
  let spare = Math.max(0, sum(all, available) - minAvailable);
  for (const set of oldestFirst) {
    const rest = sizes[nameOf(set)]!;
    const gone = Math.min(rest, spare);
    spare -= gone;
    sizes[nameOf(set)] = rest - gone;
  }
  return sizes;
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
  const active = activeOf(newSet ? [newSet, ...oldSets] : oldSets);
  if (active.length <= 1) {
    const only = active[0] ?? newSet ?? oldSets.toSorted(byAge).at(-1);
    return only ? { [nameOf(only)]: replicas } : {};
  }
  if (newSet && isSaturated(deployment, newSet))
    return Object.fromEntries(activeOf(oldSets).map((set) => [nameOf(set), 0]));
  return isRecreate(deployment) ? {} : shared(deployment, active);
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
  return Math.max(1 + Math.max(0, ...oldSets.map(revisionOf)), newSet ? revisionOf(newSet) : 0);
}

/**
 * The names of old ReplicaSets that nobody will go back to. In any order.
 *
 * Settled by: kubernetes v1.32, pkg/controller/deployment/sync.go, cleanupDeployment.
 */
export function setsToDelete(deployment: Deployment, oldSets: readonly ReplicaSet[]): string[] {
  const limit = deployment.spec?.revisionHistoryLimit ?? 10;
  return oldSets
    .filter(({ metadata }) => !metadata?.deletionTimestamp)
    .toSorted((a, b) => revisionOf(b) - revisionOf(a) || byAge(b, a))
    .slice(limit)
    .filter(isUnused)
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
  const progressing = progressingNow(deployment, counts, newSet, now, created);
  return {
    ...deployment.status,
    ...counts,
    observedGeneration: deployment.metadata?.generation ?? 0,
    conditions: [
      availableNow(deployment, counts, now),
      ...(progressing ? [progressing] : []),
      ...(deployment.status?.conditions ?? []).filter(
        ({ type }) => type !== 'Available' && type !== 'Progressing',
      ),
    ],
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
    const { namespace, name } = splitKey(key);
    const deployment = this.#options.deployments.get(namespace, name);
    if (!deployment) return undefined;
    const sets = this.#options.replicaSets
      .list(namespace)
      .filter((set) => controllerOf(set)?.uid === deployment.metadata.uid);
    const newSet = findNewReplicaSet(deployment, sets);
    const oldSets = sets.filter((set) => set !== newSet);
    const made = this.#step(deployment, newSet, oldSets);
    const now = this.#options.clock.now();
    const status = deploymentStatus(deployment, newSet ?? made, oldSets, now, made !== undefined);
    if (!deepEqual(status, deployment.status))
      this.#options.client.updateStatus('deployments', { ...deployment, status });
    return requeue(deployment, status, now);
  }

  /** Takes the one step that is due, if any. Gives the new ReplicaSet if the step was to create it. */
  #step(
    deployment: Stored<Deployment>,
    newSet: Stored<ReplicaSet> | undefined,
    oldSets: readonly Stored<ReplicaSet>[],
  ): ReplicaSet | undefined {
    if (deployment.metadata.deletionTimestamp) return undefined;
    const all = newSet ? [newSet, ...oldSets] : oldSets;
    if (deployment.spec?.paused || wasResized(deployment, all)) {
      const sizes = { ...sizesOf(activeOf(all)), ...resizedSizes(deployment, newSet, oldSets) };
      this.#scale(deployment, all, sizes);
      return undefined;
    }
    if (isRecreate(deployment) && this.#stopOld(deployment, oldSets)) return undefined;
    return this.#roll(deployment, newSet, oldSets);
  }

  /** Recreate: true as long as there is something of the old ones to stop or to wait for. */
  #stopOld(deployment: Stored<Deployment>, oldSets: readonly Stored<ReplicaSet>[]): boolean {
    const zeros = Object.fromEntries(activeOf(oldSets).map((set) => [nameOf(set), 0]));
    if (this.#scale(deployment, oldSets, zeros)) return true;
    if (oldSets.some(({ status }) => (status?.replicas ?? 0) > 0)) return true;
    const uids = new Set(oldSets.map(({ metadata }) => metadata.uid));
    return this.#options.pods
      .list(deployment.metadata.namespace)
      .some((pod) => uids.has(controllerOf(pod)?.uid ?? '') && !isOver(pod));
  }

  #roll(
    deployment: Stored<Deployment>,
    newSet: Stored<ReplicaSet> | undefined,
    oldSets: readonly Stored<ReplicaSet>[],
  ): ReplicaSet | undefined {
    const size = newReplicaSetSize(deployment, newSet, oldSets);
    const revision = nextRevision(newSet, oldSets);
    if (!newSet) return this.#create(deployment, size, revision);
    if (revisionOf(newSet) !== revision) return this.#setRevision(newSet, revision);
    if (size !== wanted(newSet)) {
      this.#scale(deployment, [newSet], { [nameOf(newSet)]: size });
      return undefined;
    }
    const sizes = oldReplicaSetSizes(deployment, newSet, oldSets);
    const smaller = oldSets.filter((set) => (sizes[nameOf(set)] ?? wanted(set)) !== wanted(set));
    if (this.#scale(deployment, smaller, sizes)) return undefined;
    if (isComplete(deployment, countPods(newSet, oldSets)))
      for (const name of setsToDelete(deployment, oldSets)) this.#delete(deployment, name);
    return undefined;
  }

  /** Given. Stores the new ReplicaSet, with this size and revision. */
  #create(deployment: Stored<Deployment>, size: number, revision: number): ReplicaSet {
    const set = replicaSetFor(deployment, size, revision);
    const created = this.#options.client.create('replicasets', set);
    this.#tell(deployment, nameOf(created), 0, size);
    return created;
  }

  /**
   * Given. Writes the sizes of those `sets` that `sizes` names, with the annotations that go with a size. What is right
   * already is not written. Says whether it wrote anything.
   */
  #scale(deployment: Deployment, sets: readonly Stored<ReplicaSet>[], sizes: Sizes): boolean {
    let wrote = false;
    for (const set of sets) {
      const size = sizes[nameOf(set)] ?? wanted(set);
      const metadata = annotated(set, sizeAnnotations(deployment));
      const same = size === wanted(set) && (size === 0 || deepEqual(metadata, set.metadata));
      if (same || !(nameOf(set) in sizes)) continue;
      const spec = { ...set.spec!, replicas: size };
      this.#options.client.update('replicasets', { ...set, metadata, spec });
      this.#tell(deployment, nameOf(set), wanted(set), size);
      wrote = true;
    }
    return wrote;
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

function isRecreate({ spec }: Deployment): boolean {
  return spec?.strategy?.type === 'Recreate';
}

/** A number of Pods, or a percentage of `replicas`, in Pods. */
function inPods(value: number | string, replicas: number, round: (x: number) => number): number {
  if (typeof value === 'number') return value;
  return round((Number.parseInt(value, 10) * replicas) / 100);
}

function activeOf<T extends ReplicaSet>(sets: readonly T[]): T[] {
  return sets.filter((set) => wanted(set) > 0);
}

function sizesOf(sets: readonly ReplicaSet[]): Sizes {
  return Object.fromEntries(sets.map((set) => [nameOf(set), wanted(set)]));
}

/** The whole number in an annotation; undefined when there is none. */
function numberIn({ metadata }: ReplicaSet, annotation: string): number | undefined {
  const text = metadata?.annotations?.[annotation];
  return text !== undefined && /^-?\d+$/.test(text) ? Number(text) : undefined;
}

function revisionOf(set: ReplicaSet): number {
  return numberIn(set, revisionAnnotation) ?? 0;
}

/** The rollout to this ReplicaSet is over. */
function isSaturated(deployment: Deployment, set: ReplicaSet): boolean {
  const replicas = wanted(deployment);
  return (
    wanted(set) === replicas &&
    available(set) === replicas &&
    numberIn(set, desiredAnnotation) === replicas
  );
}

/** Somebody scaled the Deployment since the sizes were written. */
function wasResized(deployment: Deployment, sets: readonly ReplicaSet[]): boolean {
  return activeOf(sets).some((set) => {
    const desired = numberIn(set, desiredAnnotation);
    return desired !== undefined && desired !== wanted(deployment);
  });
}

/** The sizes when all active ReplicaSets take their shares of a change (rules 12 and 13). */
function shared(deployment: Deployment, active: readonly ReplicaSet[]): Sizes {
  const replicas = wanted(deployment);
  const allowed = replicas === 0 ? 0 : replicas + fencePosts(deployment).maxSurge;
  const change = allowed - sum(active, wanted);
  const inTurn = active.toSorted(
    (a, b) => wanted(b) - wanted(a) || (change > 0 ? byAge(b, a) : byAge(a, b)),
  );
  const sizes = sizesOf(inTurn);
  let left = change;
  for (const set of inTurn) {
    if (left === 0) break;
    const share = shareOf(deployment, set, allowed);
    const taken = change > 0 ? Math.min(share, left) : Math.max(share, left);
    sizes[nameOf(set)] = wanted(set) + taken;
    left -= taken;
  }
  const first = nameOf(inTurn[0]!);
  sizes[first] = Math.max(0, sizes[first]! + left);
  return sizes;
}

function shareOf(deployment: Deployment, set: ReplicaSet, allowed: number): number {
  const size = wanted(set);
  if (wanted(deployment) === 0) return -size;
  const before = numberIn(set, maxAnnotation) || (deployment.status?.replicas ?? 0);
  return before === 0 ? 0 : Math.round((size * allowed) / before) - size;
}

/** A template without the label that only ReplicaSets have. */
function withoutHash(template: PodTemplateSpec = {}): PodTemplateSpec {
  const { [hashLabel]: _, ...labels } = template.metadata?.labels ?? {};
  return { ...template, metadata: { ...template.metadata, labels } };
}

/** Has no Pods, and will not have any. */
function isUnused(set: ReplicaSet): boolean {
  const { replicas = 0, observedGeneration = 0 } = set.status ?? {};
  return (
    wanted(set) === 0 && replicas === 0 && observedGeneration >= (set.metadata?.generation ?? 0)
  );
}

function isOver({ status }: Pod): boolean {
  return status?.phase === 'Succeeded' || status?.phase === 'Failed';
}

function isComplete(deployment: Deployment, counts: PodCounts): boolean {
  const replicas = wanted(deployment);
  const { replicas: all, updatedReplicas, availableReplicas } = counts;
  return all === replicas && updatedReplicas === replicas && availableReplicas === replicas;
}

function isProgress(before: DeploymentStatus = {}, after: PodCounts): boolean {
  const { replicas = 0, updatedReplicas = 0, readyReplicas = 0, availableReplicas = 0 } = before;
  return (
    after.updatedReplicas > updatedReplicas ||
    after.readyReplicas > readyReplicas ||
    after.availableReplicas > availableReplicas ||
    after.replicas - after.updatedReplicas < replicas - updatedReplicas
  );
}

function availableNow(deployment: Deployment, counts: PodCounts, now: number): DeploymentCondition {
  const enough = wanted(deployment) - fencePosts(deployment).maxUnavailable;
  const is = counts.availableReplicas >= enough;
  const next = {
    type: 'Available',
    status: is ? 'True' : 'False',
    reason: is ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable',
  } as const;
  return turned(conditionOf(deployment.status, 'Available'), next, now);
}

function progressingNow(
  deployment: Deployment,
  counts: PodCounts,
  newSet: ReplicaSet | undefined,
  now: number,
  created: boolean,
): DeploymentCondition | undefined {
  const present = conditionOf(deployment.status, 'Progressing');
  const turn = (from: DeploymentCondition | undefined, status: string, reason: string) =>
    turned(from, { type: 'Progressing', status, reason }, now);

  if (deployment.spec?.paused)
    return present?.reason === 'ProgressDeadlineExceeded'
      ? present
      : turn(present, 'Unknown', 'DeploymentPaused');

  let current = present;
  if (created) current = turn(present, 'True', 'NewReplicaSetCreated');
  else if (!present && newSet) current = turn(present, 'True', 'FoundNewReplicaSet');
  else if (present?.reason === 'DeploymentPaused')
    current = turn(present, 'Unknown', 'DeploymentResumed');

  const over = current?.reason === 'NewReplicaSetAvailable';
  if (over && counts.replicas === counts.updatedReplicas) return current;
  if (isComplete(deployment, counts)) return turn(current, 'True', 'NewReplicaSetAvailable');
  if (isProgress(deployment.status, counts))
    return { ...turn(current, 'True', 'ReplicaSetUpdated'), lastUpdateTime: formatTime(now) };
  if (current && !over && now > deadlineOf(deployment, current))
    return turn(current, 'False', 'ProgressDeadlineExceeded');
  return current;
}

/** Until when there must be progress. */
function deadlineOf({ spec }: Deployment, { lastUpdateTime }: DeploymentCondition): number {
  return parseTime(lastUpdateTime!) + (spec?.progressDeadlineSeconds ?? 600) * 1000;
}

function requeue(deployment: Deployment, status: DeploymentStatus, now: number): SyncResult {
  const condition = conditionOf(status, 'Progressing');
  if (deployment.spec?.paused || !condition) return undefined;
  const { reason } = condition;
  if (reason === 'NewReplicaSetAvailable' || reason === 'ProgressDeadlineExceeded')
    return undefined;
  return { requeueAfterMs: deadlineOf(deployment, condition) - now + 1 };
}
