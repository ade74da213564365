import type { LabelSelector, NodeInfo, Pod, PodAffinityTerm, StringMap } from 'course/kit';
import type { Snapshot } from '#exercise/scheduler/pod-affinity-and-spread';

// The model thinks in racks: it first cuts the cluster into groups of nodes, then asks questions about their Pods.

type Namespaces = Readonly<Record<string, StringMap>>;

/** The groups of nodes by a label. Nodes without it are in none. */
function groups(nodeInfos: readonly NodeInfo[], key: string): Map<string, NodeInfo[]> {
  const found = new Map<string, NodeInfo[]>();
  for (const info of nodeInfos)
    for (const [name, value] of Object.entries(info.node.metadata?.labels ?? {}))
      if (name === key) found.set(value, [...(found.get(value) ?? []), info]);
  return found;
}

function mates(snapshot: Snapshot, me: NodeInfo, key: string): NodeInfo[] | undefined {
  return [...groups(snapshot.nodeInfos, key).values()].find((group) => group.includes(me));
}

/** The random tests use only `In`, `Exists` and `DoesNotExist`. */
function selects(selector: LabelSelector | undefined, labels: StringMap = {}): boolean {
  const refuses = ({
    key,
    operator,
    values = [],
  }: {
    key: string;
    operator: string;
    values?: string[];
  }) =>
    operator === 'DoesNotExist'
      ? key in labels
      : !(key in labels) || (operator === 'In' && !values.includes(labels[key]!));
  return selector !== undefined && !(selector.matchExpressions ?? []).some(refuses);
}

function means(all: Namespaces, term: PodAffinityTerm, owner: Pod, other: Pod): boolean {
  const own = term.namespaces?.length || term.namespaceSelector ? [] : [owner.metadata!.namespace!];
  const selected = Object.keys(all).filter((name) => selects(term.namespaceSelector, all[name]));
  const reach = new Set([...own, ...(term.namespaces ?? []), ...selected]);
  return (
    reach.has(other.metadata!.namespace!) && selects(term.labelSelector, other.metadata!.labels)
  );
}

function terms(pod: Pod, which: 'podAffinity' | 'podAntiAffinity'): PodAffinityTerm[] {
  return pod.spec?.affinity?.[which]?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
}

/** Which of the three demands fails first on this node; undefined if none does. */
export function torn(pod: Pod, me: NodeInfo, snapshot: Snapshot) {
  const all = snapshot.namespaceLabels;
  const wants = terms(pod, 'podAffinity');
  const friendly = (other: Pod) => wants.every((term) => means(all, term, pod, other));
  const friends = (infos: NodeInfo[]) => infos.flatMap(({ pods }) => pods.filter(friendly));
  const homes = wants.map(({ topologyKey }) => mates(snapshot, me, topologyKey));
  const anywhere = wants.flatMap(({ topologyKey }) =>
    [...groups(snapshot.nodeInfos, topologyKey).values()].flatMap(friends),
  );
  const founder = anywhere.length === 0 && friendly(pod);
  if (homes.some((home) => !home || (friends(home).length === 0 && !founder))) return 'affinity';

  const near = (key: string) => mates(snapshot, me, key)?.flatMap(({ pods }) => pods) ?? [];
  if (
    terms(pod, 'podAntiAffinity').some((term) =>
      near(term.topologyKey).some((other) => means(all, term, pod, other)),
    )
  )
    return 'anti-affinity';

  const hostile = snapshot.nodeInfos.some((info) =>
    info.pods.some((other) =>
      terms(other, 'podAntiAffinity').some(
        (term) =>
          means(all, term, other, pod) && mates(snapshot, info, term.topologyKey)?.includes(me),
      ),
    ),
  );
  return hostile ? 'others' : undefined;
}

/** What the first constraint that fails finds on this node; undefined if none does. */
export function uneven(pod: Pod, me: NodeInfo, snapshot: Snapshot) {
  const all = pod.spec?.topologySpreadConstraints ?? [];
  const hard = all.filter((each) => each.whenUnsatisfiable !== 'ScheduleAnyway');
  const seen = snapshot.nodeInfos.filter((info) =>
    hard.every(({ topologyKey }) => mates(snapshot, info, topologyKey)),
  );
  const verdicts = hard.map(({ topologyKey, labelSelector, maxSkew, minDomains }) => {
    const home = mates(snapshot, me, topologyKey);
    if (!home) return 'label';
    const like = ({ metadata }: Pod) => selects(labelSelector, metadata!.labels);
    const size = (infos: NodeInfo[]) =>
      infos
        .flatMap(({ pods }) => pods)
        .filter(({ metadata }) => metadata!.namespace === pod.metadata!.namespace)
        .filter((other) => !other.metadata!.deletionTimestamp && like(other)).length;
    const sizes = [...groups(seen, topologyKey).values()].map(size);
    const missing = sizes.length < (minDomains ?? 1);
    const floor = missing ? 0 : sizes.reduce((least, each) => (each < least ? each : least));
    const after = size(home.filter((info) => seen.includes(info))) + Number(like(pod));
    return after > floor + maxSkew ? 'skew' : undefined;
  });
  return verdicts.find((verdict) => verdict !== undefined);
}
