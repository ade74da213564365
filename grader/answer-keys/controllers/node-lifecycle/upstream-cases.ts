import type { NodeCondition, Taint, Toleration } from 'course/kit';
import { condition } from './objects.ts';

/** Where a case comes from in kubernetes: file, test and what the case is about, in our words. */
export type Origin = readonly [file: string, test: string, about: string];

const lifecycle = 'pkg/controller/nodelifecycle/node_lifecycle_controller_test.go';
const eviction = 'pkg/controller/tainteviction/taint_eviction_test.go';
const queue = 'pkg/controller/nodelifecycle/scheduler/rate_limited_queue_test.go';

const zones = (about: string): Origin => [lifecycle, 'TestMonitorNodeHealth', about];
const health = (about: string): Origin => [lifecycle, 'TestMonitorNodeHealthUpdateStatus', about];
const withLease = 'TestMonitorNodeHealthUpdateNodeAndPodStatusWithLease';
const leases = (about: string): Origin => [lifecycle, withLease, about];
const byCondition = (about: string): Origin => [lifecycle, 'TestTaintsNodeByCondition', about];
const minimum = (about: string): Origin => [eviction, 'TestGetMinTolerationTime', about];
const createPod = (about: string): Origin => [eviction, 'TestCreatePod', about];
const updatePod = (about: string): Origin => [eviction, 'TestUpdatePod', about];
const createNode = (about: string): Origin => [eviction, 'TestCreateNode', about];
const updateNode = (about: string): Origin => [eviction, 'TestUpdateNode', about];
const manyTaints = (about: string): Origin => [eviction, 'TestUpdateNodeWithMultipleTaints', about];
const manyPods = (about: string): Origin => [eviction, 'TestUpdateNodeWithMultiplePods', about];
const delNode = (about: string): Origin => [queue, 'TestDelNode', about];

/** What the kubelet says: well at both times, silent since the beginning, or nothing at all. */
export type Said = 'well' | 'unknown' | 'nothing';

/** Nodes of zones, what is said of each at first and an hour later, and the state of each zone then. */
export const zoneCases: readonly {
  readonly origin: Origin;
  /** `zone` or `zone!` for a node that is excluded. */
  readonly nodes: readonly (readonly [zone: string, first: Said, later: Said])[];
  readonly first: Readonly<Record<string, string>>;
  readonly later: Readonly<Record<string, string>>;
}[] = [
  {
    origin: zones('a node without zone labels is well'),
    nodes: [['', 'well', 'well']],
    first: { '': 'Normal' },
    later: { '': 'Normal' },
  },
  {
    origin: zones('both zones are down, one comes back'),
    nodes: [
      ['zone1', 'unknown', 'unknown'],
      ['zone2', 'unknown', 'well'],
    ],
    first: { zone1: 'FullDisruption', zone2: 'FullDisruption' },
    later: { zone1: 'FullDisruption', zone2: 'Normal' },
  },
  {
    origin: zones('new nodes have no conditions; one of four becomes ready'),
    nodes: [
      ['zone1', 'nothing', 'unknown'],
      ['zone1', 'nothing', 'unknown'],
      ['zone1', 'nothing', 'unknown'],
      ['zone1', 'nothing', 'well'],
    ],
    first: { zone1: 'FullDisruption' },
    later: { zone1: 'PartialDisruption' },
  },
  {
    origin: zones('a third of five nodes fails'),
    nodes: [
      ['zone1', 'unknown', 'unknown'],
      ['zone1', 'unknown', 'unknown'],
      ['zone1', 'well', 'unknown'],
      ['zone1', 'well', 'well'],
      ['zone1', 'well', 'well'],
    ],
    first: { zone1: 'Normal' },
    later: { zone1: 'PartialDisruption' },
  },
  {
    origin: zones('two of three are down; the last one fails'),
    nodes: [
      ['zone1', 'unknown', 'unknown'],
      ['zone1', 'unknown', 'unknown'],
      ['zone1', 'well', 'unknown'],
    ],
    first: { zone1: 'Normal' },
    later: { zone1: 'FullDisruption' },
  },
  {
    origin: zones('one zone of two is down'),
    nodes: [
      ['zone1', 'unknown', 'unknown'],
      ['zone2', 'well', 'well'],
    ],
    first: { zone1: 'FullDisruption', zone2: 'Normal' },
    later: { zone1: 'FullDisruption', zone2: 'Normal' },
  },
  {
    origin: zones('both zones are down'),
    nodes: [
      ['zone1', 'unknown', 'unknown'],
      ['zone2', 'unknown', 'unknown'],
    ],
    first: { zone1: 'FullDisruption', zone2: 'FullDisruption' },
    later: { zone1: 'FullDisruption', zone2: 'FullDisruption' },
  },
  {
    origin: zones('the condition Ready is removed'),
    nodes: [['zone1', 'well', 'nothing']],
    first: { zone1: 'Normal' },
    later: { zone1: 'FullDisruption' },
  },
  {
    origin: zones('the only node that is ready is excluded'),
    nodes: [
      ['zone1', 'unknown', 'unknown'],
      ['zone1!', 'well', 'well'],
    ],
    first: { zone1: 'FullDisruption' },
    later: { zone1: 'FullDisruption' },
  },
];

