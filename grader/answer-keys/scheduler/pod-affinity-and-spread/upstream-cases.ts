import type { NodeInfo, Pod, PodAffinityTerm, StringMap } from 'course/kit';
import { node, type PodParts, pod as podOf, selector, spread, term } from './objects.ts';

// The tables of Kubernetes as our own data: the same labels, terms and answers, in our words.

/** Where a case comes from in kubernetes: file, test and what the case is about. */
export type Origin = readonly [file: string, test: string, about: string];

/** One letter a node: y yes; of affinity a, A, o (own affinity, own anti-affinity, others'); of spreading s, k (skew, key). */
export interface Case {
  readonly origin: Origin;
  readonly pod: Pod;
  readonly nodes: readonly NodeInfo[];
  readonly namespaceLabels?: Readonly<Record<string, StringMap>>;
  readonly expected: string;
}

const plugins = 'pkg/scheduler/framework/plugins';
const from =
  (file: string, test: string) =>
  (about: string): Origin => [file, test, about];
const single = from(
  `${plugins}/interpodaffinity/filtering_test.go`,
  'TestRequiredAffinitySingleNode',
);
const multi = from(
  `${plugins}/interpodaffinity/filtering_test.go`,
  'TestRequiredAffinityMultipleNodes',
);
const one = from(`${plugins}/podtopologyspread/filtering_test.go`, 'TestSingleConstraint');
const many = from(`${plugins}/podtopologyspread/filtering_test.go`, 'TestMultipleConstraints');

const pod = (text: string, parts: PodParts = {}) => podOf(text, { namespace: '', ...parts });
const scan = 'service=securityscan';
const machine = (...pods: Pod[]) => [node('machine1', 'region=r1,zone=z11', ...pods)];
const scans = term('service=securityscan|value2', 'region');
const viruses = term('service=antivirusscan|value2', 'node');
const anti = (...which: [string, string][]) => ({
  antiAffinity: which.map(([text, key]) => term(text, key)),
});

const china = (name: string, ...pods: Pod[]) => node(name, 'region=China', ...pods);
const az1 = (name: string, ...pods: Pod[]) => node(name, 'region=China,az=az1', ...pods);
const india = (name: string, ...pods: Pod[]) => node(name, 'region=India', ...pods);
const inZone = (name: string, zone: string, ...pods: Pod[]) =>
  node(name, `region=r1,zone=${zone},hostname=${name}`, ...pods);

const team1 = { namespaceSelector: selector('team=team1') };
const namespaceLabels = {
  'subteam1.team1': { team: 'team1' },
  'subteam2.team1': { team: 'team1' },
  'subteam1.team2': { team: 'team2' },
};
const scanIn = (namespace: string) => machine(pod(scan, { namespace }));
const from1 = (more: Partial<PodAffinityTerm>) =>
  pod('security=S1', {
    namespace: 'subteam1.team1',
    antiAffinity: [term('service=securityscan|value2', 'zone', more)],
  });

