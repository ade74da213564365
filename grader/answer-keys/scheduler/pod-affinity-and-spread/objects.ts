import type {
  LabelSelector,
  NodeInfo,
  Pod,
  PodAffinityTerm,
  StringMap,
  TopologySpreadConstraint,
} from 'course/kit';

/** Labels as kubectl writes them: `app=db,tier=back`; `app=` or `app` for an empty value, `` for none. */
export function labels(text: string): StringMap {
  const pairs = text === '' ? [] : text.split(',').map((pair) => pair.split('='));
  return Object.fromEntries(pairs.map(([key, value = '']) => [key!, value]));
}

/** A selector as kubectl writes it: `app=db`, `app` (there), `!app` (not there), `app!=db`, `app=db|web` (in). */
export function selector(text: string): LabelSelector {
  return { matchExpressions: text.split(',').map(requirement) };
}

function requirement(text: string) {
  if (text.startsWith('!')) return { key: text.slice(1), operator: 'DoesNotExist' };
  const [, key = '', not, list] = /^(\w+)(!?)=?(.*)$/.exec(text) ?? [];
  if (!text.includes('=')) return { key, operator: 'Exists' };
  return { key, operator: not ? 'NotIn' : 'In', values: list!.split('|') };
}

/** A term: which Pods, by which topology key, and where it says so, in which namespaces. */
export function term(
  which: string,
  topologyKey: string,
  more: Partial<PodAffinityTerm> = {},
): PodAffinityTerm {
  return { labelSelector: selector(which), topologyKey, ...more };
}

/** A hard constraint with maxSkew 1, unless it says otherwise. */
export function spread(
  which: string,
  topologyKey: string,
  more: Partial<TopologySpreadConstraint> = {},
): TopologySpreadConstraint {
  return {
    ...{ maxSkew: 1, topologyKey, whenUnsatisfiable: 'DoNotSchedule' },
    ...{ labelSelector: selector(which), ...more },
  };
}

/** What a Pod of the tests can have. */
export interface PodParts {
  readonly namespace?: string;
  readonly affinity?: PodAffinityTerm[];
  readonly antiAffinity?: PodAffinityTerm[];
  readonly spread?: TopologySpreadConstraint[];
  readonly ending?: boolean;
}

/** A Pod with these labels, in the namespace `shop` unless it says otherwise. */
export function pod(text: string, parts: PodParts = {}): Pod {
  const { namespace = 'shop', affinity, antiAffinity, ending } = parts;
  const required = <Term>(terms: Term[]) => ({
    requiredDuringSchedulingIgnoredDuringExecution: terms,
  });
  return {
    metadata: {
      ...{ namespace, labels: labels(text) },
      ...(ending && { deletionTimestamp: '2026-11-24T10:00:00Z' }),
    },
    spec: {
      containers: [],
      ...((affinity || antiAffinity) && {
        affinity: {
          ...(affinity && { podAffinity: required(affinity) }),
          ...(antiAffinity && { podAntiAffinity: required(antiAffinity) }),
        },
      }),
      ...(parts.spread && { topologySpreadConstraints: parts.spread }),
    },
  };
}

/** A node with a name, labels and Pods. */
export function node(name: string, text: string, ...pods: Pod[]): NodeInfo {
  return { node: { metadata: { name, labels: labels(text) } }, pods };
}
