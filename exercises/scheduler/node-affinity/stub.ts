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
  NotImplemented,
  type Pod,
  type PreferredSchedulingTerm,
  type Status,
} from 'course/kit';

/** Why a node is refused. `kubectl describe pod` shows this text, counted over the nodes. */
const mismatch = "node(s) didn't match Pod's node affinity/selector";

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
  // TODO step 1: one term with one expression: the six operators on the node's labels.
  // TODO step 2: several terms and expressions, empty terms, matchFields.
  // TODO step 3: malformed requirements.
  throw new NotImplemented('step 1: matchNodeSelector');
}

/**
 * May `pod` run on `node`, as far as the pod's nodeSelector and required node affinity say?
 * Success without reasons, or UnschedulableAndUnresolvable with the one reason `mismatch`. Never throws.
 *
 * Settled by: kubernetes/pkg/scheduler/framework/plugins/nodeaffinity, Filter.
 */
export function filterNodeAffinity(pod: Pod, node: Node): Status {
  // TODO step 4
  throw new NotImplemented('step 4: filterNodeAffinity');
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
  // TODO step 5
  throw new NotImplemented('step 5: scoreNodeAffinity');
}
