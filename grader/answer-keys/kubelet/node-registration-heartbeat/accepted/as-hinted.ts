// Put together from the last rung of each ladder of hints.
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

export function allocatableOf(capacity: Resources, reservations: Reservations): Resources {
  const { kubeReserved = {}, systemReserved = {}, evictionHard = {} } = reservations;
  const left: Record<string, Quantity> = {};
  for (const [name, amount] of Object.entries(capacity)) {
    const kept = [kubeReserved[name], systemReserved[name]];
    if (name === 'ephemeral-storage') kept.push(evictionHard['nodefs.available']);
    if (name === 'memory') {
      kept.push(evictionHard['memory.available']);
      for (const other of Object.keys(capacity))
        if (other.startsWith('hugepages-')) kept.push(capacity[other]);
    }
    let rest = addQuantities(amount, '0');
    for (const each of kept) rest = subtractQuantities(rest, each ?? '0');
    left[name] = compareQuantities(rest, '0') < 0 ? '0' : formatQuantity(rest);
  }
  return left;
}

export function reconciled<T extends Node>(existing: T, own: Node): T | undefined {
  const labels = { ...existing.metadata?.labels };
  for (const name of ownLabels) {
    const value = own.metadata?.labels?.[name];
    if (value) labels[name] = value;
    else if (value === '') delete labels[name];
  }
  const annotations = { ...existing.metadata?.annotations };
  const attach = own.metadata?.annotations?.[attachAnnotation];
  if (attach) annotations[attachAnnotation] = attach;
  else delete annotations[attachAnnotation];
  const isRight =
    deepEqual({ labels }, { labels: existing.metadata?.labels }) &&
    deepEqual({ annotations }, { annotations: existing.metadata?.annotations });
  if (isRight) return undefined;
  return { ...existing, metadata: { ...existing.metadata, labels, annotations } };
}

export function withCondition(
  conditions: readonly NodeCondition[],
  fresh: FreshCondition,
  now: number,
): NodeCondition[] {
  const time = formatTime(now);
  const at = conditions.findIndex(({ type }) => type === fresh.type);
  const old = conditions[at];
  const since = old?.status === fresh.status ? old.lastTransitionTime : time;
  const told: NodeCondition = {
    ...fresh,
    lastHeartbeatTime: time,
    ...(since !== undefined && { lastTransitionTime: since }),
  };
  return old ? conditions.with(at, told) : [...conditions, told];
}

export function pressuresSeen(available: Signals, evictionHard: Signals): PressureType[] {
  const seen = new Set<PressureType>();
  for (const [signal, threshold] of Object.entries(evictionHard)) {
    const left = available[signal as Signal];
    if (left === undefined || compareQuantities(left, threshold) >= 0) continue;
    if (signal === 'memory.available') seen.add('MemoryPressure');
    else if (signal === 'pid.available') seen.add('PIDPressure');
    else seen.add('DiskPressure');
  }
  return [...seen];
}

export function observePressures(
  memory: PressureMemory,
  seen: readonly PressureType[],
  now: number,
): { readonly memory: PressureMemory; readonly pressures: readonly PressureType[] } {
  const lastSeen: Partial<Record<PressureType, number>> = { ...memory };
  for (const type of seen) lastSeen[type] = now;
  const pressures = (Object.keys(lastSeen) as PressureType[]).filter(
    (type) => now - lastSeen[type]! < pressureTransitionMs,
  );
  return { memory: lastSeen, pressures };
}

export function statusHasChanged(before: NodeStatus | undefined, after: NodeStatus): boolean {
  if (before === undefined) return true;
  const plain = ({ conditions = [], ...rest }: NodeStatus) => ({
    ...rest,
    conditions: conditions
      .map(({ lastHeartbeatTime, ...each }) => each)
      .toSorted((a, b) => (a.type < b.type ? -1 : 1)),
  });
  return !deepEqual(plain(before), plain(after));
}

export class NodeHeartbeat {
  readonly #parts: NodeHeartbeatParts;
  readonly #name: string;
  #registered: boolean;

  constructor(parts: NodeHeartbeatParts) {
    this.#parts = parts;
    this.#name = parts.node.metadata?.name ?? '';
    this.#registered = !parts.registerNode;
  }

  register(): boolean {
    if (this.#registered) return true;
    try {
      this.#createOrReconcile();
      this.#registered = true;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
    return this.#registered;
  }

  #createOrReconcile(): void {
    const { client, node } = this.#parts;
    try {
      client.create('nodes', node);
    } catch (error) {
      if (!(error instanceof ApiError) || error.reason !== 'AlreadyExists') throw error;
      const right = reconciled(client.get('nodes', '', this.#name), node);
      if (right) client.update('nodes', right);
    }
  }

  #memory: PressureMemory = {};
  #lastWrite: number | undefined;

  syncStatus(): boolean {
    if (!this.register()) return false;
    const { clock, machine, reservations } = this.#parts;
    const found = machine();
    const now = clock.now();
    const seen = pressuresSeen(found.available, reservations.evictionHard ?? {});
    const { memory, pressures } = observePressures(this.#memory, seen, now);
    this.#memory = memory;
    for (let i = 0; i < mostTries; i++) {
      try {
        this.#report(found, pressures, now);
        return true;
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
      }
    }
    return false;
  }

  #report(found: Machine, pressures: readonly PressureType[], now: number): void {
    const { client, reservations } = this.#parts;
    const node = client.get('nodes', '', this.#name);
    const capacity = { ...node.status?.capacity, ...found.capacity };
    let conditions = node.status?.conditions ?? [];
    for (const type of ['MemoryPressure', 'DiskPressure', 'PIDPressure'] as const)
      conditions = withCondition(
        conditions,
        pressureCondition(type, pressures.includes(type)),
        now,
      );
    const status: NodeStatus = {
      ...node.status,
      capacity,
      allocatable: allocatableOf(capacity, reservations),
      addresses: [...found.addresses],
      conditions: withCondition(conditions, readyCondition(found.errors), now),
    };
    const due = this.#lastWrite === undefined || now - this.#lastWrite >= statusReportMs;
    if (!due && !statusHasChanged(node.status, status)) return;
    client.updateStatus('nodes', { ...node, status });
    this.#lastWrite = now;
  }

  #lease: Stored<Lease> | undefined;

  renewLease(): boolean {
    const { client, clock } = this.#parts;
    for (let i = 0; i < mostTries; i++) {
      try {
        if (!this.#lease && this.#findLease()) return true;
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        return false;
      }
      const lease = this.#lease!;
      const spec = { ...lease.spec, renewTime: formatMicroTime(clock.now()) };
      try {
        this.#lease = client.update('leases', { ...lease, spec });
        return true;
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        if (['Conflict', 'NotFound'].includes(error.reason)) this.#lease = undefined;
      }
    }
    return false;
  }

  /** Reads the Lease, or creates it; true when it was created. */
  #findLease(): boolean {
    const { client, clock } = this.#parts;
    const name = this.#name;
    const namespace = 'kube-node-lease';
    try {
      this.#lease = client.get('leases', namespace, name);
      return false;
    } catch (error) {
      if (!(error instanceof ApiError) || error.reason !== 'NotFound') throw error;
    }
    const { uid } = client.get('nodes', '', name).metadata;
    this.#lease = client.create('leases', {
      metadata: {
        ...{ namespace, name },
        ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name, uid }],
      },
      spec: {
        ...{ holderIdentity: name, leaseDurationSeconds },
        renewTime: formatMicroTime(clock.now()),
      },
    });
    return true;
  }
}
