import type { Pod, ReplicaSet, ReplicaSetStatus } from 'course/kit';
import { own, owner, pod, secondsAgo, web } from './objects.ts';

/** Where a case comes from in kubernetes: file, test and what the case is about, in our words. */
export type Origin = readonly [file: string, test: string, about: string];

const utils = 'pkg/controller/controller_utils_test.go';
const refs = 'pkg/controller/controller_ref_manager_test.go';
const status = 'pkg/controller/replicaset/replica_set_utils_test.go';
const sync = 'pkg/controller/replicaset/replica_set_test.go';

const ranked = (about: string): Origin => [utils, 'TestSortingActivePodsWithRanks', about];

const month = secondsAgo(31 * 86_400);
const now = secondsAgo(0);

/** TestSortingActivePods: nine Pods in the one order in which they must come out, however they are shuffled. */
export const totalOrder: readonly Pod[] = [
  pod('unscheduled', { node: '', phase: 'Pending' }),
  pod('scheduledButPending', { node: 'bar', phase: 'Pending' }),
  pod('unknownPhase', { node: 'foo', phase: 'Unknown' }),
  pod('runningButNotReady', { node: 'foo', phase: 'Running' }),
  ready('runningNoLastTransitionTime', true, [3, 0]),
  ready('runningWithLastTransitionTime', now, [3, 0]),
  ready('runningLongerTime', month, [3, 0]),
  ready('lowerContainerRestartCount', month, [2, 1], now),
  ready('oldest', month, [2, 1], month),
];

function ready(name: string, since: string | true, restarts: number[], created?: string): Pod {
  const node = { node: 'foo', phase: 'Running' };
  return pod(name, { ...node, ready: since, restarts, ...(created && { created }) });
}

const running = { node: 'node', phase: 'Running' };
const rankedPods = {
  unscheduled: pod('unscheduled', { phase: 'Pending' }),
  pending: pod('pending', { node: 'node', phase: 'Pending' }),
  unknown: pod('unknown-phase', { node: 'node', phase: 'Unknown' }),
  notReady: pod('not-ready', running),
  readyNoTime: pod('ready-no-time', { ...running, ready: true, restarts: [0] }),
  readyNow: pod('ready-now', { ...running, ready: now, restarts: [0], created: now }),
  readyThen: pod('ready-then', { ...running, ready: month, restarts: [0], created: month }),
  manyRestarts: pod('ready-high-restarts', {
    ...running,
    ...{ ready: now, restarts: [9001], created: now },
  }),
  readyNowOld: pod('ready-now-old', { ...running, ready: now, restarts: [0], created: month }),
  cheap: pod('low-cost', { ...running, ready: now, created: month, cost: '10' }),
  dear: pod('high-cost', { ...running, ready: now, created: month, cost: '100' }),
  ready2Hours: pod('ready-2h', { phase: 'Running', ready: hours(2), created: month }),
  ready5Hours: pod('ready-5h', { phase: 'Running', ready: hours(5), created: month }),
};

function hours(count: number): string {
  return secondsAgo(count * 3600);
}

type Ranked = readonly [name: keyof typeof rankedPods, rank: number];

function lesser(about: string, first: Ranked, second: Ranked) {
  return {
    origin: ranked(about),
    first: { pod: rankedPods[first[0]], rank: first[1] },
    second: { pod: rankedPods[second[0]], rank: second[1] },
  };
}

/** Two Pods with their ranks, which are numbers of neighbours: the first goes first. */
export const orderCases = [
  lesser('unscheduled before pending', ['unscheduled', 1], ['pending', 2]),
  lesser('unscheduled before pending, whatever the rank', ['unscheduled', 2], ['pending', 1]),
  lesser('pending before unknown', ['pending', 1], ['unknown', 2]),
  lesser('unknown before running', ['unknown', 1], ['notReady', 2]),
  lesser('not ready before ready', ['notReady', 1], ['readyNoTime', 1]),
  lesser('ready without a time before ready now', ['readyNoTime', 1], ['readyNow', 1]),
  lesser('the higher rank before that', ['readyNow', 2], ['readyNoTime', 1]),
  lesser('ready now before ready a month ago', ['readyNow', 1], ['readyThen', 1]),
  lesser('the same with the higher rank', ['readyNow', 2], ['readyThen', 1]),
  lesser('more restarts before fewer', ['manyRestarts', 1], ['readyNow', 1]),
  lesser('the higher rank before more restarts', ['readyNow', 2], ['manyRestarts', 1]),
  lesser('new before old', ['readyNow', 1], ['readyNowOld', 1]),
  lesser('the higher rank before new', ['readyNowOld', 2], ['readyNow', 1]),
  lesser('cheap before dear', ['cheap', 2], ['dear', 1]),
  lesser('ready for 2 hours before 5 hours', ['ready2Hours', 1], ['ready5Hours', 1]),
] as const;

