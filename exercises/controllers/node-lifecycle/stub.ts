import {
  ApiError,
  type Client,
  type Clock,
  type Controller,
  deepEqual,
  formatTime,
  type Informer,
  keyOf,
  type Lease,
  type Node,
  type NodeCondition,
  NotImplemented,
  type Pod,
  parseTime,
  type Stored,
  type SyncResult,
  splitKey,
  type Taint,
  type Toleration,
  type WorkQueue,
} from 'course/kit';

/** A node that has told of itself is silent after this time, in milliseconds. */
const gracePeriodMs = 50_000;
/** A node that has never told how it is gets more time. */
const startupGracePeriodMs = 60_000;

/** By condition and status: the key of the NoSchedule taint that it asks for. */
const conditionTaints: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Ready: { False: 'node.kubernetes.io/not-ready', Unknown: 'node.kubernetes.io/unreachable' },
  MemoryPressure: { True: 'node.kubernetes.io/memory-pressure' },
  DiskPressure: { True: 'node.kubernetes.io/disk-pressure' },
  PIDPressure: { True: 'node.kubernetes.io/pid-pressure' },
  NetworkUnavailable: { True: 'node.kubernetes.io/network-unavailable' },
};
const unschedulableKey = 'node.kubernetes.io/unschedulable';

/** The conditions that only the kubelet can know. NetworkUnavailable is written by others. */
const kubeletConditions = ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure'];

/** What a condition says that was told once, and what one says that never was. */
const stopped = {
  status: 'Unknown',
  reason: 'NodeStatusUnknown',
  message: 'Kubelet stopped posting node status.',
};
const never = {
  status: 'Unknown',
  reason: 'NodeStatusNeverUpdated',
  message: 'Kubelet never posted node status.',
};

/** What of a node was seen last, and when it last gave a sign of life. */
export interface Sighting {
  /** By the observer's clock, in milliseconds. */
  readonly at: number;
  /** Its condition Ready. */
  readonly ready?: NodeCondition | undefined;
  /** The latest `renewTime` that its Leases had, by the node's clock. */
  readonly renewTime?: string | undefined;
}

/** How bad it is in a zone. */
export type ZoneState = 'Normal' | 'PartialDisruption' | 'FullDisruption';

/** Says whether a toleration tolerates a taint: what you wrote in `scheduler/taints-tolerations`. */
export type TolerationMatcher = (toleration: Toleration, taint: Taint) => boolean;

/** Given: the node's condition of this type. */
function conditionOf(node: Node, type: string): NodeCondition | undefined {
  return node.status?.conditions?.find((condition) => condition.type === type);
}

/** Given: the conditions that a silent node should have, all of them (rules 7 to 9). */
function silentConditions(node: Node, now: number): NodeCondition[] {
  const lastTransitionTime = formatTime(now);
  const there = (node.status?.conditions ?? []).map((condition) =>
    kubeletConditions.includes(condition.type) && condition.status !== 'Unknown'
      ? { ...condition, ...stopped, lastTransitionTime }
      : condition,
  );
  const lastHeartbeatTime = node.metadata!.creationTimestamp!;
  const missing = kubeletConditions.filter((type) => !conditionOf(node, type));
  return [
    ...there,
    ...missing.map((type) => ({ type, ...never, lastHeartbeatTime, lastTransitionTime })),
  ];
}

/** Given: the Pod with its Ready made False (rule 23), undefined when there is nothing to change. */
function markedNotReady(pod: Stored<Pod>, now: number): Stored<Pod> | undefined {
  const before = pod.status?.conditions ?? [];
  const conditions = before.map((each) =>
    each.type === 'Ready' && each.status === 'True'
      ? { ...each, status: 'False', lastTransitionTime: formatTime(now) }
      : each,
  );
  if (deepEqual(conditions, before)) return undefined;
  return { ...pod, status: { ...pod.status, conditions } };
}

