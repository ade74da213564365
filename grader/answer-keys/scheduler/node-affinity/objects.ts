import type {
  Node,
  NodeSelector,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  Pod,
  PreferredSchedulingTerm,
} from 'course/kit';

/** A node with a name and labels. */
export function node(name: string, labels: Record<string, string> = {}): Node {
  return { metadata: { name, labels } };
}

/** One requirement, as it stands in matchExpressions: `expression('zone', 'In', 'eu-1', 'eu-2')`. */
export function expression(
  key: string,
  operator: string,
  ...values: string[]
): NodeSelectorRequirement {
  return { key, operator, values };
}

/** One requirement on the node's name, as it stands in matchFields. */
export function nodeName(operator: string, ...values: string[]): NodeSelectorRequirement {
  return { key: 'metadata.name', operator, values };
}

/** A term of expressions only. */
export function term(...matchExpressions: NodeSelectorRequirement[]): NodeSelectorTerm {
  return { matchExpressions };
}

/** A selector of several terms. */
export function anyOf(...nodeSelectorTerms: NodeSelectorTerm[]): NodeSelector {
  return { nodeSelectorTerms };
}

/** A selector of one term of expressions. */
export function allOf(...expressions: NodeSelectorRequirement[]): NodeSelector {
  return anyOf(term(...expressions));
}

/** A pod with a nodeSelector, a required node affinity, or both. */
export function podOn(nodeSelector?: Record<string, string>, required?: NodeSelector): Pod {
  const nodeAffinity = required && { requiredDuringSchedulingIgnoredDuringExecution: required };
  return {
    spec: {
      containers: [],
      ...(nodeSelector && { nodeSelector }),
      ...(nodeAffinity && { affinity: { nodeAffinity } }),
    },
  };
}

/** A preference: a weight and the term it rewards. */
export function prefer(weight: number, preference: NodeSelectorTerm): PreferredSchedulingTerm {
  return { weight, preference };
}

/** A pod that only prefers. */
export function podPreferring(...preferences: PreferredSchedulingTerm[]): Pod {
  const nodeAffinity = { preferredDuringSchedulingIgnoredDuringExecution: preferences };
  return { spec: { containers: [], affinity: { nodeAffinity } } };
}