const twoLabels = { name: 'foo', type: 'production' };
const oneLabel = { name: 'foo' };

/** The ReplicaSet of replica_set_test.go: its template has two labels, its selector these. */
function set(replicas: number, matchLabels: Record<string, string>, more: object = {}): ReplicaSet {
  const template = { metadata: { labels: twoLabels } };
  return web(replicas, { spec: { selector: { matchLabels }, template, ...more } });
}

const full = (phase = 'Running') =>
  own('pod', { phase, labels: twoLabels, ...(phase === 'Running' && { ready: true as const }) });
const partial = own('pod', { labels: oneLabel, ready: true });
const calculated = (about: string): Origin => [status, 'TestCalculateStatus', about];

/** A ReplicaSet, its Pods, and the counts: all, fully labelled, ready, available. */
export const countCases: readonly {
  readonly origin: Origin;
  readonly replicaSet: ReplicaSet;
  readonly pods: readonly Pod[];
  readonly counts: readonly number[];
}[] = [
  {
    origin: calculated('1 fully labelled Pod'),
    ...{ replicaSet: set(2, twoLabels), pods: [full()], counts: [1, 1, 1, 1] },
  },
  {
    origin: calculated('1 not fully labelled Pod'),
    ...{ replicaSet: set(1, oneLabel), pods: [partial], counts: [1, 0, 1, 1] },
  },
  {
    origin: calculated('2 fully labelled Pods'),
    ...{ replicaSet: set(2, twoLabels), pods: [full(), full()], counts: [2, 2, 2, 2] },
  },
  {
    origin: calculated('2 not fully labelled Pods'),
    ...{ replicaSet: set(1, oneLabel), pods: [partial, partial], counts: [2, 0, 2, 2] },
  },
  {
    origin: calculated('one of each'),
    ...{ replicaSet: set(1, oneLabel), pods: [partial, full()], counts: [2, 1, 2, 2] },
  },
  {
    origin: calculated('1 Pod that is not ready'),
    ...{ replicaSet: set(2, twoLabels), pods: [full('Pending')], counts: [1, 1, 0, 0] },
  },
  {
    origin: calculated('1 ready Pod that is not available'),
    replicaSet: set(1, twoLabels, { minReadySeconds: 3600 }),
    ...{ pods: [full()], counts: [1, 1, 1, 0] },
  },
];

const failing = [{ type: 'ReplicaFailure', status: 'True' }];
const conditioned = (about: string): Origin => [status, 'TestCalculateStatusConditions', about];

/** A ReplicaSet with so many Pods, what went wrong, and the conditions (without their times). */
export const conditionCases: readonly {
  readonly origin: Origin;
  readonly replicas: number;
  readonly before?: ReplicaSetStatus['conditions'];
  readonly pods: number;
  readonly failure?: string;
  readonly conditions: readonly object[];
}[] = [
  {
    origin: conditioned('too few, failed'),
    ...{ replicas: 2, pods: 1, failure: 'fake' },
    conditions: [{ ...failing[0], reason: 'FailedCreate', message: 'fake' }],
  },
  {
    origin: conditioned('too many, failed'),
    ...{ replicas: 2, pods: 3, failure: 'fake' },
    conditions: [{ ...failing[0], reason: 'FailedDelete', message: 'fake' }],
  },
  {
    origin: conditioned('failed before, not now'),
    ...{ replicas: 10, before: failing, pods: 1, conditions: [] },
  },
  {
    origin: conditioned('failed before, and now again'),
    ...{ replicas: 10, before: failing, pods: 1, failure: 'fake', conditions: failing },
  },
  { origin: conditioned('never failed'), replicas: 2, pods: 1, conditions: [] },
];

