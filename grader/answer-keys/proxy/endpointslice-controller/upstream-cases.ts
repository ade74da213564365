import type { EndpointPort, ServicePort, ServiceSpec, StringMap } from 'course/kit';
import { type PodWish, webLabels } from './objects.ts';

/**
 * Where a case comes from in kubernetes, below staging/src/k8s.io/endpointslice: file, test and what it is about, in our words.
 * Read in stored versions older and newer than v1.32. Not yet compared with the file itself: TestReconcileEmpty,
 * TestReconcile1EndpointSlice and TestReconcileManyPods, which were written from memory.
 */
export type Origin = readonly [file: string, test: string, about: string];

const from = (file: string, test: string) => (about: string) => [file, test, about] as const;

const utils = (test: string) => from('utils_test.go', test);
const reconciler = (test: string) => from('reconciler_test.go', test);

const zone = { 'topology.kubernetes.io/zone': 'us-central1-a' };
const toEndpoint = utils('TestPodToEndpoint');

/** What a Pod becomes: `ready serving terminating`, and what else is told. */
export const endpointCases: readonly {
  readonly origin: Origin;
  readonly pod: PodWish;
  readonly publish?: boolean;
  readonly node?: StringMap;
  readonly conditions: readonly [ready: boolean, serving: boolean, terminating: boolean];
  readonly addresses?: readonly string[];
  readonly zone?: string;
  readonly hostname?: string;
}[] = [
  { origin: toEndpoint('ready'), pod: {}, conditions: [true, true, false] },
  {
    origin: toEndpoint('ready, published'),
    ...{ pod: {}, publish: true, conditions: [true, true, false] },
  },
  {
    origin: toEndpoint('not ready'),
    ...{ pod: { ready: 'False' }, conditions: [false, false, false] },
  },
  {
    origin: toEndpoint('not ready, published'),
    ...{ pod: { ready: 'False' }, publish: true, conditions: [true, false, false] },
  },
  {
    origin: toEndpoint('ready, with labels of the node'),
    ...{ pod: {}, node: zone, conditions: [true, true, false], zone: 'us-central1-a' },
  },
  {
    origin: toEndpoint('several addresses, with labels of the node'),
    pod: { ips: ['1.2.3.4', '1234::5678:0:0:9abc:def0'] },
    ...{ node: zone, conditions: [true, true, false] },
    ...{ addresses: ['1.2.3.4'], zone: 'us-central1-a' },
  },
  {
    origin: toEndpoint('ready, with a hostname'),
    pod: { spec: { hostname: 'example-hostname', subdomain: 'web' } },
    ...{ node: zone, conditions: [true, true, false] },
    ...{ zone: 'us-central1-a', hostname: 'example-hostname' },
  },
  {
    origin: toEndpoint('ready, being deleted'),
    ...{ pod: { leaving: true }, conditions: [false, true, true] },
  },
  {
    origin: toEndpoint('not ready, being deleted'),
    ...{ pod: { leaving: true, ready: 'False' }, conditions: [false, false, true] },
  },
];

const getPorts = utils('TestGetEndpointPorts');

/** The ports that a Pod with these container ports serves. */
export const portCases: readonly {
  readonly origin: Origin;
  readonly ports: ServicePort[];
  readonly container: readonly { name: string; containerPort: number; protocol: string }[];
  readonly expected: EndpointPort[];
}[] = [
  {
    origin: getPorts('a number, with appProtocol'),
    ports: [
      {
        name: 'http',
        port: 80,
        targetPort: 80,
        protocol: 'TCP',
        appProtocol: 'example.com/custom',
      },
    ],
    container: [],
    expected: [{ name: 'http', port: 80, protocol: 'TCP', appProtocol: 'example.com/custom' }],
  },
  {
    origin: getPorts('a name, with appProtocol on one of two'),
    ports: [
      { name: 'http', port: 80, targetPort: 80, protocol: 'TCP' },
      { name: 'https', port: 443, targetPort: 'https', protocol: 'TCP', appProtocol: 'https' },
    ],
    container: [{ name: 'https', containerPort: 443, protocol: 'TCP' }],
    expected: [
      { name: 'http', port: 80, protocol: 'TCP' },
      { name: 'https', port: 443, protocol: 'TCP', appProtocol: 'https' },
    ],
  },
];

const newSlice = utils('TestNewEndpointSlice');
const setLabels = utils('TestSetEndpointSliceLabels');
const headless = { 'service.kubernetes.io/headless': '' };
const evil = {
  'kubernetes.io/service-name': 'bad',
  'endpointslice.kubernetes.io/managed-by': 'actor',
};

