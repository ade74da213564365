import { ApiError, apiResources, conflict, notFound } from 'course/kit';

/**
 * Where a case comes from in kubernetes: file, test and what the case is about, in our words.
 * Not yet compared with the file itself: the tables of setters_test.go, TestNodeStatusHasChanged, and the rows of
 * TestTryRegisterWithApiServer about annotations. They were written from setters.go and from memory.
 */
export type Origin = readonly [file: string, test: string, about: string];

const nodeStatus = 'pkg/kubelet/kubelet_node_status_test.go';
const setters = 'pkg/kubelet/nodestatus/setters_test.go';
const lease = 'staging/src/k8s.io/component-helpers/apimachinery/lease/controller_test.go';

const timedOut = new ApiError({ code: 504, reason: 'Timeout', message: 'no answer' });
const changed = conflict(apiResources.leases, 'foo');

type Labels = Record<string, string>;

/** Labels of the kubelet and of the existing Node, and what the Node has afterwards; undefined: no update. */
export interface LabelCase {
  readonly origin: Origin;
  readonly own: Labels;
  readonly existing: Labels;
  readonly after?: Labels;
}

const all = (age: string): Labels =>
  Object.fromEntries(
    ['hostname', 'os', 'arch']
      .map((name) => `kubernetes.io/${name}`)
      .concat('topology.kubernetes.io/zone', 'topology.kubernetes.io/region')
      .concat('node.kubernetes.io/instance-type')
      .map((name) => [name, `${age}-${name}`]),
  );
const labels = (about: string): Origin => [nodeStatus, 'TestUpdateDefaultLabels', about];

/** Upstream's table; the beta names of zone, region and type are replaced by those of today. */
export const labelCases: readonly LabelCase[] = [
  { origin: labels('they come to exist'), own: all('new'), existing: {}, after: all('new') },
  {
    ...{ origin: labels('they become right'), own: all('new'), existing: all('old') },
    after: all('new'),
  },
  {
    origin: labels('others persist'),
    own: all('new'),
    existing: { ...all('new'), 'please-persist': 'foo' },
  },
  {
    origin: labels('the kubelet has no opinion'),
    own: {},
    existing: { ...all('new'), 'please-persist': 'foo' },
  },
  { origin: labels('no update needed'), own: all('new'), existing: all('new') },
];

/** The annotation about attaching volumes: what the kubelet has, what the existing Node has, whether it is updated. */
export interface AttachCase {
  readonly origin: Origin;
  readonly own?: string;
  readonly existing?: string;
  readonly updates: boolean;
}

const attach = (about: string): Origin => [nodeStatus, 'TestTryRegisterWithApiServer', about];

/** The cases of that table in which the Node exists. */
export const attachCases: readonly AttachCase[] = [
  { origin: attach('no change of the annotation, both without'), updates: false },
  { origin: attach('false becomes true'), own: 'true', updates: true },
  { origin: attach('true becomes false'), existing: 'true', updates: true },
];

/** Refusals at registration, and how many requests are made. */
export interface RefusalCase {
  readonly origin: Origin;
  readonly exists: boolean;
  readonly refused: 'create' | 'get' | 'update';
  readonly requests: number;
}

/** The cases of the same table in which something is refused. */
export const refusalCases: readonly RefusalCase[] = [
  { origin: attach('create failed'), exists: false, refused: 'create', requests: 1 },
  { origin: attach('get existing node failed'), exists: true, refused: 'get', requests: 2 },
  { origin: attach('update existing node failed'), exists: true, refused: 'update', requests: 3 },
];

const tests = {
  Ready: 'TestReadyCondition',
  MemoryPressure: 'TestMemoryPressureCondition',
  DiskPressure: 'TestDiskPressureCondition',
  PIDPressure: 'TestPIDPressureCondition',
};

/** The same six cases stand in the tables of all four conditions. */
export const conditionCases = Object.entries(tests).flatMap(([type, test]) =>
  (
    [
      ['new, False', undefined, 'False', true],
      ['new, True', undefined, 'True', true],
      ['transition to True', 'False', 'True', true],
      ['transition to False', 'True', 'False', true],
      ['remains True', 'True', 'True', false],
      ['remains False', 'False', 'False', false],
    ] as const
  ).map(([about, before, status, transits]) => ({
    ...{ origin: [setters, test, about] as Origin, type, status, transits },
    ...(before && { before }),
  })),
);

/** Does the status change? By what is done to the status of one Node. */
export const changeCases = [
  ['heartbeats and order of conditions differ', 'no'],
  ["a condition's transition differs", 'yes'],
  ['a condition is added', 'yes'],
  ['a field outside of the conditions differs', 'yes'],
].map(([about, changes]) => ({
  origin: [nodeStatus, 'TestNodeStatusHasChanged', about] as Origin,
  changes: changes === 'yes',
}));

/** Refusals of a Lease's updates one after the other, and whether it is renewed in the end. */
export const retryCases: readonly {
  readonly origin: Origin;
  readonly refusals: readonly ApiError[];
  readonly renewed: boolean;
}[] = [
  { origin: [lease, 'TestRetryUpdateNodeLease', 'no errors'], refusals: [], renewed: true },
  {
    origin: [lease, 'TestRetryUpdateNodeLease', 'connection errors'],
    refusals: Array(5).fill(timedOut),
    renewed: false,
  },
  {
    origin: [lease, 'TestRetryUpdateNodeLease', 'a connection error, then a lock error'],
    refusals: [timedOut, changed],
    renewed: true,
  },
  {
    origin: [lease, 'TestUpdateUsingLatestLease', 'update with latest lease failed'],
    refusals: [notFound(apiResources.leases, 'foo')],
    renewed: true,
  },
];

/** What is allocatable, in numbers. */
export const allocatableCases: readonly {
  readonly origin: Origin;
  readonly capacity: Record<string, string>;
  readonly kept: Record<string, string>;
  readonly left: Record<string, number>;
}[] = [
  {
    origin: [
      nodeStatus,
      'TestUpdateNewNodeStatusTooLargeReservation',
      'more is kept than there is',
    ],
    capacity: { cpu: '2', memory: '10e9', 'ephemeral-storage': '3000' },
    kept: { cpu: '40', 'ephemeral-storage': '1000' },
    left: { cpu: 0, memory: 10e9, 'ephemeral-storage': 2000 },
  },
];
