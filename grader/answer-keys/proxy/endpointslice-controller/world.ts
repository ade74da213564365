import {
  ApiError,
  type Client,
  type Controller,
  type Endpoint,
  type EndpointSlice,
  type Expectations,
  type Informer,
  type KubernetesObject,
  type Node,
  type Pod,
  type Service,
  type Stored,
  type WorkQueue,
} from 'course/kit';
import { FakeCluster } from '#suite';
import { lettersOf, node, portsOf } from './objects.ts';

interface Given {
  readonly client: Client;
  readonly services: Informer<Service>;
  readonly pods: Informer<Pod>;
  readonly nodes: Informer<Node>;
  readonly endpointSlices: Informer<EndpointSlice>;
  readonly queue: WorkQueue;
  readonly expectations: Expectations;
  readonly maxEndpointsPerSlice: number;
}

/** How a test begins; usually with `web` alone and node `n1`. */
export interface Beginning {
  readonly services?: readonly Service[];
  readonly pods?: readonly Pod[];
  readonly slices?: readonly EndpointSlice[];
  readonly nodes?: readonly Node[];
  readonly max?: number;
  /** True: the controller hears of Services and Pods too, not only of slices. */
  readonly hears?: boolean;
}

/** A cluster with the controller in it. */
export class World {
  readonly cluster = new FakeCluster();
  readonly queue = this.cluster.queue();
  readonly expectations = this.cluster.expectations();
  /** What was expected, and how many writes there had been before. */
  readonly expected: string[] = [];
  readonly controller: Controller;

  constructor(Part: new (given: Given) => Controller, beginning: Beginning) {
    const { services = [], pods = [], slices = [], nodes = [node('n1')] } = beginning;
    const { max = 100, hears = false } = beginning;
    const { cluster, queue } = this;
    for (const each of services) cluster.server.place('services', each);
    for (const each of pods) cluster.server.place('pods', each);
    for (const each of slices) cluster.server.place('endpointslices', each);
    for (const each of nodes) cluster.server.place('nodes', each);
    const all = {
      services: cluster.informer('services'),
      pods: cluster.informer('pods'),
      nodes: cluster.informer('nodes'),
      endpointSlices: cluster.informer('endpointslices'),
    };
    cluster.deliver();
    this.controller = new Part({
      ...{ client: cluster.client, queue, maxEndpointsPerSlice: max },
      ...{ ...all, expectations: this.#watched() },
      services: hears ? all.services : silent(all.services),
      pods: hears ? all.pods : silent(all.pods),
    });
  }

  /** One sync: what it wrote, and at last the code if it was refused. */
  sync(key = 'default/web'): string[] {
    const refusals: string[] = [];
    try {
      this.controller.sync(key);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      refusals.push(`throws ${error.code}`);
    }
    return [...this.writes(), ...refusals];
  }

  /** All news arrive, then one sync. */
  step(): string[] {
    this.cluster.deliver();
    return this.sync();
  }

  writes(): string[] {
    return this.cluster.takeWrites().map(({ verb, key, body, refused }) => {
      const name = verb === 'create' ? '' : ` ${key.replace(/^default\//, '')}`;
      const what =
        verb === 'delete'
          ? ''
          : ` ${portsOf(body as object as EndpointSlice)} ${lettersOf(body as object as EndpointSlice)}`;
      return `${verb}${name}${what}${refused === undefined ? '' : ` (${refused})`}`;
    });
  }

  /** All news arrive; the keys in the queue, which is empty afterwards. */
  woken(): string[] {
    this.cluster.deliver();
    const keys: string[] = [];
    for (let key = this.queue.get(); key !== undefined; key = this.queue.get()) {
      keys.push(key);
      this.queue.done(key);
    }
    return keys.sort();
  }

  slices(): Stored<EndpointSlice>[] {
    return this.cluster.server.list('endpointslices').items;
  }

  /** Slices as `8080 abc`, sorted. */
  shown(): string[] {
    return this.slices()
      .map((each) => `${portsOf(each)} ${lettersOf(each)}`)
      .sort();
  }

  endpoints(): Endpoint[] {
    return this.slices().flatMap((each) => each.endpoints);
  }

  #watched(): Expectations {
    const { expectations, expected, cluster } = this;
    const told = (text: string) => expected.push(`${text} after ${cluster.writes.length} writes`);
    return {
      expectCreations: (key, count) => {
        told(`expects ${count}`);
        expectations.expectCreations(key, count);
      },
      creationObserved: (key) => {
        told(`observes ${key}`);
        expectations.creationObserved(key);
      },
      forget: (key) => {
        told(`forgets ${key}`);
        expectations.forget(key);
      },
      expectDeletions: (key, children) => expectations.expectDeletions(key, children),
      deletionObserved: (key, child) => expectations.deletionObserved(key, child),
      satisfied: (key) => expectations.satisfied(key),
    };
  }
}

/** An informer that nobody hears of changes from. */
function silent<T extends KubernetesObject>(informer: Informer<T>): Informer<T> {
  return {
    get: (...args) => informer.get(...args),
    list: (...args) => informer.list(...args),
    hasSynced: () => informer.hasSynced(),
    addEventHandler: () => {},
  };
}
