import type { NodeInfo, Pod } from 'course/kit';
import { container, type List, nodeInfo, pod, startingPod } from './objects.ts';

/** Where a case comes from in kubernetes: file, test and what the case is about, in our words. */
export type Origin = readonly [file: string, test: string, about: string];

const folder = 'pkg/scheduler/framework/plugins/noderesources';
const fits = (about: string): Origin => [`${folder}/fit_test.go`, 'TestEnoughRequests', about];
const places = (about: string): Origin => [`${folder}/fit_test.go`, 'TestNotEnoughRequests', about];
const storage = (about: string): Origin => [`${folder}/fit_test.go`, 'TestStorageRequests', about];
const scores = (about: string): Origin => [
  `${folder}/least_allocated_test.go`,
  'TestLeastAllocatedScoringStrategy',
  about,
];

/** What is short: resource, requested, used, capacity. */
type Short = readonly [resource: string, requested: number, used: number, capacity: number];

const a = 'example.com/aaa';
const b = 'example.com/bbb';
const huge = 'hugepages-2Mi';
/** Thousandths of a CPU and bytes, and pieces of other resources. */
const ask = (cpu: number, memory: number, more: List = {}): List => ({
  ...{ cpu: `${cpu}m`, memory: `${memory}` },
  ...more,
});
/** Upstream's node of these tests: 10m, 20 bytes, 32 places, 5 of a, 20 bytes of storage, 5 bytes of huge pages. */
const ten = (...pods: Pod[]): NodeInfo =>
  nodeInfo(
    { ...ask(10, 20, { [a]: '5', 'ephemeral-storage': '20', [huge]: '5' }), pods: '32' },
    ...pods,
  );
/** A Pod with init containers of these requests and one container of the first. */
const init = (main: List, ...inits: List[]): Pod => startingPod(inits.map(container), main);