/** Required affinity and anti-affinity. */
export const affinityCases: readonly Case[] = [
  {
    origin: single('no rules, no Pods'),
    ...{ pod: pod(''), nodes: machine(), expected: 'y' },
  },
  {
    origin: single('In matches the existing Pod'),
    pod: pod('security=S1', { affinity: [scans] }),
    ...{ nodes: machine(pod(scan)), expected: 'y' },
  },
  {
    origin: single('NotIn matches the existing Pod'),
    pod: pod('security=S1', { affinity: [term('service!=securityscan3|value3', 'region')] }),
    ...{ nodes: machine(pod(scan)), expected: 'y' },
  },
  {
    origin: single('another namespace'),
    pod: pod('security=S1', { affinity: [{ ...scans, namespaces: ['DiffNameSpace'] }] }),
    ...{ nodes: machine(pod(scan, { namespace: 'ns' })), expected: 'a' },
  },
  {
    origin: single('the selector does not match'),
    pod: pod(scan, { affinity: [term('service=antivirusscan|value2', 'region')] }),
    ...{ nodes: machine(pod(scan)), expected: 'a' },
  },
  {
    origin: single('several operators in two terms'),
    pod: pod('security=S1', {
      affinity: [
        term('service,!wrongkey', 'region'),
        term('service=securityscan,service!=WrongValue', 'region'),
      ],
    }),
    ...{ nodes: machine(pod(scan)), expected: 'y' },
  },
  {
    origin: single('one expression of two terms does not match'),
    pod: pod('security=S1', {
      affinity: [
        term('service,!wrongkey', 'region'),
        term('service=securityscan2,service!=WrongValue', 'region'),
      ],
    }),
    ...{ nodes: machine(pod(scan)), expected: 'a' },
  },
  {
    origin: single('affinity and anti-affinity both hold'),
    pod: pod('security=S1', { affinity: [scans], antiAffinity: [viruses] }),
    ...{ nodes: machine(pod(scan)), expected: 'y' },
  },
  {
    origin: single('and the existing Pod’s anti-affinity too'),
    pod: pod('security=S1', { affinity: [scans], antiAffinity: [viruses] }),
    ...{ nodes: machine(pod(scan, { antiAffinity: [viruses] })), expected: 'y' },
  },
  {
    origin: single('affinity holds, anti-affinity does not'),
    pod: pod('security=S1', {
      ...{ affinity: [scans], antiAffinity: [term('service=securityscan|value2', 'zone')] },
    }),
    ...{ nodes: machine(pod(scan)), expected: 'A' },
  },
  {
    origin: single('own rules hold, the existing Pod’s anti-affinity does not'),
    pod: pod(scan, { affinity: [scans], antiAffinity: [viruses] }),
    nodes: machine(pod(scan, anti(['service=securityscan|value2', 'zone']))),
    expected: 'o',
  },
  {
    origin: single('NotIn fits neither the Pod itself nor the existing one'),
    pod: pod(scan, { affinity: [term('service!=securityscan|value2', 'region')] }),
    nodes: [...machine(), node('machine2', '', pod(scan))],
    expected: 'aa',
  },
  {
    origin: single('the existing Pod’s anti-affinity binds a Pod without rules'),
    pod: pod(scan),
    nodes: machine(pod(scan, anti(['service=securityscan|value2', 'zone']))),
    expected: 'o',
  },
  {
    origin: single('the existing Pod’s anti-affinity does not mean the Pod'),
    pod: pod(scan),
    nodes: machine(pod(scan, anti(['service!=securityscan|value2', 'zone']))),
    expected: 'y',
  },
  {
    origin: single('own anti-affinity fails, the existing Pod’s does not'),
    pod: pod(scan, anti(['service', 'region'], ['security', 'region'])),
    nodes: machine(pod('security=S1', anti(['security', 'zone']))),
    expected: 'A',
  },
  {
    origin: single('symmetry a1'),
    pod: pod(scan, anti(['service', 'zone'], ['security', 'zone'])),
    nodes: machine(pod('security=S1', anti(['security', 'zone']))),
    expected: 'A',
  },
  {
    origin: single('symmetry a2'),
    pod: pod('security=S1', anti(['security', 'zone'])),
    nodes: machine(pod(scan, anti(['service', 'zone'], ['security', 'zone']))),
    expected: 'o',
  },
  {
    origin: single('symmetry b1: both refuse, and our own term is asked first'),
    pod: pod('abc,xyz', anti(['abc', 'zone'], ['def', 'zone'])),
    nodes: machine(pod('def,xyz', anti(['abc', 'zone'], ['def', 'zone']))),
    expected: 'A',
  },
  {
    origin: single('symmetry b2'),
    pod: pod('def,xyz', anti(['abc', 'zone'], ['def', 'zone'])),
    nodes: machine(pod('abc,xyz', anti(['abc', 'zone'], ['def', 'zone']))),
    expected: 'A',
  },
  {
    origin: single('affinity with a namespaceSelector'),
    pod: pod('security=S1', { affinity: [{ ...scans, ...team1 }] }),
    ...{ nodes: scanIn('subteam1.team1'), namespaceLabels, expected: 'y' },
  },
  {
    origin: single('affinity with a namespaceSelector that does not match'),
    pod: pod('security=S1', { affinity: [{ ...scans, ...team1 }] }),
    ...{ nodes: scanIn('subteam1.team2'), namespaceLabels, expected: 'a' },
  },
  {
    origin: single('anti-affinity with a namespaceSelector'),
    ...{ pod: from1(team1), nodes: scanIn('subteam2.team1'), namespaceLabels, expected: 'A' },
  },
  {
    origin: single('anti-affinity with a namespaceSelector for all'),
    pod: from1({ namespaceSelector: {} }),
    ...{ nodes: scanIn('subteam2.team1'), namespaceLabels, expected: 'A' },
  },
  {
    origin: single('anti-affinity with a namespaceSelector that does not match'),
    ...{ pod: from1(team1), nodes: scanIn('subteam1.team2'), namespaceLabels, expected: 'y' },
  },
  {
    origin: multi('all nodes of the region of a matching Pod'),
    pod: pod('', { affinity: [term('foo=bar', 'region')] }),
    nodes: [china('1', pod('foo=bar')), az1('2'), india('3')],
    expected: 'yya',
  },
  {
    origin: multi('the first Pod of a collection is not blocked'),
    pod: pod('foo=bar,service=securityscan', {
      affinity: [term('foo=bar', 'zone'), term('service=securityscan', 'zone')],
    }),
    nodes: [inZone('a', 'az1', pod('foo=bar')), inZone('b', 'az2')],
    expected: 'yy',
  },
  {
    origin: multi('the first Pod needs nodes with the key'),
    pod: pod('foo=bar,service=securityscan', {
      affinity: [term('foo=bar', 'zone'), term('service=securityscan', 'zone')],
    }),
    nodes: [node('a', 'zoneLabel=az1', pod('foo=bar')), node('b', 'zoneLabel=az2')],
    expected: 'aa',
  },
  {
    origin: multi('anti-affinity by region refuses both of its nodes'),
    pod: pod('', anti(['foo=abc', 'region'])),
    nodes: [inZone('a', 'z1', pod('foo=abc')), inZone('b', 'z2')],
    expected: 'AA',
  },
  {
    origin: multi('any term of anti-affinity is enough'),
    pod: pod('', anti(['foo=abc', 'region'], ['service=securityscan', 'zone'])),
    nodes: [inZone('a', 'z1', pod(`foo=abc,${scan}`)), inZone('b', 'z2')],
    expected: 'AA',
  },
  {
    origin: multi('another region is open'),
    pod: pod('', anti(['foo=abc', 'region'])),
    nodes: [china('a', pod('foo=abc')), az1('b'), india('c')],
    expected: 'AAy',
  },
  {
    origin: multi('anti-affinity of another namespace does not bind'),
    pod: pod('foo=123', { namespace: 'NS1', ...anti(['foo=bar', 'region']) }),
    nodes: [
      china('a', pod('foo=bar', { namespace: 'NS1' })),
      az1('b'),
      india('c', pod('', { namespace: 'NS2', ...anti(['foo=123', 'region']) })),
    ],
    expected: 'AAy',
  },
  {
    origin: multi('an existing Pod’s term with a key that no node has'),
    pod: pod('foo'),
    nodes: [inZone('a', 'z1', pod('', anti(['foo', 'invalid-node-label']))), inZone('b', 'z1')],
    expected: 'yy',
  },
  {
    origin: multi('our term with a key that no node has'),
    pod: pod('', anti(['foo', 'invalid-node-label'])),
    nodes: [inZone('a', 'z1', pod('foo')), inZone('b', 'z1')],
    expected: 'yy',
  },
  {
    origin: multi('two existing Pods, each with one term'),
    pod: pod('foo,bar'),
    nodes: [
      inZone('a', 'z1', pod('', anti(['foo', 'zone'])), pod('', anti(['bar', 'region']))),
      inZone('b', 'z2'),
    ],
    expected: 'oo',
  },
  {
    origin: multi('two Pods, each meant by one of our terms'),
    pod: pod('', anti(['foo', 'zone'], ['bar', 'region'])),
    nodes: [inZone('a', 'z1', pod('foo')), inZone('b', 'z2', pod('bar'))],
    expected: 'AA',
  },
  {
    origin: multi('an existing Pod’s two terms, one with a key that no node has'),
    pod: pod('foo,bar'),
    nodes: [
      inZone('a', 'z1', pod('', anti(['foo', 'invalid-node-label'], ['bar', 'zone']))),
      inZone('b', 'z2'),
    ],
    expected: 'oy',
  },
  {
    origin: multi('our two terms, one with a key that no node has'),
    pod: pod('', anti(['foo', 'invalid-node-label'], ['bar', 'zone'])),
    nodes: [inZone('a', 'z1', pod('foo,bar')), inZone('b', 'z2')],
    expected: 'Ay',
  },
  {
    origin: multi('an existing Pod’s two terms by region and zone'),
    pod: pod('foo,bar'),
    nodes: [
      inZone('a', 'z1', pod('', anti(['foo', 'region'], ['bar', 'zone']))),
      inZone('b', 'z2'),
    ],
    expected: 'oo',
  },
  {
    origin: multi('our two terms by region and zone'),
    pod: pod('', anti(['foo', 'region'], ['bar', 'zone'])),
    nodes: [inZone('a', 'z1', pod('foo,bar')), inZone('b', 'z2')],
    expected: 'AA',
  },
  {
    origin: multi('existing Pods on two of three nodes'),
    pod: pod('foo,bar'),
    nodes: [
      inZone('a', 'z1', pod('', anti(['foo', 'zone'], ['labelA', 'zone']))),
      inZone('b', 'z2', pod('', anti(['bar', 'zone'], ['labelB', 'zone']))),
      inZone('c', 'z3'),
    ],
    expected: 'ooy',
  },
  {
    origin: multi('affinity by region and zone'),
    pod: pod('', { affinity: [term('foo', 'region'), term('bar', 'zone')] }),
    nodes: [inZone('a', 'z1', pod('foo,bar')), inZone('b', 'z1')],
    expected: 'yy',
  },
  {
    origin: multi('affinity whose terms two different Pods match'),
    pod: pod('', { affinity: [term('foo', 'region'), term('bar', 'zone')] }),
    nodes: [inZone('a', 'z1', pod('foo')), inZone('b', 'z2', pod('bar'))],
    expected: 'aa',
  },
];

