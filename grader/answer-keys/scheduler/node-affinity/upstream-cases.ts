import type {
  Node,
  NodeSelector,
  NodeSelectorTerm,
  Pod,
  PreferredSchedulingTerm,
} from 'course/kit';
import {
  anyOf,
  expression,
  node,
  nodeName,
  podOn,
  podPreferring,
  prefer,
  term,
} from './objects.ts';

// What Kubernetes' own test tables settle, retyped as data of this course (k8s.io v0.32, kubernetes v1.32).
// Left out: a nil node, addedAffinity, PreFilter results and queueing hints, which the exercise does not have.

/** The test file upstream, the test function, and which case of its table. */
export type Origin = readonly [file: string, test: string, name: string];

/** A selector on a node: does it match, or which parts of it are malformed? */
export interface MatchCase {
  readonly origin: Origin;
  readonly selector: NodeSelector;
  readonly node: Node;
  readonly expected: boolean | string[];
}

/** A pod on a node: may it run there? */
export interface FilterCase {
  readonly origin: Origin;
  readonly pod: Pod;
  readonly node: Node;
  readonly fits: boolean;
}

/** A pod on several nodes: the scores, or which parts of its preferences are malformed. */
export interface ScoreCase {
  readonly origin: Origin;
  readonly pod: Pod;
  readonly nodes: Node[];
  readonly expected: number[] | string[];
}

type Labels = Record<string, string>;
type Expected = boolean | string[];

const nodeaffinity = 'component-helpers/scheduling/corev1/nodeaffinity/nodeaffinity_test.go';
const corev1 = 'component-helpers/scheduling/corev1/helpers_test.go';
const labels = 'apimachinery/pkg/labels/selector_test.go';
const plugin = 'kubernetes/pkg/scheduler/framework/plugins/nodeaffinity/node_affinity_test.go';

const label1 = term(expression('label_1', 'In', 'label_1_val'));
const host1: NodeSelectorTerm = { matchFields: [nodeName('In', 'host_1')] };
const label1OnHost1: NodeSelectorTerm = { ...label1, ...host1 };
const twoHosts: NodeSelectorTerm = { matchFields: [nodeName('In', 'host_1', 'host_2')] };
const host1Labeled = node('host_1', { label_1: 'label_1_val' });
const host1Mislabeled = node('host_1', { label_1: 'label_1_val-failed' });
const invalidKey = term(expression('invalid key', 'In', 'label_value'));
const badHosts = 'nodeSelectorTerms[0].matchFields[0].values';

// biome-ignore format: a table, a case a line
const selectors: [test: string, name: string, Expected, NodeSelectorTerm[], Node][] = [
  ['TestNodeSelectorMatch', 'invalid field selector and label selector', [badHosts, 'nodeSelectorTerms[2].matchExpressions[0].key'], [twoHosts, label1OnHost1, invalidKey], node('host_3')],
  ['TestNodeSelectorMatch', 'node matches field selector, but not labels', false, [label1OnHost1], node('host_1')],
  ['TestNodeSelectorMatch', 'node matches field selector and label selector', true, [label1OnHost1], host1Labeled],
  ['TestNodeSelectorMatch', 'second term matches', true, [label1, host1], node('host_1')],
  ['TestMatchNodeSelectorTerms', 'matchExpressions match', true, [label1], host1Labeled],
  ['TestMatchNodeSelectorTerms', 'matchFields match', true, [host1], node('host_1')],
  ['TestMatchNodeSelectorTerms', 'invalid node field requirement', [badHosts], [twoHosts], node('host_1')],
  ['TestMatchNodeSelectorTerms', 'fields with node labels', false, [host1], node('not_host_1', { 'metadata.name': 'host_1' })],
  ['TestMatchNodeSelectorTerms', 'labels with node fields', false, [term(nodeName('In', 'host_1'))], node('host_1')],
  ['TestMatchNodeSelectorTerms', 'both set, only node fields', false, [label1OnHost1], node('host_1')],
  ['TestMatchNodeSelectorTerms', 'both set, both matched', true, [label1OnHost1], host1Labeled],
  ['TestMatchNodeSelectorTerms', 'both set, one mismatched', false, [label1OnHost1], host1Mislabeled],
  ['TestMatchNodeSelectorTerms', 'two terms, one mismatched', true, [label1, host1], host1Mislabeled],
];

