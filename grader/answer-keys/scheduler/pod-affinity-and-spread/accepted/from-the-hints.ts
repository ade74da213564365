import {
  matchesLabelSelector,
  type Node,
  type NodeInfo,
  type Pod,
  type PodAffinityTerm,
  type Status,
  type StringMap,
  type TopologySpreadConstraint,
} from 'course/kit';

// The last rung of each ladder of hints, put together.

export interface Snapshot {
  readonly nodeInfos: readonly NodeInfo[];
  readonly namespaceLabels: Readonly<Record<string, StringMap>>;
}

export function matchesTerm(
  term: PodAffinityTerm,
  owner: Pod,
  other: Pod,
  namespaceLabels: Snapshot['namespaceLabels'],
): boolean {
  const { namespaces = [], namespaceSelector } = term;
  const own = owner.metadata?.namespace ?? '';
  const its = other.metadata?.namespace ?? '';
  const silent = namespaces.length === 0 && namespaceSelector === undefined;
  const meant = silent
    ? its === own
    : namespaces.includes(its) || matchesLabelSelector(namespaceSelector, namespaceLabels[its]);
  return meant && matchesLabelSelector(term.labelSelector, other.metadata?.labels);
}

export function filterPodAffinity(pod: Pod, node: Node, snapshot: Snapshot): Status {
  if (!nearFriends(pod, node, snapshot))
    return {
      code: 'UnschedulableAndUnresolvable',
      reasons: ["node(s) didn't match pod affinity rules"],
    };
  if (placed(snapshot).some((other) => shuns({ pod, node }, other, snapshot)))
    return {
      code: 'Unschedulable',
      reasons: ["node(s) didn't match pod anti-affinity rules"],
    };
  if (placed(snapshot).some((other) => shuns(other, { pod, node }, snapshot)))
    return {
      code: 'Unschedulable',
      reasons: ["node(s) didn't satisfy existing pods anti-affinity rules"],
    };
  return { code: 'Success', reasons: [] };
}

function nearFriends(pod: Pod, node: Node, snapshot: Snapshot): boolean {
  const terms = required(pod, 'podAffinity');
  const isFriend = (other: Pod) =>
    terms.every((term) => matchesTerm(term, pod, other, snapshot.namespaceLabels));
  const domains = new Set<string>();
  for (const each of placed(snapshot)) {
    if (!isFriend(each.pod)) continue;
    for (const { topologyKey } of terms) {
      const it = domainOf(each.node, topologyKey);
      if (it !== undefined) domains.add(it);
    }
  }
  const here = terms.map(({ topologyKey }) => domainOf(node, topologyKey));
  if (here.includes(undefined)) return false;
  const first = domains.size === 0 && isFriend(pod);
  return first || here.every((it) => domains.has(it!));
}

interface Placed {
  readonly pod: Pod;
  readonly node: Node;
}

function placed(snapshot: Snapshot): Placed[] {
  return snapshot.nodeInfos.flatMap((info) =>
    info.pods.map((pod) => ({
      pod,
      node: info.node,
    })),
  );
}

function required(pod: Pod, kind: 'podAffinity' | 'podAntiAffinity'): PodAffinityTerm[] {
  return pod.spec?.affinity?.[kind]?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
}

function domainOf(node: Node, key: string): string | undefined {
  const value = node.metadata?.labels?.[key];
  return value === undefined ? undefined : `${key}=${value}`;
}

function shuns(owner: Placed, other: Placed, snapshot: Snapshot): boolean {
  const terms = required(owner.pod, 'podAntiAffinity');
  return terms.some((term) => {
    const key = term.topologyKey;
    const domain = domainOf(owner.node, key);
    return (
      domain !== undefined &&
      domain === domainOf(other.node, key) &&
      matchesTerm(term, owner.pod, other.pod, snapshot.namespaceLabels)
    );
  });
}

export function filterTopologySpread(pod: Pod, node: Node, snapshot: Snapshot): Status {
  const all = pod.spec?.topologySpreadConstraints ?? [];
  const hard = all.filter((each) => each.whenUnsatisfiable === 'DoNotSchedule');
  const nodes = snapshot.nodeInfos.filter((info) =>
    hard.every(({ topologyKey }) => domainOf(info.node, topologyKey) !== undefined),
  );
  const reason = "node(s) didn't match pod topology spread constraints";
  for (const each of hard) {
    const here = domainOf(node, each.topologyKey);
    if (here === undefined)
      return {
        code: 'UnschedulableAndUnresolvable',
        reasons: [`${reason} (missing required label)`],
      };
    if (skew(pod, here, each, nodes) > each.maxSkew)
      return {
        code: 'Unschedulable',
        reasons: [reason],
      };
  }
  return { code: 'Success', reasons: [] };
}

function skew(
  pod: Pod,
  here: string,
  constraint: TopologySpreadConstraint,
  nodes: readonly NodeInfo[],
): number {
  const like = (other: Pod) =>
    matchesLabelSelector(constraint.labelSelector, other.metadata?.labels);
  const counts = new Map<string, number>();
  for (const info of nodes) {
    const domain = domainOf(info.node, constraint.topologyKey)!;
    const found = info.pods.filter(
      (other) =>
        (other.metadata?.namespace ?? '') === (pod.metadata?.namespace ?? '') &&
        !other.metadata?.deletionTimestamp &&
        like(other),
    );
    const before = counts.get(domain) ?? 0;
    counts.set(domain, before + found.length);
  }
  const enough = counts.size >= (constraint.minDomains ?? 1);
  const min = enough ? Math.min(...counts.values()) : 0;
  const self = like(pod) ? 1 : 0;
  return (counts.get(here) ?? 0) + self - min;
}
