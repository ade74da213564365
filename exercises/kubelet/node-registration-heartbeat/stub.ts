import {
  ApiError,
  addQuantities,
  type Client,
  type Clock,
  compareQuantities,
  deepEqual,
  formatMicroTime,
  formatQuantity,
  formatTime,
  type Lease,
  type Node,
  type NodeAddress,
  type NodeCondition,
  type NodeStatus,
  NotImplemented,
  type Quantity,
  type Stored,
  subtractQuantities,
} from 'course/kit';

/** Amounts by the name of their resource: `{ cpu: '4', memory: '8Gi' }`. */
export type Resources = Readonly<Record<string, Quantity>>;

/** What the kubelet measures to see whether its node runs short of something. */
export type Signal =
  | 'memory.available'
  | 'nodefs.available'
  | 'nodefs.inodesFree'
  | 'imagefs.available'
  | 'imagefs.inodesFree'
  | 'pid.available';

/** Amounts by signal: what is left, or the threshold below which it is too little. */
export type Signals = Readonly<Partial<Record<Signal, Quantity>>>;

/** The conditions that say what a node runs short of. */
export type PressureType = 'MemoryPressure' | 'DiskPressure' | 'PIDPressure';

/** What is not for Pods. A field that is absent keeps nothing back. */
export interface Reservations {
  /** For the kubelet and the container runtime. */
  readonly kubeReserved?: Resources;
  /** For the operating system. */
  readonly systemReserved?: Resources;
  /** Below these thresholds the kubelet evicts Pods at once. */
  readonly evictionHard?: Signals;
}

/** When each pressure was last seen, in milliseconds. */
export type PressureMemory = Readonly<Partial<Record<PressureType, number>>>;

/** A condition without its times. */
export type FreshCondition = Required<
  Pick<NodeCondition, 'type' | 'status' | 'reason' | 'message'>
>;

/** What the kubelet finds when it looks at its machine. */
export interface Machine {
  readonly capacity: Resources;
  readonly addresses: readonly NodeAddress[];
  /** What is left. */
  readonly available: Signals;
  /** Why it cannot run Pods, for example `container runtime is down`. Empty: it can. */
  readonly errors: readonly string[];
}

/** What a NodeHeartbeat is given. */
export interface NodeHeartbeatParts {
  readonly client: Client;
  readonly clock: Clock;
  /** The node as it describes itself, without a status. `metadata.name` is set. */
  readonly node: Node;
  /** The flag --register-node. */
  readonly registerNode: boolean;
  readonly reservations: Reservations;
  /** Looks at the machine. */
  readonly machine: () => Machine;
}

/** The labels that are the kubelet's own, on a Node that others label too. */
export const ownLabels: readonly string[] = [
  'kubernetes.io/hostname',
  'kubernetes.io/os',
  'kubernetes.io/arch',
  'node.kubernetes.io/instance-type',
  'topology.kubernetes.io/region',
  'topology.kubernetes.io/zone',
];

/** Says who attaches volumes: with it a controller does, without it the kubelet. */
export const attachAnnotation = 'volumes.kubernetes.io/controller-managed-attach-detach';

/** A status that says nothing new is written every 5 minutes. */
export const statusReportMs = 300_000;

/** A pressure is told until it has not been seen for 5 minutes. */
export const pressureTransitionMs = 300_000;

/** Whoever has not renewed a Lease for so long may be taken for dead. */
export const leaseDurationSeconds = 40;

/** How often one call tries to write. */
export const mostTries = 5;

/** Given: how a pressure, or that there is none, is told. */
export function pressureCondition(type: PressureType, present: boolean): FreshCondition {
  const [bad, good] = {
    MemoryPressure: ['KubeletHasInsufficientMemory', 'KubeletHasSufficientMemory'],
    DiskPressure: ['KubeletHasDiskPressure', 'KubeletHasNoDiskPressure'],
    PIDPressure: ['KubeletHasInsufficientPID', 'KubeletHasSufficientPID'],
  }[type] as [string, string];
  const message = present ? `the node has ${type}` : `the node has no ${type}`;
  return { type, status: present ? 'True' : 'False', reason: present ? bad : good, message };
}

