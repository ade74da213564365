import type { ApiError, Controller, Node, Stored, Taint, Toleration } from 'course/kit';
import type { NodeLifecycleParts, TaintEvictionParts } from '#exercise/controllers/node-lifecycle';
import { FakeCluster, type Worker } from '#suite';
import { lease, ms, type NodeFacts, node, pod, short, tolerates } from './objects.ts';

interface Controllers {
  readonly NodeLifecycleController: new (parts: NodeLifecycleParts) => Monitor;
  readonly TaintEvictionController: new (parts: TaintEvictionParts) => Controller;
}

type Monitor = Controller & { monitor(): void };

/**
 * A cluster with both controllers, at second 0. Kubelets do only what a test says.
 * A controller is made when it is first used: who has handlers is told of everything, and each call costs time.
 */
export class World {
  readonly cluster = new FakeCluster();
  readonly #controllers: Controllers;
  readonly #heartbeats = new Map<string, number>();
  #lifecycle: (Worker & { readonly controller: Monitor }) | undefined;
  #eviction: Worker | undefined;

  constructor(controllers: Controllers) {
    this.#controllers = controllers;
  }

  /** The node lifecycle controller and its queue. */
  get lifecycle(): Worker & { readonly controller: Monitor } {
    if (this.#lifecycle) return this.#lifecycle;
    const { client, clock } = this.cluster;
    const [nodes, pods] = [this.cluster.informer('nodes'), this.cluster.informer('pods')];
    const [leases, queue] = [this.cluster.informer('leases'), this.cluster.queue()];
    const parts = { client, clock, nodes, leases, pods, queue };
    this.#lifecycle = { controller: new this.#controllers.NodeLifecycleController(parts), queue };
    return this.#lifecycle;
  }

  /** The taint eviction controller and its queue. */
  get eviction(): Worker {
    if (this.#eviction) return this.#eviction;
    const { client, clock } = this.cluster;
    const [nodes, pods] = [this.cluster.informer('nodes'), this.cluster.informer('pods')];
    const queue = this.cluster.queue();
    const parts = { client, clock, nodes, pods, queue, tolerates };
    this.#eviction = { controller: new this.#controllers.TaintEvictionController(parts), queue };
    return this.#eviction;
  }

  /** Nodes join. */
  join(facts: NodeFacts, ...names: string[]): void {
    for (const name of names) {
      const { metadata, ...rest } = node(name, facts);
      const labels = metadata?.labels;
      this.cluster.server.place('nodes', {
        ...rest,
        metadata: { name, ...(labels && { labels }) },
      });
    }
  }

  /** Their kubelets post their status, with a stamp of their own clock that is new. */
  beat(ready: string, ...names: string[]): void {
    for (const name of names) {
      const heartbeat = (this.#heartbeats.get(name) ?? 0) + 1;
      this.#heartbeats.set(name, heartbeat);
      const { status } = node(name, { ready, heartbeat });
      this.cluster.server.updateStatus('nodes', { metadata: { name }, ...(status && { status }) });
    }
  }

  /** Their kubelets renew their Leases. */
  renew(seconds: number, ...names: string[]): void {
    const { server } = this.cluster;
    const known = new Set(server.list('leases').items.map(({ metadata }) => metadata.name));
    for (const name of names) {
      if (known.has(name)) server.update('leases', lease(name, seconds));
      else server.create('leases', lease(name, seconds));
    }
  }

  /** A Pod that runs and is ready. */
  run(name: string, nodeName: string, tolerations?: Toleration[]): void {
    const conditions = [
      { type: 'PodScheduled', status: 'True' },
      { type: 'Ready', status: 'True' },
    ];
    const status = { phase: 'Running', conditions };
    this.cluster.server.place('pods', { ...pod(name, nodeName, tolerations), status });
  }

  /** All news arrive, then monitor, so many seconds after the start. */
  monitor(seconds = this.#seconds): void {
    this.to(seconds);
    const { controller } = this.lifecycle;
    this.cluster.deliver();
    controller.monitor();
    this.cluster.deliver();
  }

  /** All news arrive, then sync of the node; what monitor and Pods need is left alone. */
  syncNode(name: string): void {
    const { controller } = this.lifecycle;
    this.cluster.deliver();
    controller.sync(name);
    this.cluster.deliver();
  }

  /** All news arrive, then sync of the Pod, so many seconds after the start. */
  syncPod(name: string, seconds = this.#seconds): unknown {
    this.to(seconds);
    const { controller } = this.eviction;
    this.cluster.deliver();
    const result = controller.sync(`default/${name}`);
    this.cluster.deliver();
    return result;
  }

  /** The clock moves on. */
  to(seconds: number): void {
    this.cluster.clock.advance(ms(seconds) - this.cluster.clock.now());
  }

  get #seconds(): number {
    return (this.cluster.clock.now() - ms(0)) / 1000;
  }

  node(name: string): Stored<Node> {
    return this.cluster.server.get('nodes', '', name);
  }

  ready(name: string): string | undefined {
    return this.node(name).status?.conditions?.find(({ type }) => type === 'Ready')?.status;
  }

  /** The taints of a node, in short. */
  taints(name: string): string[] {
    return short(this.node(name).spec?.taints);
  }

  /** Those of these nodes that have a NoExecute taint. */
  tainted(...names: string[]): string[] {
    return names.filter((name) => this.taints(name).some((text) => text.endsWith(':NoExecute')));
  }

  /** Somebody gives the node these taints, and no others. */
  taint(name: string, ...taints: Taint[]): void {
    const { metadata, spec } = this.node(name);
    this.cluster.server.update('nodes', { metadata, spec: { ...spec, taints } });
  }

  /** The names of the Pods that are there and are not being deleted. */
  pods(): string[] {
    const { items } = this.cluster.server.list('pods');
    return items
      .filter(({ metadata }) => !metadata.deletionTimestamp)
      .map(({ metadata }) => metadata.name)
      .sort();
  }

  /** The status of a Pod's condition Ready. */
  podReady(name: string): string | undefined {
    const { status } = this.cluster.server.get('pods', 'default', name);
    return status?.conditions?.find(({ type }) => type === 'Ready')?.status;
  }

  /** All news arrive; everything that waits in the queue of Pods then, taken out. */
  waitingPods(): string[] {
    const { queue } = this.eviction;
    this.cluster.deliver();
    const keys: string[] = [];
    for (let key = queue.get(); key !== undefined; key = queue.get()) {
      queue.done(key);
      keys.push(key);
    }
    return keys.sort();
  }
}

/** What was thrown; undefined when nothing was. */
export function thrown(work: () => unknown): ApiError | undefined {
  try {
    work();
  } catch (error) {
    return error as ApiError;
  }
  return undefined;
}
