import type { Node, Pod, Status, Taint, Toleration } from 'course/kit';
import { node, pod, taint } from './objects.ts';

/** Where a case comes from in kubernetes: file, test and what the case is about, in our words. */
export type Origin = readonly [file: string, test: string, about: string];

const api = 'staging/src/k8s.io/api/core/v1/toleration_test.go';
const helpers = 'staging/src/k8s.io/component-helpers/scheduling/corev1/helpers_test.go';
const plugin = 'pkg/scheduler/framework/plugins/tainttoleration/taint_toleration_test.go';
const cordon = 'pkg/scheduler/framework/plugins/nodeunschedulable/node_unschedulable_test.go';

const tolerates = (about: string): Origin => [api, 'TestTolerationToleratesTaint', about];
const finds = (about: string): Origin => [helpers, 'TestFindMatchingUntoleratedTaint', about];
const filters = (about: string): Origin => [plugin, 'TestTaintTolerationFilter', about];
const scores = (about: string): Origin => [plugin, 'TestTaintTolerationScore', about];
const cordons = (about: string): Origin => [cordon, 'TestNodeUnschedulable', about];

const fits: Status = { code: 'Success', reasons: [] };
const refused = (reason: string): Status => ({
  code: 'UnschedulableAndUnresolvable',
  reasons: [reason],
});
const untolerated = (text: string) => refused(`node(s) had untolerated taint {${text}}`);

const equal = (key: string, value: string, effect?: string): Toleration => {
  return { key, operator: 'Equal', value, ...(effect && { effect }) };
};
const exists = (key: string, effect?: string): Toleration => {
  return { key, operator: 'Exists', ...(effect && { effect }) };
};

/** One toleration and one taint. */
export const tolerationCases: readonly {
  readonly origin: Origin;
  readonly toleration: Toleration;
  readonly taint: Taint;
  readonly expected: boolean;
}[] = [
  {
    origin: tolerates('Exists, the taint has no value'),
    toleration: exists('foo', 'NoSchedule'),
    taint: taint('foo:NoSchedule'),
    expected: true,
  },
  {
    origin: tolerates('Exists, the taint has a value'),
    toleration: exists('foo', 'NoSchedule'),
    taint: taint('foo=bar:NoSchedule'),
    expected: true,
  },
  {
    origin: tolerates('Exists with an empty key'),
    toleration: exists('', 'NoSchedule'),
    taint: taint('foo=bar:NoSchedule'),
    expected: true,
  },
  {
    origin: tolerates('Equal, all the same'),
    toleration: equal('foo', 'bar', 'NoSchedule'),
    taint: taint('foo=bar:NoSchedule'),
    expected: true,
  },
  {
    origin: tolerates('Equal, another value'),
    toleration: equal('foo', 'value1', 'NoSchedule'),
    taint: taint('foo=value2:NoSchedule'),
    expected: false,
  },
  {
    origin: tolerates('Equal, another effect'),
    toleration: equal('foo', 'bar', 'NoSchedule'),
    taint: taint('foo=bar:NoExecute'),
    expected: false,
  },
];

