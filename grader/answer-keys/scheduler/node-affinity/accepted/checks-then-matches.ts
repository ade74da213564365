// Solved from the learner's files alone: every requirement is checked first, and matched only when it is well formed.
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
  type PreferredSchedulingTerm,
  type Status,
} from 'course/kit';

/** Why a node is refused. `kubectl describe pod` shows this text, counted over the nodes. */
const mismatch = "node(s) didn't match Pod's node affinity/selector";

/** The largest value an int64 can hold; upstream parses both sides of Gt and Lt with strconv.ParseInt. */
const maxInt64 = 2n ** 63n - 1n;

function parseInteger(text: string): bigint | undefined {
  if (!/^[0-9]+$/.test(text)) return undefined;
  const value = BigInt(text);
  return value <= maxInt64 ? value : undefined;
}

type Problem = Pick<FieldError, 'type' | 'badValue' | 'detail'> & {
  part: 'operator' | 'key' | 'values';
};

const unsupported = (badValue: string, allowed: string): Problem => ({
  part: 'operator',
  type: 'FieldValueNotSupported',
  badValue,
  detail: `supported values: ${allowed}`,
});

const invalidPart = (part: 'key' | 'values', badValue: unknown, detail: string): Problem => ({
  part,
  type: 'FieldValueInvalid',
  badValue,
  detail,
});

/** What is wrong with the number or form of the values, given the operator; undefined when they fit. */
function arityProblem(operator: string, values: readonly string[]): string | undefined {
  switch (operator) {
    case 'In':
    case 'NotIn':
      return values.length === 0 ? 'must not be empty for In and NotIn' : undefined;
    case 'Exists':
    case 'DoesNotExist':
      return values.length > 0 ? 'must be empty for Exists and DoesNotExist' : undefined;
    default:
      if (values.length !== 1) return 'must be exactly one for Gt and Lt';
      return parseInteger(values[0]!) === undefined
        ? 'must be an integer for Gt and Lt'
        : undefined;
  }
}

const labelOperators = ['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'];
const fieldOperators = ['In', 'NotIn'];

function expressionProblem({
  key,
  operator,
  values = [],
}: NodeSelectorRequirement): Problem | undefined {
  if (!labelOperators.includes(operator)) return unsupported(operator, labelOperators.join(', '));

  const keyProblem = labelKeyProblem(key);
  if (keyProblem !== undefined) return invalidPart('key', key, keyProblem);

  const arity = arityProblem(operator, values);
  if (arity !== undefined) return invalidPart('values', values, arity);

  for (const value of values) {
    const valueProblem = labelValueProblem(value);
    if (valueProblem !== undefined) return invalidPart('values', value, valueProblem);
  }
  return undefined;
}

function fieldProblem({ operator, values = [] }: NodeSelectorRequirement): Problem | undefined {
  if (!fieldOperators.includes(operator)) return unsupported(operator, fieldOperators.join(', '));
  if (values.length !== 1) return invalidPart('values', values, 'must be exactly one for a field');
  return undefined;
}

/** Everything malformed in `term`, with `path` in front of each field. Empty for an empty term. */
function termErrors(
  { matchExpressions = [], matchFields = [] }: NodeSelectorTerm,
  path: string,
): FieldError[] {
  const errors: FieldError[] = [];
  const report = (at: string, problem: Problem | undefined) => {
    if (problem === undefined) return;
    const { part, ...rest } = problem;
    errors.push({ ...rest, field: `${path}.${at}.${part}` });
  };
  for (const [i, r] of matchExpressions.entries())
    report(`matchExpressions[${i}]`, expressionProblem(r));
  for (const [i, r] of matchFields.entries()) report(`matchFields[${i}]`, fieldProblem(r));
  return errors;
}

const isEmpty = ({ matchExpressions = [], matchFields = [] }: NodeSelectorTerm): boolean =>
  matchExpressions.length === 0 && matchFields.length === 0;

function labelOf(node: Node, key: string): string | undefined {
  const labels = node.metadata?.labels;
  return labels !== undefined && Object.hasOwn(labels, key) ? labels[key] : undefined;
}