/** The labels of the slices of `web`, beside the two that they always have. */
export const labelCases: readonly {
  readonly origin: Origin;
  readonly labels?: StringMap;
  readonly clusterIP?: string;
  readonly expected: StringMap;
}[] = [
  { origin: newSlice('no labels'), expected: {} },
  { origin: newSlice('labels'), labels: { foo: 'bar' }, expected: { foo: 'bar' } },
  {
    origin: newSlice('headless, with labels'),
    ...{ labels: { foo: 'bar' }, clusterIP: 'None', expected: { foo: 'bar', ...headless } },
  },
  {
    origin: newSlice('several labels'),
    ...{ labels: { foo: 'bar', foo2: 'bar2' }, expected: { foo: 'bar', foo2: 'bar2' } },
  },
  {
    origin: newSlice('labels that are not its own to set'),
    ...{ labels: { ...evil, foo: 'bar' }, expected: { foo: 'bar' } },
  },
  {
    origin: setLabels('headless, no labels'),
    ...{ clusterIP: 'None', expected: headless },
  },
  {
    origin: setLabels('not headless, though its label says so'),
    ...{ labels: headless, expected: {} },
  },
  {
    origin: setLabels('all three labels'),
    ...{ labels: { ...evil, 'service.kubernetes.io/headless': 'invalid' }, expected: {} },
  },
];

const families = utils('TestSupportedServiceAddressType');

/** The families for which a Service gets slices. */
export const familyCases: readonly {
  readonly origin: Origin;
  readonly spec: ServiceSpec;
  readonly expected: readonly string[];
}[] = [
  {
    origin: families('IPv4 by its cluster IP'),
    ...{ spec: { clusterIP: '10.0.0.10', ipFamilies: [] }, expected: ['IPv4'] },
  },
  {
    origin: families('IPv6 by its cluster IP'),
    ...{ spec: { clusterIP: '2000::1', ipFamilies: [] }, expected: ['IPv6'] },
  },
  { origin: families('IPv4'), spec: { ipFamilies: ['IPv4'] }, expected: ['IPv4'] },
  { origin: families('IPv6'), spec: { ipFamilies: ['IPv6'] }, expected: ['IPv6'] },
  {
    origin: families('both'),
    ...{ spec: { ipFamilies: ['IPv4', 'IPv6'] }, expected: ['IPv4', 'IPv6'] },
  },
  {
    origin: families('both, the other way round'),
    ...{ spec: { ipFamilies: ['IPv6', 'IPv4'] }, expected: ['IPv4', 'IPv6'] },
  },
  {
    origin: families('headless, with a selector, no families'),
    ...{ spec: { clusterIP: 'None', ipFamilies: [] }, expected: ['IPv4', 'IPv6'] },
  },
];

/** Pods `from` (inclusive) to `to` (exclusive), each `every`-th: the Pods of a slice that is there. */
export interface Range {
  readonly from: number;
  readonly to: number;
  readonly every?: number;
}

const ranges = (size: number, count: number): Range[] =>
  Array.from({ length: count }, (_, i) => ({ from: i * size, to: (i + 1) * size }));

