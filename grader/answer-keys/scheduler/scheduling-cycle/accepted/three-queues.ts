import {
  ApiError,
  keyOf,
  maxNodeScore,
  type Node,
  type NodeInfo,
  PluginError,
  type Pod,
  type Random,
  type SchedulerPlugin,
  type SchedulingEvent,
  type Status,
} from 'course/kit';

/** A Pod that was taken from the queue to be tried; `attempts` counts this one too. */
export interface QueuedPod {
  readonly pod: Pod;
  readonly attempts: number;
}

/** Waits for its turn; for its back-off to end; for an event; or is being tried, or assumed and not yet bound. */
export type QueuePlace = 'active' | 'backoff' | 'unschedulable' | 'in-flight';

/** Which plugin said no to a node, and what it said. */
export interface Refusal {
  readonly nodeName: string;
  readonly plugin: string;
  readonly status: Status;
}

/** All plugins' scores of a node, weighed and added. */
export interface NodeScore {
  readonly nodeName: string;
  readonly score: number;
}

export interface SchedulerOptions {
  /** In the order in which they are asked. */
  readonly plugins: readonly SchedulerPlugin[];
  readonly random: Random;
  /** Sends the binding. Throws ApiError when the apiserver refuses, for example 409 Conflict. */
  readonly bind: (pod: Pod, nodeName: string) => void;
  /** Whose Pods are ours; `default-scheduler` when absent. */
  readonly schedulerName?: string;
}

/** What became of a Pod (its key, as keyOf gives it): a node, or what its condition PodScheduled will say. */
export type Outcome =
  | { readonly pod: string; readonly nodeName: string }
  | {
      readonly pod: string;
      readonly reason: 'Unschedulable' | 'SchedulerError';
      readonly message: string;
    };

/** Another way: three real queues, moved through when somebody asks; one record of each attempt; a reservoir for ties. */
export function backoffMs(attempts: number): number {
  return [0, 1000, 2000, 4000, 8000][attempts] ?? 10_000;
}

interface Waiting {
  pod: Pod;
  attempts: number;
  time: number;
  refusedBy: Set<string>;
}

export class SchedulingQueue {
  readonly #plugins: readonly SchedulerPlugin[];
  #active: Waiting[] = [];
  #backoff: Waiting[] = [];
  #unschedulable: Waiting[] = [];
  #inFlight: { waiting: Waiting; from: number }[] = [];
  #history: SchedulingEvent[] = [];

  constructor(plugins: readonly SchedulerPlugin[]) {
    this.#plugins = plugins;
  }

  add(pod: Pod, now: number): void {
    const known = this.#all().find((each) => keyOf(each.pod) === keyOf(pod));
    if (known) known.pod = pod;
    else this.#active.push({ pod, attempts: 0, time: now, refusedBy: new Set() });
  }

