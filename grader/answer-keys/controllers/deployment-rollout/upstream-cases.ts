/** Where a case comes from in kubernetes, below pkg/controller/deployment: file, test and what it is about, in our words. */
export type Origin = readonly [file: string, test: string, about: string];

type Amount = number | string;

const util = 'util/deployment_util_test.go';
const from = (file: string, test: string) => (about: string) => [file, test, about] as const;

const fenceposts = from(util, 'TestResolveFenceposts');
const unavailable = from(util, 'TestMaxUnavailable');

/** Fence posts in Pods; undefined: the case does not say. */
export const fenceCases: readonly {
  readonly origin: Origin;
  readonly replicas: number;
  readonly surge: Amount;
  readonly unavailable: Amount;
  readonly expected: readonly [maxSurge: number | undefined, maxUnavailable: number];
}[] = [
  {
    origin: fenceposts('39 % of 10'),
    ...{ replicas: 10, surge: '39%', unavailable: '39%', expected: [4, 3] },
  },
  {
    origin: unavailable('less than replicas'),
    ...{ replicas: 10, surge: 1, unavailable: 5, expected: [1, 5] },
  },
  {
    origin: unavailable('as many as replicas'),
    ...{ replicas: 10, surge: 1, unavailable: 10, expected: [1, 10] },
  },
  {
    origin: unavailable('more than replicas'),
    ...{ replicas: 5, surge: 1, unavailable: 10, expected: [1, 5] },
  },
  {
    origin: unavailable('no replicas'),
    ...{ replicas: 0, surge: 1, unavailable: 10, expected: [1, 0] },
  },
  {
    origin: unavailable('a percentage less than replicas'),
    ...{ replicas: 10, surge: 1, unavailable: '50%', expected: [1, 5] },
  },
  {
    origin: unavailable('100 %'),
    ...{ replicas: 10, surge: 1, unavailable: '100%', expected: [1, 10] },
  },
  {
    origin: unavailable('100 % of fewer'),
    ...{ replicas: 5, surge: 1, unavailable: '100%', expected: [1, 5] },
  },
];

const reconcileNew = from('rolling_test.go', 'TestDeploymentController_reconcileNewReplicaSet');
const newReplicas = from(util, 'TestNewRSNewReplicas');

/** The size that the new ReplicaSet gets. */
export const newSizeCases: readonly {
  readonly origin: Origin;
  readonly replicas: number;
  readonly surge: number;
  readonly recreate?: boolean;
  readonly old: number;
  readonly own: number;
  readonly expected: number;
}[] = [
  {
    origin: reconcileNew('no surge, no room'),
    ...{ replicas: 10, surge: 0, old: 10, own: 0, expected: 0 },
  },
  {
    origin: reconcileNew('the surge is room'),
    ...{ replicas: 10, surge: 2, old: 10, own: 0, expected: 2 },
  },
  {
    origin: reconcileNew('more room, since fewer are old'),
    ...{ replicas: 10, surge: 2, old: 5, own: 0, expected: 7 },
  },
  {
    origin: reconcileNew('the surge is used up'),
    ...{ replicas: 10, surge: 2, old: 10, own: 2, expected: 2 },
  },
  {
    origin: reconcileNew('larger than wanted'),
    ...{ replicas: 10, surge: 2, old: 2, own: 11, expected: 10 },
  },
  {
    origin: newReplicas('up to what is wanted'),
    ...{ replicas: 6, surge: 10, old: 5, own: 2, expected: 6 },
  },
  {
    origin: newReplicas('Recreate'),
    ...{ replicas: 3, surge: 1, recreate: true, old: 5, own: 1, expected: 3 },
  },
];

const reconcileOld = from('rolling_test.go', 'TestDeploymentController_reconcileOldReplicaSets');
const scaleDown = from(
  'rolling_test.go',
  'TestDeploymentController_scaleDownOldReplicaSetsForRollingUpdate',
);