/** Slices that are there, what changes, and how many writes bring which sizes. */
export const packingCases: readonly {
  readonly origin: Origin;
  /** How many Pods there are, from 0 on; those of the slices that are missing here have gone. */
  readonly pods: readonly Range[];
  readonly slices?: readonly Range[];
  readonly max?: number;
  /** What is different from what the slices say. */
  readonly change?:
    | 'port'
    | 'labels'
    | 'reserved labels'
    | 'owner'
    | 'every tenth not ready'
    | 'five ports'
    | 'family';
  readonly writes: { readonly create?: number; readonly update?: number; readonly delete?: number };
  readonly sizes: readonly number[];
}[] = [
  {
    origin: reconciler('TestReconcileEmpty')('no Pods'),
    ...{ pods: [], writes: { create: 1 }, sizes: [0] },
  },
  {
    origin: reconciler('TestReconcile1EndpointSlice')('one Pod, and an empty slice on its ports'),
    ...{ pods: ranges(1, 1), slices: [{ from: 0, to: 0 }], writes: { update: 1 }, sizes: [1] },
  },
  {
    origin: reconciler('TestReconcileManyPods')('250 Pods'),
    ...{ pods: ranges(250, 1), writes: { create: 3 }, sizes: [50, 100, 100] },
  },
  {
    origin: reconciler('TestReconcileEndpointSlicesSomePreexisting')('62 and 61 of 250 are listed'),
    pods: ranges(250, 1),
    slices: [
      { from: 1, to: 246, every: 4 },
      { from: 3, to: 246, every: 4 },
    ],
    writes: { create: 1, update: 1 },
    sizes: [61, 89, 100],
  },
  {
    origin: reconciler('TestReconcileEndpointSlicesSomePreexistingWorseAllocation')(
      '74 and 74 of 300 are listed',
    ),
    pods: ranges(300, 1),
    slices: [
      { from: 1, to: 296, every: 4 },
      { from: 3, to: 296, every: 4 },
    ],
    writes: { create: 2 },
    sizes: [52, 74, 74, 100],
  },
  {
    origin: reconciler('TestReconcileEndpointSlicesUpdating')('another port'),
    ...{ pods: ranges(250, 1), slices: [...ranges(100, 2), { from: 200, to: 250 }] },
    ...{ change: 'port', writes: { update: 3 }, sizes: [50, 100, 100] },
  },
  {
    origin: reconciler('TestReconcileEndpointSlicesServicesLabelsUpdating')('other labels'),
    ...{ pods: ranges(250, 1), slices: [...ranges(100, 2), { from: 200, to: 250 }] },
    ...{ change: 'labels', writes: { update: 3 }, sizes: [50, 100, 100] },
  },
  {
    origin: reconciler('TestReconcileEndpointSlicesServicesReservedLabels')('reserved labels'),
    ...{ pods: ranges(250, 1), slices: [...ranges(100, 2), { from: 200, to: 250 }] },
    ...{ change: 'reserved labels', writes: {}, sizes: [50, 100, 100] },
  },
  {
    origin: reconciler('TestReconcileEndpointSlicesRecycling')('ten slices of 30, nothing changes'),
    ...{ pods: ranges(300, 1), slices: ranges(30, 10), writes: {} },
    sizes: Array.from({ length: 10 }, () => 30),
  },
  {
    origin: reconciler('TestReconcileEndpointSlicesRecycling')('ten slices of 30, another port'),
    ...{ pods: ranges(300, 1), slices: ranges(30, 10), change: 'port' },
    ...{ writes: { update: 3, delete: 7 }, sizes: [100, 100, 100] },
  },
  {
    origin: reconciler('TestReconcileEndpointSlicesUpdatePacking')('new ones go into the fuller'),
    pods: [
      { from: 0, to: 80 },
      { from: 100, to: 120 },
      { from: 200, to: 215 },
    ],
    slices: [
      { from: 0, to: 80 },
      { from: 100, to: 120 },
    ],
    ...{ change: 'every tenth not ready', writes: { update: 2 }, sizes: [20, 95] },
  },
  {
    origin: reconciler('TestReconcileEndpointSlicesReplaceDeprecated')('a family that is no more'),
    pods: [
      { from: 0, to: 80 },
      { from: 100, to: 150 },
    ],
    slices: [
      { from: 0, to: 80 },
      { from: 100, to: 150 },
    ],
    ...{ change: 'family', writes: { create: 2, delete: 2 }, sizes: [30, 100] },
  },
  {
    origin: reconciler('TestReconcileEndpointSlicesRecreation')('the Service is the same'),
    ...{ pods: ranges(1, 1), slices: ranges(1, 1), writes: {}, sizes: [1] },
  },
  {
    origin: reconciler('TestReconcileEndpointSlicesRecreation')('the Service is another one'),
    ...{ pods: ranges(1, 1), slices: ranges(1, 1), change: 'owner' },
    ...{ writes: { create: 1, delete: 1 }, sizes: [1] },
  },
  {
    origin: reconciler('TestReconcileEndpointSlicesNamedPorts')('a name is five numbers'),
    ...{ pods: ranges(300, 1), change: 'five ports', writes: { create: 5 } },
    sizes: [60, 60, 60, 60, 60],
  },
  ...(
    [
      [50, [50, 50, 50, 50, 50]],
      [80, [10, 80, 80, 80]],
      [150, [100, 150]],
      [250, [250]],
      [500, [250]],
    ] as const
  ).map(([max, sizes]) => ({
    origin: reconciler('TestReconcileMaxEndpointsPerSlice')(`at most ${max}`),
    ...{ pods: ranges(250, 1), max, writes: { create: sizes.length }, sizes },
  })),
];

/** The two labels that all slices of `web` have. */
export const always = webLabels;
