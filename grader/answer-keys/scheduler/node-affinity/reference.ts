import {
  type FieldProblem,
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

/** Terms are ORed. A malformed term is passed over, and reported only when no other term matches. */
export function matchNodeSelector(selector: NodeSelector, node: Node): boolean {
  const problems: FieldProblem[] = [];
  for (const [i, term] of selector.nodeSelectorTerms.entries()) {
    const found = termProblems(term, `nodeSelectorTerms[${i}]`);
    if (found.length === 0 && termMatches(term, node)) return true;
    problems.push(...found);
  }
  if (problems.length > 0) throw new InvalidSelectorError(problems);
  return false;
}

/** Both the nodeSelector and the required affinity must hold. */
export function filterNodeAffinity(pod: Pod, node: Node): Status {
  return nodeSelectorHolds(pod, node) && requiredAffinityHolds(pod, node)
    ? { code: 'Success', reasons: [] }
    : { code: 'UnschedulableAndUnresolvable', reasons: [mismatch] };
}

/** The weights of the preferences that a node meets, scaled so that the best of these nodes has 100. */
export function scoreNodeAffinity(pod: Pod, nodes: readonly Node[]): number[] {
  const preferences =
    pod.spec?.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  const problems = preferences.flatMap(({ weight, preference }, i) =>
    weight === 0 ? [] : termProblems(preference, `[${i}]`),
  );
  if (problems.length > 0) throw new InvalidSelectorError(problems);

  const sums = nodes.map((node) =>
    preferences
      .filter(({ weight, preference }) => weight !== 0 && termMatches(preference, node))
      .reduce((sum, { weight }) => sum + weight, 0),
  );
  return normalize(sums);
}

/** Multiplies before it divides: 29/100*100 would be 28.999999999999996. */
function normalize(sums: number[]): number[] {
  const best = Math.max(0, ...sums);
  return best === 0 ? sums : sums.map((sum) => Math.floor((maxNodeScore * sum) / best));
}

function nodeSelectorHolds(pod: Pod, node: Node): boolean {
  const wanted = Object.entries(pod.spec?.nodeSelector ?? {});
  return wanted.every(([key, value]) => labelOf(node, key) === value);
}

/** A malformed selector only refuses the node: pods from before the apiserver checked values must not stop the scheduler. */
function requiredAffinityHolds(pod: Pod, node: Node): boolean {
  const selector = pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  if (selector === undefined) return true;
  try {
    return matchNodeSelector(selector, node);
  } catch (error) {
    if (error instanceof InvalidSelectorError) return false;
    throw error;
  }
}

function isEmpty({ matchExpressions = [], matchFields = [] }: NodeSelectorTerm): boolean {
  return matchExpressions.length === 0 && matchFields.length === 0;
}

/** All requirements of a term are ANDed; a term without any matches nothing. */
function termMatches(term: NodeSelectorTerm, node: Node): boolean {
  const { matchExpressions = [], matchFields = [] } = term;
  return (
    !isEmpty(term) &&
    matchExpressions.every((r) => holds(labelOperators, r, labelOf(node, r.key))) &&
    matchFields.every((r) => holds(fieldOperators, r, node.metadata?.name))
  );
}

/** Every requirement is checked, also those that the node's labels would never lead to. */
function termProblems(term: NodeSelectorTerm, path: string): FieldProblem[] {
  const { matchExpressions = [], matchFields = [] } = term;
  return [
    ...matchExpressions.flatMap((r, i) => expressionProblem(r, `${path}.matchExpressions[${i}]`)),
    ...matchFields.flatMap((r, i) => fieldProblem(r, `${path}.matchFields[${i}]`)),
  ];
}

function expressionProblem(r: NodeSelectorRequirement, path: string): FieldProblem[] {
  const operator = labelOperators.get(r.operator);
  if (!operator) return problem(`${path}.operator`, `"${r.operator}" is not supported`);
  const { key, values = [] } = r;
  const inKey = labelKeyProblem(key);
  if (inKey) return problem(`${path}.key`, inKey);
  const inValues = operator.refuses(values) ?? values.map(labelValueProblem).find(Boolean);
  return inValues ? problem(`${path}.values`, inValues) : [];
}

function fieldProblem(r: NodeSelectorRequirement, path: string): FieldProblem[] {
  const operator = fieldOperators.get(r.operator);
  if (!operator) return problem(`${path}.operator`, `"${r.operator}" is not supported`);
  const inValues = operator.refuses(r.values ?? []);
  return inValues ? problem(`${path}.values`, inValues) : [];
}

function problem(field: string, detail: string): FieldProblem[] {
  return [{ field, detail }];
}

/** What is wrong with the values given to an operator; undefined when nothing is. */
type ValuesCheck = (values: readonly string[]) => string | undefined;

const some: ValuesCheck = (values) => (values.length > 0 ? undefined : 'must not be empty');
const none: ValuesCheck = (values) => (values.length === 0 ? undefined : 'must be empty');
const one: ValuesCheck = (values) => (values.length === 1 ? undefined : 'must have one element');
const oneInteger: ValuesCheck = (values) =>
  one(values) ?? (integer(values[0]) === undefined ? 'must be an integer' : undefined);

/** `value` is the label's or the field's; undefined when the node has no such label. */
interface Operator {
  readonly refuses: ValuesCheck;
  readonly holds: (value: string | undefined, values: readonly string[]) => boolean;
}

const labelOperators = new Map<string, Operator>([
  ['In', { refuses: some, holds: (v, values) => v !== undefined && values.includes(v) }],
  ['NotIn', { refuses: some, holds: (v, values) => v === undefined || !values.includes(v) }],
  ['Exists', { refuses: none, holds: (v) => v !== undefined }],
  ['DoesNotExist', { refuses: none, holds: (v) => v === undefined }],
  ['Gt', { refuses: oneInteger, holds: (v, [bound]) => integers(v, bound, (a, b) => a > b) }],
  ['Lt', { refuses: oneInteger, holds: (v, [bound]) => integers(v, bound, (a, b) => a < b) }],
]);

const fieldOperators = new Map<string, Operator>([
  ['In', { refuses: one, holds: (v, [wanted]) => v === wanted }],
  ['NotIn', { refuses: one, holds: (v, [unwanted]) => v !== unwanted }],
]);

function holds(
  operators: ReadonlyMap<string, Operator>,
  { operator, values = [] }: NodeSelectorRequirement,
  value: string | undefined,
): boolean {
  return operators.get(operator)!.holds(value, values);
}

type Comparison = (a: bigint, b: bigint) => boolean;

/** Compares two texts as integers; false when one of them is no integer. */
function integers(a: string | undefined, b: string | undefined, compare: Comparison): boolean {
  const [x, y] = [integer(a), integer(b)];
  return x !== undefined && y !== undefined && compare(x, y);
}

const maxInt64 = 2n ** 63n - 1n;

/** Digits only, as 64-bit integer. No sign: a label's value cannot start with one. */
function integer(text: string | undefined): bigint | undefined {
  if (text === undefined || !/^\d+$/.test(text)) return undefined;
  const value = BigInt(text);
  return value <= maxInt64 ? value : undefined;
}

/** Only the node's own labels: `constructor` is an ordinary label key. */
function labelOf(node: Node, key: string): string | undefined {
  const labels = node.metadata?.labels ?? {};
  return Object.hasOwn(labels, key) ? labels[key] : undefined;
}
