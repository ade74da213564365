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

export interface QueuedPod {
  readonly pod: Pod;
  readonly attempts: number;
}

export type QueuePlace = 'active' | 'backoff' | 'unschedulable' | 'in-flight';

export interface Refusal {
  readonly nodeName: string;
  readonly plugin: string;
  readonly status: Status;
}

export interface NodeScore {
  readonly nodeName: string;
  readonly score: number;
}

export interface SchedulerOptions {
  readonly plugins: readonly SchedulerPlugin[];
  readonly random: Random;
  readonly bind: (pod: Pod, nodeName: string) => void;
  readonly schedulerName?: string;
}

export type Outcome =
  | { readonly pod: string; readonly nodeName: string }
  | {
      readonly pod: string;
      readonly reason: 'Unschedulable' | 'SchedulerError';
      readonly message: string;
    };

const maxAsideMs = 5 * 60 * 1000;

/** 1 s, 2 s, 4 s, 8 s, then 10 s. Who was never tried need not wait. */
export function backoffMs(attempts: number): number {
  return attempts === 0 ? 0 : Math.min(1000 * 2 ** (attempts - 1), 10_000);
}

interface Entry {
  pod: Pod;
  attempts: number;
  since: number;
  refusedBy: readonly string[];
  /** What happened during the attempt; undefined when the Pod is not in flight. */
  seen?: SchedulingEvent[] | undefined;
}

/** One map; in which of the queues a Pod is follows from what is known of it and from the time. */
export class SchedulingQueue {
  readonly #entries = new Map<string, Entry>();
  readonly #plugins: readonly SchedulerPlugin[];

  constructor(plugins: readonly SchedulerPlugin[]) {
    this.#plugins = plugins;
  }

  add(pod: Pod, now: number): void {
    const known = this.#entries.get(keyOf(pod));
    if (known) known.pod = pod;
    else this.#entries.set(keyOf(pod), { pod, attempts: 0, since: now, refusedBy: [] });
  }

