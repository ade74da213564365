import type { Mutant } from '../../../author/mutant.ts';

const g1 = 'One toleration, one taint';

/** Mistakes that people make with taints and tolerations. */
export const mutants: Mutant[] = [
  {
    name: 'effect-must-be-given',
    find: 'effect && effect !== taint.effect',
    replace: '(effect ?? "") !== taint.effect',
    fails: [`${g1} > an empty effect fits every effect`],
  },
  {
    name: 'does-not-look-at-the-effect',
    find: 'if (effect && effect !== taint.effect) return false;\n  ',
    replace: '',
    fails: [
      `${g1} > Equal needs the same key, value and effect`,
      'Score > a toleration for NoSchedule does not tolerate a wish, one without an effect does',
    ],
  },
  {
    name: 'key-must-be-given',
    find: 'key && key !== taint.key',
    replace: '(key ?? "") !== taint.key',
    fails: [`${g1} > an empty key with Exists fits every key, within its effect`],
  },
  {
    name: 'does-not-look-at-the-key',
    find: 'if (key && key !== taint.key) return false;\n  ',
    replace: '',
    fails: [`${g1} > Equal needs the same key, value and effect`],
  },
  {
    name: 'empty-key-tolerates-everything',
    find: 'if (key && key !== taint.key) return false;',
    replace: 'if (!key) return true;\n  if (key !== taint.key) return false;',
    fails: [`${g1} > an empty key with Equal still compares the values`],
  },
  {
    name: 'empty-operator-means-exists',
    find: "operator || 'Equal'",
    replace: "operator || 'Exists'",
    fails: [`${g1} > an operator that is missing or empty means Equal, not Exists`],
  },
  {
    name: 'empty-operator-is-unknown',
    find: "operator || 'Equal'",
    replace: "operator ?? 'Equal'",
    fails: [`${g1} > an operator that is missing or empty means Equal, not Exists`],
  },
  {
    name: 'unknown-operator-means-equal',
    find: '    default:\n      return false;',
    replace: "    default:\n      return (value ?? '') === (taint.value ?? '');",
    fails: [`${g1} > an operator that nobody knows tolerates nothing`],
  },
  {
    name: 'operators-in-any-case',
    find: "switch (operator || 'Equal')",
    replace: "switch ((operator || 'Equal').replace(/^./, (c) => c.toUpperCase()))",
    fails: [`${g1} > an operator that nobody knows tolerates nothing`],
  },
  {
    name: 'exists-compares-the-value',
    find: "    case 'Exists':\n      return true;",
    replace: "    case 'Exists':\n      return !value || value === taint.value;",
    fails: [`${g1} > Exists does not look at the value`],
  },
  {
    name: 'exists-needs-a-value-in-the-taint',
    find: "    case 'Exists':\n      return true;",
    replace: "    case 'Exists':\n      return Boolean(taint.value);",
    fails: [`${g1} > Exists does not look at the value`],
  },
  {
    name: 'missing-value-differs-from-empty',
    find: "(value ?? '') === (taint.value ?? '')",
    replace: 'value === taint.value',
    fails: [`${g1} > a missing value equals an empty one, and no other`],
  },
  {
    name: 'missing-value-equals-every-value',
    find: "(value ?? '') === (taint.value ?? '')",
    replace: "!value || value === (taint.value ?? '')",
    fails: [`${g1} > a missing value equals an empty one, and no other`],
  },
  {
    name: 'toleration-of-no-seconds-tolerates-nothing',
    find: '  if (effect && effect',
    replace: '  if (toleration.tolerationSeconds === 0) return false;\n  if (effect && effect',
    fails: [`${g1} > tolerationSeconds does not matter, not even 0`],
  },
  {
    name: 'wishes-refuse-too',
    find: "effect === 'NoSchedule' || effect === 'NoExecute'",
    replace: "effect !== ''",
    fails: ['Filter > PreferNoSchedule never refuses, nor does an effect that nobody knows'],
  },
  {
    name: 'unknown-effects-refuse',
    find: "effect === 'NoSchedule' || effect === 'NoExecute'",
    replace: "effect !== 'PreferNoSchedule'",
    fails: ['Filter > PreferNoSchedule never refuses, nor does an effect that nobody knows'],
  },
  {
    name: 'no-execute-does-not-filter',
    find: "effect === 'NoSchedule' || effect === 'NoExecute'",
    replace: "effect === 'NoSchedule'",
    fails: [
      'Filter > a taint with NoSchedule or NoExecute refuses a Pod that does not tolerate it',
    ],
  },
  {
    name: 'one-tolerated-taint-is-enough',
    find: 'taintsOf(node).find((each) => forbids(each) && !tolerated(pod, each))',
    replace:
      'taintsOf(node).some((each) => tolerated(pod, each)) ? undefined : taintsOf(node).find(forbids)',
    fails: ['Filter > every taint needs a toleration'],
  },
  {
    name: 'every-toleration-must-fit',
    find: '(pod.spec?.tolerations ?? []).some(',
    replace: '(pod.spec?.tolerations ?? [{ key: "none" }]).every(',
    fails: ['Filter > one toleration that fits is enough, whatever the others say'],
  },
  {
    name: 'names-the-last-taint',
    find: 'taintsOf(node).find(',
    replace: 'taintsOf(node).findLast(',
    fails: [
      'Filter > the reason names the first taint that is not tolerated, in the order of the node',
    ],
  },
  {
    name: 'names-taints-in-the-order-of-keys',
    find: 'taintsOf(node).find(',
    replace: 'taintsOf(node).toSorted((a, b) => b.effect.localeCompare(a.effect)).find(',
    fails: [
      'Filter > the reason names the first taint that is not tolerated, in the order of the node',
    ],
  },
  {
    name: 'prints-undefined-for-no-value',
    find: `\${taint.value ?? ''}`,
    replace: `\${taint.value}`,
    fails: ['Filter > a taint without a value leaves its place empty'],
  },
  {
    name: 'drops-the-blank-for-no-value',
    find: `{\${taint.key}: \${taint.value ?? ''}}`,
    replace: `{\${taint.key}:\${taint.value ? \` \${taint.value}\` : ''}}`,
    fails: ['Filter > a taint without a value leaves its place empty'],
  },
  {
    name: 'sends-the-pod-into-preemption',
    find: "{ code: 'UnschedulableAndUnresolvable'",
    replace: "{ code: 'Unschedulable'",
    fails: [
      'Filter > a taint with NoSchedule or NoExecute refuses a Pod that does not tolerate it',
      'Cordoned nodes > a cordoned node refuses a Pod, and an ordinary node does not',
    ],
  },
  {
    name: 'taints-filter-refuses-cordoned-nodes',
    find: 'const taint = taintsOf(node).find(',
    replace:
      'const taint = [...taintsOf(node), ...(node.spec?.unschedulable ? [unschedulableTaint] : [])].find(',
    fails: ['Filter > a cordoned node without taints is not this plugin’s business'],
  },
  {
    name: 'nobody-may-come-to-a-cordoned-node',
    find: 'node.spec?.unschedulable && !tolerated(pod, unschedulableTaint)',
    replace: 'node.spec?.unschedulable',
    fails: [
      'Cordoned nodes > a Pod that tolerates the taint for it may come, as those of DaemonSets do',
    ],
  },
  {
    name: 'looks-for-the-taint-instead-of-the-field',
    find: 'node.spec?.unschedulable && !tolerated',
    replace: 'taintsOf(node).some(({ key }) => key === unschedulableTaint.key) && !tolerated',
    fails: [
      'Cordoned nodes > a cordoned node refuses a Pod, and an ordinary node does not',
      'Cordoned nodes > the taints of the node do not matter',
    ],
  },
  {
    name: 'cordoned-stands-for-no-execute',
    find: "  effect: 'NoSchedule',\n};",
    replace: "  effect: 'NoExecute',\n};",
    fails: [
      'Cordoned nodes > a Pod that tolerates the taint for it may come, as those of DaemonSets do',
      'Cordoned nodes > a toleration for something else does not help',
    ],
  },
  {
    name: 'counts-all-taints',
    find: "effect === 'PreferNoSchedule'",
    replace: "effect !== ''",
    fails: ['Score > taints that forbid do not count: the filter has spoken'],
  },
  {
    name: 'counts-tolerated-wishes',
    find: 'discourages(taint) && !tolerated(pod, taint)',
    replace: 'discourages(taint)',
    fails: ['Score > tolerated taints do not count, however many there are'],
  },
  {
    name: 'rewards-taints',
    find: 'maxNodeScore - Math.floor((maxNodeScore * count) / highest)',
    replace: 'Math.floor((maxNodeScore * count) / highest)',
    fails: ['Score > the more taints are not tolerated, the lower the score'],
  },
  {
    name: 'rounds-the-score-instead-of-the-share',
    find: 'maxNodeScore - Math.floor((maxNodeScore * count) / highest)',
    replace: 'Math.floor(maxNodeScore - (maxNodeScore * count) / highest)',
    fails: ['Score > the share is rounded down before it is taken from 100'],
  },
  {
    name: 'no-wishes-score-nothing',
    find: 'highest === 0 ? maxNodeScore :',
    replace: 'highest === 0 ? 0 :',
    fails: ['Score > nodes without such taints all score 100'],
  },
  {
    name: 'scales-by-all-taints-together',
    find: 'Math.max(...counts)',
    replace: 'counts.reduce((a, b) => a + b, 0)',
    fails: ['Score > the more taints are not tolerated, the lower the score'],
  },
];