/** A node that is seen at second 0, and again at `later`; why its Ready is Unknown then, if it is. */
export const healthCases: readonly {
  readonly origin: Origin;
  readonly created: 'long ago' | 'now';
  readonly status?: 'posted once' | 'posted again';
  readonly lease?: 'renewed once' | 'renewed again';
  readonly later: number;
  readonly reason?: 'NodeStatusNeverUpdated' | 'NodeStatusUnknown';
  /** Is its Pod told to be not ready? Left out for nodes that were never ready: there upstream leaves the Pod alone, and the exercise does not. */
  readonly podUpdated?: boolean;
}[] = [
  {
    origin: health('old, without status'),
    ...{ created: 'long ago', later: 0, reason: 'NodeStatusNeverUpdated' },
  },
  {
    origin: health('new, without status'),
    ...{ created: 'now', later: 0, podUpdated: false },
  },
  {
    origin: health('old, its status is an hour old'),
    ...{ created: 'long ago', status: 'posted once', later: 3600, reason: 'NodeStatusUnknown' },
    podUpdated: true,
  },
  {
    origin: health('old, its status is fresh'),
    ...{ created: 'long ago', status: 'posted once', later: 0, podUpdated: false },
  },
  {
    origin: leases('new, without status, without a Lease'),
    ...{ created: 'now', later: 0, podUpdated: false },
  },
  {
    origin: leases('new, without status, with a Lease'),
    ...{ created: 'now', lease: 'renewed once', later: 0, podUpdated: false },
  },
  {
    origin: leases('old, without status, without a Lease'),
    ...{ created: 'long ago', later: 0, reason: 'NodeStatusNeverUpdated' },
  },
  {
    origin: leases('old, without status, its Lease is renewed'),
    ...{ created: 'long ago', lease: 'renewed again', later: 3600, podUpdated: false },
  },
  {
    origin: leases('old, without status, its Lease is not renewed'),
    ...{ created: 'long ago', lease: 'renewed once', later: 3600 },
    ...{ reason: 'NodeStatusNeverUpdated' },
  },
  {
    origin: leases('old, its status is an hour old, its Lease is renewed'),
    ...{ created: 'long ago', status: 'posted once', lease: 'renewed again', later: 3600 },
    podUpdated: false,
  },
  {
    origin: leases('old, its status is fresh, its Lease is not renewed'),
    ...{ created: 'long ago', status: 'posted again', lease: 'renewed once', later: 3600 },
    podUpdated: false,
  },
  {
    origin: leases('old, its status and its Lease are an hour old'),
    ...{ created: 'long ago', status: 'posted once', lease: 'renewed once', later: 3600 },
    ...{ reason: 'NodeStatusUnknown', podUpdated: true },
  },
];

/** Conditions and the NoSchedule taints that follow. */
export const conditionCases: readonly {
  readonly origin: Origin;
  readonly conditions: readonly NodeCondition[];
  readonly expected: readonly string[];
}[] = [
  {
    origin: byCondition('the network is not there'),
    conditions: [condition('Ready', 'True'), condition('NetworkUnavailable', 'True')],
    expected: ['network-unavailable:NoSchedule'],
  },
  {
    origin: byCondition('Ready is False'),
    conditions: [condition('Ready', 'False')],
    expected: ['not-ready:NoSchedule'],
  },
  {
    origin: byCondition('Ready is Unknown'),
    conditions: [condition('Ready', 'Unknown')],
    expected: ['unreachable:NoSchedule'],
  },
];

/** `tolerationSeconds` of the tolerations in use and how many seconds the Pod may stay. */
export const minimumCases: readonly {
  readonly origin: Origin;
  readonly seconds: readonly (number | undefined)[];
  readonly expected: number | undefined;
}[] = [
  { origin: minimum('none'), seconds: [], expected: 0 },
  { origin: minimum('one without seconds'), seconds: [undefined], expected: undefined },
  { origin: minimum('one and two'), seconds: [1, 2], expected: 1 },
  { origin: minimum('one, and one without'), seconds: [1, undefined], expected: 1 },
  { origin: minimum('one without, and one'), seconds: [undefined, 1], expected: 1 },
];

/** The NoExecute taint number `index` of the upstream tests. */
const numbered = (index: number): Taint => ({
  ...{ key: `testTaint${index}`, value: `test${index}`, effect: 'NoExecute' },
});
/** Tolerates it, by value. */
const tolerating = (index: number, tolerationSeconds?: number): Toleration => ({
  ...{ key: `testTaint${index}`, value: `test${index}`, effect: 'NoExecute' },
  ...(tolerationSeconds !== undefined && { tolerationSeconds }),
});