/** The size that the old ReplicaSet gets; no surge. */
export const oldSizeCases: readonly {
  readonly origin: Origin;
  readonly replicas: number;
  readonly unavailable: number;
  readonly old: readonly [size: number, available: number];
  readonly own: readonly [size: number, available: number];
  readonly expected: number;
}[] = [
  {
    origin: reconcileOld('neither surge nor unavailable: one may go'),
    ...{ replicas: 10, unavailable: 0, old: [10, 10], own: [0, 0], expected: 9 },
  },
  {
    origin: reconcileOld('two may be unavailable'),
    ...{ replicas: 10, unavailable: 2, old: [10, 10], own: [0, 0], expected: 8 },
  },
  {
    origin: reconcileOld('two are broken and go'),
    ...{ replicas: 10, unavailable: 2, old: [10, 8], own: [0, 0], expected: 8 },
  },
  {
    origin: reconcileOld('one is broken and goes, and one that is not'),
    ...{ replicas: 10, unavailable: 2, old: [10, 9], own: [0, 0], expected: 8 },
  },
  {
    origin: reconcileOld('the new ones are not available yet'),
    ...{ replicas: 10, unavailable: 2, old: [8, 8], own: [2, 0], expected: 8 },
  },
  {
    origin: scaleDown('neither surge nor unavailable'),
    ...{ replicas: 10, unavailable: 0, old: [10, 10], own: [0, 0], expected: 9 },
  },
  {
    origin: scaleDown('two may be unavailable'),
    ...{ replicas: 10, unavailable: 2, old: [10, 10], own: [0, 0], expected: 8 },
  },
  {
    origin: scaleDown('nothing is left to go'),
    ...{ replicas: 10, unavailable: 2, old: [0, 10], own: [0, 0], expected: 0 },
  },
];

const scale = from('sync_test.go', 'TestScale');

type Sized = readonly [name: string, before: number, after: number];

/**
 * ReplicaSets before and after a resize, from the newest to the oldest; the first is the new one, null for none.
 * `was` is the Deployment for which their sizes were written: replicas and surge.
 */
export const resizeCases: readonly {
  readonly origin: Origin;
  readonly was: readonly [replicas: number, surge: number];
  readonly is: readonly [replicas: number, surge: number];
  readonly sets: readonly [own: Sized | null, ...olds: Sized[]];
  /** For ReplicaSets whose size was written for another number of replicas. */
  readonly desired?: Record<string, number>;
}[] = [
  { origin: scale('10 to 12'), was: [10, 0], is: [12, 0], sets: [['v1', 10, 12]] },
  { origin: scale('10 to 5'), was: [10, 0], is: [5, 0], sets: [['v1', 10, 5]] },
  {
    origin: scale('in proportion, 5 to 10'),
    ...{ was: [5, 0], is: [10, 0] },
    sets: [
      ['v2', 2, 4],
      ['v1', 3, 6],
    ],
  },
  {
    origin: scale('in proportion, 5 to 3'),
    ...{ was: [5, 0], is: [3, 0] },
    sets: [
      ['v2', 2, 1],
      ['v1', 3, 2],
    ],
  },
  {
    origin: scale('in proportion, 9 to 4'),
    ...{ was: [9, 0], is: [4, 0] },
    sets: [
      ['v2', 8, 4],
      ['v1', 1, 0],
    ],
  },
  {
    origin: scale('in proportion, 7 to 10'),
    ...{ was: [7, 0], is: [10, 0] },
    sets: [
      ['v3', 2, 3],
      ['v2', 3, 4],
      ['v1', 2, 3],
    ],
  },
  {
    origin: scale('in proportion, 13 to 8'),
    ...{ was: [13, 0], is: [8, 0] },
    sets: [
      ['v3', 2, 1],
      ['v2', 8, 5],
      ['v1', 3, 2],
    ],
  },
  {
    origin: scale('what is left over, 3 to 4: the newest'),
    ...{ was: [3, 0], is: [4, 0] },
    sets: [
      ['v3', 1, 2],
      ['v2', 1, 1],
      ['v1', 1, 1],
    ],
  },
  {
    origin: scale('what is left over, 3 to 2: the oldest'),
    ...{ was: [3, 0], is: [2, 0] },
    sets: [
      ['v3', 1, 1],
      ['v2', 1, 1],
      ['v1', 1, 0],
    ],
  },
  {
    origin: scale('without a new one, 4 to 5'),
    ...{ was: [4, 0], is: [5, 0] },
    sets: [null, ['v2', 2, 3], ['v1', 2, 2]],
  },
  {
    origin: scale('6 to 0'),
    ...{ was: [6, 0], is: [0, 0] },
    sets: [
      ['v3', 3, 0],
      ['v2', 2, 0],
      ['v1', 1, 0],
    ],
  },
  {
    origin: scale('0 to 6'),
    ...{ was: [6, 0], is: [6, 0] },
    sets: [
      ['v3', 0, 6],
      ['v2', 0, 0],
      ['v1', 0, 0],
    ],
  },
  {
    origin: scale('one update had failed'),
    ...{ was: [5, 0], is: [5, 0], desired: { v2: 3 } },
    sets: [
      ['v3', 2, 2],
      ['v2', 1, 2],
      ['v1', 1, 1],
    ],
  },
  {
    origin: scale('with a surge'),
    ...{ was: [10, 2], is: [20, 2] },
    sets: [
      ['v2', 6, 11],
      ['v1', 6, 11],
    ],
  },
  {
    origin: scale('another surge too'),
    ...{ was: [10, 3], is: [50, 6] },
    sets: [
      ['v2', 5, 22],
      ['v1', 8, 34],
    ],
  },
  {
    origin: scale('another template too'),
    ...{ was: [10, 0], is: [14, 0] },
    sets: [null, ['v2', 7, 10], ['v1', 3, 4]],
  },
  {
    origin: scale('a new one that is complete and broken'),
    ...{ was: [2, 1], is: [2, 1] },
    sets: [
      ['v2', 2, 2],
      ['v1', 1, 1],
    ],
  },
];

