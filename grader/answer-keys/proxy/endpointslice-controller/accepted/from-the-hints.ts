import {
  ApiError,
  apiResources,
  type Client,
  type Controller,
  deepEqual,
  type Endpoint,
  type EndpointPort,
  type EndpointSlice,
  type Expectations,
  type Informer,
  keyOf,
  matchesLabelSelector,
  type Node,
  notFound,
  type Pod,
  type Service,
  type ServicePort,
  type Stored,
  type StringMap,
  type SyncResult,
  splitKey,
  type WorkQueue,
} from 'course/kit';

/** Which addresses a slice holds. It can never be changed. */
export type AddressType = 'IPv4' | 'IPv6';

/** What the controller is given. */
export interface EndpointSliceDependencies {
  readonly client: Client;
  readonly services: Informer<Service>;
  readonly pods: Informer<Pod>;
  readonly nodes: Informer<Node>;
  readonly endpointSlices: Informer<EndpointSlice>;
  readonly queue: WorkQueue;
  readonly expectations: Expectations;
  /** The real one is given 100. */
  readonly maxEndpointsPerSlice: number;
}

/** A Pod behind a Service: how it is listed, and on which ports it can be reached. */
export interface Target {
  readonly ports: readonly EndpointPort[];
  readonly endpoint: Endpoint;
}

/** What is to be written. The lists are in any order. */
export interface Changes {
  readonly create: readonly EndpointSlice[];
  /** Slices that are there, as they shall be. */
  readonly update: readonly Stored<EndpointSlice>[];
  /** Slices that are there and shall go. */
  readonly delete: readonly Stored<EndpointSlice>[];
}

const serviceName = 'kubernetes.io/service-name';
const managedBy = 'endpointslice.kubernetes.io/managed-by';
const headless = 'service.kubernetes.io/headless';
const controllerName = 'endpointslice-controller.k8s.io';

/**
 * Whether a Pod is listed at all.
 *
 * Settled by: kubernetes v1.32, staging/src/k8s.io/endpointslice/util/controller_utils.go, ShouldPodBeInEndpoints.
 */
export function isListed({ status }: Pod): boolean {
  if (status?.phase === 'Succeeded' || status?.phase === 'Failed') return false;
  return (status?.podIPs ?? []).length > 0;
}

/** Given: of which family an address is. */
function familyOf(ip: string): AddressType {
  return ip.includes(':') ? 'IPv6' : 'IPv4';
}

/**
 * How a Pod is listed in slices of one family. `node` is where it runs, if that is known.
 *
 * Settled by: kubernetes v1.32, staging/src/k8s.io/endpointslice/utils.go, podToEndpoint.
 */
export function endpointOf(
  pod: Stored<Pod>,
  service: Stored<Service>,
  family: AddressType,
  node?: Node,
): Endpoint {
  const { namespace, name, uid, deletionTimestamp } = pod.metadata;
  const { nodeName, hostname, subdomain } = pod.spec ?? {};
  const zone = node?.metadata?.labels?.['topology.kubernetes.io/zone'];
  const serving = isReady(pod);
  const terminating = deletionTimestamp !== undefined;
  const ready = service.spec?.publishNotReadyAddresses === true || (serving && !terminating);
  return {
    addresses: addressesOf(pod, family),
    conditions: { ready, serving, terminating },
    targetRef: {
      kind: 'Pod',
      name,
      uid,
      ...(namespace && { namespace }),
    },
    ...(nodeName && { nodeName }),
    ...(zone && { zone }),
    ...(hostname &&
      subdomain === service.metadata.name && {
        hostname,
      }),
  };
}

/**
 * On which ports this Pod serves the ports of the Service.
 *
 * Settled by: kubernetes v1.32, staging/src/k8s.io/endpointslice/utils.go, getEndpointPorts and FindPort.
 */
export function endpointPorts({ spec }: Service, pod: Pod): EndpointPort[] {
  const served = spec?.ports?.flatMap((servicePort) => {
    const { name = '', protocol = 'TCP', appProtocol } = servicePort;
    const port = targetPort(servicePort, pod);
    if (port === undefined) return [];
    return [
      {
        name,
        port,
        protocol,
        ...(appProtocol && { appProtocol }),
      },
    ];
  });
  return served ?? [];
}

/**
 * The labels of a Service's slices.
 *
 * Settled by: kubernetes v1.32, staging/src/k8s.io/endpointslice/utils.go, setEndpointSliceLabels.
 */
