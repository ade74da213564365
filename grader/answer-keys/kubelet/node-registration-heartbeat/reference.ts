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

const noAmount: Quantity = '0';

/** What Pods may use: the capacity without what is kept back. */
export function allocatableOf(capacity: Resources, reservations: Reservations): Resources {
  const { kubeReserved, systemReserved, evictionHard } = reservations;
  const kept = [
    ...[kubeReserved, systemReserved, hugePages(capacity)],
    {
      memory: evictionHard?.['memory.available'] ?? noAmount,
      'ephemeral-storage': evictionHard?.['nodefs.available'] ?? noAmount,
    },
  ];
  return Object.fromEntries(
    Object.entries(capacity).map(([name, all]) => [
      name,
      withoutAll(
        all,
        kept.map((amounts: Resources | undefined) => amounts?.[name] ?? noAmount),
      ),
    ]),
  );
}

/** The memory that huge pages take. */
function hugePages(capacity: Resources): Resources {
  const amounts = Object.entries(capacity)
    .filter(([name]) => name.startsWith('hugepages-'))
    .map(([, amount]) => amount);
  return { memory: sum(amounts) };
}

function sum(amounts: readonly Quantity[]): Quantity {
  return amounts.reduce((all, each) => formatQuantity(addQuantities(all, each)), noAmount);
}

function withoutAll(all: Quantity, kept: readonly Quantity[]): Quantity {
  const left = subtractQuantities(all, sum(kept));
  return compareQuantities(left, noAmount) < 0 ? noAmount : formatQuantity(left);
}

/** The existing Node with what is the kubelet's own set right; undefined when all is right. */
export function reconciled<T extends Node>(existing: T, own: Node): T | undefined {
  const labels = { ...existing.metadata?.labels };
  for (const name of ownLabels) put(labels, name, own.metadata?.labels?.[name]);
  const annotations = { ...existing.metadata?.annotations };
  put(annotations, attachAnnotation, own.metadata?.annotations?.[attachAnnotation] ?? '');
  const { labels: oldLabels, annotations: oldAnnotations } = existing.metadata ?? {};
  if (deepEqual({ labels, annotations }, { labels: oldLabels, annotations: oldAnnotations }))
    return undefined;
  return { ...existing, metadata: { ...existing.metadata, labels, annotations } };
}

/** Undefined leaves what is there, the empty text removes it. */
function put(texts: Record<string, string>, name: string, value: string | undefined): void {
  if (value === '') delete texts[name];
  else if (value !== undefined) texts[name] = value;
}

/** The conditions with this one told anew. */
export function withCondition(
  conditions: readonly NodeCondition[],
  fresh: FreshCondition,
  now: number,
): NodeCondition[] {
  const time = formatTime(now);
  const old = conditions.find(({ type }) => type === fresh.type);
  const told: NodeCondition = { ...fresh, lastHeartbeatTime: time, lastTransitionTime: time };
  if (!old) return [...conditions, told];
  if (old.status === fresh.status && old.lastTransitionTime !== undefined)
    told.lastTransitionTime = old.lastTransitionTime;
  return conditions.map((each) => (each === old ? told : each));
}

const pressureOf: Readonly<Record<Signal, PressureType>> = {
  'memory.available': 'MemoryPressure',
  'nodefs.available': 'DiskPressure',
  'nodefs.inodesFree': 'DiskPressure',
  'imagefs.available': 'DiskPressure',
  'imagefs.inodesFree': 'DiskPressure',
  'pid.available': 'PIDPressure',
};

/** What the node runs short of at this moment. */
export function pressuresSeen(available: Signals, evictionHard: Signals): PressureType[] {
  const bad = (Object.keys(pressureOf) as Signal[]).filter((signal) => {
    const [left, threshold] = [available[signal], evictionHard[signal]];
    return left !== undefined && threshold !== undefined && compareQuantities(left, threshold) < 0;
  });
  return [...new Set(bad.map((signal) => pressureOf[signal]))];
}

/** Remembers what is seen, and says which pressures are to be told: they begin at once and end late. */
export function observePressures(
  memory: PressureMemory,
  seen: readonly PressureType[],
  now: number,
): { readonly memory: PressureMemory; readonly pressures: readonly PressureType[] } {
  const lastSeen = { ...memory, ...Object.fromEntries(seen.map((type) => [type, now])) };
  const recent = Object.entries(lastSeen).filter(([, at]) => now - at < pressureTransitionMs);
  return { memory: lastSeen, pressures: recent.map(([type]) => type as PressureType) };
}

/** Does the second status say anything that the first does not? */
export function statusHasChanged(before: NodeStatus | undefined, after: NodeStatus): boolean {
  return before === undefined || !deepEqual(comparable(before), comparable(after));
}

/** The status with its conditions by type, without heartbeats. */
function comparable({ conditions = [], ...rest }: NodeStatus): object {
  const byType = conditions.map(({ lastHeartbeatTime: _, ...each }) => [each.type, each]);
  return { ...rest, conditions: Object.fromEntries(byType) };
}