const equalIgnoreHash = from(util, 'TestEqualIgnoreHash');

/** A template: its name, labels, annotations. */
type Template = readonly [
  name: string,
  labels: Record<string, string>,
  annotations?: Record<string, string>,
];

const hash = 'pod-template-hash';

/** Two templates, and whether they are the same. */
export const templateCases: readonly {
  readonly origin: Origin;
  readonly templates: readonly [Template, Template];
  readonly same: boolean;
}[] = [
  {
    origin: equalIgnoreHash('all the same'),
    templates: [
      ['foo', { [hash]: 'value-1', something: 'else' }],
      ['foo', { [hash]: 'value-1', something: 'else' }],
    ],
    same: true,
  },
  {
    origin: equalIgnoreHash('another hash'),
    templates: [
      ['foo', { [hash]: 'value-1', something: 'else' }],
      ['foo', { [hash]: 'value-2', something: 'else' }],
    ],
    same: true,
  },
  {
    origin: equalIgnoreHash('one without a hash'),
    templates: [
      ['foo', { something: 'else' }],
      ['foo', { [hash]: 'value-2', something: 'else' }],
    ],
    same: true,
  },
  {
    origin: equalIgnoreHash('another label, the same hash'),
    templates: [
      ['foo', { [hash]: 'value-1' }],
      ['foo', { [hash]: 'value-1', something: 'else' }],
    ],
    same: false,
  },
  {
    origin: equalIgnoreHash('other annotations, the same labels'),
    templates: [
      ['foo', { [hash]: 'value-1', something: 'else' }, { former: 'value' }],
      ['foo', { [hash]: 'value-1', something: 'else' }, { latter: 'value' }],
    ],
    same: false,
  },
  {
    origin: equalIgnoreHash('another name, another hash'),
    templates: [
      ['foo-1', { [hash]: 'value-1', something: 'else' }],
      ['foo-2', { [hash]: 'value-2', something: 'else' }],
    ],
    same: false,
  },
  {
    origin: equalIgnoreHash('another name, one without a hash'),
    templates: [
      ['foo-1', { something: 'else' }],
      ['foo-2', { [hash]: 'value-2', something: 'else' }],
    ],
    same: false,
  },
  {
    origin: equalIgnoreHash('other labels'),
    templates: [
      ['foo', { something: 'else' }],
      ['foo', { nothing: 'else' }],
    ],
    same: false,
  },
];

const findNew = from(util, 'TestFindNewReplicaSet');

