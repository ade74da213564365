import type { Mutant } from '../../../author/mutant.ts';

const g1 = 'One term, one Pod';
const g5 = 'Anti-affinity of others';

/** Mistakes that people make with Pods that want to be together, apart or even. */
export const mutants: Mutant[] = [
  {
    name: 'selects-by-the-owners-labels',
    find: 'matchesLabelSelector(labelSelector, other.metadata?.labels);\n}\n\n/** Affinity first',
    replace:
      'matchesLabelSelector(labelSelector, owner.metadata?.labels);\n}\n\n/** Affinity first',
    fails: [`${g1} > it is the labels of the other Pod that matter, not those of the owner`],
  },
  {
    name: 'no-selector-means-every-pod',
    find: 'matchesLabelSelector(labelSelector, other.metadata?.labels);\n}\n\n/** Affinity first',
    replace:
      'matchesLabelSelector(labelSelector ?? {}, other.metadata?.labels);\n}\n\n/** Affinity first',
    fails: [
      `${g1} > a term without a selector means no Pod, an empty selector all of the namespace`,
    ],
  },
  {
    name: 'looks-at-no-namespace',
    find: 'return meant && ',
    replace: 'return ',
    fails: [`${g1} > without namespaces the term means the namespace of its owner`],
  },
  {
    name: 'always-means-the-owners-namespace-too',
    find: 'namespaces.includes(namespace) ||',
    replace: 'namespace === namespaceOf(owner) || namespaces.includes(namespace) ||',
    fails: [`${g1} > a list of namespaces takes the place of the owner’s`],
  },
  {
    name: 'empty-list-means-no-namespace',
    find: 'namespaces.length === 0 && !namespaceSelector',
    replace: 'term.namespaces === undefined && !namespaceSelector',
    fails: [`${g1} > without namespaces the term means the namespace of its owner`],
  },
  {
    name: 'empty-namespace-selector-is-none',
    find: 'namespaces.length === 0 && !namespaceSelector',
    replace:
      'namespaces.length === 0 && !namespaceSelector?.matchLabels && !namespaceSelector?.matchExpressions',
    fails: [`${g1} > an empty namespaceSelector means every namespace, listed or not`],
  },
  {
    name: 'namespaces-of-the-list-must-be-selected-too',
    find: 'namespaces.includes(namespace) ||',
    replace: '(namespaces.length === 0 || namespaces.includes(namespace)) &&',
    fails: [`${g1} > with both a list and a selector, one is enough`],
  },
  {
    name: 'no-namespace-selector-means-all',
    find: 'matchesLabelSelector(namespaceSelector, namespaceLabels[namespace])',
    replace: 'matchesLabelSelector(namespaceSelector ?? {}, namespaceLabels[namespace])',
    fails: [`${g1} > a list of namespaces takes the place of the owner’s`],
  },
  {
    name: 'selects-namespaces-by-the-labels-of-the-pod',
    find: 'matchesLabelSelector(namespaceSelector, namespaceLabels[namespace])',
    replace: 'matchesLabelSelector(namespaceSelector, other.metadata?.labels)',
    fails: [`${g1} > a namespaceSelector means namespaces by their labels`],
  },
  {
    name: 'affinity-is-to-the-node',
    find: 'return here.every((domain) => domains.has(domain!))',
    replace:
      'return terms.length === 0 || placed(snapshot).some((each) => each.node.metadata?.name === node.metadata?.name && isFriend(each.pod))',
    fails: ['Affinity > the whole zone of the other Pod will do, not only its node'],
  },
  {
    name: 'affinity-to-the-cluster',
    find: 'return here.every((domain) => domains.has(domain!))',
    replace: 'return terms.length === 0 || domains.size > 0',
    fails: [
      'Affinity > the whole zone of the other Pod will do, not only its node',
      'The first Pod > the second must follow',
    ],
  },
  {
    name: 'nodes-without-a-key-are-one-domain',
    find: 'value === undefined ? undefined : ',
    replace: '',
    fails: ['Affinity > a node without the topology key is refused, even with the other Pod on it'],
  },
  {
    name: 'empty-values-are-no-domain',
    find: 'value === undefined ? undefined : ',
    replace: '!value ? undefined : ',
    fails: [
      'Affinity > an empty value of the key is a domain like others',
      'What counts > an empty value of the key is a domain like others',
    ],
  },
  {
    name: 'compares-values-without-keys',
    find: 'value === undefined ? undefined : ',
    replace: 'value === undefined ? undefined : value ?? ',
    fails: ['Affinity > each term has its own key, and the node must be in all of these domains'],
  },
  {
    name: 'each-term-may-have-another-friend',
    find: 'terms.every((term) => matchesTerm(term, pod, other, snapshot.namespaceLabels));',
    replace: 'terms.some((term) => matchesTerm(term, pod, other, snapshot.namespaceLabels));',
    fails: ['Affinity > one Pod must match all terms at once'],
  },
  {
    name: 'one-domain-is-enough',
    find: 'here.every((domain) => domains.has(domain!))',
    replace: '(here.length === 0 || here.some((domain) => domains.has(domain!)))',
    fails: ['Affinity > each term has its own key, and the node must be in all of these domains'],
  },
  {
    name: 'affinity-skips-pods-that-are-being-deleted',
    find: '.filter((each) => isFriend(each.pod))',
    replace: '.filter((each) => isFriend(each.pod) && !each.pod.metadata?.deletionTimestamp)',
    fails: ['Affinity > a Pod that is being deleted still counts'],
  },
  {
    name: 'evicting-might-bring-friends',
    find: "refused('UnschedulableAndUnresolvable', \"node(s) didn't match pod affinity rules\")",
    replace: "refused('Unschedulable', \"node(s) didn't match pod affinity rules\")",
    fails: ['Affinity > the whole zone of the other Pod will do, not only its node'],
  },
  {
    name: 'preferred-terms-are-required',
    find: '?.requiredDuringSchedulingIgnoredDuringExecution ?? []',
    replace:
      '?.requiredDuringSchedulingIgnoredDuringExecution ?? affinity?.[which]?.preferredDuringSchedulingIgnoredDuringExecution?.map((each) => each.podAffinityTerm) ?? []',
    fails: ['Affinity > preferred terms refuse nobody'],
  },
  {
    name: 'nobody-is-the-first',
    find: ' || (domains.size === 0 && isFriend(pod))',
    replace: '',
    fails: [
      'The first Pod > the first of a group that wants to be together may found it in any zone',
    ],
  },
  {
    name: 'anybody-may-be-the-first',
    find: 'domains.size === 0 && isFriend(pod)',
    replace: 'domains.size === 0',
    fails: ['The first Pod > a Pod that wants to be with others cannot found their group'],
  },
  {
    name: 'a-pod-is-always-its-own-friend',
    find: 'domains.size === 0 && isFriend(pod)',
    replace: 'isFriend(pod)',
    fails: ['The first Pod > the second must follow'],
  },
  {
    name: 'the-first-may-go-where-no-key-is',
    find: 'if (here.includes(undefined)) return false;\n  ',
    replace: '',
    fails: ['The first Pod > the node must have the key all the same'],
  },
  {
    name: 'friends-outside-every-domain-end-the-exception',
    find: 'domains.size === 0 && isFriend(pod)',
    replace: '!placed(snapshot).some((each) => isFriend(each.pod)) && isFriend(pod)',
    fails: ['The first Pod > one on a node without any of the keys is in no domain and does not'],
  },
  {
    name: 'first-in-its-zone-is-first',
    find: '(domains.size === 0 && isFriend(pod))',
    replace: '(!here.some((domain) => domains.has(domain!)) && isFriend(pod))',
    fails: ['The first Pod > the second must follow'],
  },
  {
    name: 'apart-only-from-the-same-node',
    find: 'const together = domain !== undefined && domain === domainOf(other.node, term.topologyKey);',
    replace:
      'const together = domain !== undefined && owner.node.metadata?.name === other.node.metadata?.name;',
    fails: [
      'Anti-affinity > the whole zone of the other Pod is refused',
      `${g5} > a Pod that is there keeps the new one out of its zone`,
    ],
  },
  {
    name: 'no-key-is-a-place-to-meet',
    find: 'domain !== undefined && domain === domainOf(other.node, term.topologyKey)',
    replace: 'domain === domainOf(other.node, term.topologyKey)',
    fails: ['Anti-affinity > a node without the key is accepted, even with the other Pod on it'],
  },
  {
    name: 'apart-only-from-pods-that-all-terms-mean',
    find: "required(owner.pod.spec?.affinity, 'podAntiAffinity').some((term) => {",
    replace:
      "required(owner.pod.spec?.affinity, 'podAntiAffinity').length > 0 && required(owner.pod.spec?.affinity, 'podAntiAffinity').every((term) => {",
    fails: ['Anti-affinity > one matching term is enough to refuse, each by its own key'],
  },
  {
    name: 'anti-affinity-is-one-sided',
    find: '  if (!farFromWhoShunsIt(pod, node, snapshot))',
    replace: '  if (false as boolean)',
    fails: [`${g5} > a Pod that is there keeps the new one out of its zone`],
  },
  {
    name: 'asks-the-others-first',
    find: '  if (!farFromWhatItShuns(pod, node, snapshot))',
    replace:
      "  if (!farFromWhoShunsIt(pod, node, snapshot))\n    return refused('Unschedulable', \"node(s) didn't satisfy existing pods anti-affinity rules\");\n  if (!farFromWhatItShuns(pod, node, snapshot))",
    fails: [`${g5} > the Pod’s own rules are asked first`],
  },
  {
    name: 'one-reason-for-both-kinds-of-anti-affinity',
    find: '"node(s) didn\'t satisfy existing pods anti-affinity rules"',
    replace: '"node(s) didn\'t match pod anti-affinity rules"',
    fails: [`${g5} > a Pod that is there keeps the new one out of its zone`],
  },
  {
    name: 'the-new-pod-owns-the-terms-of-others',
    find: 'matchesTerm(term, owner.pod, other.pod, namespaceLabels)',
    replace:
      'matchesTerm(term, owner.node === other.node ? owner.pod : other.pod, other.pod, namespaceLabels)',
    fails: [`${g5} > the namespaces of its terms are seen from where it is`],
  },
  {
    name: 'others-on-the-way-out-do-not-count',
    find: 'some((other) => shuns(other, { pod, node }, snapshot))',
    replace:
      'some((other) => !other.pod.metadata?.deletionTimestamp && shuns(other, { pod, node }, snapshot))',
    fails: [`${g5} > one that is being deleted still keeps others out`],
  },
  {
    name: 'affinity-is-symmetric-too',
    find: '/** The same question with the roles exchanged: that is all the symmetry there is. */\nfunction farFromWhoShunsIt(pod: Pod, node: Node, snapshot: Snapshot): boolean {\n',
    replace:
      "function farFromWhoShunsIt(pod: Pod, node: Node, snapshot: Snapshot): boolean {\n  if (placed(snapshot).some((other) => required(other.pod.spec?.affinity, 'podAffinity').some((term) => !matchesTerm(term, other.pod, pod, snapshot.namespaceLabels)))) return false;\n",
    fails: [`${g5} > its affinity binds nobody`],
  },
  {
    name: 'soft-constraints-refuse',
    find: "whenUnsatisfiable === 'DoNotSchedule'",
    replace: "whenUnsatisfiable !== ''",
    fails: ['Spreading > only DoNotSchedule refuses'],
  },
  {
    name: 'forgets-the-pod-itself',
    find: ' + (isMeant(pod) ? 1 : 0)',
    replace: '',
    fails: [
      'Spreading > zones that are level are all open, and one more than the least is one too many',
    ],
  },
  {
    name: 'always-adds-the-pod-itself',
    find: '(isMeant(pod) ? 1 : 0)',
    replace: '1',
    fails: ['Spreading > a Pod that does not match its own constraint adds nothing'],
  },
  {
    name: 'max-skew-is-one-too-many',
    find: '> constraint.maxSkew',
    replace: '>= constraint.maxSkew',
    fails: ['Spreading > maxSkew is how far a zone may get ahead of the least, the Pod included'],
  },
  {
    name: 'evicting-might-bring-the-label',
    find: "return refused('UnschedulableAndUnresolvable', `",
    replace: "return refused('Unschedulable', `",
    fails: ['Spreading > a node without the key is refused for good'],
  },
  {
    name: 'a-missing-key-does-not-matter',
    find: '    if (here === undefined)\n',
    replace: '    if (here === undefined) continue;\n    if (!here)\n',
    fails: ['Spreading > a node without the key is refused for good'],
  },
  {
    name: 'looks-for-missing-keys-first',
    find: '  for (const constraint of hard) {',
    replace:
      "  if (hard.some(({ topologyKey }) => domainOf(node, topologyKey) === undefined))\n    return refused('UnschedulableAndUnresolvable', reason + ' (missing required label)');\n  for (const constraint of hard) {",
    fails: ['Spreading > the first constraint that refuses gives the answer'],
  },
  {
    name: 'does-not-know-min-domains',
    find: 'counts.size < minDomains ? 0 : ',
    replace: '',
    fails: ['Spreading > with fewer domains than minDomains the least is 0'],
  },
  {
    name: 'min-domains-must-be-passed',
    find: 'counts.size < minDomains',
    replace: 'counts.size <= minDomains',
    fails: ['Spreading > with fewer domains than minDomains the least is 0'],
  },
  {
    name: 'counts-nodes-as-domains',
    find: 'counts.size < minDomains',
    replace: 'counted.length < minDomains',
    fails: ['Spreading > domains are counted, not nodes'],
  },
  {
    name: 'compares-with-the-fullest',
    find: 'Math.min(...counts.values())',
    replace: 'Math.max(...counts.values())',
    fails: ['Spreading > the fuller zone is refused, the emptier one accepted'],
  },
  {
    name: 'counts-one-node-of-a-zone',
    find: '(counts.get(domain) ?? 0) + own.length',
    replace: 'own.length',
    fails: ['Spreading > the fuller zone is refused, the emptier one accepted'],
  },
  {
    name: 'empty-zones-are-no-zones',
    find: '    counts.set(domain,',
    replace: '    if (own.length > 0) counts.set(domain,',
    fails: ['What counts > a zone without Pods is the least, with 0'],
  },
  {
    name: 'counts-all-namespaces',
    find: 'namespaceOf(other) === namespaceOf(pod) && ',
    replace: '',
    fails: ['What counts > only Pods of the same namespace'],
  },
  {
    name: 'counts-pods-that-are-being-deleted',
    find: ' && !other.metadata?.deletionTimestamp',
    replace: '',
    fails: ['What counts > no Pods that are being deleted'],
  },
  {
    name: 'no-spread-selector-means-every-pod',
    find: 'const isMeant = (other: Pod) => matchesLabelSelector(labelSelector,',
    replace: 'const isMeant = (other: Pod) => matchesLabelSelector(labelSelector ?? {},',
    fails: ['What counts > no selector matches no Pod, not even the Pod itself'],
  },
  {
    name: 'counts-nodes-with-this-key-alone',
    find: 'skewWith(pod, here, constraint, counted)',
    replace:
      'skewWith(pod, here, constraint, nodeInfos.filter((info) => domainOf(info.node, constraint.topologyKey) !== undefined))',
    fails: [
      'What counts > a node that lacks a key of any hard constraint is not seen by the others either',
    ],
  },
  {
    name: 'needs-the-keys-of-soft-constraints',
    find: '    hard.every(({ topologyKey })',
    replace: '    (pod.spec?.topologySpreadConstraints ?? []).every(({ topologyKey })',
    fails: ['What counts > a key of a soft constraint is not needed'],
  },
];
