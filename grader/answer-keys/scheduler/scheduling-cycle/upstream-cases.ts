import type { Pod, SchedulerPlugin, Status } from 'course/kit';
import { fits, likes, no, node, pod } from './objects.ts';

/** Where a case comes from in kubernetes: file, test and what the case is about, in our words. */
export type Origin = readonly [file: string, test: string, about: string];

const types = 'pkg/scheduler/framework/types_test.go';
const cycle = 'pkg/scheduler/schedule_one_test.go';
const queue = 'pkg/scheduler/backend/queue/scheduling_queue_test.go';
const sort = 'pkg/scheduler/framework/plugins/queuesort/priority_sort_test.go';

const fitError = (about: string): Origin => [types, 'TestFitError_Error', about];
const selectHost = (about: string): Origin => [cycle, 'TestSelectHost', about];
const schedulePod = (about: string): Origin => [cycle, 'TestSchedulerSchedulePod', about];
const less = (about: string): Origin => [sort, 'TestLess', about];

/** Statuses of nodes and the message made of them. */
export const messageCases: readonly {
  readonly origin: Origin;
  readonly statuses: readonly Status[];
  readonly expected: string;
}[] = [
  {
    origin: fitError('all nodes failed one filter'),
    statuses: [no('Filter 1 failed'), no('Filter 1 failed'), no('Filter 1 failed')],
    expected: '0/3 nodes are available: 3 Filter 1 failed.',
  },
  {
    origin: fitError('nodes failed two filters'),
    statuses: [no('Filter 1 failed'), no('Filter 1 failed'), no('Filter 2 failed')],
    expected: '0/3 nodes are available: 1 Filter 2 failed, 2 Filter 1 failed.',
  },
  {
    origin: fitError('refused by a Permit plugin'),
    statuses: [no('Permit failed')],
    expected: '0/1 nodes are available: 1 Permit failed.',
  },
  {
    origin: fitError('refused by a Reserve plugin'),
    statuses: [no('Reserve failed')],
    expected: '0/1 nodes are available: 1 Reserve failed.',
  },
];

/** Scores and the nodes that may be picked. */
export const pickCases: readonly {
  readonly origin: Origin;
  readonly scores: readonly (readonly [nodeName: string, score: number])[];
  readonly possible: readonly string[];
}[] = [
  {
    origin: selectHost('different scores in order'),
    scores: [
      ['n1.1', 1],
      ['n2.1', 2],
    ],
    possible: ['n2.1'],
  },
  {
    origin: selectHost('several with the highest score'),
    scores: [
      ['n1.1', 1],
      ['n1.2', 2],
      ['n1.3', 2],
      ['n2.1', 2],
    ],
    possible: ['n1.2', 'n1.3', 'n2.1'],
  },
  {
    origin: selectHost('the highest come first and last'),
    scores: [
      ['n1.1', 3],
      ['n1.2', 3],
      ['n2.1', 2],
      ['n3.1', 1],
      ['n1.3', 3],
    ],
    possible: ['n1.1', 'n1.2', 'n1.3'],
  },
];

const all: SchedulerPlugin = { name: 'TrueFilter', filter: () => fits };
const none: SchedulerPlugin = { name: 'FalseFilter', filter: () => no('fake') };
const matching: SchedulerPlugin = {
  name: 'MatchFilter',
  filter: (who, { node: on }) => (who.metadata?.name === on.metadata?.name ? fits : no('fake')),
};
const withoutPods: SchedulerPlugin = {
  name: 'NoPodsFilter',
  filter: (_who, { pods }) => (pods.length === 0 ? fits : no('fake')),
};
const numeric = likes('NumericMap', { 1: 1, 2: 2, 3: 3 });
const reverse: SchedulerPlugin = {
  ...{ ...numeric, name: 'ReverseNumericMap', weight: 2 },
  normalizeScore: (_who, scores) =>
    scores.map((score) => Math.max(...scores) + Math.min(...scores) - score),
};

/** A Pod and nodes: the nodes it may get, or the plugin that refused each node. */
export const scheduleCases: readonly {
  readonly origin: Origin;
  readonly plugins: readonly SchedulerPlugin[];
  readonly name: string;
  readonly nodes: readonly string[];
  readonly on?: Readonly<Record<string, readonly Pod[]>>;
  readonly possible?: readonly string[];
  readonly refused?: Readonly<Record<string, string>>;
}[] = [
  {
    ...{ origin: schedulePod('test 1, a filter that refuses all'), plugins: [none] },
    ...{ name: '2', nodes: ['node1', 'node2'] },
    refused: { node1: 'FalseFilter', node2: 'FalseFilter' },
  },
  {
    ...{
      origin: schedulePod('test 2, all nodes score the same'),
      plugins: [all, likes('Equal', {})],
    },
    ...{ name: 'ignore', nodes: ['node1', 'node2'], possible: ['node1', 'node2'] },
  },
  {
    ...{ origin: schedulePod('test 3, the node of the Pod’s name'), plugins: [matching] },
    ...{ name: 'node2', nodes: ['node1', 'node2'], possible: ['node2'] },
  },
  {
    ...{ origin: schedulePod('test 4, the highest number'), plugins: [all, numeric] },
    ...{ name: 'ignore', nodes: ['3', '2', '1'], possible: ['3'] },
  },
  {
    ...{ origin: schedulePod('test 5, one feasible node'), plugins: [matching, numeric] },
    ...{ name: '2', nodes: ['3', '2', '1'], possible: ['2'] },
  },
  {
    ...{ origin: schedulePod('test 6, reversed with weight 2'), plugins: [all, numeric, reverse] },
    ...{ name: '2', nodes: ['3', '2', '1'], possible: ['1'] },
  },
  {
    ...{ origin: schedulePod('test 7, the second filter refuses'), plugins: [all, none, numeric] },
    ...{ name: '2', nodes: ['3', '2', '1'] },
    refused: { 3: 'FalseFilter', 2: 'FalseFilter', 1: 'FalseFilter' },
  },
  {
    origin: schedulePod('test 8, each node refused by another filter'),
    plugins: [withoutPods, matching, numeric],
    ...{ name: '2', nodes: ['1', '2'], on: { 2: [pod('2', { nodeName: '2' })] } },
    refused: { 1: 'MatchFilter', 2: 'NoPodsFilter' },
  },
];

