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
  NotImplemented,
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
export function isListed(pod: Pod): boolean {
  // TODO step 1, Which Pods (rule 1).
  throw new NotImplemented('step 1: isListed');
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
  // TODO step 2, The endpoint (rules 2 to 6).
  throw new NotImplemented('step 2: endpointOf');
}

/**
 * On which ports this Pod serves the ports of the Service.
 *
 * Settled by: kubernetes v1.32, staging/src/k8s.io/endpointslice/utils.go, getEndpointPorts and FindPort.
 */
export function endpointPorts(service: Service, pod: Pod): EndpointPort[] {
  // TODO step 3, Ports (rules 7 to 9).
  throw new NotImplemented('step 3: endpointPorts');
}

/**
 * The labels of a Service's slices.
 *
 * Settled by: kubernetes v1.32, staging/src/k8s.io/endpointslice/utils.go, setEndpointSliceLabels.
 */
export function sliceLabels(service: Stored<Service>): StringMap {
  // TODO step 4, Labels (rule 10).
  throw new NotImplemented('step 4: sliceLabels');
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
  // TODO step 5, Packing (rules 11 to 15).
  throw new NotImplemented('step 5: packSlices');
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
  // TODO step 6, Planning (rules 16 to 19).
  throw new NotImplemented('step 6: planSlices');
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
    // TODO step 7, Looking (rules 20 to 23), and step 8, Writing (rules 24 to 26).
    throw new NotImplemented('step 7: sync');
  }

  #podChanged(before: Stored<Pod>, after: Stored<Pod>): void {
    // TODO step 9, Waking up (rule 27).
    throw new NotImplemented('step 9: #podChanged');
  }

  /** A Pod is new, or gone. */
  #wake(pod: Stored<Pod>): void {
    // TODO step 9, Waking up (rule 27).
    throw new NotImplemented('step 9: #wake');
  }
}