/** What happens to a Pod: each step sets the node's taints or the Pod's tolerations at a second, then the Pod is synced. */
export interface PodStep {
  readonly at: number;
  readonly taints?: readonly Taint[];
  readonly tolerations?: readonly Toleration[];
  readonly there: boolean;
}

export const podCases: readonly {
  readonly origin: Origin;
  readonly steps: readonly PodStep[];
}[] = [
  { origin: createPod('no taint'), steps: [{ at: 0, there: true }] },
  {
    origin: createPod('a taint'),
    steps: [{ at: 0, taints: [numbered(1)], there: false }],
  },
  {
    origin: createPod('a taint that is tolerated for a time'),
    steps: [{ at: 0, taints: [numbered(1)], tolerations: [tolerating(1, 100)], there: true }],
  },
  {
    origin: createPod('a taint that is tolerated for ever'),
    steps: [{ at: 0, taints: [numbered(1)], tolerations: [tolerating(1)], there: true }],
  },
  {
    origin: createPod('another taint is tolerated for ever'),
    steps: [{ at: 0, taints: [numbered(1)], tolerations: [tolerating(2)], there: false }],
  },
  {
    origin: updatePod('the toleration is removed'),
    steps: [
      { at: 0, taints: [numbered(1)], tolerations: [tolerating(1, 100)], there: true },
      { at: 0, tolerations: [], there: false },
    ],
  },
  {
    origin: updatePod('a toleration that is made longer changes nothing'),
    steps: [
      { at: 0, taints: [numbered(1)], tolerations: [tolerating(1, 1)], there: true },
      { at: 0.5, tolerations: [tolerating(1, 100)], there: true },
      { at: 1, there: false },
    ],
  },
  {
    origin: createNode('a node that has the taint when it is first seen'),
    steps: [{ at: 0, taints: [numbered(1)], there: false }],
  },
  {
    origin: createNode('the same, tolerated'),
    steps: [{ at: 0, taints: [numbered(1)], tolerations: [tolerating(1)], there: true }],
  },
  {
    origin: updateNode('a taint is added'),
    steps: [
      { at: 0, there: true },
      { at: 0, taints: [numbered(1)], there: false },
    ],
  },
  {
    origin: updateNode('a taint is added that is tolerated for a time'),
    steps: [
      { at: 0, tolerations: [tolerating(1, 100)], there: true },
      { at: 0, taints: [numbered(1)], there: true },
    ],
  },
  {
    origin: updateNode('only one of two is tolerated'),
    steps: [
      { at: 0, tolerations: [tolerating(1, 100)], there: true },
      { at: 0, taints: [numbered(1), numbered(2)], there: false },
    ],
  },
  {
    origin: updateNode('the taint is removed'),
    steps: [
      { at: 0, taints: [numbered(1)], tolerations: [tolerating(1, 1)], there: true },
      { at: 0, taints: [], there: true },
      { at: 1.5, there: true },
    ],
  },
  {
    origin: updateNode('the first of two tolerations runs out'),
    steps: [
      { at: 0, tolerations: [tolerating(1, 1), tolerating(2, 100)], there: true },
      { at: 0, taints: [numbered(1), numbered(2)], there: true },
      { at: 1, there: false },
    ],
  },
  {
    origin: manyTaints('one tolerated for ever, another for a minute, that comes and goes'),
    steps: [
      { at: 0, tolerations: [tolerating(1), tolerating(2, 60)], there: true },
      { at: 0, taints: [numbered(1)], there: true },
      { at: 0, taints: [numbered(1), numbered(2)], there: true },
      { at: 10, taints: [numbered(1)], there: true },
      { at: 60, there: true },
    ],
  },
  {
    origin: manyPods('a Pod that tolerates it for one second'),
    steps: [
      { at: 0, taints: [numbered(1)], tolerations: [tolerating(1, 1)], there: true },
      { at: 1, there: false },
    ],
  },
  {
    origin: manyPods('a Pod that tolerates one of two for ever'),
    steps: [
      { at: 0, taints: [numbered(1), numbered(2)], tolerations: [tolerating(1)], there: false },
    ],
  },
];

/** Names that are added, one that is removed, and what then comes out. */
export const queueCases: readonly {
  readonly origin: Origin;
  readonly removed?: string;
  readonly expected: readonly string[];
}[] = [
  {
    origin: [queue, 'TestAddNode', 'all three wait, in order'],
    expected: ['first', 'second', 'third'],
  },
  { origin: delNode('the first'), removed: 'first', expected: ['second', 'third'] },
  { origin: delNode('the one between'), removed: 'second', expected: ['first', 'third'] },
  { origin: delNode('the last'), removed: 'third', expected: ['first', 'second'] },
];