/** Given: how readiness is told. */
export function readyCondition(errors: readonly string[]): FreshCondition {
  if (errors.length > 0)
    return {
      ...{ type: 'Ready', status: 'False', reason: 'KubeletNotReady' },
      message: errors.join(','),
    };
  return {
    ...{ type: 'Ready', status: 'True', reason: 'KubeletReady' },
    message: 'kubelet is posting ready status',
  };
}

/**
 * What Pods may use: the capacity without what is kept back.
 *
 * Settled by: kubernetes pkg/kubelet/nodestatus/setters.go, MachineInfo; pkg/kubelet/cm, GetNodeAllocatableReservation.
 */
export function allocatableOf(capacity: Resources, reservations: Reservations): Resources {
  // TODO step 1, Allocatable (rules 1 to 4).
  throw new NotImplemented('step 1: allocatableOf');
}

/**
 * The existing Node with what is the kubelet's own set right; undefined when all is right.
 *
 * Settled by: kubernetes pkg/kubelet/kubelet_node_status.go, updateDefaultLabels and reconcileCMADAnnotationWithExistingNode.
 */
export function reconciled<T extends Node>(existing: T, own: Node): T | undefined {
  // TODO step 2, An existing Node (rules 5 to 8).
  throw new NotImplemented('step 2: reconciled');
}

/**
 * The conditions with this one told anew. `now` is in milliseconds.
 *
 * Settled by: kubernetes pkg/kubelet/nodestatus/setters.go, ReadyCondition and MemoryPressureCondition.
 */
export function withCondition(
  conditions: readonly NodeCondition[],
  fresh: FreshCondition,
  now: number,
): NodeCondition[] {
  // TODO step 3, Conditions (rules 9 and 10).
  throw new NotImplemented('step 3: withCondition');
}

/**
 * What the node runs short of at this moment, in any order.
 *
 * Settled by: kubernetes pkg/kubelet/eviction/helpers.go, thresholdsMet and signalToNodeCondition.
 */
export function pressuresSeen(available: Signals, evictionHard: Signals): PressureType[] {
  // TODO step 4, Pressure (rule 11).
  throw new NotImplemented('step 4: pressuresSeen');
}

/**
 * Remembers what is seen, and says which pressures are to be told, in any order.
 *
 * Settled by: kubernetes pkg/kubelet/eviction/helpers.go, nodeConditionsLastObservedAt and nodeConditionsObservedSince.
 */
export function observePressures(
  memory: PressureMemory,
  seen: readonly PressureType[],
  now: number,
): { readonly memory: PressureMemory; readonly pressures: readonly PressureType[] } {
  // TODO step 4, Pressure (rule 12).
  throw new NotImplemented('step 4: observePressures');
}

/**
 * Does the second status say anything that the first does not?
 *
 * Settled by: kubernetes pkg/kubelet/kubelet_node_status.go, nodeStatusHasChanged.
 */
export function statusHasChanged(before: NodeStatus | undefined, after: NodeStatus): boolean {
  // TODO step 5, Has it changed (rule 13).
  throw new NotImplemented('step 5: statusHasChanged');
}

/**
 * Makes a node known to the apiserver and keeps saying that it lives.
 * No method throws an ApiError; each gives whether it has reached what it is for.
 *
 * Settled by: kubernetes pkg/kubelet/kubelet_node_status.go; component-helpers apimachinery/lease/controller.go.
 */
export class NodeHeartbeat {
  constructor(parts: NodeHeartbeatParts) {
    throw new NotImplemented('step 6: NodeHeartbeat');
  }

  /** Sees to it, once, that the Node exists. */
  register(): boolean {
    // TODO step 6, Registering (rules 14 and 15).
    throw new NotImplemented('step 6: register');
  }

  /** Writes the Node's status, if there is something to say. */
  syncStatus(): boolean {
    // TODO step 7, Reporting (rules 16 to 19).
    throw new NotImplemented('step 7: syncStatus');
  }

  /** Writes the present time into the node's Lease. */
  renewLease(): boolean {
    // TODO step 8, The Lease (rules 20 to 23).
    throw new NotImplemented('step 8: renewLease');
  }
}
