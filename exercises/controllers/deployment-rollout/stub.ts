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
  NotImplemented,
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
  // TODO step 1, Fence posts (rules 1 to 3).
  throw new NotImplemented('step 1: fencePosts');
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
  // TODO step 2, The new one grows (rules 4 and 5).
  throw new NotImplemented('step 2: newReplicaSetSize');
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
  // TODO step 3, The old ones shrink (rules 6 to 8).
  throw new NotImplemented('step 3: oldReplicaSetSizes');
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
  // TODO step 4, Resizing (rules 9 to 13).
  throw new NotImplemented('step 4: resizedSizes');
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
  // TODO step 5, Which is the new one (rule 14).
  throw new NotImplemented('step 5: findNewReplicaSet');
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
  // TODO step 5, Which is the new one (rule 15).
  throw new NotImplemented('step 5: nextRevision');
}

/**
 * The names of old ReplicaSets that nobody will go back to. In any order.
 *
 * Settled by: kubernetes v1.32, pkg/controller/deployment/sync.go, cleanupDeployment.
 */
export function setsToDelete(deployment: Deployment, oldSets: readonly ReplicaSet[]): string[] {
  // TODO step 6, History (rules 16 and 17).
  throw new NotImplemented('step 6: setsToDelete');
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
  // TODO step 7, Status (rules 18 to 22).
  throw new NotImplemented('step 7: deploymentStatus');
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
    // TODO step 8, Rolling (rules 23 to 27).
    // TODO step 9, Recreate (rule 28).
    // TODO step 10, Out of turn (rules 29 and 30).
    throw new NotImplemented('step 8: sync');
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
