import {
  addQuantities,
  compareQuantities,
  maxNodeScore,
  type NodeInfo,
  NotImplemented,
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

/** What a container that says nothing counts with when nodes are scored. */
const scoringDefaults: ResourceList = { cpu: '100m', memory: '200Mi' };

/**
 * What `pod` requests of each resource, all containers, init containers and its overhead together. `ifMissing` is what a
 * container counts with that says nothing of a resource.
 *
 * Settled by: component-helpers v0.32, resource/helpers.go, PodRequests.
 */
export function podRequest(pod: Pod, ifMissing: ResourceList = {}): Amounts {
  // TODO step 1, What a Pod requests (rules 1 to 4).
  // TODO step 2, Init containers and overhead (rules 5 to 7).
  throw new NotImplemented('step 1: podRequest');
}

/**
 * The resources of which the node has too little left for `pod`: places for Pods, `cpu`, `memory`, `ephemeral-storage`,
 * then others. Empty when it fits.
 *
 * Settled by: kubernetes v1.32, pkg/scheduler/framework/plugins/noderesources/fit.go, fitsRequest.
 */
export function insufficientResources(pod: Pod, nodeInfo: NodeInfo): InsufficientResource[] {
  // TODO step 3, What does not fit (rules 8 to 11).
  throw new NotImplemented('step 3: insufficientResources');
}

/**
 * May `pod` run on the node, as far as room goes? Success without reasons, or Unschedulable with every reason.
 *
 * Settled by: the same file, Filter.
 */
export function filterResources(pod: Pod, nodeInfo: NodeInfo): Status {
  // TODO step 4, Filter (rule 12).
  throw new NotImplemented('step 4: filterResources');
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
  // TODO step 5, Score (rules 13 to 16).
  throw new NotImplemented('step 5: scoreLeastAllocated');
}