/** A Pod and a node, and what is short. */
export const fitCases: readonly {
  readonly origin: Origin;
  readonly pod: Pod;
  readonly node: NodeInfo;
  readonly short: readonly Short[];
}[] = [
  {
    origin: fits('nothing requested, a full node'),
    pod: {},
    node: ten(pod(ask(10, 20))),
    short: [],
  },
  {
    origin: fits('both short'),
    pod: pod(ask(1, 1)),
    node: ten(pod(ask(10, 20))),
    short: [
      ['cpu', 1, 10, 10],
      ['memory', 1, 20, 20],
    ],
  },
  {
    origin: fits('an init container short of cpu'),
    pod: init(ask(1, 1), ask(3, 1)),
    node: ten(pod(ask(8, 19))),
    short: [['cpu', 3, 8, 10]],
  },
  {
    origin: fits('the highest init container short of cpu'),
    pod: init(ask(1, 1), ask(3, 1), ask(2, 1)),
    node: ten(pod(ask(8, 19))),
    short: [['cpu', 3, 8, 10]],
  },
  {
    origin: fits('an init container short of memory'),
    pod: init(ask(1, 1), ask(1, 3)),
    node: ten(pod(ask(9, 19))),
    short: [['memory', 3, 19, 20]],
  },
  {
    origin: fits('the highest init container short of memory'),
    pod: init(ask(1, 1), ask(1, 3), ask(1, 2)),
    node: ten(pod(ask(9, 19))),
    short: [['memory', 3, 19, 20]],
  },
  {
    origin: fits('the larger of init container and container fits'),
    pod: init(ask(1, 1), ask(1, 1)),
    node: ten(pod(ask(9, 19))),
    short: [],
  },
  {
    origin: fits('several init containers fit, being no sum'),
    pod: init(ask(1, 1), ask(1, 1), ask(1, 1)),
    node: ten(pod(ask(9, 19))),
    short: [],
  },
  { origin: fits('both fit'), pod: pod(ask(1, 1)), node: ten(pod(ask(5, 5))), short: [] },
  {
    origin: fits('only memory fits'),
    pod: pod(ask(2, 1)),
    node: ten(pod(ask(9, 5))),
    short: [['cpu', 2, 9, 10]],
  },
  {
    origin: fits('only cpu fits'),
    pod: pod(ask(1, 2)),
    node: ten(pod(ask(5, 19))),
    short: [['memory', 2, 19, 20]],
  },
  {
    origin: fits('exactly what is left'),
    pod: pod(ask(5, 1)),
    node: ten(pod(ask(5, 19))),
    short: [],
  },
  {
    origin: fits('exactly what is left, for an init container'),
    pod: init(ask(4, 1), ask(5, 1)),
    node: ten(pod(ask(5, 19))),
    short: [],
  },
  {
    origin: fits('an extended resource fits'),
    pod: pod({ [a]: '1' }),
    node: ten(pod({})),
    short: [],
  },
  {
    origin: fits('an extended resource fits for an init container'),
    pod: init({}, { [a]: '1' }),
    node: ten(pod({})),
    short: [],
  },
  {
    origin: fits('more of an extended resource than there is'),
    pod: pod(ask(1, 1, { [a]: '10' })),
    node: ten(pod(ask(0, 0, { [a]: '0' }))),
    short: [[a, 10, 0, 5]],
  },
  {
    origin: fits('more of it for an init container'),
    pod: init({}, ask(1, 1, { [a]: '10' })),
    node: ten(pod(ask(0, 0, { [a]: '0' }))),
    short: [[a, 10, 0, 5]],
  },
  {
    origin: fits('an extended resource that is all used'),
    pod: pod(ask(1, 1, { [a]: '1' })),
    node: ten(pod(ask(0, 0, { [a]: '5' }))),
    short: [[a, 1, 5, 5]],
  },
  {
    origin: fits('all used, for an init container'),
    pod: init({}, ask(1, 1, { [a]: '1' })),
    node: ten(pod(ask(0, 0, { [a]: '5' }))),
    short: [[a, 1, 5, 5]],
  },
  {
    origin: fits('several containers add up'),
    pod: pod(ask(1, 1, { [a]: '3' }), ask(1, 1, { [a]: '3' })),
    node: ten(pod(ask(0, 0, { [a]: '2' }))),
    short: [[a, 6, 2, 5]],
  },
  {
    origin: fits('several init containers do not add up'),
    pod: init({}, ask(1, 1, { [a]: '3' }), ask(1, 1, { [a]: '3' })),
    node: ten(pod(ask(0, 0, { [a]: '2' }))),
    short: [],
  },
  {
    origin: fits('one of several init containers is too large'),
    pod: init({}, ask(1, 1, { [a]: '6' }), ask(1, 1, { [a]: '3' })),
    node: ten(pod(ask(0, 0, { [a]: '2' }))),
    short: [[a, 6, 2, 5]],
  },
  {
    origin: fits('a resource that the node does not know'),
    pod: pod(ask(1, 1, { [b]: '1' })),
    node: ten(pod(ask(0, 0))),
    short: [[b, 1, 0, 0]],
  },
  {
    origin: fits('a resource that the node does not know, for an init container'),
    pod: init({}, ask(1, 1, { [b]: '1' })),
    node: ten(pod(ask(0, 0))),
    short: [[b, 1, 0, 0]],
  },
  {
    origin: fits('more huge pages than there are'),
    pod: pod(ask(1, 1, { [huge]: '10' })),
    node: ten(pod(ask(0, 0, { [huge]: '0' }))),
    short: [[huge, 10, 0, 5]],
  },
  {
    origin: fits('huge pages of several containers add up'),
    pod: pod(ask(1, 1, { [huge]: '3' }), ask(1, 1, { [huge]: '3' })),
    node: ten(pod(ask(0, 0, { [huge]: '2' }))),
    short: [[huge, 6, 2, 5]],
  },
  {
    origin: fits('overhead and container fit together'),
    pod: { spec: { ...pod(ask(1, 1)).spec!, overhead: ask(3, 13) } },
    node: ten(pod(ask(5, 5))),
    short: [],
  },
  {
    origin: fits('overhead is too much'),
    pod: { spec: { ...pod(ask(1, 1)).spec!, overhead: ask(1, 15) } },
    node: ten(pod(ask(5, 5))),
    short: [['memory', 16, 5, 20]],
  },
  {
    origin: places('no place left, nothing requested'),
    pod: {},
    node: nodeInfo({ ...ask(10, 20), pods: '1' }, pod(ask(10, 20))),
    short: [['pods', 1, 1, 1]],
  },
  {
    origin: places('no place left, all else fits'),
    pod: pod(ask(1, 1)),
    node: nodeInfo({ ...ask(10, 20), pods: '1' }, pod(ask(5, 5))),
    short: [['pods', 1, 1, 1]],
  },
  {
    origin: storage('more storage than is left'),
    pod: pod({ 'ephemeral-storage': '25' }),
    node: ten(pod(ask(2, 2))),
    short: [['ephemeral-storage', 25, 0, 20]],
  },
  {
    origin: storage('storage fits'),
    pod: pod(ask(1, 1, { 'ephemeral-storage': '10' })),
    node: ten(pod(ask(2, 2))),
    short: [],
  },
];