export function sliceLabels({ metadata, spec }: Stored<Service>): StringMap {
  const { [headless]: _, ...labels } = metadata.labels ?? {};
  const hasIp = spec?.clusterIP && spec.clusterIP !== 'None';
  return {
    ...labels,
    ...(!hasIp && { [headless]: '' }),
    [serviceName]: metadata.name,
    [managedBy]: controllerName,
  };
}

/** Given: the families of a Service. The apiserver fills in `ipFamilies`; without them, the family of its cluster IP, or both. */
function addressTypes({ spec }: Service): AddressType[] {
  const { ipFamilies = [], clusterIP = '' } = spec ?? {};
  if (ipFamilies.length > 0) return ipFamilies as AddressType[];
  return clusterIP && clusterIP !== 'None' ? [familyOf(clusterIP)] : ['IPv4', 'IPv6'];
}

/** Given: a new slice without endpoints. */
function newSlice(
  service: Stored<Service>,
  addressType: AddressType,
  ports: readonly EndpointPort[],
): EndpointSlice {
  const { namespace = 'default', name, uid } = service.metadata;
  const owner = { apiVersion: 'v1', kind: 'Service', name, uid };
  return {
    metadata: {
      generateName: `${name}-`,
      namespace,
      labels: sliceLabels(service),
      ownerReferences: [{ ...owner, controller: true, blockOwnerDeletion: true }],
    },
    addressType,
    ports: [...ports],
    endpoints: [],
  };
}

/** Given: a slice that is there, with labels, ports and endpoints of a new one. All else stays, its resourceVersion above all. */
function rewritten(slice: Stored<EndpointSlice>, fresh: EndpointSlice): Stored<EndpointSlice> {
  const { metadata, ports, endpoints } = fresh;
  const labels = metadata?.labels ?? {};
  return {
    ...slice,
    metadata: { ...slice.metadata, labels },
    endpoints,
    ...(ports && { ports }),
  };
}

/** Given: a text that is the same for the same ports. */
function portsKey(ports: readonly EndpointPort[] = []): string {
  return JSON.stringify(
    ports.map(({ name, port, protocol, appProtocol }) => [name, port, protocol, appProtocol]),
  );
}

/**
 * Distributes the endpoints over the slices of one set of ports, with few writes. `existing` are those that are there,
 * `empty` is what a new one looks like (`newSlice`), `max` how many endpoints a slice may have.
 *
 * Settled by: kubernetes v1.32, staging/src/k8s.io/endpointslice/reconciler.go, reconcileByPortMapping.
 */
export function packSlices(
  existing: readonly Stored<EndpointSlice>[],
  endpoints: readonly Endpoint[],
  empty: EndpointSlice,
  max: number,
): Changes {
  const waiting = new Map(endpoints.map((each) => [each.targetRef?.name, each]));
  const update: Stored<EndpointSlice>[] = [];
  const untouched: Stored<EndpointSlice>[] = [];
  const emptied: Stored<EndpointSlice>[] = [];
  for (const slice of existing) {
    const kept = slice.endpoints.flatMap(({ targetRef }) => take(waiting, targetRef?.name));
    const next = rewritten(slice, {
      ...empty,
      endpoints: kept,
    });
    if (kept.length === 0) emptied.push(slice);
    else if (deepEqual(next, slice)) untouched.push(slice);
    else update.push(next);
  }
  const rest = [...waiting.values()];
  for (const { endpoints } of update.toSorted(fuller))
    endpoints.push(...rest.splice(0, Math.max(0, max - endpoints.length)));
  const create: EndpointSlice[] = [];
  while (rest.length > 0) {
    const host = fullestWithRoom(untouched, rest.length, max);
    const added = rest.splice(0, max);
    if (host)
      update.push({
        ...host,
        endpoints: [...host.endpoints, ...added],
      });
    else
      create.push({
        ...empty,
        endpoints: added,
      });
  }
  return { create, update, delete: emptied };
}

/** Given: whether a slice belongs to this very Service, and not to an older one of the same name. */
function isOwned({ metadata }: Stored<EndpointSlice>, service: Stored<Service>): boolean {
  return metadata.ownerReferences?.some(({ uid }) => uid === service.metadata.uid) === true;
}

/**
 * All that is to be written for one family. `targets` are the Pods to list, `existing` the slices of this family that are there.
 *
 * Settled by: kubernetes v1.32, staging/src/k8s.io/endpointslice/reconciler.go, reconcileByAddressType and finalize.
 */