/** Given: the node's taints without the two NoExecute taints of rule 25. */
function withoutReadyTaints({ spec }: Node): Taint[] {
  const keys = Object.values(conditionTaints.Ready!);
  return (spec?.taints ?? []).filter(
    ({ key, effect }) => effect !== 'NoExecute' || !keys.includes(key),
  );
}

/** Given: the node's taints with the one of the two that its Ready, False or Unknown, asks for, and not the other one. */
function withReadyTaint(node: Node, now: number): Taint[] {
  const key = conditionTaints.Ready![conditionOf(node, 'Ready')!.status]!;
  const there = node.spec?.taints?.find(
    (taint) => taint.key === key && taint.effect === 'NoExecute',
  );
  const taint = there ?? { key, effect: 'NoExecute', timeAdded: formatTime(now) };
  return [...withoutReadyTaints(node), taint];
}

/** Given: writes, and swallows the refusal of the apiserver: undefined then. Any other error is a bug and comes through. */
function unlessRefused<T>(write: () => T): T | undefined {
  try {
    return write();
  } catch (error) {
    if (error instanceof ApiError) return undefined;
    throw error;
  }
}

/** Given: the key of a node's zone, '' without labels. */
function zoneOf({ metadata }: Node): string {
  const region = metadata?.labels?.['topology.kubernetes.io/region'] ?? '';
  const zone = metadata?.labels?.['topology.kubernetes.io/zone'] ?? '';
  return region || zone ? `${region}/${zone}` : '';
}

/**
 * What is known of a node after this look at it and its Lease.
 *
 * Settled by: kubernetes v1.32, pkg/controller/nodelifecycle/node_lifecycle_controller.go, tryUpdateNodeHealth.
 */
export function observe(
  seen: Sighting | undefined,
  node: Node,
  lease: Lease | undefined,
  now: number,
): Sighting {
  // TODO step 1, Heartbeats (rules 1 to 5).
  throw new NotImplemented('step 1: observe');
}

/** Has the node been silent for too long? */
export function isSilent(node: Node, sighting: Sighting, now: number): boolean {
  // TODO step 2, Silence (rule 6).
  throw new NotImplemented('step 2: isSilent');
}

/**
 * The taints that the node should have by its conditions, and all others that it has.
 *
 * Settled by: node_lifecycle_controller.go, doNoScheduleTaintingPass.
 */
export function withConditionTaints(node: Node): Taint[] {
  // TODO step 3, Conditions and taints (rules 10 and 11).
  throw new NotImplemented('step 3: withConditionTaints');
}

/**
 * How bad it is in a zone, by the status of Ready of each of its nodes, undefined for a node without that condition.
 *
 * Settled by: node_lifecycle_controller.go, ComputeZoneState.
 */
export function zoneState(statuses: readonly (string | undefined)[]): ZoneState {
  // TODO step 4, Zones (rule 12).
  throw new NotImplemented('step 4: zoneState');
}

/**
 * How many nodes a second may get a NoExecute taint, by zone.
 *
 * Settled by: node_lifecycle_controller.go, handleDisruption, setLimiterInZone, ReducedQPSFunc.
 */
export function evictionRates(nodes: readonly Node[]): Record<string, number> {
  // TODO step 4, Zones (rules 13 and 14).
  throw new NotImplemented('step 4: evictionRates');
}

/**
 * Names of nodes that wait for their NoExecute taint. It lets one pass every 1/rate seconds.
 *
 * Settled by: pkg/controller/nodelifecycle/scheduler/rate_limited_queue.go, with a token bucket of burst 1.
 */
export class TaintQueue {
  // TODO step 5: Who waits, in which order? At which rate? When is the next turn?

  add(name: string): void {
    // TODO step 5, Rate (rule 15).
    throw new NotImplemented('step 5: add');
  }

  remove(name: string): void {
    // TODO step 5, Rate (rule 15).
    throw new NotImplemented('step 5: remove');
  }

  /** 0 or more a second. */
  setRate(perSecond: number, now: number): void {
    // TODO step 5, Rate (rule 17).
    throw new NotImplemented('step 5: setRate');
  }

