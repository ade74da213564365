import {
  type Affinity,
  matchesLabelSelector,
  type Node,
  type NodeInfo,
  type Pod,
  type PodAffinityTerm,
  type Status,
  type StringMap,
  type TopologySpreadConstraint,
} from 'course/kit';

export interface Snapshot {
  readonly nodeInfos: readonly NodeInfo[];
  readonly namespaceLabels: Readonly<Record<string, StringMap>>;
}

/** A term means Pods: by their labels, in its namespaces. */
export function matchesTerm(
  term: PodAffinityTerm,
  owner: Pod,
  other: Pod,
  namespaceLabels: Snapshot['namespaceLabels'],
): boolean {
  const { namespaces = [], namespaceSelector, labelSelector } = term;
  const namespace = namespaceOf(other);
  const meant =
    namespaces.length === 0 && !namespaceSelector
      ? namespace === namespaceOf(owner)
      : namespaces.includes(namespace) ||
        matchesLabelSelector(namespaceSelector, namespaceLabels[namespace]);
  return meant && matchesLabelSelector(labelSelector, other.metadata?.labels);
}

/** Affinity first: where it fails, evicting Pods would not help either. */
export function filterPodAffinity(pod: Pod, node: Node, snapshot: Snapshot): Status {
  if (!nearItsFriends(pod, node, snapshot))
    return refused('UnschedulableAndUnresolvable', "node(s) didn't match pod affinity rules");
  if (!farFromWhatItShuns(pod, node, snapshot))
    return refused('Unschedulable', "node(s) didn't match pod anti-affinity rules");
  if (!farFromWhoShunsIt(pod, node, snapshot))
    return refused('Unschedulable', "node(s) didn't satisfy existing pods anti-affinity rules");
  return fits;
}

/** Each constraint compares the node's domain with the emptiest one. */
export function filterTopologySpread(pod: Pod, node: Node, { nodeInfos }: Snapshot): Status {
  const hard = (pod.spec?.topologySpreadConstraints ?? []).filter(
    ({ whenUnsatisfiable }) => whenUnsatisfiable === 'DoNotSchedule',
  );
  const counted = nodeInfos.filter((info) =>
    hard.every(({ topologyKey }) => domainOf(info.node, topologyKey) !== undefined),
  );
  const reason = "node(s) didn't match pod topology spread constraints";
  for (const constraint of hard) {
    const here = domainOf(node, constraint.topologyKey);
    if (here === undefined)
      return refused('UnschedulableAndUnresolvable', `${reason} (missing required label)`);
    if (skewWith(pod, here, constraint, counted) > constraint.maxSkew)
      return refused('Unschedulable', reason);
  }
  return fits;
}

/** By how much the domain `here` would be ahead of the emptiest one with the Pod in it. */
function skewWith(
  pod: Pod,
  here: string,
  constraint: TopologySpreadConstraint,
  counted: readonly NodeInfo[],
): number {
  const { topologyKey, labelSelector, minDomains = 1 } = constraint;
  const isMeant = (other: Pod) => matchesLabelSelector(labelSelector, other.metadata?.labels);
  const counts = new Map<string, number>();
  for (const { node, pods } of counted) {
    const domain = domainOf(node, topologyKey)!;
    const own = pods.filter((other) => staysBeside(pod, other) && isMeant(other));
    counts.set(domain, (counts.get(domain) ?? 0) + own.length);
  }
  const least = counts.size < minDomains ? 0 : Math.min(...counts.values());
  return (counts.get(here) ?? 0) + (isMeant(pod) ? 1 : 0) - least;
}

function staysBeside(pod: Pod, other: Pod): boolean {
  return namespaceOf(other) === namespaceOf(pod) && !other.metadata?.deletionTimestamp;
}

function nearItsFriends(pod: Pod, node: Node, snapshot: Snapshot): boolean {
  const terms = required(pod.spec?.affinity, 'podAffinity');
  const isFriend = (other: Pod) =>
    terms.every((term) => matchesTerm(term, pod, other, snapshot.namespaceLabels));
  const domains = new Set(
    placed(snapshot)
      .filter((each) => isFriend(each.pod))
      .flatMap((each) => terms.map(({ topologyKey }) => domainOf(each.node, topologyKey)))
      .filter((domain) => domain !== undefined),
  );
  const here = terms.map(({ topologyKey }) => domainOf(node, topologyKey));
  if (here.includes(undefined)) return false;
  // With no friend in sight, a Pod that is its own friend may found the group, or none ever could.
  return here.every((domain) => domains.has(domain!)) || (domains.size === 0 && isFriend(pod));
}

function farFromWhatItShuns(pod: Pod, node: Node, snapshot: Snapshot): boolean {
  return !placed(snapshot).some((other) => shuns({ pod, node }, other, snapshot));
}

/** The same question with the roles exchanged: that is all the symmetry there is. */
function farFromWhoShunsIt(pod: Pod, node: Node, snapshot: Snapshot): boolean {
  return !placed(snapshot).some((other) => shuns(other, { pod, node }, snapshot));
}

interface Placed {
  readonly pod: Pod;
  readonly node: Node;
}

function shuns(owner: Placed, other: Placed, { namespaceLabels }: Snapshot): boolean {
  return required(owner.pod.spec?.affinity, 'podAntiAffinity').some((term) => {
    const domain = domainOf(owner.node, term.topologyKey);
    const together = domain !== undefined && domain === domainOf(other.node, term.topologyKey);
    return together && matchesTerm(term, owner.pod, other.pod, namespaceLabels);
  });
}

function placed({ nodeInfos }: Snapshot): Placed[] {
  return nodeInfos.flatMap(({ node, pods }) => pods.map((pod) => ({ pod, node })));
}

function required(
  affinity: Affinity | undefined,
  which: 'podAffinity' | 'podAntiAffinity',
): readonly PodAffinityTerm[] {
  return affinity?.[which]?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
}

/** `zone=eu-1`, the domain of a node by a topology key; undefined for a node without that label. */
function domainOf(node: Node, topologyKey: string): string | undefined {
  const value = node.metadata?.labels?.[topologyKey];
  return value === undefined ? undefined : `${topologyKey}=${value}`;
}

function namespaceOf(pod: Pod): string {
  return pod.metadata?.namespace ?? '';
}

const fits: Status = { code: 'Success', reasons: [] };

function refused(code: Status['code'], reason: string): Status {
  return { code, reasons: [reason] };
}