  pop(now: number): QueuedPod | undefined {
    const active = [...this.#entries.values()].filter((entry) => placeOf(entry, now) === 'active');
    const first = active.sort(byPriorityThenTime)[0];
    if (!first) return undefined;
    first.attempts += 1;
    first.seen = [];
    return { pod: first.pod, attempts: first.attempts };
  }

  requeue(key: string, refusedBy: readonly string[], now: number): void {
    const entry = this.#entries.get(key);
    if (!entry?.seen) return;
    // What happened during the attempt came too late for it. Were it lost, nobody would wake the Pod.
    const woken = entry.seen.some((event) => this.#helps(event, refusedBy));
    entry.refusedBy = woken ? [] : refusedBy;
    entry.since = now;
    entry.seen = undefined;
  }

  move(event: SchedulingEvent): void {
    for (const entry of this.#entries.values()) {
      if (entry.seen) entry.seen.push(event);
      else if (this.#helps(event, entry.refusedBy)) entry.refusedBy = [];
    }
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }

  where(key: string, now: number): QueuePlace | undefined {
    const entry = this.#entries.get(key);
    return entry && placeOf(entry, now);
  }

  #helps(event: SchedulingEvent, refusedBy: readonly string[]): boolean {
    return this.#plugins.some(
      ({ name, events }) => refusedBy.includes(name) && (events?.includes(event) ?? true),
    );
  }
}

function placeOf({ seen, since, refusedBy, attempts }: Entry, now: number): QueuePlace {
  if (seen) return 'in-flight';
  const waited = now - since;
  if (refusedBy.length > 0 && waited <= maxAsideMs) return 'unschedulable';
  return waited < backoffMs(attempts) ? 'backoff' : 'active';
}

function byPriorityThenTime(a: Entry, b: Entry): number {
  return (b.pod.spec?.priority ?? 0) - (a.pod.spec?.priority ?? 0) || a.since - b.since;
}

/** Every node is asked about; of each, the plugins only up to the first no. */
export function filterNodes(
  plugins: readonly SchedulerPlugin[],
  pod: Pod,
  nodeInfos: readonly NodeInfo[],
): { feasible: NodeInfo[]; refusals: Refusal[] } {
  const feasible: NodeInfo[] = [];
  const refusals: Refusal[] = [];
  for (const nodeInfo of nodeInfos) {
    const refusal = refusalOf(plugins, pod, nodeInfo, nodeInfos);
    if (refusal) refusals.push(refusal);
    else feasible.push(nodeInfo);
  }
  return { feasible, refusals };
}

function refusalOf(
  plugins: readonly SchedulerPlugin[],
  pod: Pod,
  nodeInfo: NodeInfo,
  nodeInfos: readonly NodeInfo[],
): Refusal | undefined {
  for (const plugin of plugins) {
    const status = plugin.filter?.(pod, nodeInfo, nodeInfos);
    if (!status || status.code === 'Success') continue;
    if (status.code === 'Error')
      throw new PluginError(`running "${plugin.name}" filter plugin: ${status.reasons.join(', ')}`);
    return { nodeName: keyOf(nodeInfo.node), plugin: plugin.name, status };
  }
  return undefined;
}

export function fitErrorMessage(statuses: readonly Status[]): string {
  const counts = new Map<string, number>();
  for (const reason of statuses.flatMap(({ reasons }) => reasons))
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const told = [...counts].map(([reason, count]) => `${count} ${reason}`).sort();
  const start = `0/${statuses.length} nodes are available:`;
  return told.length === 0 ? start : `${start} ${told.join(', ')}.`;
}

export function scoreNodes(
  plugins: readonly SchedulerPlugin[],
  pod: Pod,
  feasible: readonly NodeInfo[],
  nodeInfos: readonly NodeInfo[],
): NodeScore[] {
  const each = plugins.map((plugin) => weighedScores(plugin, pod, feasible, nodeInfos));
  return feasible.map(({ node }, i) => ({
    nodeName: keyOf(node),
    score: each.reduce((sum, scores) => sum + (scores[i] ?? 0), 0),
  }));
}

function weighedScores(
  plugin: SchedulerPlugin,
  pod: Pod,
  feasible: readonly NodeInfo[],
  nodeInfos: readonly NodeInfo[],
): number[] {
  if (!plugin.score) return [];
  const raw = plugin.score(pod, feasible, nodeInfos);
  const scores = plugin.normalizeScore?.(pod, raw) ?? raw;
  const wrong = scores.find((score) => score < 0 || score > maxNodeScore);
  if (wrong !== undefined)
    throw new PluginError(
      `plugin "${plugin.name}" returns an invalid score ${wrong}, it should in the range of [0, ${maxNodeScore}] after normalizing`,
    );
  return scores.map((score) => score * (plugin.weight ?? 1));
}

export function pickNode(scores: readonly NodeScore[], random: Random): string {
  const highest = Math.max(...scores.map(({ score }) => score));
  const best = scores.filter(({ score }) => score === highest);
  return best[random.intn(best.length)]!.nodeName;
}

export class Scheduler {
  readonly #options: SchedulerOptions;
  readonly #queue: SchedulingQueue;
  readonly #nodes = new Map<string, Node>();
  /** Pods on a node: those told of, and those assumed. */
  readonly #pods = new Map<string, Pod>();
  /** Not yet told of, in the order in which they were assumed. Those not yet bound are still in flight in the queue. */
  readonly #assumed = new Set<string>();

  constructor(options: SchedulerOptions) {
    this.#options = options;
    this.#queue = new SchedulingQueue(options.plugins);
  }

  nodeInfos(): NodeInfo[] {
    const pods = [...this.#pods.values()];
    return [...this.#nodes].map(([name, node]) => ({
      node,
      pods: pods.filter(({ spec }) => spec?.nodeName === name),
    }));
  }

