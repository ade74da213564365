import type { LabelSelector, LabelSelectorRequirement, StringMap } from './kubernetes.ts';

/**
 * Says whether labels match the selector of an object (`spec.selector`, `namespaceSelector`). No selector (undefined)
 * matches nothing, an empty one (`{}`) everything. Throws Error for a selector that makes no sense.
 * Exercise apiserver/label-selectors builds one; later parts are given it.
 * Settled by apimachinery pkg/apis/meta/v1/helpers.go, LabelSelectorAsSelector.
 */
export type LabelSelectorMatcher = (
  selector: LabelSelector | undefined,
  labels: StringMap | undefined,
) => boolean;

/**
 * A LabelSelectorMatcher for parts that ask it for every Pod of a cluster, which is too often to be handed one: each
 * question to a function of another part leaves the box. Throws Error for an operator that does not exist, In and NotIn
 * without values, Exists and DoesNotExist with some. It does not check keys and values; the apiserver has.
 */
export const matchesLabelSelector: LabelSelectorMatcher = (selector, labels = {}) => {
  if (!selector) return false;
  const { matchLabels = {}, matchExpressions = [] } = selector;
  const equal = Object.entries(matchLabels).map(
    ([key, value]) => labelValue(labels, key) === value,
  );
  const held = matchExpressions.map((requirement) => holds(requirement, labels));
  return [...equal, ...held].every(Boolean);
};

function holds(requirement: LabelSelectorRequirement, labels: StringMap): boolean {
  const { key, operator, values = [] } = requirement;
  const value = labelValue(labels, key);
  checkValues(operator, values);
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      throw new Error(`"${operator}" is not a valid label selector operator`);
  }
}

function checkValues(operator: string, values: readonly string[]): void {
  const wanted = operator === 'In' || operator === 'NotIn';
  if (wanted && values.length === 0) throw new Error(`The operator ${operator} needs values`);
  if (!wanted && values.length > 0) throw new Error(`The operator ${operator} takes no values`);
}

function labelValue(labels: StringMap, key: string): string | undefined {
  return Object.hasOwn(labels, key) ? labels[key] : undefined;
}