const slow = (about: string): Origin => [sync, 'TestSlowStartBatch', about];

/** So many calls wanted, so many that succeed, so many made, so many done. */
export const slowStartCases: readonly {
  readonly origin: Origin;
  readonly count: number;
  readonly limit: number;
  readonly calls: number;
  readonly done: number;
}[] = [
  { origin: slow('all fail'), count: 10, limit: 0, calls: 1, done: 0 },
  { origin: slow('all succeed'), count: 10, limit: 10, calls: 10, done: 10 },
  { origin: slow('some succeed'), count: 10, limit: 5, calls: 7, done: 5 },
];

const claims = (about: string): Origin => [refs, 'TestClaimPods', about];
const production = { type: 'production' };
const testing = { type: 'testing' };
const theirs = owner('AAAAA', 'other');
const mine = owner('u-web');

/** A controller that selects production, Pods, and how it ends: whom it counts, how many patches it sends. */
export const claimCases: readonly {
  readonly origin: Origin;
  readonly deleted?: boolean;
  readonly pods: readonly Pod[];
  readonly claimed: number;
  readonly patches: number;
}[] = [
  {
    origin: claims('orphans with the right label are claimed'),
    pods: [pod('pod1', { labels: production }), pod('pod2', { labels: testing })],
    ...{ claimed: 1, patches: 1 },
  },
  {
    origin: claims('a controller that is being deleted claims nobody'),
    pods: [pod('pod1', { labels: production }), pod('pod2', { labels: production })],
    ...{ deleted: true, claimed: 0, patches: 0 },
  },
  {
    origin: claims('a controller that is being deleted keeps its own'),
    pods: [pod('pod1', { labels: production, owner: mine }), pod('pod2', { labels: production })],
    ...{ deleted: true, claimed: 1, patches: 0 },
  },
  {
    origin: claims('Pods of another controller are not claimed'),
    pods: [
      pod('pod1', { labels: production, owner: mine }),
      pod('pod2', { labels: production, owner: theirs }),
    ],
    ...{ claimed: 1, patches: 0 },
  },
  {
    origin: claims('a Pod that is not selected any more is released'),
    pods: [
      pod('pod1', { labels: production, owner: mine }),
      pod('pod2', { labels: testing, owner: mine }),
    ],
    ...{ claimed: 1, patches: 1 },
  },
  {
    origin: claims('one claimed, one released, one kept (there with finalizers)'),
    pods: [
      pod('pod1', { labels: production, owner: mine }),
      pod('pod2', { labels: testing, owner: mine }),
      pod('pod3', { labels: production }),
    ],
    ...{ claimed: 2, patches: 2 },
  },
  {
    origin: claims('Pods of another namespace are not claimed'),
    pods: [
      pod('pod1', { labels: production }),
      pod('pod2', { labels: production, namespace: 'fakens' }),
    ],
    ...{ claimed: 1, patches: 1 },
  },
];

const syncs = (test: string, about: string): Origin => [sync, test, about];
const failedWrites = { about: 'a quota of 10 of 100: at most 1+2+4+8 creates' };

/** So many wanted, so many running, and what a sync creates and deletes. */
export const syncCases: readonly {
  readonly origin: Origin;
  readonly replicas: number;
  readonly running: number;
  readonly quota?: number;
  readonly creates: number;
  readonly deletes: number;
}[] = [
  {
    origin: syncs('TestSyncReplicaSetDoesNothing', '2 of 2 run'),
    ...{ replicas: 2, running: 2, creates: 0, deletes: 0 },
  },
  {
    origin: syncs('TestSyncReplicaSetCreateFailures', failedWrites.about),
    ...{ replicas: 100, running: 0, quota: 10, creates: 15, deletes: 0 },
  },
  {
    origin: syncs('TestSyncReplicaSetDormancy', '1 of 2 runs'),
    ...{ replicas: 2, running: 1, creates: 1, deletes: 0 },
  },
];
