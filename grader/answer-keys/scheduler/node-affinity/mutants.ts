import type { Mutant } from '../../../author/mutant.ts';

/** Mistakes that people make with node affinity. */
export const mutants: Mutant[] = [
  {
    name: 'not-in-needs-the-label',
    find: 'values.every((value) => value !== v)',
    replace: 'v !== undefined && values.every((value) => value !== v)',
    fails: ['Operators > NotIn matches a node without the label'],
  },
  {
    name: 'exists-needs-a-value',
    find: "['Exists', { refuses: none, holds: (v) => v !== undefined }]",
    replace: "['Exists', { refuses: none, holds: (v) => Boolean(v) }]",
    fails: ['Operators > Exists and DoesNotExist ask only for the key: an empty value counts'],
  },
  {
    name: 'compares-numbers-as-text',
    find: 'integer(v) > integer(bound)',
    replace: 'v! > bound!',
    fails: ['Operators > Gt and Lt compare integers, not text, and equal is neither'],
  },
  {
    name: 'greater-includes-equal',
    find: 'integer(v) > integer(bound)',
    replace: 'integer(v) >= integer(bound)',
    fails: ['Operators > Gt and Lt compare integers, not text, and equal is neither'],
  },
  {
    name: 'reads-empty-text-as-zero',
    find: '/^\\d+$/',
    replace: '/^\\d*$/',
    fails: [
      'Operators > Gt and Lt do not match a label that is missing or not an integer',
      'Malformed selectors > Gt and Lt take only an integer',
    ],
  },
  {
    name: 'loses-digits-of-large-integers',
    find: 'BigInt(text)',
    replace: 'BigInt(Number(text))',
    fails: ['Operators > Gt and Lt compare large integers exactly'],
  },
  {
    name: 'finds-labels-on-the-prototype',
    find: 'Object.hasOwn(labels, key) ? labels[key] : undefined',
    replace: 'labels[key]',
    fails: ['Operators > a node has the label "constructor" only if somebody put it there'],
  },
  {
    name: 'empty-term-matches-everything',
    find: 'matchExpressions.length + matchFields.length > 0 &&',
    replace: '',
    fails: [
      'Terms > an empty term matches nothing, and does not stop another term from matching',
      'Score > an empty preference adds nothing',
    ],
  },
  {
    name: 'needs-all-terms',
    find: 'selector.nodeSelectorTerms.some((term, i)',
    replace: 'selector.nodeSelectorTerms.every((term, i)',
    fails: ['Terms > one matching term is enough'],
  },
  {
    name: 'one-expression-is-enough',
    find: 'matchExpressions.every(',
    replace: 'matchExpressions.some(',
    fails: ['Terms > a term needs all of its expressions, also those on one key'],
  },
  {
    name: 'reads-the-name-from-the-labels',
    find: 'holds(fieldOperators, r, node.metadata?.name)',
    replace: 'holds(fieldOperators, r, labelOf(node, r.key))',
    fails: [
      'Terms > matchFields reads the name, matchExpressions the labels, even for the key metadata.name',
      'Filter > a Pod of a DaemonSet, bound to its node by name, fits that node and no other',
    ],
  },
  {
    name: 'match-fields-take-a-list-of-names',
    find: '{ refuses: one, holds: (v, [wanted]) => v === wanted }',
    replace: '{ refuses: some, holds: (v, values) => values.includes(v!) }',
    fails: ['Malformed selectors > matchFields takes only In and NotIn, with exactly one value'],
  },
  {
    name: 'takes-a-malformed-selector-for-a-mismatch',
    find: 'if (!matches && errors.length > 0) throw new InvalidSelectorError(errors);\n  ',
    replace: '',
    fails: [
      'Malformed selectors > too few or too many values for the operator are an error',
      'Malformed selectors > every value must be a legal label value',
    ],
  },
  {
    name: 'throws-although-another-term-matches',
    find: 'if (!matches && errors.length > 0)',
    replace: 'if (errors.length > 0)',
    fails: ['Malformed selectors > a malformed term does no harm while another term matches'],
  },
  {
    name: 'stops-checking-at-the-first-mismatch',
    find: 'const found = termErrors(',
    replace: `const fails = ({ key, values = [] }: NodeSelectorRequirement) =>
      values.length > 0 && !values.includes(labelOf(node, key) ?? values[0]!);
    const found = fails(term.matchExpressions?.[0] ?? { key: '', operator: '' }) ? [] : termErrors(`,
    fails: [
      'Malformed selectors > a malformed requirement is an error even where its term fails on this node anyway',
    ],
  },
  {
    name: 'does-not-check-label-values',
    find: 'operator.refuses(values) ?? values.map(labelValueProblem).find(Boolean)',
    replace: 'operator.refuses(values)',
    fails: ['Malformed selectors > every value must be a legal label value'],
  },
  {
    name: 'numbers-only-terms-that-are-not-empty',
    find: 'selector.nodeSelectorTerms.some(',
    replace:
      'selector.nodeSelectorTerms.filter((each) => each.matchExpressions ?? each.matchFields).some(',
    fails: [
      'Malformed selectors > the error names every malformed requirement by its path in the selector as given',
    ],
  },
  {
    name: 'node-selector-or-affinity',
    find: 'nodeSelectorHolds(pod, node) && requiredAffinityHolds(pod, node)',
    replace: 'nodeSelectorHolds(pod, node) || requiredAffinityHolds(pod, node)',
    fails: ['Filter > nodeSelector and required affinity must both hold'],
  },
  {
    name: 'missing-label-equals-empty-text',
    find: 'labelOf(node, key) === value',
    replace: "(labelOf(node, key) ?? '') === value",
    fails: ['Filter > an empty value in nodeSelector still needs the label'],
  },
  {
    name: 'no-terms-ask-for-nothing',
    find: 'selector === undefined || ',
    replace: '!selector?.nodeSelectorTerms.length || ',
    fails: ['Filter > a required affinity without terms refuses every node'],
  },
  {
    name: 'filter-lets-the-error-through',
    find: 'tryTerms(selector, node).matches',
    replace: 'matchNodeSelector(selector, node)',
    fails: ['Filter > a malformed required selector refuses the node, unless another term matches'],
  },
  {
    name: 'sends-the-pod-into-preemption',
    find: "{ code: 'UnschedulableAndUnresolvable'",
    replace: "{ code: 'Unschedulable'",
    fails: [
      'Filter > a refused node is UnschedulableAndUnresolvable, with the reason that kubectl shows',
    ],
  },
  {
    name: 'scales-by-the-sum-of-all-nodes',
    find: 'Math.max(...sums)',
    replace: 'sums.reduce((a, b) => a + b, 0)',
    fails: [
      'Score > the best node scores 100 and the others in proportion, in the order of the nodes',
    ],
  },
  {
    name: 'divides-zero-by-zero',
    find: 'best === 0 ? sums : sums.map',
    replace: 'sums.map',
    fails: ['Score > every node scores 0 when the Pod prefers nothing, or nothing that is there'],
  },
  {
    name: 'rounds-to-the-nearest',
    find: 'Math.floor(',
    replace: 'Math.round(',
    fails: ['Score > scores are rounded down, once, at the end'],
  },
  {
    name: 'divides-before-it-multiplies',
    find: '(maxNodeScore * sum) / best',
    replace: '(sum / best) * maxNodeScore',
    fails: ['Score > scores are rounded down, once, at the end'],
  },
  {
    name: 'reads-preferences-of-weight-zero',
    find: 'weight === 0 ? [] : ',
    replace: '',
    fails: ['Score > a preference of weight 0 is skipped, even a malformed one'],
  },
  {
    name: 'skips-malformed-preferences',
    find: '  if (errors.length > 0) throw new InvalidSelectorError(errors);\n\n  const sums',
    replace: '  const sums',
    fails: [
      'Score > a malformed preference is an error even while others match, and all of them are named',
    ],
  },
  {
    name: 'takes-a-missing-label-for-text',
    find: 'text === undefined || ',
    replace: 'false || ',
    fails: [],
    equivalent: 'the text "undefined", which the test then sees, is not made of digits either',
  },
  {
    name: 'gives-values-to-exists',
    find: '{ operator, values = [] }: NodeSelectorRequirement,\n  value',
    replace: '{ operator, values = ["Stryker was here"] }: NodeSelectorRequirement,\n  value',
    fails: [],
    equivalent: 'only Exists and DoesNotExist come without values, and they do not look at values',
  },
];
