import {
  matchesLabelSelector,
  type Node,
  type NodeInfo,
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
  if (!matchesLabelSelector(term.labelSelector, other.metadata?.labels)) return false;
  const namespace = namespaceOf(other);
  const listed = term.namespaces ?? [];
  if (listed.length === 0 && !term.namespaceSelector) return namespace === namespaceOf(owner);
  return (
    listed.includes(namespace) ||
    matchesLabelSelector(term.namespaceSelector, own(namespaceLabels, namespace) ?? {})
  );
}

/**
 * May `pod` run on `node`, as far as Pods want to be together or apart? `node` is one of the snapshot's. Success without
 * reasons, or a refusal with one reason.
 *
 * Settled by: kubernetes v1.32, pkg/scheduler/framework/plugins/interpodaffinity, filtering.go.
 */
export function filterPodAffinity(pod: Pod, node: Node, snapshot: Snapshot): Status {
  const { nodeInfos, namespaceLabels } = snapshot;
  const means = (term: PodAffinityTerm, owner: Pod, other: Pod) =>
    matchesTerm(term, owner, other, namespaceLabels);

  const terms =
    pod.spec?.affinity?.podAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  if (terms.length > 0) {
    const refused = refuse(
      'UnschedulableAndUnresolvable',
      "node(s) didn't match pod affinity rules",
    );
    if (!terms.every((term) => label(node, term.topologyKey) !== undefined)) return refused;
    const matchesAll = (other: Pod) => terms.every((term) => means(term, pod, other));
    const friends = nodeInfos.filter((info) => info.pods.some(matchesAll)).map((info) => info.node);
    const near = terms.every((term) => friends.some((f) => sameDomain(f, node, term.topologyKey)));
    const anywhere = friends.some((f) => terms.some((t) => label(f, t.topologyKey) !== undefined));
    if (!near && (anywhere || !matchesAll(pod))) return refused;
  }

  const met = antiTerms(pod).some((term) =>
    nodeInfos.some(
      (info) =>
        sameDomain(info.node, node, term.topologyKey) &&
        info.pods.some((other) => means(term, pod, other)),
    ),
  );
  if (met) return refuse('Unschedulable', "node(s) didn't match pod anti-affinity rules");

  const unwelcome = nodeInfos.some((info) =>
    info.pods.some((owner) =>
      antiTerms(owner).some(
        (term) => sameDomain(info.node, node, term.topologyKey) && means(term, owner, pod),
      ),
    ),
  );
  if (unwelcome)
    return refuse('Unschedulable', "node(s) didn't satisfy existing pods anti-affinity rules");
  return { code: 'Success', reasons: [] };
}

/**
 * May `pod` run on `node`, as far as its Pods are to be spread evenly? `node` is one of the snapshot's. Success without
 * reasons, or a refusal with one reason.
 *
 * Settled by: kubernetes v1.32, pkg/scheduler/framework/plugins/podtopologyspread, filtering.go.
 */
export function filterTopologySpread(pod: Pod, node: Node, snapshot: Snapshot): Status {
  const text = "node(s) didn't match pod topology spread constraints";
  const constraints = (pod.spec?.topologySpreadConstraints ?? []).filter(
    (constraint) => constraint.whenUnsatisfiable === 'DoNotSchedule',
  );
  const seen = snapshot.nodeInfos.filter((info) =>
    constraints.every((constraint) => label(info.node, constraint.topologyKey) !== undefined),
  );
  for (const { topologyKey, labelSelector, maxSkew, minDomains } of constraints) {
    const domain = label(node, topologyKey);
    if (domain === undefined)
      return refuse('UnschedulableAndUnresolvable', `${text} (missing required label)`);
    const counts = new Map<string, number>();
    for (const info of seen) {
      const value = label(info.node, topologyKey)!;
      const matching = info.pods.filter(
        (other) =>
          namespaceOf(other) === namespaceOf(pod) &&
          !other.metadata?.deletionTimestamp &&
          matchesLabelSelector(labelSelector, other.metadata?.labels),
      );
      counts.set(value, (counts.get(value) ?? 0) + matching.length);
    }
    const least = counts.size < (minDomains ?? 1) ? 0 : Math.min(...counts.values());
    const self = matchesLabelSelector(labelSelector, pod.metadata?.labels) ? 1 : 0;
    if ((counts.get(domain) ?? 0) + self - least > maxSkew) return refuse('Unschedulable', text);
  }
  return { code: 'Success', reasons: [] };
}

function antiTerms(pod: Pod): readonly PodAffinityTerm[] {
  return pod.spec?.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
}

function namespaceOf(pod: Pod): string {
  return pod.metadata?.namespace ?? '';
}

function own<T>(map: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

function label(node: Node, key: string): string | undefined {
  return own(node.metadata?.labels ?? {}, key);
}

function sameDomain(a: Node, b: Node, key: string): boolean {
  const value = label(a, key);
  return value !== undefined && value === label(b, key);
}

function refuse(code: Status['code'], reason: string): Status {
  return { code, reasons: [reason] };
}