/** ReplicaSets by name, image and age; the Deployment has the image `nginx`. */
export const findCases: readonly {
  readonly origin: Origin;
  readonly sets: readonly (readonly [name: string, image: string, at: number])[];
  readonly expected: string | undefined;
}[] = [
  {
    origin: findNew('the same template'),
    sets: [
      ['new', 'nginx', 9],
      ['old', 'old', 0],
    ],
    expected: 'new',
  },
  {
    origin: findNew('the oldest of two'),
    sets: [
      ['new', 'nginx', 9],
      ['old', 'old', 0],
      ['twin', 'nginx', 5],
    ],
    expected: 'twin',
  },
  { origin: findNew('none'), sets: [['old', 'old', 0]], expected: undefined },
];

const cleanup = from('sync_test.go', 'TestDeploymentController_cleanupDeployment');
const order = from('sync_test.go', 'TestDeploymentController_cleanupDeploymentOrder');

/** Old ReplicaSets from the oldest to the newest; what is deleted, or only how many. */
export const historyCases: readonly {
  readonly origin: Origin;
  readonly olds: readonly {
    readonly size?: number;
    readonly running?: number;
    readonly revision?: string;
    readonly leaving?: boolean;
  }[];
  readonly limit: number;
  readonly expected: number | readonly string[];
}[] = [
  { origin: cleanup('two beyond the limit'), olds: [{}, {}, {}], limit: 1, expected: 2 },
  {
    origin: cleanup('only without Pods'),
    olds: [{}, { running: 1 }, { size: 1 }, { size: 1, running: 1 }],
    ...{ limit: 0, expected: 1 },
  },
  { origin: cleanup('no history at all'), olds: [{}, {}], limit: 0, expected: 2 },
  {
    origin: cleanup('all have Pods'),
    olds: [
      { size: 1, running: 1 },
      { size: 1, running: 1 },
    ],
    ...{ limit: 0, expected: 0 },
  },
  {
    origin: cleanup('it is being deleted already'),
    ...{ olds: [{ leaving: true }], limit: 0, expected: 0 },
  },
  {
    origin: order('1 before 2'),
    ...{ olds: [{ revision: '1' }, { revision: '2' }], limit: 1, expected: ['foo-1'] },
  },
  {
    origin: order('the newer one has the lower revision'),
    ...{ olds: [{ revision: '2' }, { revision: '1' }], limit: 1, expected: ['foo-2'] },
  },
  {
    origin: order('the newer one has no revision'),
    ...{ olds: [{ revision: '1' }, {}], limit: 1, expected: ['foo-2'] },
  },
  {
    origin: order('the older one has no revision'),
    ...{ olds: [{}, { revision: '2' }], limit: 1, expected: ['foo-1'] },
  },
  {
    origin: order('the first has Pods'),
    olds: [{ size: 1, running: 1, revision: '1' }, { revision: '2' }, { revision: '3' }],
    ...{ limit: 1, expected: ['foo-2'] },
  },
  {
    origin: order('the first two have Pods'),
    olds: [
      { size: 1, running: 1, revision: '1' },
      { size: 1, running: 1, revision: '2' },
      { revision: '3' },
    ],
    ...{ limit: 1, expected: [] },
  },
  {
    origin: order('revisions in another order than ages'),
    olds: [{ revision: '3' }, { revision: '1' }, { revision: '4' }, { revision: '2' }],
    ...{ limit: 2, expected: ['foo-2', 'foo-4'] },
  },
];

const complete = from(util, 'TestDeploymentComplete');

/** Counts of a status, and whether the rollout is complete. */
export const completeCases: readonly {
  readonly origin: Origin;
  readonly counts: readonly [wanted: number, current: number, updated: number, available: number];
  readonly expected: boolean;
}[] = [
  { origin: complete('one is not available'), counts: [5, 5, 5, 4], expected: false },
  { origin: complete('two are not available'), counts: [5, 5, 5, 3], expected: false },
  { origin: complete('all are'), counts: [5, 5, 5, 5], expected: true },
  { origin: complete('one is not new'), counts: [5, 5, 4, 5], expected: false },
  { origin: complete('an old one still runs'), counts: [1, 2, 1, 1], expected: false },
  { origin: complete('the only one does not come up'), counts: [1, 1, 1, 0], expected: false },
];

const isProgress = from(util, 'TestDeploymentProgressing');

type Counts = readonly [current: number, updated: number, ready: number, available: number];