/** Asks a well-formed requirement about a label's (or field's) value; undefined means there is none. */
function holds(
  { operator, values = [] }: NodeSelectorRequirement,
  actual: string | undefined,
): boolean {
  switch (operator) {
    case 'In':
      return actual !== undefined && values.includes(actual);
    case 'NotIn':
      return actual === undefined || !values.includes(actual);
    case 'Exists':
      return actual !== undefined;
    case 'DoesNotExist':
      return actual === undefined;
    default: {
      const have = actual === undefined ? undefined : parseInteger(actual);
      const want = parseInteger(values[0]!);
      if (have === undefined || want === undefined) return false;
      return operator === 'Gt' ? have > want : have < want;
    }
  }
}

/** For a term without errors. */
function termMatches(term: NodeSelectorTerm, node: Node): boolean {
  if (isEmpty(term)) return false;
  const { matchExpressions = [], matchFields = [] } = term;
  return (
    matchExpressions.every((r) => holds(r, labelOf(node, r.key))) &&
    matchFields.every((r) => holds(r, node.metadata?.name ?? ''))
  );
}

/**
 * Does `selector` match `node`? Terms are ORed; the expressions and fields of one term are ANDed.
 *
 * Throws InvalidSelectorError when no term matches and at least one term is malformed. Its `errors`
 * hold one FieldError for each malformed requirement, in the order of the selector, for example
 * `{ type: 'FieldValueInvalid', field: 'nodeSelectorTerms[0].matchExpressions[1].values', detail: 'must not be empty' }`.
 *
 * Settled by: k8s.io/component-helpers/scheduling/corev1/nodeaffinity, LazyErrorNodeSelector.Match.
 */
export function matchNodeSelector(selector: NodeSelector, node: Node): boolean {
  const allErrors: FieldError[] = [];
  for (const [i, term] of selector.nodeSelectorTerms.entries()) {
    const errors = termErrors(term, `nodeSelectorTerms[${i}]`);
    if (errors.length === 0 && termMatches(term, node)) return true;
    allErrors.push(...errors);
  }
  if (allErrors.length > 0) throw new InvalidSelectorError(allErrors);
  return false;
}

/** The required half as one yes or no: here a malformed selector is a no. */
function meetsRequirements(pod: Pod, node: Node): boolean {
  const wanted = Object.entries(pod.spec?.nodeSelector ?? {});
  if (!wanted.every(([key, value]) => labelOf(node, key) === value)) return false;

  const required = pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  if (required === undefined) return true;
  try {
    return matchNodeSelector(required, node);
  } catch (error) {
    if (error instanceof InvalidSelectorError) return false;
    throw error;
  }
}

/**
 * May `pod` run on `node`, as far as the pod's nodeSelector and required node affinity say?
 * Success without reasons, or UnschedulableAndUnresolvable with the one reason `mismatch`. Never throws.
 *
 * Settled by: kubernetes/pkg/scheduler/framework/plugins/nodeaffinity, Filter.
 */
export function filterNodeAffinity(pod: Pod, node: Node): Status {
  return meetsRequirements(pod, node)
    ? { code: 'Success', reasons: [] }
    : { code: 'UnschedulableAndUnresolvable', reasons: [mismatch] };
}

/**
 * How much does `pod` prefer each of `nodes`? Whole numbers from 0 to maxNodeScore, in the order of `nodes`.
 *
 * Throws InvalidSelectorError when a preference that counts is malformed; fields are named from the list
 * of preferences: `[1].matchExpressions[0].operator`.
 *
 * Settled by: the same plugin's PreScore and Score, and DefaultNormalizeScore.
 */
export function scoreNodeAffinity(pod: Pod, nodes: readonly Node[]): number[] {
  const all: readonly PreferredSchedulingTerm[] =
    pod.spec?.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];

  const errors = all.flatMap(({ weight, preference }, i) =>
    weight === 0 ? [] : termErrors(preference, `[${i}]`),
  );
  if (errors.length > 0) throw new InvalidSelectorError(errors);

  const preferences = all.filter(({ weight }) => weight !== 0);
  const sums = nodes.map((node) =>
    preferences.reduce(
      (sum, { weight, preference }) => sum + (termMatches(preference, node) ? weight : 0),
      0,
    ),
  );
  const highest = sums.reduce((a, b) => Math.max(a, b), 0);
  return sums.map((sum) => (highest === 0 ? 0 : Math.floor((maxNodeScore * sum) / highest)));
}
