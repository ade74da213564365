// By somebody who knew only lesson, brief, stub and kit.
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
const zoneLabel = 'topology.kubernetes.io/zone';

/**
 * Whether a Pod is listed at all.
 *
 * Settled by: kubernetes v1.32, staging/src/k8s.io/endpointslice/util/controller_utils.go, ShouldPodBeInEndpoints.
 */
export function isListed(pod: Pod): boolean {
  const { phase, podIPs = [] } = pod.status ?? {};
  return phase !== 'Succeeded' && phase !== 'Failed' && podIPs.some(({ ip }) => Boolean(ip));
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
  const { podIPs = [], conditions = [] } = pod.status ?? {};
  const zone = node?.metadata?.labels?.[zoneLabel];
  const serving = conditions.some(({ type, status }) => type === 'Ready' && status === 'True');
  const terminating = Boolean(deletionTimestamp);
  const published = service.spec?.publishNotReadyAddresses === true;
  return {
    addresses: podIPs.flatMap(({ ip }) => (ip && familyOf(ip) === family ? [ip] : [])),
    conditions: { ready: published || (serving && !terminating), serving, terminating },
    targetRef: { kind: 'Pod', ...(namespace && { namespace }), name, uid },
    ...(nodeName && { nodeName }),
    ...(zone && { zone }),
    ...(hostname && subdomain === service.metadata.name && { hostname }),
  };
}

/**
 * On which ports this Pod serves the ports of the Service.
 *
 * Settled by: kubernetes v1.32, staging/src/k8s.io/endpointslice/utils.go, getEndpointPorts and FindPort.
 */
export function endpointPorts(service: Service, pod: Pod): EndpointPort[] {
  return (service.spec?.ports ?? []).flatMap((servicePort) => {
    const { name, protocol, appProtocol } = servicePort;
    const port = portNumber(servicePort, pod);
    if (port === undefined) return [];
    return [
      {
        name: name || '',
        port,
        protocol: protocol || 'TCP',
        ...(appProtocol && { appProtocol }),
      },
    ];
  });
}

/** Which number a port of the Service has in this Pod; undefined when the Pod has no port of that name. */
function portNumber({ port, targetPort, protocol }: ServicePort, pod: Pod): number | undefined {
  if (typeof targetPort === 'number') return targetPort;
  if (!targetPort) return port;
  const { containers = [], initContainers = [] } = pod.spec ?? {};
  const sidecars = initContainers.filter(({ restartPolicy }) => restartPolicy === 'Always');
  return [...containers, ...sidecars]
    .flatMap(({ ports = [] }) => ports)
    .find((own) => own.name === targetPort && (own.protocol || 'TCP') === (protocol || 'TCP'))
    ?.containerPort;
}

/**
 * The labels of a Service's slices.
 *
 * Settled by: kubernetes v1.32, staging/src/k8s.io/endpointslice/utils.go, setEndpointSliceLabels.
 */