// Requirements alone upstream; here each table row is one term on a node with these labels.
// biome-ignore format: a table, a case a line
const requirements: [test: string, name: string, Expected, Labels, ...[key: string, operator: string, ...values: string[]][]][] = [
  ['TestNodeSelectorRequirementsAsSelector', '0 and 1, nil and empty', false, { foo: 'bar' }],
  ['TestNodeSelectorRequirementsAsSelector', '2', true, { foo: 'baz' }, ['foo', 'In', 'bar', 'baz']],
  ['TestNodeSelectorRequirementsAsSelector', '3', ['values'], { foo: 'bar' }, ['foo', 'Exists', 'bar', 'baz']],
  ['TestNodeSelectorRequirementsAsSelector', '4', true, { foo: '2' }, ['foo', 'Gt', '1']],
  ['TestNodeSelectorRequirementsAsSelector', '5', true, { bar: '6' }, ['bar', 'Lt', '7']],
  ['TestNodeSelectorRequirementsAsSelector', '6', ['operator'], { baz: '5' }, ['baz', 'invalid', '5']],
  ['TestRequirementConstructor', 'x1', ['values'], {}, ['x1', 'In']],
  ['TestRequirementConstructor', 'x2', ['values'], {}, ['x2', 'NotIn']],
  ['TestRequirementConstructor', 'x3', false, {}, ['x3', 'In', 'foo']],
  ['TestRequirementConstructor', 'x4', true, {}, ['x4', 'NotIn', 'foo']],
  ['TestRequirementConstructor', 'x6', false, {}, ['x6', 'Exists']],
  ['TestRequirementConstructor', 'x7', true, {}, ['x7', 'DoesNotExist']],
  ['TestRequirementConstructor', 'x8', ['values'], {}, ['x8', 'Exists', 'foo']],
  ['TestRequirementConstructor', 'x11', false, {}, ['x11', 'Gt', '1']],
  ['TestRequirementConstructor', 'x12', false, {}, ['x12', 'Lt', '6']],
  ['TestRequirementConstructor', 'x13', ['values'], {}, ['x13', 'Gt']],
  ['TestRequirementConstructor', 'x14', ['values'], {}, ['x14', 'Gt', 'bar']],
  ['TestRequirementConstructor', 'x15', ['values'], {}, ['x15', 'Lt', 'bar']],
  ['TestRequirementConstructor', '254 letters', ['key'], {}, ['a'.repeat(254), 'Exists']],
  ['TestRequirementConstructor', 'x16, with In for Equals', ['values'], {}, ['x16', 'In', 'a'.repeat(254)]],
  ['TestRequirementConstructor', 'x17, with In for Equals', ['values'], {}, ['x17', 'In', 'a b']],
  ['TestRequirementConstructor', 'x18', ['operator'], {}, ['x18', 'unsupportedOp']],
  ['TestRequirementSelectorMatching', '1', true, { x: 'foo', y: 'baz' }, ['x', 'In', 'foo'], ['y', 'NotIn', 'alpha']],
  ['TestRequirementSelectorMatching', '2', false, { x: 'foo', y: 'baz' }, ['x', 'In', 'foo'], ['y', 'In', 'alpha']],
  ['TestRequirementSelectorMatching', '3', true, { y: '' }, ['x', 'NotIn', ''], ['y', 'Exists']],
  ['TestRequirementSelectorMatching', '4', true, { y: '' }, ['x', 'DoesNotExist'], ['y', 'Exists']],
  ['TestRequirementSelectorMatching', '5', false, { y: '' }, ['x', 'NotIn', ''], ['y', 'DoesNotExist']],
  ['TestRequirementSelectorMatching', '6', false, { y: 'baz' }, ['x', 'In', '']],
  ['TestRequirementSelectorMatching', '7', true, { z: '2' }, ['z', 'Gt', '1']],
  ['TestRequirementSelectorMatching', '8', false, { z: 'v2' }, ['z', 'Gt', '1']],
];

const fileOf: Record<string, string> = {
  TestNodeSelectorMatch: nodeaffinity,
  TestNodeSelectorRequirementsAsSelector: nodeaffinity,
  TestMatchNodeSelectorTerms: corev1,
  TestRequirementConstructor: labels,
  TestRequirementSelectorMatching: labels,
};

