import { type Controller, keyOf } from 'course/kit';
import { KeyQueue, SmallClient, type SmallCluster, syncKey } from '#simulation';
import { nodeNews } from './node-news.ts';
import { isEnding, type NodePart, type TaintsPart } from './parts.ts';

/** The two controllers under test, with their queues, and what the second one plans. */
export class NodeControllers {
  private readonly client: SmallClient;
  private readonly lifecycle: Controller & { monitor(): void };
  private readonly eviction: Controller;
  private readonly nodeQueue: KeyQueue;
  private readonly podQueue: KeyQueue;
  /** When which Pod is to be looked at again, by key. */
  private readonly plans = new Map<string, number>();

  constructor(
    private readonly cluster: SmallCluster,
    part: NodePart,
    { toleratesTaint }: TaintsPart,
  ) {
    const { clock } = cluster;
    this.client = new SmallClient(cluster);
    this.nodeQueue = new KeyQueue(clock);
    this.podQueue = new KeyQueue(clock);
    const [nodes, pods] = [cluster.informer('nodes'), cluster.informer('pods')];
    const shared = { client: this.client, clock, nodes, pods };
    this.lifecycle = new part.NodeLifecycleController({
      ...{ ...shared, queue: this.nodeQueue },
      leases: cluster.informer('leases'),
    });
    this.eviction = new part.TaintEvictionController({
      ...{ ...shared, queue: this.podQueue },
      tolerates: (toleration, taint) => toleratesTaint(toleration, taint),
    });
  }

  /** Both look at everything that is due, and write. Says what they did and what they plan. */
  work(): string[] {
    this.cluster.deliver();
    this.lifecycle.monitor();
    const refused = this.drain(this.lifecycle, this.nodeQueue);
    const planned = this.evict();
    return [...nodeNews(this.client.takeWrites()), ...refused, ...planned];
  }

  /** Seconds until a Pod is evicted, if that is planned. */
  left(pod: string): number | undefined {
    const at = this.plans.get(`default/${pod}`);
    return at === undefined ? undefined : Math.round((at - this.cluster.clock.now()) / 1000);
  }

  /** Works on all keys that are due now. What is asked back later is noted in `plans`. */
  private drain(
    controller: Controller,
    queue: KeyQueue,
    plans = new Map<string, number>(),
  ): string[] {
    const refused: string[] = [];
    this.cluster.deliver();
    for (let key = queue.get(); key !== undefined; key = queue.get()) {
      const error = syncKey(controller, queue, key);
      if (error) refused.push(`A sync of ${key} is refused and tried again: "${error.message}".`);
      const ms = queue.dueInMs(key);
      if (ms === undefined) plans.delete(key);
      else if (!error) plans.set(key, this.cluster.clock.now() + ms);
      this.cluster.deliver();
    }
    return refused;
  }

  /** The eviction controller works: what it plans and what it takes back. */
  private evict(): string[] {
    const before = new Set(this.plans.keys());
    const refused = this.drain(this.eviction, this.podQueue, this.plans);
    const pods = this.cluster.list('pods').filter((pod) => !isEnding(pod));
    const changed = pods.filter((pod) => before.has(keyOf(pod)) !== this.plans.has(keyOf(pod)));
    return [
      ...refused,
      ...changed.map(({ metadata: { name }, spec }) => {
        const left = this.left(name);
        const time = left === undefined ? 'after all' : `for ${left} s more`;
        return `${name} may stay on ${spec?.nodeName} ${time}.`;
      }),
    ];
  }
}