/** Counts before and now, and whether that is progress. */
export const progressCases: readonly {
  readonly origin: Origin;
  readonly before: Counts;
  readonly now: Counts;
  readonly expected: boolean;
}[] = [
  {
    origin: isProgress('more new ones'),
    ...{ before: [10, 4, 4, 4], now: [10, 6, 4, 4], expected: true },
  },
  {
    origin: isProgress('the same'),
    ...{ before: [10, 4, 4, 4], now: [10, 4, 4, 4], expected: false },
  },
  {
    origin: isProgress('fewer old ones'),
    ...{ before: [10, 4, 6, 6], now: [8, 4, 6, 6], expected: true },
  },
  {
    origin: isProgress('fewer new ones'),
    ...{ before: [10, 7, 3, 3], now: [10, 6, 3, 3], expected: false },
  },
  {
    origin: isProgress('fewer in all, more new ones'),
    ...{ before: [10, 4, 7, 7], now: [8, 8, 5, 5], expected: true },
  },
  {
    origin: isProgress('more are ready'),
    ...{ before: [10, 10, 9, 8], now: [10, 10, 10, 8], expected: true },
  },
  {
    origin: isProgress('more are available'),
    ...{ before: [10, 10, 10, 9], now: [10, 10, 10, 10], expected: true },
  },
];

const timedOut = from(util, 'TestDeploymentTimedOut');

/** Seconds since the condition's last update, its reason, and whether a deadline of 10 s is exceeded. */
export const timeCases: readonly {
  readonly origin: Origin;
  readonly reason: string;
  readonly passed: number;
  readonly expected: boolean;
}[] = [
  { origin: timedOut('11 s'), reason: '', passed: 11, expected: true },
  { origin: timedOut('9 s'), reason: '', passed: 9, expected: false },
  {
    origin: timedOut('complete before'),
    ...{ reason: 'NewReplicaSetAvailable', passed: 9999, expected: false },
  },
];

const requeue = from('progress_test.go', 'TestRequeueStuckDeployment');

/** Seconds since the condition's last update, of a deadline of 60 s; when to look again, in seconds, null for not at all. */
export const requeueCases: readonly {
  readonly origin: Origin;
  readonly available: number;
  readonly condition: readonly [status: string, reason: string];
  readonly passed: number;
  readonly expected: number | null;
}[] = [
  {
    origin: requeue('complete'),
    ...{ available: 3, condition: ['True', ''], passed: 0, expected: null },
  },
  {
    origin: requeue('failed already'),
    ...{ available: 0, condition: ['False', 'ProgressDeadlineExceeded'], passed: 0 },
    expected: null,
  },
  {
    origin: requeue('stuck for 30 s'),
    ...{ available: 1, condition: ['True', ''], passed: 30, expected: 30 },
  },
  {
    origin: requeue('stuck for 59 s'),
    ...{ available: 1, condition: ['True', ''], passed: 59, expected: 1 },
  },
];

const oldPods = from('recreate_test.go', 'TestOldPodsRunning');

/** Pods by the old ReplicaSet that they belong to, and whether Recreate waits. */
export const recreateCases: readonly {
  readonly origin: Origin;
  /** `status.replicas` of the old ReplicaSets, whose sizes are 0. */
  readonly running: readonly number[];
  /** Phases of their Pods; undefined for none. */
  readonly pods: readonly (readonly (string | undefined)[])[];
  readonly waits: boolean;
}[] = [
  { origin: oldPods('no old ReplicaSets'), running: [], pods: [], waits: false },
  {
    origin: oldPods('Pods of two'),
    running: [0, 0],
    pods: [
      [undefined, undefined],
      [undefined, undefined],
    ],
    waits: true,
  },
  { origin: oldPods('counted, though not seen'), running: [1], pods: [], waits: true },
  { origin: oldPods('nobody left'), running: [0], pods: [], waits: false },
  {
    origin: oldPods('all have ended'),
    running: [0],
    pods: [['Failed', 'Succeeded']],
    waits: false,
  },
  { origin: oldPods('in phase Unknown'), running: [0], pods: [['Unknown']], waits: true },
  { origin: oldPods('one is pending'), running: [0], pods: [['Pending']], waits: true },
  { origin: oldPods('one runs'), running: [0], pods: [['Running']], waits: true },
  {
    origin: oldPods('some have ended, one is pending'),
    ...{ running: [0, 0, 0], pods: [['Failed', 'Succeeded'], [], ['Pending']], waits: true },
  },
];
