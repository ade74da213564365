import type { Controller, Node, Pod, Stored, Taint, Toleration } from 'course/kit';
import type {
  NodeLifecycleParts,
  TaintEvictionParts,
  ZoneState,
} from '#exercise/controllers/node-lifecycle';

/** What the simulation needs of this exercise's file. */
export interface NodePart {
  zoneState(statuses: readonly (string | undefined)[]): ZoneState;
  evictionRates(nodes: readonly Node[]): Record<string, number>;
  defaultTolerations(tolerations: readonly Toleration[] | undefined): Toleration[];
  readonly NodeLifecycleController: new (
    parts: NodeLifecycleParts,
  ) => Controller & { monitor(): void };
  readonly TaintEvictionController: new (parts: TaintEvictionParts) => Controller;
}

/** What it needs of scheduler/taints-tolerations. */
export interface TaintsPart {
  toleratesTaint(toleration: Toleration, taint: Taint): boolean;
}

/** The status of a condition Ready, of a node or a Pod. */
export function readyOf({ status }: Node | Pod): string | undefined {
  return status?.conditions?.find(({ type }) => type === 'Ready')?.status;
}

/** The zone in its labels. */
export function zoneOf({ metadata }: Node): string {
  return metadata?.labels?.['topology.kubernetes.io/zone'] ?? '';
}

/** `unreachable:NoExecute`: a taint without the domain in its key. */
export function taintName({ key, effect }: Taint): string {
  return `${key.replace('node.kubernetes.io/', '')}:${effect}`;
}

/** Whether a Pod is being ended. */
export function isEnding({ metadata }: Stored<Pod>): boolean {
  return metadata.deletionTimestamp !== undefined;
}

/** `a, b and c`. */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** Who shares a text, in the order in which the texts first came: `[text, names]`. */
export function byText(
  told: readonly (readonly [text: string, name: string])[],
): [string, string[]][] {
  const names = new Map<string, string[]>();
  for (const [text, name] of told) names.set(text, [...(names.get(text) ?? []), name]);
  return [...names];
}