export const matchCases: MatchCase[] = [
  ...selectors.map(([test, name, expected, terms, on]) => ({
    origin: [fileOf[test]!, test, name] as const,
    selector: anyOf(...terms),
    node: on,
    expected,
  })),
  ...requirements.map(([test, name, expected, has, ...expressions]) => ({
    origin: [fileOf[test]!, test, name] as const,
    selector: anyOf(term(...expressions.map((each) => expression(...each)))),
    node: node('', has),
    expected: Array.isArray(expected)
      ? expected.map((part) => `nodeSelectorTerms[0].matchExpressions[0].${part}`)
      : expected,
  })),
];

const foo = { foo: 'bar' };
const gpu = { GPU: 'NVIDIA-GRID-K1' };
const hasGpu = expression('GPU', 'Exists');
const fooIsBar = term(expression('foo', 'In', 'bar'));
const fooIsOther = term(expression('foo', 'In', 'not-match-to-bar'));
const fooExists = anyOf(term(expression('foo', 'Exists')));
const onNode1: NodeSelectorTerm = { matchFields: [nodeName('In', 'node1')] };
const onNode2: NodeSelectorTerm = { matchFields: [nodeName('In', 'node2')] };
const onBoth: NodeSelectorTerm = {
  matchFields: [nodeName('In', 'node1'), nodeName('In', 'node2')],
};
const fooOnNode1: NodeSelectorTerm = { ...onNode1, ...fooIsBar };
const invalidValue = term(expression('foo', 'NotIn', 'invalid value: ___@#$%^'));
const noRequired: Pod = { spec: { containers: [], affinity: { nodeAffinity: {} } } };

// biome-ignore format: a table, a case a line
const inBothFiles: [name: string, fits: boolean, Pod, Node][] = [
  ['missing labels', false, podOn(foo), node('')],
  ['same labels', true, podOn(foo), node('', foo)],
  ['node labels are superset', true, podOn(foo), node('', { ...foo, baz: 'blah' })],
  ['node labels are subset', false, podOn({ ...foo, baz: 'blah' }), node('', foo)],
  ['In matches', true, required(term(expression('foo', 'In', 'bar', 'value2'))), node('', foo)],
  ['Gt matches', true, required(term(expression('kernel-version', 'Gt', '0204'))), node('', { 'kernel-version': '0206' })],
  ['NotIn matches', true, required(term(expression('mem-type', 'NotIn', 'DDR', 'DDR2'))), node('', { 'mem-type': 'DDR3' })],
  ['Exists matches', true, required(term(hasGpu)), node('', gpu)],
  ['affinity does not match', false, required(term(expression('foo', 'In', 'value1', 'value2'))), node('', foo)],
  ['empty MatchExpressions', false, required(term()), node('', foo)],
  ['no Affinity', true, {}, node('', foo)],
  ['Affinity but nil NodeSelector', true, noRequired, node('', foo)],
  ['multiple matchExpressions ANDed, match', true, required(term(hasGpu, expression('GPU', 'NotIn', 'AMD', 'INTER'))), node('', gpu)],
  ['multiple matchExpressions ANDed, no match', false, required(term(hasGpu, expression('GPU', 'In', 'AMD', 'INTER'))), node('', gpu)],
  ['multiple NodeSelectorTerms ORed', true, required(fooIsBar, term(expression('diffkey', 'In', 'wrong', 'value2'))), node('', foo)],
  ['Affinity and NodeSelector, both satisfied', true, podOn(foo, fooExists), node('', foo)],
  ['Affinity matches, NodeSelector does not', false, podOn(foo, fooExists), node('', { foo: 'barrrrrr' })],
  ['invalid value in Affinity term', false, required(invalidValue), node('', foo)],
  ['matchFields match', true, required(onNode1), node('node1')],
  ['matchFields do not match', false, required(onNode1), node('node2')],
  ['one term: only matchExpressions match', false, required(fooOnNode1), node('node2', foo)],
  ['one term: both match', true, required(fooOnNode1), node('node1', foo)],
  ['two terms: neither matches', false, required(onNode1, fooIsOther), node('node2', foo)],
];

