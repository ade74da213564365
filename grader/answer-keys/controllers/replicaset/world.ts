import {
  ApiError,
  type Client,
  type Controller,
  type Expectations,
  type Informer,
  type KubernetesObject,
  keyOf,
  type Pod,
  type ReplicaSet,
  type SyncResult,
} from 'course/kit';
import { expect } from 'vitest';
import { FakeCluster, type PlannedFailure } from '#suite';
import { sceneOf, told } from './scene.ts';

/** What a ReplicaSetController is given. */
interface Given {
  client: Client;
  replicaSets: Informer<ReplicaSet>;
  pods: Informer<Pod>;
  queue: ReturnType<FakeCluster['queue']>;
  expectations: Expectations;
  clock: FakeCluster['clock'];
  events: FakeCluster['events'];
  burstReplicas: number;
}

type Make = new (given: Given) => Controller;

/** How a test begins. */
export interface Beginning {
  readonly replicaSets?: readonly ReplicaSet[];
  readonly pods?: readonly Pod[];
  readonly burstReplicas?: number;
  /** Whether the controller hears of changes. Without it a test calls `sync` by itself, which is quicker. */
  readonly hears?: boolean;
}

/** How a sync ended. */
export type Ending = { readonly result: SyncResult } | { readonly refused: ApiError };

/** A cluster with the graded controller in it. */
export class World {
  readonly cluster = new FakeCluster();
  readonly queue = this.cluster.queue();
  readonly expectations = this.cluster.expectations();
  readonly controller: Controller;

  /** The apiserver as others use it: what they do is told in the scene. */
  readonly server = this.narrated();
  private readonly meanwhile: string[] = [];
  private readonly begins: string;

  /** Places the objects, lets the caches see them, then starts the controller. */
  constructor(make: Make, beginning: Beginning) {
    const { replicaSets, pods, burstReplicas = 500, hears } = beginning;
    const { cluster, queue, expectations } = this;
    this.begins = sceneOf(beginning);
    const { clock, events } = cluster;
    for (const each of replicaSets ?? []) cluster.server.place('replicasets', each);
    for (const each of pods ?? []) cluster.server.place('pods', each);
    const informers = {
      replicaSets: cluster.informer('replicasets'),
      pods: cluster.informer('pods'),
    };
    cluster.deliver();
    this.controller = new make({
      client: this.client(),
      replicaSets: hears ? informers.replicaSets : silent(informers.replicaSets),
      pods: hears ? informers.pods : silent(informers.pods),
      ...{ queue, expectations, clock, events, burstReplicas },
    });
  }

  /** How the test began and what others did since, for the message of a failure. */
  get scene(): string {
    return [this.begins, ...this.meanwhile].join('. ');
  }

  /** An expectation that, when it fails, tells the scene too. */
  expect(value: unknown, note?: string) {
    return expect(value, note ? `${this.scene}. ${note}` : this.scene);
  }

  /** Plans a refusal. */
  fail(plan: PlannedFailure): void {
    const { verb, resource, nth, error } = plan;
    const which = nth === undefined ? 'every' : `number ${nth}:`;
    this.meanwhile.push(`The apiserver refuses ${which} ${verb} of ${resource} (${error.message})`);
    this.cluster.fail(plan);
  }

  private narrated(): FakeCluster['server'] {
    const { server } = this.cluster;
    return new Proxy(server, {
      get: (_, verb: keyof typeof server) => {
        const method = server[verb] as (...args: unknown[]) => unknown;
        return (...args: unknown[]) => {
          const text = told(verb, args);
          if (text) this.meanwhile.push(text);
          return method.apply(server, args);
        };
      },
    });
  }

  /** The Client of the controller; a test may do something of its own before a write is answered. */
  private client(): Client {
    const { client } = this.cluster;
    return {
      ...client,
      get: (...args) => {
        this.reads += 1;
        return client.get(...args);
      },
      create: (resource, object) => {
        const stored = client.create(resource, object);
        this.afterWrite?.(keyOf(stored));
        return stored;
      },
      patch: (resource, namespace, name, patch, subresource) => {
        const stored = client.patch(resource, namespace, name, patch, subresource);
        this.afterWrite?.(keyOf(stored));
        return stored;
      },
      delete: (resource, namespace, name, options) => {
        client.delete(resource, namespace, name, options);
        this.afterWrite?.(`${namespace}/${name}`);
      },
    };
  }

  /** How often the controller has asked the apiserver for one object. */
  reads = 0;

  /** Called with its key after a Pod was created, patched or deleted, before the controller is told so. */
  afterWrite: ((key: string) => void) | undefined;

  get worker() {
    return { controller: this.controller, queue: this.queue };
  }

  sync(key = 'default/web'): Ending {
    try {
      return { result: this.controller.sync(key) };
    } catch (error) {
      if (error instanceof ApiError) return { refused: error };
      throw error;
    }
  }

  /** Syncs; whether that threw an ApiError. */
  refused(): boolean {
    return 'refused' in this.sync();
  }

  /** The writes since the last question, without those of the status, as `delete default/a` or `create web-`. */
  writes(): string[] {
    return this.cluster
      .takeWrites()
      .filter(({ verb }) => verb !== 'updateStatus')
      .map(({ verb, key, refused }) => {
        const what = verb === 'create' ? key.replace(/^.*\//, '').replace(/-[^-]*$/, '-') : key;
        return `${verb} ${what}${refused ? ` (${refused})` : ''}`;
      });
  }

  /** The Pods by name, each with the uid of its controller. */
  controllers(): Record<string, string | undefined> {
    return Object.fromEntries(
      this.pods().map(({ metadata }) => [
        metadata.name,
        metadata.ownerReferences?.find(({ controller }) => controller)?.uid,
      ]),
    );
  }

  pods() {
    return this.cluster.server.list('pods').items;
  }

  status(name = 'web'): ReplicaSet['status'] {
    return this.cluster.server.get('replicasets', 'default', name).status;
  }
}

/** An informer that nobody hears of changes from. */
function silent<T extends KubernetesObject>(informer: Informer<T>): Informer<T> {
  return {
    get: (namespace, name) => informer.get(namespace, name),
    list: (namespace) => informer.list(namespace),
    hasSynced: () => informer.hasSynced(),
    addEventHandler: () => {},
  };
}