export function sliceLabels(service: Stored<Service>): StringMap {
  const { [headless]: _, ...own } = service.metadata.labels ?? {};
  const { clusterIP } = service.spec ?? {};
  return {
    ...own,
    [serviceName]: service.metadata.name,
    [managedBy]: controllerName,
    ...((!clusterIP || clusterIP === 'None') && { [headless]: '' }),
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
  const waiting = new Map(endpoints.map((endpoint) => [endpoint.targetRef?.name, endpoint]));
  /** The endpoints that stay in a slice, as they are now. Each is handed out once. */
  const take = (slice: EndpointSlice): Endpoint[] =>
    (slice.endpoints ?? []).flatMap(({ targetRef }) => {
      const now = waiting.get(targetRef?.name);
      waiting.delete(targetRef?.name);
      return now ? [now] : [];
    });

  const kept = existing.map((slice) => ({ slice, endpoints: take(slice) }));
  const gone = kept.filter((each) => each.endpoints.length === 0);
  const staying = kept
    .filter((each) => each.endpoints.length > 0)
    .sort((a, b) => b.endpoints.length - a.endpoints.length);
  const changed = staying.filter((each) => isChanged(each.slice, each.endpoints, empty));
  const untouched = staying.filter((each) => !changed.includes(each));

  let left = [...waiting.values()];
  for (const each of changed) {
    const room = Math.max(0, max - each.endpoints.length);
    each.endpoints.push(...left.slice(0, room));
    left = left.slice(room);
  }

  const create: EndpointSlice[] = [];
  while (left.length > 0) {
    const fitting = untouched.find((each) => each.endpoints.length + left.length <= max);
    if (fitting) {
      fitting.endpoints.push(...left);
      changed.push(fitting);
      left = [];
    } else {
      create.push({ ...empty, endpoints: left.slice(0, max) });
      left = left.slice(max);
    }
  }

  return {
    create,
    update: changed.map((each) => rewritten(each.slice, { ...empty, endpoints: each.endpoints })),
    delete: gone.map(({ slice }) => slice),
  };
}

function isChanged(
  { metadata, endpoints }: Stored<EndpointSlice>,
  now: readonly Endpoint[],
  empty: EndpointSlice,
): boolean {
  const before = { labels: metadata.labels, endpoints };
  return !deepEqual(before, { labels: empty.metadata?.labels, endpoints: now });
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
  const groups = new Map<string, Target[]>();
  for (const target of targets) {
    const ports = portsKey(target.ports);
    groups.set(ports, [...(groups.get(ports) ?? []), target]);
  }
  const create: EndpointSlice[] = [];
  const update: Stored<EndpointSlice>[] = [];
  const unused = own.filter(({ ports }) => !groups.has(portsKey(ports)));

  for (const [ports, group] of groups) {
    const changes = packSlices(
      own.filter((slice) => portsKey(slice.ports) === ports),
      group.map(({ endpoint }) => endpoint),
      newSlice(service, family, group[0]?.ports ?? []),
      max,
    );
    create.push(...changes.create);
    update.push(...changes.update);
    unused.push(...changes.delete);
  }
  // Without targets every slice of its own goes; with some, one is left or made.
  if (groups.size === 0) create.push(newSlice(service, family, []));

  const pairs = Math.min(create.length, unused.length);
  const reused = unused.slice(0, pairs).flatMap((slice, i) => {
    const fresh = create[i];
    const after = fresh && rewritten(slice, fresh);
    return after && !deepEqual(slice, after) ? [after] : [];
  });
  return {
    create: create.slice(pairs),
    update: [...update, ...reused],
    delete: [...unused.slice(pairs), ...existing.filter((slice) => !own.includes(slice))],
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
    const { services, endpointSlices, expectations, maxEndpointsPerSlice } = this.#given;
    const { namespace, name } = splitKey(key);
    const service = services.get(namespace, name);
    if (!service) {
      expectations.forget(key);
      return undefined;
    }
    if (!isOurs(service) || !expectations.satisfied(key)) return undefined;

    const slices = endpointSlices
      .list(namespace)
      .filter((slice) => serviceKey(slice) === key && !slice.metadata.deletionTimestamp);
    const families = addressTypes(service);
    const homeless = new Set<string>();
    const plans = families.map((family) =>
      planSlices(
        service,
        family,
        this.#targets(service, namespace, family, homeless),
        slices.filter(({ addressType }) => addressType === family),
        maxEndpointsPerSlice,
      ),
    );
    const others = slices.filter(
      ({ addressType }) => !families.includes(addressType as AddressType),
    );

    if (!service.metadata.deletionTimestamp) {
      this.#create(
        key,
        plans.flatMap((plan) => plan.create),
      );
    }
    for (const slice of plans.flatMap((plan) => plan.update)) {
      this.#given.client.update('endpointslices', slice);
    }
    for (const slice of [...plans.flatMap((plan) => plan.delete), ...others]) this.#delete(slice);

    for (const nodeName of homeless) throw notFound(apiResources.nodes, nodeName);
    return undefined;
  }

  /** The Pods of one family to list. Nodes that are not known are added to `homeless`, their Pods left out. */
  #targets(
    service: Stored<Service>,
    namespace: string,
    family: AddressType,
    homeless: Set<string>,
  ): Target[] {
    const { pods, nodes } = this.#given;
    return pods.list(namespace).flatMap((pod) => {
      if (!isListed(pod) || !selects(service, pod)) return [];
      // No node at all counts as one that nobody knows, as it does upstream.
      const nodeName = pod.spec?.nodeName ?? '';
      const node = nodes.get('', nodeName);
      const endpoint = endpointOf(pod, service, family, node);
      if (endpoint.addresses.length === 0) return [];
      if (!node && !service.spec?.publishNotReadyAddresses) {
        homeless.add(nodeName);
        return [];
      }
      return [{ ports: endpointPorts(service, pod), endpoint }];
    });
  }

  #create(key: string, slices: readonly EndpointSlice[]): void {
    const { client, expectations } = this.#given;
    if (slices.length === 0) return;
    expectations.expectCreations(key, slices.length);
    let created = 0;
    try {
      for (const slice of slices) {
        client.create('endpointslices', slice);
        created++;
      }
    } finally {
      for (let i = created; i < slices.length; i++) expectations.creationObserved(key);
    }
  }

  #delete({ metadata: { namespace = '', name } }: Stored<EndpointSlice>): void {
    try {
      this.#given.client.delete('endpointslices', namespace, name);
    } catch (error) {
      if (!(error instanceof ApiError && error.code === 404)) throw error;
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
    for (const service of services.list(pod.metadata.namespace)) {
      if (isOurs(service) && selects(service, pod)) queue.add(keyOf(service));
    }
  }
}
