import {
  matchesLabelSelector,
  type Node,
  type NodeInfo,
  type Pod,
  type PodAffinityTerm,
  type Status,
  type StringMap,
} from 'course/kit';

// The way upstream goes: first tables of how many Pods each pair of key and value has, then look-ups in them.

export interface Snapshot {
  readonly nodeInfos: readonly NodeInfo[];
  readonly namespaceLabels: Readonly<Record<string, StringMap>>;
}

class Table {
  private readonly counts = new Map<string, number>();

  add(node: Node, key: string): void {
    const pair = pairOf(node, key);
    if (pair) this.counts.set(pair, this.at(node, key) + 1);
  }

  at(node: Node, key: string): number {
    return this.counts.get(pairOf(node, key) ?? '') ?? 0;
  }

  isEmpty(): boolean {
    return this.counts.size === 0;
  }
}

export function matchesTerm(
  term: PodAffinityTerm,
  owner: Pod,
  other: Pod,
  namespaceLabels: Snapshot['namespaceLabels'],
): boolean {
  const listed = new Set(term.namespaces);
  if (listed.size === 0 && !term.namespaceSelector) listed.add(owner.metadata?.namespace ?? '');
  const namespace = other.metadata?.namespace ?? '';
  if (
    !listed.has(namespace) &&
    !matchesLabelSelector(term.namespaceSelector, namespaceLabels[namespace])
  )
    return false;
  return matchesLabelSelector(term.labelSelector, other.metadata?.labels);
}

export function filterPodAffinity(pod: Pod, node: Node, snapshot: Snapshot): Status {
  const all = snapshot.namespaceLabels;
  const wants = pod.spec?.affinity?.podAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  const shuns = antiAffinity(pod);
  const friends = new Table();
  const foes = new Table();
  const others = new Table();
  for (const info of snapshot.nodeInfos)
    for (const other of info.pods) {
      if (wants?.every((term) => matchesTerm(term, pod, other, all)))
        for (const term of wants) friends.add(info.node, term.topologyKey);
      for (const term of shuns)
        if (matchesTerm(term, pod, other, all)) foes.add(info.node, term.topologyKey);
      for (const term of antiAffinity(other))
        if (matchesTerm(term, other, pod, all)) others.add(info.node, term.topologyKey);
    }

  const keys = Object.keys(node.metadata?.labels ?? {});
  for (const { topologyKey } of wants ?? []) if (!keys.includes(topologyKey)) return noFriends;
  const lonely = wants?.some(({ topologyKey }) => friends.at(node, topologyKey) === 0);
  const founds = friends.isEmpty() && wants?.every((term) => matchesTerm(term, pod, pod, all));
  if (lonely && !founds) return noFriends;
  if (shuns.some(({ topologyKey }) => foes.at(node, topologyKey) > 0))
    return no('Unschedulable', "node(s) didn't match pod anti-affinity rules");
  if (keys.some((key) => others.at(node, key) > 0))
    return no('Unschedulable', "node(s) didn't satisfy existing pods anti-affinity rules");
  return { code: 'Success', reasons: [] };
}

export function filterTopologySpread(pod: Pod, node: Node, snapshot: Snapshot): Status {
  const constraints: TopologySpread[] = [];
  for (const each of pod.spec?.topologySpreadConstraints ?? [])
    if (each.whenUnsatisfiable === 'DoNotSchedule') constraints.push({ ...each, sizes: {} });

  for (const info of snapshot.nodeInfos) {
    const labels = info.node.metadata?.labels ?? {};
    if (constraints.some(({ topologyKey }) => !(topologyKey in labels))) continue;
    for (const each of constraints) {
      const value = labels[each.topologyKey]!;
      each.sizes[value] = (each.sizes[value] ?? 0) + info.pods.filter(counts(pod, each)).length;
    }
  }

  for (const each of constraints) {
    const value = node.metadata?.labels?.[each.topologyKey];
    if (value === undefined)
      return no('UnschedulableAndUnresolvable', `${unevenly} (missing required label)`);
    const sizes = Object.values(each.sizes).sort((a, b) => a - b);
    const least = sizes.length < (each.minDomains ?? 1) ? 0 : sizes[0]!;
    const self = matchesLabelSelector(each.labelSelector, pod.metadata?.labels) ? 1 : 0;
    if ((each.sizes[value] ?? 0) + self > least + each.maxSkew)
      return no('Unschedulable', unevenly);
  }
  return { code: 'Success', reasons: [] };
}

type Constraint = NonNullable<NonNullable<Pod['spec']>['topologySpreadConstraints']>[number];
type TopologySpread = Constraint & { readonly sizes: Record<string, number> };

function counts(pod: Pod, { labelSelector }: Constraint) {
  return ({ metadata }: Pod) =>
    (metadata?.namespace ?? '') === (pod.metadata?.namespace ?? '') &&
    metadata?.deletionTimestamp === undefined &&
    matchesLabelSelector(labelSelector, metadata?.labels);
}

const unevenly = "node(s) didn't match pod topology spread constraints";
const noFriends = no('UnschedulableAndUnresolvable', "node(s) didn't match pod affinity rules");

function no(code: Status['code'], reason: string): Status {
  return { code, reasons: [reason] };
}

function antiAffinity({ spec }: Pod): PodAffinityTerm[] {
  return spec?.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
}

function pairOf(node: Node, key: string): string | undefined {
  const value = node.metadata?.labels?.[key];
  return value === undefined ? undefined : JSON.stringify([key, value]);
}