const whole = (cpu: number, memory: number, more: List = {}): List => ({
  ...{ cpu: `${cpu}`, memory: `${memory}` },
  ...more,
});
const two = pod(whole(1000, 2000), whole(2000, 3000));
const cpuOnly = pod(whole(3000, 0));
const cpuAndMemory = pod(whole(3000, 5000));
const gpu = 'example.com/gpu';
const withGpu = { cpu: 1, memory: 1, [gpu]: 1 };

/** A Pod, nodes and their scores. */
export const scoreCases: readonly {
  readonly origin: Origin;
  readonly pod: Pod;
  readonly nodes: readonly NodeInfo[];
  readonly weights?: Readonly<Record<string, number>>;
  readonly expected: readonly number[];
}[] = [
  {
    origin: scores('nothing there, nothing requested'),
    pod: {},
    nodes: [nodeInfo(whole(4000, 10000)), nodeInfo(whole(4000, 10000))],
    expected: [100, 100],
  },
  {
    origin: scores('nodes of different size'),
    pod: two,
    nodes: [nodeInfo(whole(4000, 10000)), nodeInfo(whole(6000, 10000))],
    expected: [37, 50],
  },
  {
    origin: scores('Pods without containers there'),
    pod: {},
    nodes: [nodeInfo(whole(4000, 10000), {}, {}), nodeInfo(whole(4000, 10000), {}, {})],
    expected: [100, 100],
  },
  {
    origin: scores('nothing requested, Pods there'),
    pod: {},
    nodes: [
      nodeInfo(whole(10000, 20000), cpuOnly, cpuOnly),
      nodeInfo(whole(10000, 20000), cpuOnly, cpuAndMemory),
    ],
    expected: [70, 57],
  },
  {
    origin: scores('requested, and Pods there'),
    pod: two,
    nodes: [nodeInfo(whole(10000, 20000), cpuOnly), nodeInfo(whole(10000, 20000), cpuAndMemory)],
    expected: [57, 45],
  },
  {
    origin: scores('the same on nodes of different size'),
    pod: two,
    nodes: [nodeInfo(whole(10000, 20000), cpuOnly), nodeInfo(whole(10000, 50000), cpuAndMemory)],
    expected: [57, 60],
  },
  {
    origin: scores('more than there is'),
    pod: cpuOnly,
    nodes: [nodeInfo(whole(4000, 10000), cpuOnly), nodeInfo(whole(4000, 10000), cpuAndMemory)],
    expected: [50, 25],
  },
  {
    origin: scores('nodes that have nothing'),
    pod: {},
    nodes: [nodeInfo({}, cpuOnly), nodeInfo({}, cpuAndMemory)],
    expected: [0, 0],
  },
  {
    origin: scores('memory weighs twice as much'),
    pod: two,
    nodes: [nodeInfo(whole(4000, 10000)), nodeInfo(whole(6000, 10000))],
    weights: { memory: 2, cpu: 1 },
    expected: [41, 50],
  },
  {
    origin: scores('an extended resource that is not requested'),
    pod: two,
    nodes: [nodeInfo(whole(6000, 10000)), nodeInfo(whole(6000, 10000, { [gpu]: '4' }))],
    weights: withGpu,
    expected: [50, 50],
  },
  {
    origin: scores('an extended resource that is requested'),
    pod: pod(whole(1000, 2000, { [gpu]: '1' }), whole(2000, 3000, { [gpu]: '1' })),
    nodes: [
      nodeInfo(whole(6000, 10000, { [gpu]: '4' })),
      nodeInfo(whole(6000, 10000, { [gpu]: '10' })),
    ],
    weights: withGpu,
    expected: [50, 60],
  },
];
