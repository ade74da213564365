import {
  maxNodeScore,
  type Node,
  type Pod,
  type Status,
  type Taint,
  type Toleration,
} from 'course/kit';

// The last rung of each ladder of hints, put together.

const unschedulableTaint: Taint = {
  key: 'node.kubernetes.io/unschedulable',
  effect: 'NoSchedule',
};

export function toleratesTaint(toleration: Toleration, taint: Taint): boolean {
  const { effect, key, operator } = toleration;
  if (effect && effect !== taint.effect) return false;
  if (key && key !== taint.key) return false;
  if (operator === 'Exists') return true;
  if (operator && operator !== 'Equal') return false;
  const value = toleration.value ?? '';
  return value === (taint.value ?? '');
}

export function filterTaints(pod: Pod, node: Node): Status {
  const found = node.spec?.taints?.find(
    (taint) =>
      (taint.effect === 'NoSchedule' || taint.effect === 'NoExecute') && !tolerated(pod, taint),
  );
  if (!found) return { code: 'Success', reasons: [] };
  const { key, value = '' } = found;
  return {
    code: 'UnschedulableAndUnresolvable',
    reasons: [`node(s) had untolerated taint {${key}: ${value}}`],
  };
}

function tolerated(pod: Pod, taint: Taint): boolean {
  const all = pod.spec?.tolerations ?? [];
  return all.some((each) => toleratesTaint(each, taint));
}

export function filterUnschedulable(pod: Pod, node: Node): Status {
  if (!node.spec?.unschedulable || tolerated(pod, unschedulableTaint))
    return { code: 'Success', reasons: [] };
  return {
    code: 'UnschedulableAndUnresolvable',
    reasons: ['node(s) were unschedulable'],
  };
}

export function scoreTaints(pod: Pod, nodes: readonly Node[]): number[] {
  const counts = nodes.map((node) => {
    const taints = node.spec?.taints ?? [];
    return taints.filter((taint) => taint.effect === 'PreferNoSchedule' && !tolerated(pod, taint))
      .length;
  });
  const highest = Math.max(0, ...counts);
  return counts.map((count) => {
    if (highest === 0) return maxNodeScore;
    const share = (maxNodeScore * count) / highest;
    return maxNodeScore - Math.floor(share);
  });
}
