import {
  matchesLabelSelector,
  type Node,
  type NodeInfo,
  NotImplemented,
  type Pod,
  type PodAffinityTerm,
  type Status,
  type StringMap,
} from 'course/kit';

/** What the plugins see of the cluster, as it was when the scheduler took up this Pod. */
export interface Snapshot {
  /** All nodes, each with the Pods that are on it. */
  readonly nodeInfos: readonly NodeInfo[];
  /** The labels of each namespace, by its name. One that is not listed has no labels. */
  readonly namespaceLabels: Readonly<Record<string, StringMap>>;
}

/**
 * Is `other` one of the Pods that a term of `owner` means? The namespace and the labels must fit; the topology key does
 * not matter here. `matchesLabelSelector` of the kit answers for selectors, of Pods and of namespaces.
 *
 * Settled by: kubernetes v1.32, pkg/scheduler/framework/types.go, AffinityTerm.Matches.
 */
export function matchesTerm(
  term: PodAffinityTerm,
  owner: Pod,
  other: Pod,
  namespaceLabels: Snapshot['namespaceLabels'],
): boolean {
  // TODO step 1, One term, one Pod (rules 1 to 4).
  throw new NotImplemented('step 1: matchesTerm');
}

/**
 * May `pod` run on `node`, as far as Pods want to be together or apart? `node` is one of the snapshot's. Success without
 * reasons, or a refusal with one reason.
 *
 * Settled by: kubernetes v1.32, pkg/scheduler/framework/plugins/interpodaffinity, filtering.go.
 */
export function filterPodAffinity(pod: Pod, node: Node, snapshot: Snapshot): Status {
  // TODO step 2, Affinity (rules 5 to 9).
  // TODO step 3, The first Pod (rule 10).
  // TODO step 4, Anti-affinity (rules 11 and 12).
  // TODO step 5, Anti-affinity of others (rules 13 and 14).
  throw new NotImplemented('step 2: filterPodAffinity');
}

/**
 * May `pod` run on `node`, as far as its Pods are to be spread evenly? `node` is one of the snapshot's. Success without
 * reasons, or a refusal with one reason.
 *
 * Settled by: kubernetes v1.32, pkg/scheduler/framework/plugins/podtopologyspread, filtering.go.
 */
export function filterTopologySpread(pod: Pod, node: Node, snapshot: Snapshot): Status {
  // TODO step 6, Spreading (rules 15 to 20).
  // TODO step 7, What counts (rules 21 to 23).
  throw new NotImplemented('step 6: filterTopologySpread');
}
