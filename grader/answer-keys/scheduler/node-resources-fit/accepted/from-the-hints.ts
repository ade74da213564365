import {
  addQuantities,
  type Container,
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

// The last rung of each ladder of hints, put together.

/** Quantities by the name of a resource, as the API writes them: `{ cpu: '500m', memory: '1Gi' }`. */
export type ResourceList = Readonly<Record<string, Quantity>>;

/** Whole numbers by the name of a resource: thousandths for `cpu`, units (bytes, pieces) for all others. */
export type Amounts = Readonly<Record<string, number>>;

/** A resource of which a node has too little left. */
export interface InsufficientResource {
  readonly resource: string;
  /** What `kubectl describe pod` shows, counted over the nodes: `Insufficient cpu`, `Too many pods`. */
  readonly reason: string;
  /** What the Pod requests. */
  readonly requested: number;
  /** What the Pods on the node request together. */
  readonly used: number;
  /** What the node has to give: its allocatable amount. */
  readonly capacity: number;
}

/** What a container that says nothing counts with when nodes are scored. */
const scoringDefaults: ResourceList = { cpu: '100m', memory: '200Mi' };

type Sum = Map<string, QuantityLike>;

function add(a: Sum, b: Sum): Sum {
  const total: Sum = new Map(a);
  for (const [name, quantity] of b) total.set(name, addQuantities(a.get(name) ?? '0', quantity));
  return total;
}

function amountsOf(sum: Sum): Amounts {
  const amounts: Record<string, number> = {};
  for (const [name, quantity] of sum)
    amounts[name] = name === 'cpu' ? quantityMilliValue(quantity) : quantityValue(quantity);
  return amounts;
}

function requestsOf(container: Container, ifMissing: ResourceList): Sum {
  return new Map(
    Object.entries({
      ...ifMissing,
      ...container.resources?.requests,
    }),
  );
}

function larger(a: Sum, b: Sum): Sum {
  const most: Sum = new Map(a);
  for (const [name, quantity] of b) {
    const known = a.get(name);
    if (known === undefined || compareQuantities(quantity, known) > 0) most.set(name, quantity);
  }
  return most;
}

export function podRequest(pod: Pod, ifMissing: ResourceList = {}): Amounts {
  const { containers = [], initContainers = [], overhead = {} } = pod.spec ?? {};
  let sidecars: Sum = new Map();
  let most: Sum = new Map();
  for (const each of initContainers) {
    const moment = add(sidecars, requestsOf(each, ifMissing));
    most = larger(most, moment);
    if (each.restartPolicy === 'Always') sidecars = moment;
  }
  let main = sidecars;
  for (const each of containers) main = add(main, requestsOf(each, ifMissing));
  return amountsOf(add(larger(most, main), new Map(Object.entries(overhead))));
}

function usedOn({ pods }: NodeInfo, ifMissing: ResourceList = {}): Amounts {
  const used: Record<string, number> = {};
  for (const pod of pods) {
    const all = podRequest(pod, ifMissing);
    for (const name of Object.keys(all)) used[name] = (used[name] ?? 0) + all[name]!;
  }
  return used;
}

function capacityOf({ node }: NodeInfo): Amounts {
  const list = node.status?.allocatable ?? {};
  return amountsOf(new Map(Object.entries(list)));
}

export function insufficientResources(pod: Pod, nodeInfo: NodeInfo): InsufficientResource[] {
  const request = podRequest(pod);
  const used = usedOn(nodeInfo);
  const capacity = capacityOf(nodeInfo);
  const order = new Set(['cpu', 'memory', 'ephemeral-storage', ...Object.keys(request)]);
  order.delete('pods');
  const rows = [...order].map((resource) => ({
    resource,
    reason: `Insufficient ${resource}`,
    requested: request[resource] ?? 0,
    used: used[resource] ?? 0,
    capacity: capacity[resource] ?? 0,
  }));
  rows.unshift({
    resource: 'pods',
    reason: 'Too many pods',
    requested: 1,
    used: nodeInfo.pods.length,
    capacity: capacity.pods ?? 0,
  });
  return rows.filter((row) => row.requested > 0 && row.requested > row.capacity - row.used);
}

export function filterResources(pod: Pod, nodeInfo: NodeInfo): Status {
  const rows = insufficientResources(pod, nodeInfo);
  if (rows.length === 0) return { code: 'Success', reasons: [] };
  return {
    code: 'Unschedulable',
    reasons: rows.map((row) => row.reason),
  };
}

export function scoreLeastAllocated(
  pod: Pod,
  nodeInfos: readonly NodeInfo[],
  weights: Readonly<Record<string, number>> = {
    cpu: 1,
    memory: 1,
  },
): number[] {
  const native = ['cpu', 'memory', 'ephemeral-storage'];
  const asked = podRequest(pod, scoringDefaults);
  return nodeInfos.map((nodeInfo) => {
    const used = usedOn(nodeInfo, scoringDefaults);
    const capacity = capacityOf(nodeInfo);
    let points = 0;
    let weightSum = 0;
    for (const name of Object.keys(weights)) {
      const has = capacity[name] ?? 0;
      const wants = asked[name] ?? 0;
      if (has === 0) continue;
      if (wants === 0 && !native.includes(name)) continue;
      const total = (used[name] ?? 0) + wants;
      const score = total > has ? 0 : Math.floor(((has - total) * maxNodeScore) / has);
      points += score * weights[name]!;
      weightSum += weights[name]!;
    }
    return weightSum === 0 ? 0 : Math.floor(points / weightSum);
  });
}
