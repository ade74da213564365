import {
  type Amount,
  addQuantities,
  type Container,
  compareQuantities,
  maxNodeScore,
  type NodeInfo,
  type Pod,
  type Quantity,
  quantityMilliValue,
  quantityValue,
  type Status,
} from 'course/kit';

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

/** The resources that every node has. All others count only where they are asked for. */
const ordinary: readonly string[] = ['cpu', 'memory', 'ephemeral-storage'];

/** What a container that says nothing counts with when nodes are scored. */
const scoringDefaults: ResourceList = { cpu: '100m', memory: '200Mi' };

/**
 * What `pod` requests of each resource, all containers, init containers and its overhead together. `ifMissing` is what a
 * container counts with that says nothing of a resource.
 *
 * Settled by: component-helpers v0.32, resource/helpers.go, PodRequests.
 */
export function podRequest(pod: Pod, ifMissing: ResourceList = {}): Amounts {
  let running = new Map<string, Amount>();
  for (const container of pod.spec?.containers ?? [])
    running = plus(running, containerRequest(container, ifMissing));

  let sidecars = new Map<string, Amount>();
  let initialising = new Map<string, Amount>();
  for (const container of pod.spec?.initContainers ?? []) {
    const moment = plus(sidecars, containerRequest(container, ifMissing));
    if (container.restartPolicy === 'Always') sidecars = moment;
    initialising = largest(initialising, moment);
  }

  const total = plus(largest(plus(running, sidecars), initialising), pod.spec?.overhead ?? {});
  return Object.fromEntries(
    [...total].map(([resource, amount]) => [resource, toNumber(resource, amount)]),
  );
}

/**
 * The resources of which the node has too little left for `pod`: places for Pods, `cpu`, `memory`, `ephemeral-storage`,
 * then others. Empty when it fits.
 *
 * Settled by: kubernetes v1.32, pkg/scheduler/framework/plugins/noderesources/fit.go, fitsRequest.
 */
export function insufficientResources(pod: Pod, nodeInfo: NodeInfo): InsufficientResource[] {
  const allocatable = allocatableOf(nodeInfo);
  const usedAmounts = sumOfRequests(nodeInfo.pods);
  const insufficient: InsufficientResource[] = [];

  const places = allocatable.pods ?? 0;
  if (nodeInfo.pods.length + 1 > places) {
    insufficient.push({
      resource: 'pods',
      reason: 'Too many pods',
      requested: 1,
      used: nodeInfo.pods.length,
      capacity: places,
    });
  }

  const request = podRequest(pod);
  const others = Object.keys(request).filter(
    (resource) => resource !== 'pods' && !ordinary.includes(resource),
  );
  for (const resource of [...ordinary, ...others]) {
    const requested = request[resource] ?? 0;
    const used = usedAmounts[resource] ?? 0;
    const capacity = allocatable[resource] ?? 0;
    if (requested > 0 && requested > capacity - used)
      insufficient.push({
        resource,
        reason: `Insufficient ${resource}`,
        requested,
        used,
        capacity,
      });
  }
  return insufficient;
}

/**
 * May `pod` run on the node, as far as room goes? Success without reasons, or Unschedulable with every reason.
 *
 * Settled by: the same file, Filter.
 */
export function filterResources(pod: Pod, nodeInfo: NodeInfo): Status {
  const insufficient = insufficientResources(pod, nodeInfo);
  if (insufficient.length === 0) return { code: 'Success', reasons: [] };
  return { code: 'Unschedulable', reasons: insufficient.map(({ reason }) => reason) };
}

/**
 * How much would each node have left? Whole numbers from 0 to maxNodeScore, in the order of `nodeInfos`. `weights` are
 * whole numbers from 1, by the name of the resource.
 *
 * Settled by: the same folder, least_allocated.go and resource_allocation.go.
 */
export function scoreLeastAllocated(
  pod: Pod,
  nodeInfos: readonly NodeInfo[],
  weights: Readonly<Record<string, number>> = { cpu: 1, memory: 1 },
): number[] {
  const request = podRequest(pod, scoringDefaults);
  return nodeInfos.map((nodeInfo) => {
    const allocatable = allocatableOf(nodeInfo);
    const used = sumOfRequests(nodeInfo.pods, scoringDefaults);
    let sum = 0;
    let sumOfWeights = 0;
    for (const [resource, weight] of Object.entries(weights)) {
      const capacity = allocatable[resource] ?? 0;
      const asked = request[resource] ?? 0;
      if (capacity === 0 || (asked === 0 && !ordinary.includes(resource))) continue;
      sum += weight * leastAllocated((used[resource] ?? 0) + asked, capacity);
      sumOfWeights += weight;
    }
    return sumOfWeights === 0 ? 0 : Math.floor(sum / sumOfWeights);
  });
}

function leastAllocated(requested: number, capacity: number): number {
  if (requested > capacity) return 0;
  return Math.floor(((capacity - requested) * maxNodeScore) / capacity);
}

function containerRequest(container: Container, ifMissing: ResourceList): ResourceList {
  return { ...ifMissing, ...container.resources?.requests };
}

function sumOfRequests(pods: readonly Pod[], ifMissing?: ResourceList): Amounts {
  const sum: Record<string, number> = {};
  for (const pod of pods)
    for (const [resource, amount] of Object.entries(podRequest(pod, ifMissing)))
      sum[resource] = (sum[resource] ?? 0) + amount;
  return sum;
}

function allocatableOf({ node }: NodeInfo): Amounts {
  return Object.fromEntries(
    Object.entries(node.status?.allocatable ?? {}).map(([resource, quantity]) => [
      resource,
      toNumber(resource, quantity),
    ]),
  );
}

function plus(
  amounts: ReadonlyMap<string, Amount>,
  more: ReadonlyMap<string, Amount> | ResourceList,
) {
  const sum = new Map(amounts);
  const entries = more instanceof Map ? more : Object.entries(more as ResourceList);
  for (const [resource, quantity] of entries)
    sum.set(resource, addQuantities(sum.get(resource) ?? '0', quantity));
  return sum;
}

function largest(a: ReadonlyMap<string, Amount>, b: ReadonlyMap<string, Amount>) {
  const result = new Map(a);
  for (const [resource, amount] of b) {
    const other = result.get(resource);
    if (other === undefined || compareQuantities(amount, other) > 0) result.set(resource, amount);
  }
  return result;
}

function toNumber(resource: string, quantity: Amount | Quantity): number {
  return resource === 'cpu' ? quantityMilliValue(quantity) : quantityValue(quantity);
}