  /** The next name, undefined when there is none or it is too early. */
  next(now: number): string | undefined {
    // TODO step 5, Rate (rule 16).
    throw new NotImplemented('step 5: next');
  }
}

/**
 * A Pod's tolerations with those that the apiserver adds when it is created.
 *
 * Settled by: plugin/pkg/admission/defaulttolerationseconds/admission.go.
 */
export function defaultTolerations(tolerations: readonly Toleration[] | undefined): Toleration[] {
  // TODO step 6, Tolerations (rule 18).
  throw new NotImplemented('step 6: defaultTolerations');
}

/**
 * How many milliseconds a Pod with these tolerations may stay on a node with these taints, undefined for ever.
 *
 * Settled by: pkg/controller/tainteviction/taint_eviction.go, processPodOnNode and getMinTolerationTime.
 */
export function evictionDelayMs(
  tolerations: readonly Toleration[] | undefined,
  taints: readonly Taint[] | undefined,
  tolerates: TolerationMatcher,
): number | undefined {
  // TODO step 6, Tolerations (rules 19 and 20).
  throw new NotImplemented('step 6: evictionDelayMs');
}

export interface NodeLifecycleParts {
  readonly client: Client;
  readonly nodes: Informer<Node>;
  readonly leases: Informer<Lease>;
  readonly pods: Informer<Pod>;
  /** Names of nodes. Whoever runs the controller takes them out. */
  readonly queue: WorkQueue;
  readonly clock: Clock;
}

/** Watches over nodes: what they last said, what their taints should be. */
export class NodeLifecycleController implements Controller {
  readonly #parts: NodeLifecycleParts;

  constructor(parts: NodeLifecycleParts) {
    this.#parts = parts;
    // TODO step 7, Monitor (rule 21): the event handlers.
  }

  /** Brings the NoSchedule taints of a node in line with its conditions. */
  sync(name: string): SyncResult {
    // TODO step 7, Monitor (rule 21).
    throw new NotImplemented('step 7: sync');
  }

  /** Looks at all nodes: who is silent, who gets or loses a NoExecute taint. */
  monitor(): void {
    // TODO step 8, Monitor (rules 22 to 28).
    throw new NotImplemented('step 8: monitor');
  }

  /** Given: writes these taints, if they are not the ones the node has. Throws ApiError. */
  #setTaints(node: Stored<Node>, taints: Taint[]): void {
    if (deepEqual(taints, node.spec?.taints)) return;
    this.#parts.client.update('nodes', { ...node, spec: { ...node.spec, taints } });
  }

  /** Given: writes these conditions, if they are not the ones the node has, and gives the node as it is then. Throws ApiError. */
  #setConditions(node: Stored<Node>, conditions: NodeCondition[]): Stored<Node> {
    if (deepEqual(conditions, node.status?.conditions)) return node;
    const status = { ...node.status, conditions };
    return this.#parts.client.updateStatus('nodes', { ...node, status });
  }
}

export interface TaintEvictionParts {
  readonly client: Client;
  readonly nodes: Informer<Node>;
  readonly pods: Informer<Pod>;
  /** Keys of Pods. Whoever runs the controller takes them out. */
  readonly queue: WorkQueue;
  readonly clock: Clock;
  readonly tolerates: TolerationMatcher;
}

/** Deletes Pods from nodes whose NoExecute taints they do not tolerate, or no longer. */
export class TaintEvictionController implements Controller {
  readonly #parts: TaintEvictionParts;

  constructor(parts: TaintEvictionParts) {
    this.#parts = parts;
    // TODO step 9, Eviction (rule 29): the event handlers.
  }

  // TODO step 9: Which Pod has to go when?

  /** Plans, carries out or drops the eviction of a Pod. */
  sync(key: string): SyncResult {
    // TODO step 9, Eviction (rules 30 to 32).
    throw new NotImplemented('step 9: sync');
  }
}