const foo = pod('foo');
const foos = (count: number) => Array.from({ length: count }, () => foo);
const spreading = (...list: Parameters<typeof spread>[]) => ({
  spread: list.map((each) => spread(...each)),
});
const byZone = pod('foo', spreading(['foo', 'zone']));
const byNode = (parts: Parameters<typeof spread>[2] = {}) =>
  pod('foo', spreading(['foo', 'node', parts]));

/** Nodes a and b in zone 1, x and y in zone 2, with these Pods. */
function abxy(a: Pod[], b: Pod[], x: Pod[], y: Pod[]): NodeInfo[] {
  return [
    node('a', 'zone=zone1,node=a', ...a),
    node('b', 'zone=zone1,node=b', ...b),
    node('x', 'zone=zone2,node=x', ...x),
    node('y', 'zone=zone2,node=y', ...y),
  ];
}

const bar = pod('bar');
const both = pod('foo,bar');
const fooAndBar = pod('foo,bar', spreading(['foo', 'zone'], ['bar', 'node']));
const barAndFoo = pod('foo,bar', spreading(['bar', 'zone'], ['foo', 'zone']));
const zoneAndNode = pod('foo', spreading(['foo', 'zone'], ['foo', 'node']));

/** Hard spread constraints. */
export const spreadCases: readonly Case[] = [
  { origin: one('no Pods yet'), pod: byZone, nodes: abxy([], [], [], []), expected: 'yyyy' },
  {
    origin: one('no Pods yet, and the Pod does not match itself'),
    pod: pod('foo', spreading(['bar', 'zone'])),
    ...{ nodes: abxy([], [], [], []), expected: 'yyyy' },
  },
  {
    origin: one('Pods of other namespaces'),
    pod: byZone,
    nodes: abxy(
      ['ns1', 'ns2'].map((namespace) => pod('foo', { namespace })),
      ...[[], [foo], [foo]],
    ),
    expected: 'yyss',
  },
  {
    origin: one('no selector'),
    pod: pod('foo', { spread: [{ ...spread('foo', 'zone'), labelSelector: undefined }] as never }),
    ...{ nodes: abxy([], [], [foo], [foo]), expected: 'yyyy' },
  },
  {
    origin: one('3/3'),
    ...{ pod: byZone, nodes: abxy(foos(2), [foo], [], foos(3)), expected: 'yyyy' },
  },
  {
    origin: one('1/2, as a label is misspelled'),
    pod: byZone,
    nodes: [
      node('a', 'zone=zone1', foo),
      node('b', 'zon=zone1', foo),
      node('x', 'zone=zone2', foo),
      node('y', 'zone=zone2', foo),
    ],
    expected: 'ykss',
  },
  {
    origin: one('no node has the key'),
    pod: pod('foo', spreading(['foo', 'rack'])),
    nodes: [node('a', 'zone=zone1'), node('x', 'zone=zone2')],
    expected: 'kk',
  },
  {
    origin: one('nodes 2/1/0/3'),
    ...{ pod: byNode(), nodes: abxy(foos(2), [foo], [], foos(3)), expected: 'ssys' },
  },
  {
    origin: one('nodes 2/1/0/3 with maxSkew 2'),
    pod: byNode({ maxSkew: 2 }),
    ...{ nodes: abxy(foos(2), [foo], [], foos(3)), expected: 'syys' },
  },
  {
    origin: one('nodes 2/1/0/3, and the Pod does not match itself'),
    pod: pod('bar', spreading(['foo', 'node'])),
    ...{ nodes: abxy(foos(2), [foo], [], foos(3)), expected: 'syys' },
  },
  {
    origin: one('Pods that are being deleted'),
    pod: byNode(),
    nodes: [node('a', 'node=a', pod('foo', { ending: true })), node('b', 'node=b', foo)],
    expected: 'ys',
  },
  ...[
    { about: '2/2/1, fewer than minDomains', minDomains: 4, expected: 'ssy' },
    { about: '2/2/1, more than minDomains', minDomains: 2, expected: 'yyy' },
  ].map(({ about, minDomains, expected }) => ({
    origin: one(about),
    pod: byNode({ maxSkew: 2, minDomains }),
    nodes: [
      node('a', 'node=a', ...foos(2)),
      node('b', 'node=b', ...foos(2)),
      node('c', 'node=c', foo),
    ],
    expected,
  })),
  ...[
    { about: 'zones 2/1, fewer than minDomains', minDomains: 3, expected: 'ssyy' },
    { about: 'zones 2/1, more than minDomains', minDomains: 1, expected: 'yyyy' },
  ].map(({ about, minDomains, expected }) => ({
    origin: one(about),
    pod: pod('foo', spreading(['foo', 'zone', { maxSkew: 2, minDomains }])),
    nodes: abxy([foo], [foo], [], [foo]),
    expected,
  })),
  {
    origin: one('nodeTaintsPolicy is Ignore if missing: 1/1/0/1 with a taint'),
    pod: byNode(),
    nodes: abxy([foo], [foo], [], [foo]),
    expected: 'ssys',
  },
  {
    origin: many('zones 3/3, nodes 2/1/0/3'),
    ...{ pod: zoneAndNode, nodes: abxy(foos(2), [foo], [], foos(3)), expected: 'ssys' },
  },
  {
    origin: many('zones 3/4, nodes 2/1/0/4'),
    ...{ pod: zoneAndNode, nodes: abxy(foos(2), [foo], [], foos(4)), expected: 'ssss' },
  },
  {
    origin: many('two selectors, 1/0 and 0/0/0/1'),
    ...{ pod: fooAndBar, nodes: abxy([foo], [], [], [bar]), expected: 'ssys' },
  },
  {
    origin: many('two selectors, 1/0 and 0/0/1/1'),
    ...{ pod: fooAndBar, nodes: abxy([foo], [], [bar], [bar]), expected: 'ssss' },
  },
  {
    origin: many('two selectors, 2/3 and 1/0/0/1'),
    ...{ pod: fooAndBar, nodes: abxy([foo, both], [], [], [foo, both, foo]), expected: 'syss' },
  },
  {
    origin: many('two selectors, and the Pod does not match the first'),
    pod: pod('bar', spreading(['foo', 'zone'], ['bar', 'node'])),
    ...{ nodes: abxy([foo], [], [bar], [bar]), expected: 'yyss' },
  },
  {
    origin: many('a node without the second key'),
    pod: zoneAndNode,
    nodes: abxy([foo], [], [], [foo]).map((info) =>
      info.node.metadata!.name === 'x' ? node('x', 'zone=zone2') : info,
    ),
    expected: 'syks',
  },
  {
    origin: many('two constraints by zone, 2/1 and 3/3'),
    pod: barAndFoo,
    nodes: abxy([both, foo], [both], [], [foo, both, foo]),
    expected: 'ssyy',
  },
  {
    origin: many('two constraints by zone, 2/1 and 3/4'),
    pod: barAndFoo,
    nodes: abxy([both, foo], [both], [], [foo, both, foo, foo]),
    expected: 'ssss',
  },
];
