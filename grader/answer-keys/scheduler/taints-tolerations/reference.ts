import {
  maxNodeScore,
  type Node,
  type Pod,
  type Status,
  type Taint,
  type Toleration,
} from 'course/kit';

const unschedulableTaint: Taint = {
  key: 'node.kubernetes.io/unschedulable',
  effect: 'NoSchedule',
};

/** What is left empty fits everything, except the operator: that is Equal. */
export function toleratesTaint(toleration: Toleration, taint: Taint): boolean {
  const { effect, key, operator, value } = toleration;
  if (effect && effect !== taint.effect) return false;
  if (key && key !== taint.key) return false;
  switch (operator || 'Equal') {
    case 'Exists':
      return true;
    case 'Equal':
      return (value ?? '') === (taint.value ?? '');
    default:
      return false;
  }
}

/** Only taints that forbid are looked at; the first one that nothing tolerates is the reason. */
export function filterTaints(pod: Pod, node: Node): Status {
  const taint = taintsOf(node).find((each) => forbids(each) && !tolerated(pod, each));
  return taint
    ? refused(`node(s) had untolerated taint {${taint.key}: ${taint.value ?? ''}}`)
    : fits;
}

/** Cordoning is older than taints: the field refuses like the taint that stands for it. */
export function filterUnschedulable(pod: Pod, node: Node): Status {
  return node.spec?.unschedulable && !tolerated(pod, unschedulableTaint)
    ? refused('node(s) were unschedulable')
    : fits;
}

/** The more unwelcome the Pod, the lower the score. */
export function scoreTaints(pod: Pod, nodes: readonly Node[]): number[] {
  const counts = nodes.map(
    (node) => taintsOf(node).filter((taint) => discourages(taint) && !tolerated(pod, taint)).length,
  );
  const highest = Math.max(...counts);
  // As upstream: the share is rounded down first, then taken from 100.
  return counts.map((count) =>
    highest === 0 ? maxNodeScore : maxNodeScore - Math.floor((maxNodeScore * count) / highest),
  );
}

const fits: Status = { code: 'Success', reasons: [] };

/** Evicting Pods takes no taint away, so preemption need not look at this node. */
function refused(reason: string): Status {
  return { code: 'UnschedulableAndUnresolvable', reasons: [reason] };
}

function tolerated(pod: Pod, taint: Taint): boolean {
  return (pod.spec?.tolerations ?? []).some((toleration) => toleratesTaint(toleration, taint));
}

function forbids({ effect }: Taint): boolean {
  return effect === 'NoSchedule' || effect === 'NoExecute';
}

function discourages({ effect }: Taint): boolean {
  return effect === 'PreferNoSchedule';
}

function taintsOf(node: Node): readonly Taint[] {
  return node.spec?.taints ?? [];
}