const leaseNamespace = 'kube-node-lease';

/** Makes a node known to the apiserver and keeps saying that it lives. */
export class NodeHeartbeat {
  readonly #parts: NodeHeartbeatParts;
  readonly #name: string;
  #registered: boolean;
  #memory: PressureMemory = {};
  #reportedAt = Number.NEGATIVE_INFINITY;
  #lease: Stored<Lease> | undefined;

  constructor(parts: NodeHeartbeatParts) {
    this.#parts = parts;
    this.#name = parts.node.metadata?.name as string;
    this.#registered = !parts.registerNode;
  }

  /** Sees to it, once, that the Node exists. */
  register(): boolean {
    this.#registered ||= refusalOf(() => this.#createOrReconcile()) === undefined;
    return this.#registered;
  }

  #createOrReconcile(): void {
    const { client, node } = this.#parts;
    const refusal = refusalOf(() => client.create('nodes', node));
    if (refusal === undefined) return;
    if (refusal.reason !== 'AlreadyExists') throw refusal;
    const right = reconciled(client.get('nodes', '', this.#name), node);
    if (right) client.update('nodes', right);
  }

  /** Writes the Node's status, if there is something to say. */
  syncStatus(): boolean {
    if (!this.register()) return false;
    const machine = this.#parts.machine();
    const now = this.#parts.clock.now();
    const seen = pressuresSeen(machine.available, this.#parts.reservations.evictionHard ?? {});
    const { memory, pressures } = observePressures(this.#memory, seen, now);
    this.#memory = memory;
    for (let tried = 0; tried < mostTries; tried++)
      if (!refusalOf(() => this.#report(machine, pressures, now))) return true;
    return false;
  }

  #report(machine: Machine, pressures: readonly PressureType[], now: number): void {
    const { client, reservations } = this.#parts;
    const node = client.get('nodes', '', this.#name);
    const status = statusAfter(node.status ?? {}, machine, reservations, pressures, now);
    const isDue = now - this.#reportedAt >= statusReportMs;
    if (!isDue && !statusHasChanged(node.status, status)) return;
    client.updateStatus('nodes', { ...node, status });
    this.#reportedAt = now;
  }

  /** Writes the present time into the node's Lease. */
  renewLease(): boolean {
    return refusalOf(() => this.#renew(mostTries)) === undefined;
  }

  /** Throws the last refusal. */
  #renew(tries: number): void {
    if (!this.#lease && this.#readOrCreateLease() === 'created') return;
    const lease = this.#lease as Stored<Lease>;
    const spec = { ...lease.spec, renewTime: formatMicroTime(this.#parts.clock.now()) };
    const refusal = refusalOf(() => {
      this.#lease = this.#parts.client.update('leases', { ...lease, spec });
    });
    if (!refusal) return;
    if (['Conflict', 'NotFound'].includes(refusal.reason)) this.#lease = undefined;
    if (tries === 1) throw refusal;
    this.#renew(tries - 1);
  }

  #readOrCreateLease(): 'read' | 'created' {
    const { client } = this.#parts;
    const refusal = refusalOf(() => {
      this.#lease = client.get('leases', leaseNamespace, this.#name);
    });
    if (!refusal) return 'read';
    if (refusal.reason !== 'NotFound') throw refusal;
    this.#lease = client.create('leases', this.#newLease());
    return 'created';
  }

  #newLease(): Lease {
    const { client, clock } = this.#parts;
    const name = this.#name;
    const { uid } = client.get('nodes', '', name).metadata;
    const ownerReferences = [{ apiVersion: 'v1', kind: 'Node', name, uid }];
    return {
      metadata: { namespace: leaseNamespace, name, ownerReferences },
      spec: {
        ...{ holderIdentity: name, leaseDurationSeconds },
        renewTime: formatMicroTime(clock.now()),
      },
    };
  }
}

/** The status as it is to be told now. */
function statusAfter(
  status: NodeStatus,
  machine: Machine,
  reservations: Reservations,
  pressures: readonly PressureType[],
  now: number,
): NodeStatus {
  const capacity = { ...status.capacity, ...machine.capacity };
  const types = ['MemoryPressure', 'DiskPressure', 'PIDPressure'] as const;
  const told = [
    ...types.map((type) => pressureCondition(type, pressures.includes(type))),
    readyCondition(machine.errors),
  ];
  return {
    ...status,
    capacity,
    allocatable: allocatableOf(capacity, reservations),
    addresses: [...machine.addresses],
    conditions: told.reduce(
      (conditions, fresh) => withCondition(conditions, fresh, now),
      status.conditions ?? [],
    ),
  };
}

/** The apiserver's refusal; undefined when there was none. */
function refusalOf(attempt: () => void): ApiError | undefined {
  try {
    attempt();
    return undefined;
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
}