// biome-ignore format: a table, a case a line
const inOneFile: [Origin, fits: boolean, Pod, Node][] = [
  [[nodeaffinity, 'TestPodMatchesNodeSelectorAndAffinityTerms', 'no selector'], true, {}, node('')],
  [[nodeaffinity, 'TestPodMatchesNodeSelectorAndAffinityTerms', 'nil and empty []NodeSelectorTerm'], false, required(), node('', foo)],
  [[nodeaffinity, 'TestPodMatchesNodeSelectorAndAffinityTerms', 'two terms: only matchExpressions match'], true, required(onNode1, fooIsBar), node('node2', foo)],
  [[plugin, 'TestNodeAffinity', 'two terms: only matchExpressions match'], true, required(onBoth, fooIsBar), node('node2', foo)],
  [[plugin, 'TestNodeAffinity', 'two terms of node.Name affinity'], true, required(onNode1, onNode2), node('node2')],
  [[plugin, 'TestNodeAffinity', 'two conflicting match field requirements'], false, required(onBoth), node('node2', foo)],
];

export const filterCases: FilterCase[] = [
  ...inBothFiles.map(([name, fits, pod, on]): FilterCase => {
    const test = 'TestPodMatchesNodeSelectorAndAffinityTerms (and TestNodeAffinity of the plugin)';
    return { origin: [nodeaffinity, test, name], pod, node: on, fits };
  }),
  ...inOneFile.map(([origin, fits, pod, on]) => ({ origin, pod, node: on, fits })),
];

function required(...terms: NodeSelectorTerm[]): Pod {
  return podOn(undefined, anyOf(...terms));
}

const keyIsValue = expression('key', 'In', 'value');
const all = [expression('foo', 'In', 'bar'), keyIsValue, expression('az', 'In', 'az1')];
const affinity1 = [prefer(2, fooIsBar)];
const affinity2 = [prefer(2, fooIsBar), prefer(4, term(keyIsValue)), prefer(5, term(...all))];
const n1 = node('', foo);
const n2 = node('', { key: 'value' });
const n3 = node('', { az: 'az1' });
const n4 = node('', { abc: 'az11', def: 'az22' });
const n5 = node('', { ...foo, key: 'value', az: 'az1' });

// biome-ignore format: a table, a case a line
const scaled: [name: string, PreferredSchedulingTerm[], Node[], expected: number[]][] = [
  ['NodeAffinity is nil', [], [n1, n2, n3], [0, 0, 0]],
  ['no node matches', affinity1, [n4, n2, n3], [0, 0, 0]],
  ['only node1 matches', affinity1, [n1, n2, n3], [100, 0, 0]],
  ['all nodes match with different priorities', affinity2, [n1, n5, n2], [18, 100, 36]],
];

const unknown = term(expression('unknown_label', 'In', 'unknown_label_val'));

// Upstream tells one node's sum before it is scaled. Beside a node with the sum 100 it stays as it is.
// biome-ignore format: a table, a case a line
const sums: [name: string, PreferredSchedulingTerm[], Node, expected: number | string[]][] = [
  ['invalid field selector and label selector', [prefer(1, twoHosts), prefer(1, label1OnHost1), prefer(1, invalidKey)], node('host_1'), ['[0].matchFields[0].values', '[2].matchExpressions[0].key']],
  ['invalid field selector but no weight', [prefer(0, twoHosts)], node('host_1'), 0],
  ['first and third term match', [prefer(5, host1), prefer(7, unknown), prefer(11, label1)], host1Labeled, 16],
];
const hundred = prefer(100, { matchFields: [nodeName('In', 'hundred')] });

export const scoreCases: ScoreCase[] = [
  ...scaled.map(([name, preferences, nodes, expected]): ScoreCase => {
    const origin: Origin = [plugin, 'TestNodeAffinityPriority', name];
    return { origin, pod: podPreferring(...preferences), nodes, expected };
  }),
  ...sums.map(([name, preferences, on, expected]) => ({
    origin: [nodeaffinity, 'TestPreferredSchedulingTermsScore', name] as const,
    pod: podPreferring(...preferences, hundred),
    nodes: [on, node('hundred')],
    expected: typeof expected === 'number' ? [expected, 100] : expected,
  })),
];
