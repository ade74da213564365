import type {
  Endpoint,
  EndpointPort,
  EndpointSlice,
  Node,
  Pod,
  PodSpec,
  Service,
  ServiceSpec,
  Stored,
  StringMap,
} from 'course/kit';
import type { Changes, Target } from '#exercise/proxy/endpointslice-controller';

/** What the apiserver fills in. */
function stored(name: string) {
  return { name, namespace: 'default', uid: `u-${name}`, resourceVersion: '1' };
}

const creationTimestamp = '2025-01-01T00:00:00Z';

/** The labels that the slices of `web` have. */
export const webLabels = {
  'kubernetes.io/service-name': 'web',
  'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
};

/** The ports of slices whose Pods serve on 8080. */
export const on8080: EndpointPort[] = [{ name: '', port: 8080, protocol: 'TCP' }];
export const on9090: EndpointPort[] = [{ name: '', port: 9090, protocol: 'TCP' }];

/** The Service `web`: port 80 is `http` of its Pods. */
export function web(spec: ServiceSpec = {}, metadata: object = {}): Stored<Service> {
  return {
    metadata: { ...stored('web'), creationTimestamp, ...metadata },
    spec: {
      selector: { app: 'web' },
      clusterIP: '10.0.0.1',
      ipFamilies: ['IPv4'],
      ports: [{ port: 80, targetPort: 'http' }],
      ...spec,
    },
  };
}

/** What a Pod is like; usually it is ready, runs on node `n1` and serves on 8080. */
export interface PodWish {
  readonly ips?: readonly string[];
  readonly ready?: string | undefined;
  readonly phase?: string;
  readonly leaving?: boolean;
  readonly labels?: StringMap;
  readonly port?: number;
  readonly namespace?: string;
  readonly spec?: Partial<PodSpec>;
}

export function pod(name: string, wish: PodWish = {}): Stored<Pod> {
  const { ips = ['10.1.0.1'], phase = 'Running', leaving, labels = { app: 'web' } } = wish;
  const { port = 8080, namespace = 'default', spec } = wish;
  const status = 'ready' in wish ? wish.ready : 'True';
  return {
    metadata: {
      ...{ ...stored(name), creationTimestamp, namespace, labels },
      ...(leaving && { deletionTimestamp: creationTimestamp }),
    },
    spec: {
      nodeName: 'n1',
      containers: [{ name: 'c', ports: [{ name: 'http', containerPort: port }] }],
      ...spec,
    },
    status: {
      phase,
      podIPs: ips.map((ip) => ({ ip })),
      ...(status && { conditions: [{ type: 'Ready', status }] }),
    },
  };
}

export function node(name: string, labels: StringMap = {}): Node {
  return { metadata: { name, labels } };
}

/** How a Pod of this name is listed. */
export function endpoint(name: string, ready = true): Endpoint {
  return {
    addresses: ['10.1.0.1'],
    conditions: { ready, serving: ready, terminating: false },
    targetRef: { kind: 'Pod', namespace: 'default', name, uid: `u-${name}` },
    nodeName: 'n1',
  };
}

/** The same with little in it, so that a call fits into a failure's message. */
export function thin(name: string, ready = true): Endpoint {
  return { addresses: ['ip'], conditions: { ready }, targetRef: { name } };
}

/** Pods in a text, by the letter: `abc`. A capital is one that is not ready. */
export function endpoints(letters: string, made = thin): Endpoint[] {
  return [...letters].map((each) => made(each.toLowerCase(), each === each.toLowerCase()));
}

/** More about a slice. */
export interface SliceWish {
  readonly ports?: EndpointPort[];
  readonly labels?: StringMap;
  readonly owner?: string;
  readonly family?: string;
  readonly leaving?: boolean;
}

/** A slice of `web` that is there. */
export function slice(
  name: string,
  listed: readonly Endpoint[] | string,
  wish: SliceWish = {},
): Stored<EndpointSlice> {
  const { ports = on8080, labels = webLabels, owner = 'u-web', family = 'IPv4', leaving } = wish;
  return {
    metadata: {
      ...{ ...stored(name), creationTimestamp, labels },
      ...(leaving && { deletionTimestamp: creationTimestamp, finalizers: ['x'] }),
      ownerReferences: [{ apiVersion: 'v1', kind: 'Service', name: 'web', uid: owner }],
    },
    addressType: family,
    ports,
    endpoints: typeof listed === 'string' ? endpoints(listed, endpoint) : [...listed],
  };
}

/** A slice on 8080 that is there, with little in it. */
export function thinSlice(
  name: string,
  listed: readonly Endpoint[] | string,
  labels: StringMap = { of: 'web' },
): Stored<EndpointSlice> {
  const letters = typeof listed === 'string';
  const thinly = {
    metadata: { name, resourceVersion: '1', labels },
    ports: on8080,
    endpoints: letters ? endpoints(listed) : [...listed],
  };
  return thinly as object as Stored<EndpointSlice>;
}

/** What a new slice on 8080 would be. */
export const empty = {
  metadata: { generateName: 'web-', labels: { of: 'web' } },
  ports: on8080,
  endpoints: [],
} as object as EndpointSlice;

/** Pods to list on these ports. */
export function targets(letters: string, ports = on8080): Target[] {
  return endpoints(letters, endpoint).map((each) => ({ ports, endpoint: each }));
}

/** The Pods of a slice in a text: `abc`, `.` for none; sorted, since their order is free. */
export function lettersOf({ endpoints = [] }: EndpointSlice): string {
  const letters = endpoints.map(({ targetRef, conditions }) => {
    const name = targetRef?.name ?? '?';
    return conditions?.ready ? name : name.toUpperCase();
  });
  const order = (a: string, b: string) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1);
  return letters.sort(order).join('') || '.';
}

/** The ports of a slice in a text: `8080`, `-` for none. */
export function portsOf({ ports = [] }: EndpointSlice): string {
  return ports.map(({ port }) => port).join() || '-';
}

/** Lines such as `update s1 abc`, sorted. */
export function told(
  { create, update, delete: gone }: Changes,
  name = (each: EndpointSlice) => each.metadata?.name,
): string[] {
  const lines = [
    ...create.map((each) => `create ${portsOf(each)} ${lettersOf(each)}`),
    ...update.map((each) => `update ${name(each)} ${portsOf(each)} ${lettersOf(each)}`),
    ...gone.map((each) => `delete ${name(each)}`),
  ];
  return lines.sort();
}
