import {
  addQuantities,
  compareQuantities,
  maxNodeScore,
  type NodeInfo,
  type Pod,
  type Quantity,
  type QuantityLike,
  quantityMilliValue,
  quantityValue,
  type Status,
} from 'course/kit';

export type ResourceList = Readonly<Record<string, Quantity>>;
export type Amounts = Readonly<Record<string, number>>;

export interface InsufficientResource {
  readonly resource: string;
  readonly reason: string;
  readonly requested: number;
  readonly used: number;
  readonly capacity: number;
}

const scoringDefaults: ResourceList = { cpu: '100m', memory: '200Mi' };
/** The resources that every node has; anything else is counted only by those who ask for it. */
const native = ['cpu', 'memory', 'ephemeral-storage'];

/** Exact sums while adding up; rounded only when they become amounts. */
type Quantities = ReadonlyMap<string, QuantityLike>;

export function podRequest(pod: Pod, ifMissing: ResourceList = {}): Amounts {
  const { containers = [], initContainers = [], overhead = {} } = pod.spec ?? {};
  const requests = ({ resources }: (typeof containers)[number]): Quantities =>
    new Map(Object.entries({ ...ifMissing, ...resources?.requests }));

  let running: Quantities = new Map();
  for (const container of containers) running = plus(running, requests(container));
  let sidecars: Quantities = new Map();
  let starting: Quantities = new Map();
  for (const container of initContainers) {
    // While one init container runs, the sidecars that were started before it run too.
    const atOnce = plus(sidecars, requests(container));
    starting = largest(starting, atOnce);
    if (container.restartPolicy === 'Always') sidecars = atOnce;
  }
  const most = largest(plus(running, sidecars), starting);
  return amounts(plus(most, new Map(Object.entries(overhead))));
}

export function insufficientResources(pod: Pod, nodeInfo: NodeInfo): InsufficientResource[] {
  const request = podRequest(pod);
  const used = usedOn(nodeInfo);
  const capacity = allocatable(nodeInfo);
  const others = Object.keys(request).filter((name) => !native.includes(name) && name !== 'pods');
  const places = {
    resource: 'pods',
    reason: 'Too many pods',
    requested: 1,
    used: nodeInfo.pods.length,
    capacity: capacity.pods ?? 0,
  };
  const rows = [...native, ...others].map((resource) => ({
    resource,
    reason: `Insufficient ${resource}`,
    requested: request[resource] ?? 0,
    used: used[resource] ?? 0,
    capacity: capacity[resource] ?? 0,
  }));
  return [places, ...rows].filter(
    (row) => row.requested > 0 && row.requested > row.capacity - row.used,
  );
}

/** Evicting Pods makes room, so the node stays a candidate for preemption. */
export function filterResources(pod: Pod, nodeInfo: NodeInfo): Status {
  const reasons = insufficientResources(pod, nodeInfo).map(({ reason }) => reason);
  return { code: reasons.length === 0 ? 'Success' : 'Unschedulable', reasons };
}

export function scoreLeastAllocated(
  pod: Pod,
  nodeInfos: readonly NodeInfo[],
  weights: Readonly<Record<string, number>> = { cpu: 1, memory: 1 },
): number[] {
  const request = podRequest(pod, scoringDefaults);
  return nodeInfos.map((nodeInfo) => {
    const capacity = allocatable(nodeInfo);
    const used = usedOn(nodeInfo, scoringDefaults);
    const counted = Object.entries(weights).filter(
      ([name]) => capacity[name] && (native.includes(name) || request[name]),
    );
    const parts = counted.map(([name, weight]) => {
      const requested = (used[name] ?? 0) + (request[name] ?? 0);
      return { weight, points: weight * leftOver(requested, capacity[name]!) };
    });
    const weight = sum(parts.map((part) => part.weight));
    return weight === 0 ? 0 : Math.floor(sum(parts.map(({ points }) => points)) / weight);
  });
}

/** The share of the capacity that is left, of 100, rounded down. */
function leftOver(requested: number, capacity: number): number {
  return Math.max(0, Math.floor(((capacity - requested) * maxNodeScore) / capacity));
}

/** What the Pods on a node request together. */
function usedOn({ pods }: NodeInfo, ifMissing?: ResourceList): Amounts {
  const used: Record<string, number> = {};
  for (const pod of pods)
    for (const [name, amount] of Object.entries(podRequest(pod, ifMissing)))
      used[name] = (used[name] ?? 0) + amount;
  return used;
}

function allocatable({ node }: NodeInfo): Amounts {
  return amounts(new Map(Object.entries(node.status?.allocatable ?? {})));
}

function plus(a: Quantities, b: Quantities): Quantities {
  const total = new Map(a);
  for (const [name, quantity] of b) total.set(name, addQuantities(a.get(name) ?? '0', quantity));
  return total;
}

function largest(a: Quantities, b: Quantities): Quantities {
  const most = new Map(a);
  for (const [name, quantity] of b)
    if (compareQuantities(quantity, a.get(name) ?? '0') >= 0) most.set(name, quantity);
  return most;
}

function amounts(quantities: Quantities): Amounts {
  return Object.fromEntries(
    [...quantities].map(([name, quantity]) => [
      name,
      name === 'cpu' ? quantityMilliValue(quantity) : quantityValue(quantity),
    ]),
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
