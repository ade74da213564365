import type {
  LabelSelector,
  LabelSelectorRequirement,
  NodeInfo,
  Pod,
  PodAffinityTerm,
  StringMap,
} from 'course/kit';

/** A Pod to be placed and a cluster in two sentences, as one would tell a colleague. */
export function scene(pod: Pod, nodeInfos: readonly NodeInfo[]): string {
  return `To be placed: ${podText(pod)}. Nodes: ${nodeInfos.map(nodeText).join('; ')}`;
}

function nodeText({ node, pods }: NodeInfo): string {
  const there = pods.length === 0 ? '' : ` with ${pods.map(podText).join(' and ')}`;
  return `${node.metadata?.name} (${labelText(node.metadata?.labels)})${there}`;
}

function podText({ metadata, spec }: Pod): string {
  const said = [
    metadata?.namespace === 'shop' ? '' : `in namespace ${metadata?.namespace ?? '""'}`,
    metadata?.deletionTimestamp ? 'being deleted' : '',
    ...required(spec?.affinity?.podAffinity).map((term) => `near ${termText(term)}`),
    ...required(spec?.affinity?.podAntiAffinity).map((term) => `away from ${termText(term)}`),
    ...(spec?.topologySpreadConstraints ?? []).map((each) =>
      [
        each.whenUnsatisfiable === 'DoNotSchedule' ? 'spread' : 'softly spread',
        `${termText(each)}, maxSkew ${each.maxSkew}`,
        each.minDomains === undefined ? '' : `minDomains ${each.minDomains}`,
      ]
        .filter(Boolean)
        .join(' '),
    ),
  ].filter(Boolean);
  return `Pod ${labelText(metadata?.labels)}${said.length === 0 ? '' : ` [${said.join('; ')}]`}`;
}

function required(
  affinity: { requiredDuringSchedulingIgnoredDuringExecution?: PodAffinityTerm[] } = {},
): PodAffinityTerm[] {
  return affinity.requiredDuringSchedulingIgnoredDuringExecution ?? [];
}

interface Which {
  readonly labelSelector?: LabelSelector;
  readonly topologyKey: string;
  readonly namespaces?: string[];
  readonly namespaceSelector?: LabelSelector;
}

function termText({ labelSelector, topologyKey, namespaces, namespaceSelector }: Which): string {
  const listed = namespaces?.length ? ` in ${namespaces.join(', ')}` : '';
  const selected = namespaceSelector ? ` in namespaces of ${selectorText(namespaceSelector)}` : '';
  return `${selectorText(labelSelector)}${listed}${selected} by ${topologyKey}`;
}

function selectorText(selector: LabelSelector | undefined): string {
  if (!selector) return 'no Pod';
  return (selector.matchExpressions ?? []).map(requirementText).join(',') || 'all';
}

function requirementText({ key, operator, values = [] }: LabelSelectorRequirement): string {
  if (operator === 'Exists') return key;
  if (operator === 'DoesNotExist') return `!${key}`;
  return `${key}${operator === 'In' ? '=' : '!='}${values.join('|')}`;
}

function labelText(labels: StringMap = {}): string {
  const pairs = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  return pairs.join(',') || 'no labels';
}
