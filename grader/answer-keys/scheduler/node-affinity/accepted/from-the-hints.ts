// Written by following the last rung of every hint: as long as this passes, the hints lead there.
import {
  type FieldError,
  InvalidSelectorError,
  labelKeyProblem,
  labelValueProblem,
  maxNodeScore,
  type Node,
  type NodeSelector,
  type NodeSelectorRequirement,
  type NodeSelectorTerm,
  type Pod,
  type Status,
} from 'course/kit';

const mismatch = "node(s) didn't match Pod's node affinity/selector";

export function matchNodeSelector(selector: NodeSelector, node: Node): boolean {
  const errors: FieldError[] = [];
  for (const [i, term] of selector.nodeSelectorTerms.entries()) {
    const found = errorsIn(term, `nodeSelectorTerms[${i}]`);
    if (found.length === 0 && termMatches(term, node)) return true;
    errors.push(...found);
  }
  if (errors.length > 0) throw new InvalidSelectorError(errors);
  return false;
}

export function filterNodeAffinity(pod: Pod, node: Node): Status {
  const labels = node.metadata?.labels ?? {};
  const selected = Object.entries(pod.spec?.nodeSelector ?? {}).every(
    ([key, value]) => Object.hasOwn(labels, key) && labels[key] === value,
  );
  return selected && requiredHolds(pod, node)
    ? { code: 'Success', reasons: [] }
    : { code: 'UnschedulableAndUnresolvable', reasons: [mismatch] };
}

export function scoreNodeAffinity(pod: Pod, nodes: readonly Node[]): number[] {
  const affinity = pod.spec?.affinity?.nodeAffinity;
  const preferences = affinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  const errors = preferences.flatMap(({ weight, preference }, i) =>
    weight === 0 ? [] : errorsIn(preference, `[${i}]`),
  );
  if (errors.length > 0) throw new InvalidSelectorError(errors);
  const sums = nodes.map((node) => {
    let sum = 0;
    for (const { weight, preference } of preferences)
      if (weight !== 0 && termMatches(preference, node)) sum += weight;
    return sum;
  });
  const highest = Math.max(...sums);
  return sums.map((sum) => (highest === 0 ? 0 : Math.floor((maxNodeScore * sum) / highest)));
}
function holds({ key, operator, values = [] }: NodeSelectorRequirement, node: Node): boolean {
  const labels = node.metadata?.labels ?? {};
  const label = Object.hasOwn(labels, key) ? labels[key] : undefined;
  const [x, y] = [integer(label), integer(values[0])];
  if (operator === 'In') return label !== undefined && values.includes(label);
  if (operator === 'NotIn') return label === undefined || !values.includes(label);
  if (operator === 'Exists') return label !== undefined;
  if (operator === 'DoesNotExist') return label === undefined;
  if (x === undefined || y === undefined) return false;
  return operator === 'Gt' ? x > y : x < y;
}

function integer(text: string | undefined): bigint | undefined {
  if (text === undefined || !/^\d+$/.test(text)) return undefined;
  const value = BigInt(text);
  return value < 2n ** 63n ? value : undefined;
}
function termMatches(term: NodeSelectorTerm, node: Node): boolean {
  const { matchExpressions = [], matchFields = [] } = term;
  if (matchExpressions.length === 0 && matchFields.length === 0) return false;
  return (
    matchExpressions.every((requirement) => holds(requirement, node)) &&
    matchFields.every((requirement) => nameHolds(requirement, node))
  );
}

function nameHolds({ operator, values = [] }: NodeSelectorRequirement, node: Node): boolean {
  const same = node.metadata?.name === values[0];
  return operator === 'In' ? same : !same;
}
function badPart({ key, operator, values = [] }: NodeSelectorRequirement): string | undefined {
  if (!['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'].includes(operator)) return 'operator';
  if (labelKeyProblem(key)) return 'key';
  const fit = valuesFit(operator, values) && values.every((value) => !labelValueProblem(value));
  return fit ? undefined : 'values';
}

function valuesFit(operator: string, values: string[]): boolean {
  if (operator === 'In' || operator === 'NotIn') return values.length > 0;
  if (operator === 'Exists' || operator === 'DoesNotExist') return values.length === 0;
  return values.length === 1 && integer(values[0]) !== undefined;
}
function badFieldPart({ operator, values = [] }: NodeSelectorRequirement): string | undefined {
  if (operator !== 'In' && operator !== 'NotIn') return 'operator';
  return values.length === 1 ? undefined : 'values';
}

function errorsIn(term: NodeSelectorTerm, path: string): FieldError[] {
  const errors: FieldError[] = [];
  for (const [i, requirement] of (term.matchExpressions ?? []).entries()) {
    const part = badPart(requirement);
    if (part) errors.push(fieldError(`${path}.matchExpressions[${i}].${part}`));
  }
  for (const [i, requirement] of (term.matchFields ?? []).entries()) {
    const part = badFieldPart(requirement);
    if (part) errors.push(fieldError(`${path}.matchFields[${i}].${part}`));
  }
  return errors;
}

function fieldError(field: string): FieldError {
  const type = field.endsWith('.operator') ? 'FieldValueNotSupported' : 'FieldValueInvalid';
  return { type, field, detail: 'is not what a node selector may hold' };
}
function requiredHolds(pod: Pod, node: Node): boolean {
  const required = pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  if (!required) return true;
  try {
    return matchNodeSelector(required, node);
  } catch (error) {
    if (error instanceof InvalidSelectorError) return false;
    throw error;
  }
}
