import {
  maxNodeScore,
  type Node,
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

const success: Status = { code: 'Success', reasons: [] };

/**
 * Does `toleration` tolerate `taint`? Effect, key, and by the operator also the value must fit.
 *
 * Settled by: kubernetes v1.32, staging/src/k8s.io/api/core/v1/toleration.go, ToleratesTaint.
 */
export function toleratesTaint(toleration: Toleration, taint: Taint): boolean {
  if (toleration.effect && toleration.effect !== taint.effect) return false;
  if (toleration.key && toleration.key !== taint.key) return false;
  switch (toleration.operator || 'Equal') {
    case 'Equal':
      return (toleration.value ?? '') === (taint.value ?? '');
    case 'Exists':
      return true;
    default:
      return false;
  }
}

/**
 * May `pod` run on `node`, as far as the node's taints say? Success without reasons, or UnschedulableAndUnresolvable with
 * one reason: `node(s) had untolerated taint {KEY: VALUE}`.
 *
 * Settled by: kubernetes v1.32, pkg/scheduler/framework/plugins/tainttoleration, Filter.
 */
export function filterTaints(pod: Pod, node: Node): Status {
  const taint = taintsOf(node).find(
    (candidate) =>
      (candidate.effect === 'NoSchedule' || candidate.effect === 'NoExecute') &&
      !isTolerated(pod, candidate),
  );
  return taint === undefined
    ? success
    : refusal(`node(s) had untolerated taint {${taint.key}: ${taint.value ?? ''}}`);
}

/**
 * May `pod` run on `node`, as far as `spec.unschedulable` says? Success without reasons, or UnschedulableAndUnresolvable
 * with the reason `node(s) were unschedulable`.
 *
 * Settled by: kubernetes v1.32, pkg/scheduler/framework/plugins/nodeunschedulable, Filter.
 */
export function filterUnschedulable(pod: Pod, node: Node): Status {
  if (!node.spec?.unschedulable || isTolerated(pod, unschedulableTaint)) return success;
  return refusal('node(s) were unschedulable');
}

/**
 * How few unwelcoming taints has each of `nodes`? Whole numbers from 0 to maxNodeScore, in the order of `nodes`.
 *
 * Settled by: the plugin tainttoleration's Score, and DefaultNormalizeScore with reverse.
 */
export function scoreTaints(pod: Pod, nodes: readonly Node[]): number[] {
  const counts = nodes.map(
    (node) =>
      taintsOf(node).filter(
        (taint) => taint.effect === 'PreferNoSchedule' && !isTolerated(pod, taint),
      ).length,
  );
  const highest = Math.max(0, ...counts);
  if (highest === 0) return counts.map(() => maxNodeScore);
  return counts.map((count) => maxNodeScore - Math.floor((maxNodeScore * count) / highest));
}

function isTolerated(pod: Pod, taint: Taint): boolean {
  return (pod.spec?.tolerations ?? []).some((toleration) => toleratesTaint(toleration, taint));
}

function taintsOf(node: Node): readonly Taint[] {
  return node.spec?.taints ?? [];
}

function refusal(reason: string): Status {
  return { code: 'UnschedulableAndUnresolvable', reasons: [reason] };
}
