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
  // TODO step 1, Operators (rules 1 to 4): one term with one expression on the node's labels.
  // TODO step 2, Terms (rules 5 to 7): several terms and expressions, empty terms, matchFields.
  // TODO step 3, Malformed selectors (rules 8 to 11): find the malformed requirements, and throw.
  throw new NotImplemented('step 1: matchNodeSelector');
}

/**
 * May `pod` run on `node`, as far as the pod's nodeSelector and required node affinity say?
 * Success without reasons, or UnschedulableAndUnresolvable with the one reason `mismatch`.
 * A malformed required selector is no reason to throw: it refuses the node unless another of its terms matches.
 *
 * Settled by: kubernetes/pkg/scheduler/framework/plugins/nodeaffinity, Filter.
 */
export function filterNodeAffinity(pod: Pod, node: Node): Status {
  // TODO step 4, Filter (rules 12 and 13).
  throw new NotImplemented('step 4: filterNodeAffinity');
}

/**
 * How much does `pod` prefer each of `nodes`? Whole numbers from 0 to maxNodeScore, in the order of `nodes`.
 *
 * Throws InvalidSelectorError when a preference of a weight other than 0 is malformed; fields are named from the list
 * of preferences: `[1].matchExpressions[0].operator`.
 *
 * Settled by: the same plugin's PreScore and Score, and DefaultNormalizeScore.
 */
export function scoreNodeAffinity(pod: Pod, nodes: readonly Node[]): number[] {
  // TODO step 5, Score (rules 14 to 16).
  throw new NotImplemented('step 5: scoreNodeAffinity');
}