export function planSlices(
  service: Stored<Service>,
  family: AddressType,
  targets: readonly Target[],
  existing: readonly Stored<EndpointSlice>[],
  max: number,
): Changes {
  const own = existing.filter((slice) => isOwned(slice, service));
  const groups = new Map<
    string,
    {
      ports: Target['ports'];
      endpoints: Endpoint[];
    }
  >();
  for (const { ports, endpoint } of targets) {
    const key = portsKey(ports);
    const group = groups.get(key) ?? {
      ports,
      endpoints: [],
    };
    group.endpoints.push(endpoint);
    groups.set(key, group);
  }
  const packed = [...groups].map(([key, { ports, endpoints }]) => {
    const theirs = own.filter((slice) => portsKey(slice.ports) === key);
    return packSlices(theirs, endpoints, newSlice(service, family, ports), max);
  });
  const unused = [
    ...own.filter(({ ports }) => !groups.has(portsKey(ports))),
    ...packed.flatMap((each) => each.delete),
  ];
  const create = packed.flatMap((each) => each.create);
  if (create.length === 0 && unused.length === own.length)
    create.push(newSlice(service, family, []));
  const reused = unused.slice(0, create.length);
  const renewed = create.slice(0, reused.length).map((fresh, i) => rewritten(reused[i]!, fresh));
  return {
    create: create.slice(reused.length),
    update: [
      ...packed.flatMap((each) => each.update),
      ...renewed.filter((next, i) => !deepEqual(next, reused[i])),
    ],
    delete: [
      ...unused.slice(reused.length),
      ...existing.filter((slice) => !isOwned(slice, service)),
    ],
  };
}

/** Given: whether slices are made for this Service at all (rule 20). */
function isOurs({ spec }: Service): boolean {
  return spec?.type !== 'ExternalName' && Object.keys(spec?.selector ?? {}).length > 0;
}

/** Given: whether the Service's selector matches the Pod's labels. */
function selects({ spec }: Service, { metadata }: Stored<Pod>): boolean {
  const { selector: matchLabels } = spec ?? {};
  return matchesLabelSelector(matchLabels && { matchLabels }, metadata.labels);
}

/** Given: the key of the Service whose slice this is, when it is one of this controller's. */
function serviceKey({ metadata }: Stored<EndpointSlice>): string | undefined {
  const { [serviceName]: name, [managedBy]: by } = metadata.labels ?? {};
  if (by !== controllerName || !name) return undefined;
  return keyOf({ metadata: { namespace: metadata.namespace ?? '', name } });
}

/**
 * Keeps the slices of each Service as its Pods are.
 *
 * Settled by: kubernetes v1.32, pkg/controller/endpointslice/endpointslice_controller.go, syncService.
 */
export class EndpointSliceController implements Controller {
  readonly #given: EndpointSliceDependencies;

  /** Given: which event calls what. A slice that arrives is one creation seen. */
  constructor(given: EndpointSliceDependencies) {
    this.#given = given;
    const { services, pods, endpointSlices, queue, expectations } = given;
    services.addEventHandler({
      onAdd: (service) => queue.add(keyOf(service)),
      onUpdate: (_, service) => queue.add(keyOf(service)),
      onDelete: (gone) => queue.add('lastKnown' in gone ? gone.key : keyOf(gone)),
    });
    endpointSlices.addEventHandler({
      onAdd: (slice) => {
        const key = serviceKey(slice);
        if (key) expectations.creationObserved(key);
        if (key) queue.add(key);
      },
      onUpdate: (before, after) => {
        for (const key of [serviceKey(before), serviceKey(after)]) if (key) queue.add(key);
      },
      onDelete: (gone) => {
        const key = serviceKey('lastKnown' in gone ? gone.lastKnown : gone);
        if (key) queue.add(key);
      },
    });
    pods.addEventHandler({
      onAdd: (pod) => this.#wake(pod),
      onUpdate: (before, after) => this.#podChanged(before, after),
      onDelete: (gone) => this.#wake('lastKnown' in gone ? gone.lastKnown : gone),
    });
  }

  sync(key: string): SyncResult {
    const { services, expectations } = this.#given;
    const { namespace, name } = splitKey(key);
    const service = services.get(namespace, name);
    if (!service) {
      expectations.forget(key);
      return undefined;
    }
    if (!isOurs(service) || !expectations.satisfied(key)) return undefined;
    const lost = new Set<string>();
    this.#write(key, service, this.#changes(service, lost));
    for (const node of lost) throw notFound(apiResources.nodes, node);
    return undefined;
  }