  nodeChanged(node: Node): void {
    const name = keyOf(node);
    const event = this.#nodes.has(name) ? 'NodeUpdate' : 'NodeAdd';
    this.#nodes.set(name, node);
    this.#queue.move(event);
  }

  nodeDeleted(node: Node): void {
    if (this.#nodes.delete(keyOf(node))) this.#queue.move('NodeDelete');
  }

  podChanged(pod: Pod, now: number): void {
    if (pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed') this.podDeleted(pod);
    else if (pod.spec?.nodeName) this.#assigned(pod);
    else this.#unassigned(pod, now);
  }

  podDeleted(pod: Pod): void {
    const key = keyOf(pod);
    this.#queue.delete(key);
    this.#assumed.delete(key);
    if (this.#pods.delete(key)) this.#queue.move('AssignedPodDelete');
  }

  scheduleOne(now: number): Outcome | undefined {
    const pod = this.#queue.pop(now)?.pod;
    if (!pod) return undefined;
    try {
      return this.#attempt(pod, now);
    } catch (error) {
      if (!(error instanceof PluginError)) throw error;
      return this.#failed(keyOf(pod), 'SchedulerError', error.message, [], now);
    }
  }

  bindOne(now: number): Outcome | undefined {
    const key = [...this.#assumed].find((each) => this.#queue.where(each, now) === 'in-flight');
    if (key === undefined) return undefined;
    const pod = this.#pods.get(key)!;
    const nodeName = pod.spec!.nodeName!;
    try {
      this.#options.bind(pod, nodeName);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.#forget(key);
      return this.#failed(key, 'SchedulerError', error.message, [], now);
    }
    this.#queue.delete(key);
    return { pod: key, nodeName };
  }

  #assigned(pod: Pod): void {
    const key = keyOf(pod);
    const news = this.#assumed.delete(key) || !this.#pods.has(key);
    this.#queue.delete(key);
    this.#pods.set(key, pod);
    if (news) this.#queue.move('AssignedPodAdd');
  }

  #unassigned(pod: Pod, now: number): void {
    const { schedulerName = 'default-scheduler' } = this.#options;
    const key = keyOf(pod);
    if ((pod.spec?.schedulerName || 'default-scheduler') !== schedulerName) return;
    if (this.#pods.has(key)) return;
    if (pod.metadata?.deletionTimestamp) this.#queue.delete(key);
    else this.#queue.add(pod, now);
  }

  #attempt(pod: Pod, now: number): Outcome {
    const { plugins, random } = this.#options;
    const key = keyOf(pod);
    const nodeInfos = this.nodeInfos();
    if (nodeInfos.length === 0)
      return this.#failed(key, 'Unschedulable', 'no nodes available to schedule pods', [], now);
    const { feasible, refusals } = filterNodes(plugins, pod, nodeInfos);
    if (feasible.length === 0) {
      const message = fitErrorMessage(refusals.map(({ status }) => status));
      const refusedBy = refusals.map(({ plugin }) => plugin);
      return this.#failed(key, 'Unschedulable', message, refusedBy, now);
    }
    const nodeName =
      feasible.length === 1
        ? keyOf(feasible[0]!.node)
        : pickNode(scoreNodes(plugins, pod, feasible, nodeInfos), random);
    this.#pods.set(key, { ...pod, spec: { ...pod.spec!, nodeName } });
    this.#assumed.add(key);
    return { pod: key, nodeName };
  }

  #forget(key: string): void {
    this.#assumed.delete(key);
    this.#pods.delete(key);
    this.#queue.move('AssignedPodDelete');
  }

  #failed(
    key: string,
    reason: 'Unschedulable' | 'SchedulerError',
    message: string,
    refusedBy: readonly string[],
    now: number,
  ): Outcome {
    this.#queue.requeue(key, refusedBy, now);
    return { pod: key, reason, message };
  }
}
