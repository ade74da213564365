import {
  maxNodeScore,
  type Node,
  NotImplemented,
  type Pod,
  type Status,
  type Taint,
  type Toleration,
} from 'course/kit';

/** The taint that a cordoned node is treated as having. */
const unschedulableTaint: Taint = {
  key: 'node.kubernetes.io/unschedulable',
  effect: 'NoSchedule',
};

/**
 * Does `toleration` tolerate `taint`? Effect, key, and by the operator also the value must fit.
 *
 * Settled by: kubernetes v1.32, staging/src/k8s.io/api/core/v1/toleration.go, ToleratesTaint.
 */
export function toleratesTaint(toleration: Toleration, taint: Taint): boolean {
  // TODO step 1, One toleration, one taint (rules 1 to 4).
  throw new NotImplemented('step 1: toleratesTaint');
}

/**
 * May `pod` run on `node`, as far as the node's taints say? Success without reasons, or UnschedulableAndUnresolvable with
 * one reason: `node(s) had untolerated taint {KEY: VALUE}`.
 *
 * Settled by: kubernetes v1.32, pkg/scheduler/framework/plugins/tainttoleration, Filter.
 */
export function filterTaints(pod: Pod, node: Node): Status {
  // TODO step 2, Filter (rules 5 to 7).
  throw new NotImplemented('step 2: filterTaints');
}

/**
 * May `pod` run on `node`, as far as `spec.unschedulable` says? Success without reasons, or UnschedulableAndUnresolvable
 * with the reason `node(s) were unschedulable`.
 *
 * Settled by: kubernetes v1.32, pkg/scheduler/framework/plugins/nodeunschedulable, Filter.
 */
export function filterUnschedulable(pod: Pod, node: Node): Status {
  // TODO step 3, Cordoned nodes (rules 8 and 9).
  throw new NotImplemented('step 3: filterUnschedulable');
}

/**
 * How few unwelcoming taints has each of `nodes`? Whole numbers from 0 to maxNodeScore, in the order of `nodes`.
 *
 * Settled by: the plugin tainttoleration's Score, and DefaultNormalizeScore with reverse.
 */
export function scoreTaints(pod: Pod, nodes: readonly Node[]): number[] {
  // TODO step 4, Score (rules 10 to 12).
  throw new NotImplemented('step 4: scoreTaints');
}
