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

/** A malformed term is reported only when no other term matches. */
export function matchNodeSelector(selector: NodeSelector, node: Node): boolean {
  const { matches, errors } = tryTerms(selector, node);
  if (!matches && errors.length > 0) throw new InvalidSelectorError(errors);
  return matches;
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
  const errors = preferences.flatMap(({ weight, preference }, i) =>
    weight === 0 ? [] : termErrors(preference, `[${i}]`),
  );
  if (errors.length > 0) throw new InvalidSelectorError(errors);

  const sums = nodes.map((node) =>
    preferences
      .filter(({ weight, preference }) => weight !== 0 && termMatches(preference, node))
      .reduce((sum, { weight }) => sum + weight, 0),
  );
  return normalize(sums);
}

/** Multiplies before it divides: 29/100*100 would be 28.999999999999996. */
function normalize(sums: number[]): number[] {
  const best = Math.max(...sums);
  return best === 0 ? sums : sums.map((sum) => Math.floor((maxNodeScore * sum) / best));
}

function nodeSelectorHolds(pod: Pod, node: Node): boolean {
  const wanted = Object.entries(pod.spec?.nodeSelector ?? {});
  return wanted.every(([key, value]) => labelOf(node, key) === value);
}

/** A malformed term only refuses the node: one such pod must not stop the scheduler. */
function requiredAffinityHolds(pod: Pod, node: Node): boolean {
  const selector = pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return selector === undefined || tryTerms(selector, node).matches;
}

/** Terms are ORed: the first that matches decides. Also gives what is wrong with the terms before it. */
function tryTerms(selector: NodeSelector, node: Node): { matches: boolean; errors: FieldError[] } {
  const errors: FieldError[] = [];
  const matches = selector.nodeSelectorTerms.some((term, i) => {
    const found = termErrors(term, `nodeSelectorTerms[${i}]`);
    errors.push(...found);
    return found.length === 0 && termMatches(term, node);
  });
  return { matches, errors };
}

/** All requirements of a term are ANDed; a term without any matches nothing. */
function termMatches(term: NodeSelectorTerm, node: Node): boolean {
  const { matchExpressions = [], matchFields = [] } = term;
  return (
    matchExpressions.length + matchFields.length > 0 &&
    matchExpressions.every((r) => holds(labelOperators, r, labelOf(node, r.key))) &&
    matchFields.every((r) => holds(fieldOperators, r, node.metadata?.name))
  );
}

/** Every requirement is checked, also those that the node's labels would never lead to. */
function termErrors(term: NodeSelectorTerm, path: string): FieldError[] {
  const { matchExpressions = [], matchFields = [] } = term;
  return [
    ...matchExpressions.flatMap((r, i) => expressionError(r, `${path}.matchExpressions[${i}]`)),
    ...matchFields.flatMap((r, i) => fieldNameError(r, `${path}.matchFields[${i}]`)),
  ];
}

function expressionError(r: NodeSelectorRequirement, path: string): FieldError[] {
  const { key, values = [] } = r;
  const operator = labelOperators.get(r.operator);
  if (!operator) return notSupported(path, r.operator);
  const inKey = labelKeyProblem(key);
  if (inKey) return invalid(`${path}.key`, key, inKey);
  const inValues = operator.refuses(values) ?? values.map(labelValueProblem).find(Boolean);
  return inValues ? invalid(`${path}.values`, values, inValues) : [];
}

function fieldNameError(r: NodeSelectorRequirement, path: string): FieldError[] {
  const { values = [] } = r;
  const operator = fieldOperators.get(r.operator);
  if (!operator) return notSupported(path, r.operator);
  const inValues = operator.refuses(values);
  return inValues ? invalid(`${path}.values`, values, inValues) : [];
}

function notSupported(path: string, badValue: string): FieldError[] {
  const detail = 'is no operator here';
  return [{ type: 'FieldValueNotSupported', field: `${path}.operator`, badValue, detail }];
}

function invalid(field: string, badValue: unknown, detail: string): FieldError[] {
  return [{ type: 'FieldValueInvalid', field, badValue, detail }];
}

/** What is wrong with the values given to an operator; undefined when nothing is. */
type ValuesCheck = (values: readonly string[]) => string | undefined;

const some: ValuesCheck = (values) => (values.length > 0 ? undefined : 'must not be empty');
const none: ValuesCheck = (values) => (values.length === 0 ? undefined : 'must be empty');
const one: ValuesCheck = (values) => (values.length === 1 ? undefined : 'must have one element');
const oneInteger: ValuesCheck = (values) =>
  one(values) ?? (Number.isNaN(integer(values[0])) ? 'must be an integer' : undefined);

/** `value` is the label's or the field's; undefined when the node has no such label. */
interface Operator {
  readonly refuses: ValuesCheck;
  readonly holds: (value: string | undefined, values: readonly string[]) => boolean;
}

type Operators = ReadonlyMap<string, Operator>;

const labelOperators: Operators = new Map([
  ['In', { refuses: some, holds: (v, values) => values.some((value) => value === v) }],
  ['NotIn', { refuses: some, holds: (v, values) => values.every((value) => value !== v) }],
  ['Exists', { refuses: none, holds: (v) => v !== undefined }],
  ['DoesNotExist', { refuses: none, holds: (v) => v === undefined }],
  ['Gt', { refuses: oneInteger, holds: (v, [bound]) => integer(v) > integer(bound) }],
  ['Lt', { refuses: oneInteger, holds: (v, [bound]) => integer(v) < integer(bound) }],
]);

const fieldOperators: Operators = new Map([
  ['In', { refuses: one, holds: (v, [wanted]) => v === wanted }],
  ['NotIn', { refuses: one, holds: (v, [unwanted]) => v !== unwanted }],
]);

function holds(
  operators: Operators,
  { operator, values = [] }: NodeSelectorRequirement,
  value: string | undefined,
): boolean {
  return operators.get(operator)!.holds(value, values);
}

const maxInt64 = 2n ** 63n - 1n;

/**
 * The 64-bit integer in a text of digits (a label's value cannot start with a sign). NaN for everything else:
 * it is neither greater nor less than any number.
 */
function integer(text: string | undefined): bigint | number {
  if (text === undefined || !/^\d+$/.test(text)) return Number.NaN;
  const value = BigInt(text);
  return value <= maxInt64 ? value : Number.NaN;
}

/** Only the node's own labels: `constructor` is an ordinary label key. */
function labelOf(node: Node, key: string): string | undefined {
  const labels = node.metadata?.labels ?? {};
  return Object.hasOwn(labels, key) ? labels[key] : undefined;
}