/** Two Pods, each with its priority and time, and which goes first. */
export const orderCases: readonly {
  readonly origin: Origin;
  readonly p1: readonly [priority: number, time: number];
  readonly p2: readonly [priority: number, time: number];
  readonly first: 'p1' | 'p2';
}[] = [
  { origin: less('the second has the higher priority'), p1: [10, 0], p2: [100, 0], first: 'p2' },
  { origin: less('the first has the higher priority'), p1: [100, 0], p2: [10, 0], first: 'p1' },
  { origin: less('equal, the first came earlier'), p1: [100, 1], p2: [100, 2], first: 'p1' },
  { origin: less('equal, the second came earlier'), p1: [100, 2], p2: [100, 1], first: 'p2' },
];

/** A call on a queue and, for a pop, the Pod that comes. */
export type QueueStep =
  | readonly ['add', name: string, priority: number, now: number]
  | readonly ['requeue', name: string, refusedBy: readonly string[], now: number]
  | readonly ['move', 'NodeAdd']
  | readonly ['pop', expected: string | undefined, now: number];

/** Histories of a queue whose plugin `fake` waits for NodeAdd. */
export const queueCases: readonly {
  readonly origin: Origin;
  readonly steps: readonly QueueStep[];
}[] = [
  {
    origin: [queue, 'TestPriorityQueue_Add', 'the highest priority first'],
    steps: [
      ...([
        ['add', 'medium', 50, 0],
        ['add', 'low', 10, 1],
        ['add', 'high', 100, 2],
      ] as const),
      ...([
        ['pop', 'high', 3],
        ['pop', 'medium', 3],
        ['pop', 'low', 3],
      ] as const),
    ],
  },
  {
    origin: [queue, 'TestHighPriorityBackoff', 'an urgent Pod in back-off lets others pass'],
    steps: [
      ...([
        ['add', 'mid', 50, 0],
        ['add', 'high', 100, 1],
        ['pop', 'high', 2],
      ] as const),
      ...([
        ['requeue', 'high', ['fake'], 3],
        ['move', 'NodeAdd'],
        ['pop', 'mid', 4],
      ] as const),
    ],
  },
  {
    origin: [
      queue,
      'TestHighPriorityFlushUnschedulablePodsLeftover',
      'Pods aside for 5 min 1 s come again, by priority',
    ],
    steps: [
      ...([
        ['add', 'high', 100, 0],
        ['pop', 'high', 0],
        ['add', 'mid', 50, 1],
      ] as const),
      ...([
        ['pop', 'mid', 1],
        ['requeue', 'mid', ['fake'], 2],
        ['requeue', 'high', ['fake'], 3],
      ] as const),
      ...([
        ['pop', 'high', 301_003],
        ['pop', 'mid', 301_003],
      ] as const),
    ],
  },
  {
    origin: [
      queue,
      'TestPodFailedSchedulingMultipleTimesDoesNotBlockNewerPod',
      'a Pod that fails again and again goes behind a newer one',
    ],
    steps: [
      ...([
        ['add', 'old', 100, 0],
        ['pop', 'old', 0],
        ['requeue', 'old', ['fake'], 1],
      ] as const),
      ...([
        ['move', 'NodeAdd'],
        ['pop', 'old', 2001],
        ['add', 'newer', 100, 2002],
      ] as const),
      ...([
        ['requeue', 'old', ['fake'], 2003],
        ['move', 'NodeAdd'],
        ['pop', 'newer', 5000],
      ] as const),
    ],
  },
  {
    origin: [queue, 'TestPodTimestamp', 'two Pods in the order of their time'],
    steps: [
      ...([
        ['add', 'second', 0, 1000],
        ['add', 'first', 0, 0],
      ] as const),
      ...([
        ['pop', 'first', 1000],
        ['pop', 'second', 1000],
      ] as const),
    ],
  },
  {
    origin: [
      queue,
      'TestPodTimestamp',
      'two Pods aside are moved and come in the order of their time',
    ],
    steps: [
      ...([
        ['add', 'a', 0, 0],
        ['add', 'b', 0, 1],
        ['pop', 'a', 2],
        ['pop', 'b', 2],
      ] as const),
      ...([
        ['requeue', 'b', ['fake'], 10],
        ['requeue', 'a', ['fake'], 1010],
      ] as const),
      ...([
        ['move', 'NodeAdd'],
        ['pop', 'b', 3000],
        ['pop', 'a', 3000],
      ] as const),
    ],
  },
];

/** The nodes of a case, with the Pods on them. */
export function nodesOf({ nodes, on }: (typeof scheduleCases)[number]) {
  return nodes.map((name) => ({ node: node(name), pods: on?.[name] ?? [] }));
}
