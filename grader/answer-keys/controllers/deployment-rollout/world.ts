import {
  type Controller,
  type Deployment,
  type DeploymentStatus,
  type Informer,
  type KubernetesObject,
  manualClock,
  type Pod,
  type ReplicaSet,
  type ResourceName,
  type Stored,
  type SyncResult,
} from 'course/kit';
import {
  DeploymentController,
  type DeploymentControllerOptions,
} from '#exercise/controllers/deployment-rollout';
import { FakeCluster } from '#suite';
import { annotation, start, template, type Wish, web } from './objects.ts';

type Read = Stored<ReplicaSet>;

/** What else a World may begin with. */
export interface Beginning extends Pick<Deployment, 'status'> {
  /** More of the Deployment's metadata. */
  readonly metadata?: Deployment['metadata'];
  /** True: informers tell the controller's handlers, and the queue fills. Each call out of the box costs, so only where a test is about it. */
  readonly handled?: boolean;
  /** What is tested; the learner's class when absent. */
  readonly Part?: new (
    options: DeploymentControllerOptions,
  ) => Controller;
}

/** The Deployment `web` in a cluster whose ReplicaSets do what they should, or what a test says. */
export class World {
  readonly cluster = new FakeCluster(manualClock(start));
  readonly queue = this.cluster.queue();
  readonly #controller: Controller;

  constructor(wish: Wish, sets: readonly ReplicaSet[] = [], beginning: Beginning = {}) {
    const { cluster, queue } = this;
    const { metadata, handled = false, Part = DeploymentController, ...before } = beginning;
    const usual = web({ template: template('v2'), ...wish });
    usual.spec!.selector = { matchLabels: { app: 'web' } };
    const named = { ...usual.metadata, uid: 'uid-web', ...metadata };
    cluster.server.place('deployments', { ...usual, ...before, metadata: named });
    for (const set of sets) cluster.server.place('replicasets', owned(set));
    const informer = <R extends ResourceName>(resource: R) =>
      handled ? cluster.informer(resource) : deaf(cluster.informer(resource));
    this.#controller = new Part({
      ...{ client: cluster.client, clock: cluster.clock, events: cluster.events, queue },
      ...{ deployments: informer('deployments'), replicaSets: informer('replicasets') },
      pods: informer('pods'),
    });
  }

  /** The caches catch up, then one sync. */
  sync(): SyncResult {
    this.cluster.deliver();
    return this.#controller.sync('default/web');
  }

  /** One sync with caches as they are. */
  syncAtOnce(): SyncResult {
    return this.#controller.sync('default/web');
  }

  /** One sync, and what it wrote to ReplicaSets. */
  step(): string[] {
    this.sync();
    return this.takeSteps();
  }

  /** The same for another Deployment. */
  stepOf(name: string): string[] {
    this.cluster.deliver();
    this.#controller.sync(`default/${name}`);
    return this.takeSteps();
  }

  /** What was written to ReplicaSets since the last question: `web-1 size 8`. */
  takeSteps(): string[] {
    const writes = this.cluster.takeWrites().filter(({ resource }) => resource === 'replicasets');
    return writes.map(({ verb, key, body, refused }) => {
      const name = short(key.split('/')[1] ?? '');
      const told = verb === 'delete' ? 'deleted' : sizeAndRevision(body as ReplicaSet);
      const done = verb === 'create' ? `created, ${told}` : told;
      return `${name} ${done}${refused === undefined ? '' : `, refused ${refused}`}`;
    });
  }

  /** The events arrive; the keys that are then in the queue, which is empty afterwards. */
  woken(): string[] {
    this.cluster.deliver();
    const keys: string[] = [];
    for (let key = this.queue.get(); key !== undefined; key = this.queue.get()) {
      keys.push(key);
      this.queue.done(key);
    }
    return keys;
  }

  /** Syncs until one writes nothing. */
  rest(): void {
    for (let syncs = 0; syncs < 20; syncs++) {
      const { length } = this.cluster.writes;
      this.sync();
      if (this.cluster.writes.length === length) return;
    }
    throw new Error('the controller does not come to rest: 20 syncs, and each wrote something');
  }

  /** The ReplicaSet controller reports: all Pods that it should have, those of `broken` names never available. */
  report(broken: (set: Read) => boolean = () => false): void {
    for (const set of this.sets()) {
      const replicas = set.spec?.replicas ?? 1;
      const { generation: observedGeneration } = set.metadata;
      const availableReplicas = broken(set) ? 0 : replicas;
      const status = { replicas, readyReplicas: availableReplicas, availableReplicas };
      this.cluster.server.updateStatus('replicasets', {
        ...set,
        status: { ...status, observedGeneration },
      });
    }
  }

  /** Reports and syncs in turn until nothing changes. `watch` sees the cluster after each turn. */
  roll(broken?: (set: Read) => boolean, watch: () => void = () => {}): void {
    for (let turn = 0; turn < 16; turn++) {
      const { resourceVersion } = this.cluster.server.list('replicasets').metadata;
      this.report(broken);
      this.sync();
      watch();
      if (this.cluster.server.list('replicasets').metadata.resourceVersion === resourceVersion)
        return;
    }
  }

  /** As `kubectl edit` would. */
  edit(change: (spec: NonNullable<Deployment['spec']>) => void): void {
    const { server } = this.cluster;
    const deployment = server.get('deployments', 'default', 'web');
    change(deployment.spec!);
    server.update('deployments', deployment);
  }

  sets(): Read[] {
    return this.cluster.server.list('replicasets').items;
  }

  /** Sizes by image, so that names with a hash do not matter: `{ v1: 8, v2: 3 }`. */
  sizes(): Record<string, number> {
    return Object.fromEntries(this.sets().map((set) => [imageOf(set), set.spec?.replicas ?? 1]));
  }

  status(): DeploymentStatus {
    return this.cluster.server.get('deployments', 'default', 'web').status ?? {};
  }

  /** `True NewReplicaSetAvailable`, or `none`. */
  condition(type: string): string {
    const found = this.status().conditions?.find((each) => each.type === type);
    return found ? `${found.status} ${found.reason}` : 'none';
  }
}