/** A Pod and a node in the taint filter. */
export const filterCases: readonly {
  readonly origin: Origin;
  readonly pod: Pod;
  readonly node: Node;
  readonly expected: Status;
}[] = [
  {
    origin: filters('no tolerations, a taint'),
    pod: pod(),
    node: node('dedicated=user1:NoSchedule'),
    expected: untolerated('dedicated: user1'),
  },
  {
    origin: filters('a dedicated node and its user'),
    pod: pod({ key: 'dedicated', value: 'user1', effect: 'NoSchedule' }),
    node: node('dedicated=user1:NoSchedule'),
    expected: fits,
  },
  {
    origin: filters('a dedicated node and another user'),
    pod: pod(equal('dedicated', 'user2', 'NoSchedule')),
    node: node('dedicated=user1:NoSchedule'),
    expected: untolerated('dedicated: user1'),
  },
  {
    origin: filters('Exists'),
    pod: pod(exists('foo', 'NoSchedule')),
    node: node('foo=bar:NoSchedule'),
    expected: fits,
  },
  {
    origin: filters('several taints, all tolerated'),
    pod: pod(equal('dedicated', 'user2', 'NoSchedule'), exists('foo', 'NoSchedule')),
    node: node('dedicated=user2:NoSchedule', 'foo=bar:NoSchedule'),
    expected: fits,
  },
  {
    origin: filters('key and value fit, the effect does not'),
    pod: pod(equal('foo', 'bar', 'PreferNoSchedule')),
    node: node('foo=bar:NoSchedule'),
    expected: untolerated('foo: bar'),
  },
  {
    origin: filters('key and value fit, no effect is named'),
    pod: pod(equal('foo', 'bar')),
    node: node('foo=bar:NoSchedule'),
    expected: fits,
  },
  {
    origin: filters('nothing fits, but the taint is PreferNoSchedule'),
    pod: pod(equal('dedicated', 'user2', 'NoSchedule')),
    node: node('dedicated=user1:PreferNoSchedule'),
    expected: fits,
  },
  {
    origin: filters('no tolerations, a taint of PreferNoSchedule'),
    pod: pod(),
    node: node('dedicated=user1:PreferNoSchedule'),
    expected: fits,
  },
  { origin: finds('no tolerations, no taints'), pod: pod(), node: node(), expected: fits },
  {
    origin: finds('a toleration, no taints'),
    pod: pod(exists('foo', 'NoSchedule')),
    node: node(),
    expected: fits,
  },
  {
    origin: finds('a toleration for the only taint'),
    pod: pod(exists('foo', 'NoSchedule')),
    node: node('foo:NoSchedule'),
    expected: fits,
  },
  {
    origin: finds('no taint passes the filter'),
    pod: pod(exists('foo', 'NoSchedule')),
    node: node('bar:PreferNoSchedule'),
    expected: fits,
  },
  {
    origin: finds('a toleration for another taint'),
    pod: pod(exists('foo', 'NoSchedule')),
    node: node('bar:NoSchedule'),
    expected: untolerated('bar: '),
  },
];

/** A Pod and a node that may be cordoned. */
export const cordonCases: typeof filterCases = [
  {
    origin: cordons('a cordoned node'),
    pod: {},
    node: { spec: { unschedulable: true } },
    expected: refused('node(s) were unschedulable'),
  },
  {
    origin: cordons('an ordinary node'),
    pod: {},
    node: { spec: { unschedulable: false } },
    expected: fits,
  },
  {
    origin: cordons('a cordoned node and a Pod that tolerates it'),
    pod: pod({ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }),
    node: { spec: { unschedulable: true } },
    expected: fits,
  },
];

const armAndSsd = ['cpu-type=arm64', 'disk-type=ssd'];
const soft = (text: string) => `${text}:PreferNoSchedule`;

/** A Pod, nodes and their scores. */
export const scoreCases: readonly {
  readonly origin: Origin;
  readonly pod: Pod;
  readonly nodes: readonly Node[];
  readonly expected: readonly number[];
}[] = [
  {
    origin: scores('a tolerated taint and one that is not'),
    pod: pod(equal('foo', 'bar', 'PreferNoSchedule')),
    nodes: [node(soft('foo=bar')), node(soft('foo=blah'))],
    expected: [100, 0],
  },
  {
    origin: scores('how many are tolerated does not matter'),
    pod: pod(
      equal('cpu-type', 'arm64', 'PreferNoSchedule'),
      equal('disk-type', 'ssd', 'PreferNoSchedule'),
    ),
    nodes: [node(), node(soft('cpu-type=arm64')), node(...armAndSsd.map(soft))],
    expected: [100, 100, 100],
  },
  {
    origin: scores('how many are not tolerated matters'),
    pod: pod(equal('foo', 'bar', 'PreferNoSchedule')),
    nodes: [node(), node(soft('cpu-type=arm64')), node(...armAndSsd.map(soft))],
    expected: [100, 50, 0],
  },
  {
    origin: scores('only PreferNoSchedule counts, on both sides'),
    pod: pod(equal('cpu-type', 'arm64', 'NoSchedule'), equal('disk-type', 'ssd', 'NoSchedule')),
    nodes: [node(), node('cpu-type=arm64:NoSchedule'), node(...armAndSsd.map(soft))],
    expected: [100, 100, 0],
  },
  {
    origin: scores('no tolerations'),
    pod: pod(),
    nodes: [node(), node(soft('cpu-type=arm64'))],
    expected: [100, 0],
  },
];