  pop(now: number): QueuedPod | undefined {
    this.#flush(now);
    let best: Waiting | undefined;
    for (const each of this.#active) if (!best || isBefore(each, best)) best = each;
    if (!best) return undefined;
    const waiting = best;
    this.#active = this.#active.filter((each) => each !== waiting);
    waiting.attempts++;
    this.#inFlight.push({ waiting, from: this.#history.length });
    return { pod: waiting.pod, attempts: waiting.attempts };
  }

  requeue(key: string, refusedBy: readonly string[], now: number): void {
    const attempt = this.#inFlight.find(({ waiting }) => keyOf(waiting.pod) === key);
    if (!attempt) return;
    this.#inFlight = this.#inFlight.filter((each) => each !== attempt);
    const { waiting, from } = attempt;
    waiting.time = now;
    waiting.refusedBy = new Set(refusedBy);
    const events = this.#history.slice(from);
    if (refusedBy.length === 0 || events.some((event) => this.#wakes(event, waiting)))
      this.#backoff.push(waiting);
    else this.#unschedulable.push(waiting);
  }

  move(event: SchedulingEvent): void {
    this.#history.push(event);
    const woken = this.#unschedulable.filter((each) => this.#wakes(event, each));
    this.#unschedulable = this.#unschedulable.filter((each) => !woken.includes(each));
    this.#backoff.push(...woken);
  }

  delete(key: string): void {
    const other = ({ pod }: Waiting) => keyOf(pod) !== key;
    this.#active = this.#active.filter(other);
    this.#backoff = this.#backoff.filter(other);
    this.#unschedulable = this.#unschedulable.filter(other);
    this.#inFlight = this.#inFlight.filter(({ waiting }) => other(waiting));
  }

  where(key: string, now: number): QueuePlace | undefined {
    const isIn = (list: Waiting[]) => list.find(({ pod }) => keyOf(pod) === key);
    if (isIn(this.#inFlight.map(({ waiting }) => waiting))) return 'in-flight';
    const aside = isIn(this.#unschedulable);
    if (aside) return now - aside.time > 300_000 ? 'active' : 'unschedulable';
    const back = isIn(this.#backoff);
    if (back) return back.time + backoffMs(back.attempts) > now ? 'backoff' : 'active';
    return isIn(this.#active) && 'active';
  }

  #all(): Waiting[] {
    const flying = this.#inFlight.map(({ waiting }) => waiting);
    return [...this.#active, ...this.#backoff, ...this.#unschedulable, ...flying];
  }

  #flush(now: number): void {
    for (const list of [this.#backoff, this.#unschedulable])
      for (const each of [...list])
        if (this.where(keyOf(each.pod), now) === 'active') {
          list.splice(list.indexOf(each), 1);
          this.#active.push(each);
        }
  }

  #wakes(event: SchedulingEvent, { refusedBy }: Waiting): boolean {
    return this.#plugins.some(
      ({ name, events = [event] }) => refusedBy.has(name) && events.includes(event),
    );
  }
}

function isBefore(a: Waiting, b: Waiting): boolean {
  const [mine, its] = [a.pod.spec?.priority ?? 0, b.pod.spec?.priority ?? 0];
  return mine > its || (mine === its && a.time < b.time);
}

export function filterNodes(
  plugins: readonly SchedulerPlugin[],
  pod: Pod,
  nodeInfos: readonly NodeInfo[],
): { feasible: NodeInfo[]; refusals: Refusal[] } {
  const refusals: Refusal[] = [];
  const feasible = nodeInfos.filter((nodeInfo) =>
    plugins.every((plugin) => {
      const status = plugin.filter ? plugin.filter(pod, nodeInfo, nodeInfos) : undefined;
      if (status?.code === 'Error')
        throw new PluginError(
          `running "${plugin.name}" filter plugin: ${status.reasons.join(', ')}`,
        );
      if (!status || status.code === 'Success') return true;
      refusals.push({ nodeName: keyOf(nodeInfo.node), plugin: plugin.name, status });
      return false;
    }),
  );
  return { feasible, refusals };
}

export function fitErrorMessage(statuses: readonly Status[]): string {
  const reasons = statuses.flatMap((status) => status.reasons);
  const told = [...new Set(reasons)].map(
    (reason) => `${reasons.filter((each) => each === reason).length} ${reason}`,
  );
  const end = told.length > 0 ? ` ${told.sort().join(', ')}.` : '';
  return `0/${statuses.length} nodes are available:${end}`;
}

export function scoreNodes(
  plugins: readonly SchedulerPlugin[],
  pod: Pod,
  feasible: readonly NodeInfo[],
  nodeInfos: readonly NodeInfo[],
): NodeScore[] {
  let result = feasible.map(({ node }) => ({ nodeName: keyOf(node), score: 0 }));
  for (const plugin of plugins) {
    if (!plugin.score) continue;
    let scores = plugin.score(pod, feasible, nodeInfos);
    if (plugin.normalizeScore) scores = plugin.normalizeScore(pod, scores);
    for (const score of scores)
      if (!(score >= 0 && score <= maxNodeScore))
        throw new PluginError(
          `plugin "${plugin.name}" returns an invalid score ${score}, it should in the range of [0, 100] after normalizing`,
        );
    const weight = plugin.weight === undefined ? 1 : plugin.weight;
    result = result.map(({ nodeName, score }, i) => ({
      nodeName,
      score: score + weight * (scores[i] ?? 0),
    }));
  }
  return result;
}

/** As upstream did it: the k-th of the best so far takes over with a chance of one in k. */
export function pickNode(scores: readonly NodeScore[], random: Random): string {
  let best: NodeScore | undefined;
  let ties = 0;
  for (const each of scores) {
    if (!best || each.score > best.score) {
      best = each;
      ties = 1;
    } else if (each.score === best.score && random.intn(++ties) === 0) best = each;
  }
  return best?.nodeName ?? '';
}

interface OnNode {
  pod: Pod;
  state: 'assumed' | 'bound' | 'told';
}

export class Scheduler {
  readonly #options: SchedulerOptions;
  readonly #queue: SchedulingQueue;
  readonly #nodes = new Map<string, Node>();
  readonly #cache = new Map<string, OnNode>();
  #bindings: string[] = [];

  constructor(options: SchedulerOptions) {
    this.#options = options;
    this.#queue = new SchedulingQueue(options.plugins);
  }

  nodeInfos(): NodeInfo[] {
    const all = [...this.#cache.values()].map(({ pod }) => pod);
    return [...this.#nodes.values()].map((node) => ({
      node,
      pods: all.filter((pod) => pod.spec?.nodeName === keyOf(node)),
    }));
  }

  nodeChanged(node: Node): void {
    const known = this.#nodes.has(keyOf(node));
    this.#nodes.set(keyOf(node), node);
    this.#queue.move(known ? 'NodeUpdate' : 'NodeAdd');
  }

  nodeDeleted(node: Node): void {
    if (this.#nodes.delete(keyOf(node))) this.#queue.move('NodeDelete');
  }

  podChanged(pod: Pod, now: number): void {
    const key = keyOf(pod);
    const cached = this.#cache.get(key);
    const phase = pod.status?.phase;
    if (phase === 'Failed' || phase === 'Succeeded') {
      this.podDeleted(pod);
    } else if (pod.spec?.nodeName) {
      this.#queue.delete(key);
      this.#bindings = this.#bindings.filter((each) => each !== key);
      this.#cache.set(key, { pod, state: 'told' });
      if (cached?.state !== 'told') this.#queue.move('AssignedPodAdd');
    } else if (!cached) {
      const { schedulerName = 'default-scheduler' } = this.#options;
      if ((pod.spec?.schedulerName ?? 'default-scheduler') !== schedulerName) return;
      if (pod.metadata?.deletionTimestamp) this.#queue.delete(key);
      else this.#queue.add(pod, now);
    }
  }

  podDeleted(pod: Pod): void {
    const key = keyOf(pod);
    this.#queue.delete(key);
    this.#leave(key);
  }

  scheduleOne(now: number): Outcome | undefined {
    const queued = this.#queue.pop(now);
    if (!queued) return undefined;
    const key = keyOf(queued.pod);
    let refusedBy: string[] = [];
    try {
      const nodeInfos = this.nodeInfos();
      const { feasible, refusals } = filterNodes(this.#options.plugins, queued.pod, nodeInfos);
      if (feasible.length > 0) return this.#assume(key, queued.pod, feasible, nodeInfos);
      refusedBy = refusals.map(({ plugin }) => plugin);
      const message =
        nodeInfos.length === 0
          ? 'no nodes available to schedule pods'
          : fitErrorMessage(refusals.map(({ status }) => status));
      this.#queue.requeue(key, refusedBy, now);
      return { pod: key, reason: 'Unschedulable', message };
    } catch (error) {
      if (error instanceof PluginError) return this.#again(key, error, now);
      throw error;
    }
  }

  bindOne(now: number): Outcome | undefined {
    const key = this.#bindings.shift();
    const cached = key === undefined ? undefined : this.#cache.get(key);
    if (key === undefined || !cached) return undefined;
    const nodeName = cached.pod.spec?.nodeName ?? '';
    try {
      this.#options.bind(cached.pod, nodeName);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.#leave(key);
      return this.#again(key, error, now);
    }
    cached.state = 'bound';
    this.#queue.delete(key);
    return { pod: key, nodeName };
  }

  #assume(
    key: string,
    pod: Pod,
    feasible: readonly NodeInfo[],
    nodeInfos: readonly NodeInfo[],
  ): Outcome {
    const { plugins, random } = this.#options;
    const [only] = feasible;
    const nodeName =
      only && feasible.length === 1
        ? keyOf(only.node)
        : pickNode(scoreNodes(plugins, pod, feasible, nodeInfos), random);
    const assumed = structuredClone(pod);
    assumed.spec = { ...(assumed.spec ?? { containers: [] }), nodeName };
    this.#cache.set(key, { pod: assumed, state: 'assumed' });
    this.#bindings.push(key);
    return { pod: key, nodeName };
  }

  #leave(key: string): void {
    this.#bindings = this.#bindings.filter((each) => each !== key);
    if (this.#cache.delete(key)) this.#queue.move('AssignedPodDelete');
  }

  #again(key: string, error: Error, now: number): Outcome {
    this.#queue.requeue(key, [], now);
    return { pod: key, reason: 'SchedulerError', message: error.message };
  }
}