/** An informer that tells nobody. */
function deaf<T extends KubernetesObject>(informer: Informer<T>): Informer<T> {
  return {
    get: (...args) => informer.get(...args),
    list: (...args) => informer.list(...args),
    hasSynced: () => informer.hasSynced(),
    addEventHandler: () => {},
  };
}

/** A ReplicaSet of `web`. */
export function owned(set: ReplicaSet, uid = 'uid-web'): ReplicaSet {
  const owner = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid, controller: true };
  const metadata = { namespace: 'default', uid: `uid-${set.metadata?.name}`, ...set.metadata };
  const status = { replicas: 0, observedGeneration: 1, ...set.status };
  const spec = { ...set.spec!, template: set.spec?.template ?? template('v1') };
  return {
    kind: 'ReplicaSet',
    ...{ ...set, spec, status },
    metadata: { ...metadata, ownerReferences: [owner] },
  };
}

/** A Pod of that ReplicaSet. */
export function podOf(name: string, set: string, phase?: string): Pod {
  const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: set, uid: `uid-${set}` };
  return {
    metadata: { name, namespace: 'default', ownerReferences: [{ ...owner, controller: true }] },
    ...(phase && { status: { phase } }),
  };
}

export function imageOf({ spec }: ReplicaSet): string {
  return spec?.template?.spec?.containers[0]?.image ?? '';
}

/** A name that the stub made ends with a hash, which no test may depend on. */
function short(name: string): string {
  return name.replace(/^web-[0-9a-f]{10}$/, 'web-#');
}

function sizeAndRevision({ spec, metadata }: ReplicaSet): string {
  const revision = metadata?.annotations?.[`${annotation}/revision`];
  return `size ${spec?.replicas}${revision === undefined ? '' : ` revision ${revision}`}`;
}