  #changes(service: Stored<Service>, lost: Set<string>): Changes {
    const { endpointSlices, maxEndpointsPerSlice } = this.#given;
    const { namespace } = service.metadata;
    const slices = endpointSlices
      .list(namespace)
      .filter((each) => serviceKey(each) === keyOf(service) && !each.metadata.deletionTimestamp);
    const families = addressTypes(service);
    const plans = families.map((family) => {
      const existing = slices.filter(({ addressType }) => addressType === family);
      const targets = this.#targets(service, family, lost);
      return planSlices(service, family, targets, existing, maxEndpointsPerSlice);
    });
    return {
      create: plans.flatMap((each) => each.create),
      update: plans.flatMap((each) => each.update),
      delete: [
        ...plans.flatMap((each) => each.delete),
        ...slices.filter(({ addressType }) => !families.some((each) => each === addressType)),
      ],
    };
  }

  #targets(service: Stored<Service>, family: AddressType, lost: Set<string>): Target[] {
    const { pods, nodes } = this.#given;
    const { publishNotReadyAddresses } = service.spec ?? {};
    const listed = pods
      .list(service.metadata.namespace)
      .filter((pod) => isListed(pod) && selects(service, pod));
    return listed.flatMap((pod) => {
      const nodeName = pod.spec?.nodeName ?? '';
      const node = nodes.get('', nodeName);
      if (!node && !publishNotReadyAddresses) {
        lost.add(nodeName);
        return [];
      }
      const endpoint = endpointOf(pod, service, family, node);
      if (endpoint.addresses.length === 0) return [];
      return [
        {
          ports: endpointPorts(service, pod),
          endpoint,
        },
      ];
    });
  }

  #write(key: string, service: Stored<Service>, changes: Changes): void {
    const { client } = this.#given;
    if (!service.metadata.deletionTimestamp) this.#create(key, changes.create);
    for (const slice of changes.update) client.update('endpointslices', slice);
    for (const { metadata } of changes.delete) {
      try {
        client.delete('endpointslices', metadata.namespace ?? '', metadata.name);
      } catch (error) {
        if (!(error instanceof ApiError && error.code === 404)) throw error;
      }
    }
  }

  #create(key: string, slices: readonly EndpointSlice[]): void {
    const { client, expectations } = this.#given;
    if (slices.length > 0) expectations.expectCreations(key, slices.length);
    let created = 0;
    try {
      for (const slice of slices) {
        client.create('endpointslices', slice);
        created += 1;
      }
    } finally {
      for (; created < slices.length; created++) expectations.creationObserved(key);
    }
  }

  #podChanged(before: Stored<Pod>, after: Stored<Pod>): void {
    if (before.metadata.resourceVersion === after.metadata.resourceVersion) return;
    this.#wake(before);
    this.#wake(after);
  }

  /** A Pod is new, or gone. */
  #wake(pod: Stored<Pod>): void {
    const { services, queue } = this.#given;
    for (const service of services.list(pod.metadata.namespace))
      if (isOurs(service) && selects(service, pod)) queue.add(keyOf(service));
  }
}

function isReady({ status }: Pod): boolean {
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  return ready?.status === 'True';
}

function addressesOf({ status }: Pod, family: AddressType): string[] {
  const inFamily = status?.podIPs?.flatMap(({ ip }) => (ip && familyOf(ip) === family ? [ip] : []));
  return inFamily ?? [];
}

function targetPort(servicePort: ServicePort, { spec }: Pod): number | undefined {
  const { port, targetPort = port, protocol = 'TCP' } = servicePort;
  if (typeof targetPort === 'number') return targetPort;
  const sidecars = spec?.initContainers?.filter(({ restartPolicy }) => restartPolicy === 'Always');
  return [spec?.containers, sidecars]
    .flat()
    .flatMap((container) => container?.ports)
    .find((each) => each?.name === targetPort && (each.protocol ?? 'TCP') === protocol)
    ?.containerPort;
}

function take<K, V>(map: Map<K, V>, key: K): V[] {
  const value = map.get(key);
  map.delete(key);
  return value === undefined ? [] : [value];
}

function fullestWithRoom(
  slices: readonly Stored<EndpointSlice>[],
  room: number,
  max: number,
): Stored<EndpointSlice> | undefined {
  return slices.filter(({ endpoints }) => endpoints.length + room <= max).toSorted(fuller)[0];
}

function fuller(a: EndpointSlice, b: EndpointSlice): number {
  return b.endpoints.length - a.endpoints.length;
}
