// The stub with the last rungs of all ladders followed.
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

export function backoffMs(attempts: number): number {
  if (attempts === 0) return 0;
  const doubled = 1000 * 2 ** (attempts - 1);
  return Math.min(doubled, 10_000);
}

interface Entry {
  pod: Pod;
  attempts: number;
  since: number;
  inFlight: boolean;
  refusedBy: readonly string[];
  seen: SchedulingEvent[];
}

function placeOf(entry: Entry, now: number): QueuePlace {
  if (entry.inFlight) return 'in-flight';
  const waited = now - entry.since;
  const aside = entry.refusedBy.length > 0;
  if (aside && waited <= 5 * 60 * 1000) return 'unschedulable';
  return waited < backoffMs(entry.attempts) ? 'backoff' : 'active';
}

function byTurn(a: Entry, b: Entry): number {
  const first = a.pod.spec?.priority ?? 0;
  const second = b.pod.spec?.priority ?? 0;
  return second - first || a.since - b.since;
}

export class SchedulingQueue {
  readonly #plugins: readonly SchedulerPlugin[];

  constructor(plugins: readonly SchedulerPlugin[]) {
    this.#plugins = plugins;
  }

  #entries = new Map<string, Entry>();

  add(pod: Pod, now: number): void {
    const key = keyOf(pod);
    const known = this.#entries.get(key);
    if (known) known.pod = pod;
    else
      this.#entries.set(key, {
        pod,
        attempts: 0,
        since: now,
        inFlight: false,
        refusedBy: [],
        seen: [],
      });
  }

  pop(now: number): QueuedPod | undefined {
    const [first] = [...this.#entries.values()]
      .filter((entry) => placeOf(entry, now) === 'active')
      .sort(byTurn);
    if (!first) return undefined;
    first.attempts += 1;
    first.inFlight = true;
    first.seen = [];
    const { pod, attempts } = first;
    return { pod, attempts };
  }

  requeue(key: string, refusedBy: readonly string[], now: number): void {
    const entry = this.#entries.get(key);
    if (!entry?.inFlight) return;
    entry.inFlight = false;
    entry.since = now;
    const woken = entry.seen.some((event) => this.#helps(event, refusedBy));
    entry.refusedBy = woken ? [] : refusedBy;
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }

  where(key: string, now: number): QueuePlace | undefined {
    const entry = this.#entries.get(key);
    return entry && placeOf(entry, now);
  }

  move(event: SchedulingEvent): void {
    for (const entry of this.#entries.values())
      if (entry.inFlight) entry.seen.push(event);
      else if (this.#helps(event, entry.refusedBy)) entry.refusedBy = [];
  }

  #helps(event: SchedulingEvent, refusedBy: readonly string[]): boolean {
    return this.#plugins.some(
      ({ name, events }) => refusedBy.includes(name) && (!events || events.includes(event)),
    );
  }
}

export function filterNodes(
  plugins: readonly SchedulerPlugin[],
  pod: Pod,
  nodeInfos: readonly NodeInfo[],
): {
  feasible: NodeInfo[];
  refusals: Refusal[];
} {
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
    const { name } = plugin;
    const status = plugin.filter?.(pod, nodeInfo, nodeInfos);
    if (!status || status.code === 'Success') continue;
    const told = status.reasons.join(', ');
    if (status.code === 'Error') throw new PluginError(`running "${name}" filter plugin: ${told}`);
    const nodeName = keyOf(nodeInfo.node);
    return { nodeName, plugin: name, status };
  }
  return undefined;
}

export function fitErrorMessage(statuses: readonly Status[]): string {
  const counts = new Map<string, number>();
  for (const { reasons } of statuses)
    for (const reason of reasons) {
      const before = counts.get(reason) ?? 0;
      counts.set(reason, before + 1);
    }
  const told = [...counts].map(([reason, count]) => `${count} ${reason}`).sort();
  const all = statuses.length;
  const start = `0/${all} nodes are available:`;
  if (told.length === 0) return start;
  return `${start} ${told.join(', ')}.`;
}

export function scoreNodes(
  plugins: readonly SchedulerPlugin[],
  pod: Pod,
  feasible: readonly NodeInfo[],
  nodeInfos: readonly NodeInfo[],
): NodeScore[] {
  const sums = feasible.map(() => 0);
  for (const plugin of plugins) {
    if (!plugin.score) continue;
    const { name, weight = 1 } = plugin;
    const raw = plugin.score(pod, feasible, nodeInfos);
    const scores = plugin.normalizeScore?.(pod, raw) ?? raw;
    for (const [i, score] of scores.entries()) {
      if (score < 0 || score > maxNodeScore)
        throw new PluginError(
          `plugin "${name}" returns an invalid score ${score}, it should in the range of [0, 100] after normalizing`,
        );
      sums[i] = (sums[i] ?? 0) + score * weight;
    }
  }
  return feasible.map(({ node }, i) => ({
    nodeName: keyOf(node),
    score: sums[i] ?? 0,
  }));
}

export function pickNode(scores: readonly NodeScore[], random: Random): string {
  const all = scores.map(({ score }) => score);
  const highest = Math.max(...all);
  const best = scores.filter(({ score }) => score === highest);
  const chosen = best[random.intn(best.length)];
  return chosen?.nodeName ?? '';
}

export class Scheduler {
  readonly #options: SchedulerOptions;
  readonly #queue: SchedulingQueue;
  readonly #nodes = new Map<string, Node>();
  /** Pods on a node by their keys, all with `spec.nodeName`: those told of, and those assumed. */
  readonly #pods = new Map<string, Pod>();

  constructor(options: SchedulerOptions) {
    this.#options = options;
    this.#queue = new SchedulingQueue(options.plugins);
  }

  /** Given: the nodes, in the order in which they came, each with the Pods on it. */
  nodeInfos(): NodeInfo[] {
    const pods = [...this.#pods.values()];
    return [...this.#nodes].map(([name, node]) => ({
      node,
      pods: pods.filter(({ spec }) => spec?.nodeName === name),
    }));
  }

  /** Given: a node is new or has changed. */
  nodeChanged(node: Node): void {
    const name = keyOf(node);
    const event = this.#nodes.has(name) ? 'NodeUpdate' : 'NodeAdd';
    this.#nodes.set(name, node);
    this.#queue.move(event);
  }

  /** Given: a node is gone. */
  nodeDeleted(node: Node): void {
    if (this.#nodes.delete(keyOf(node))) this.#queue.move('NodeDelete');
  }

  readonly #assumed = new Set<string>();

  podChanged(pod: Pod, now: number): void {
    const key = keyOf(pod);
    const phase = pod.status?.phase ?? '';
    if (['Succeeded', 'Failed'].includes(phase)) this.podDeleted(pod);
    else if (pod.spec?.nodeName) this.#placed(key, pod);
    else if (!this.#pods.has(key) && this.#ours(pod)) this.#waiting(key, pod, now);
  }

  #ours(pod: Pod): boolean {
    const usual = 'default-scheduler';
    const mine = this.#options.schedulerName;
    const its = pod.spec?.schedulerName;
    return (its || usual) === (mine ?? usual);
  }

  #placed(key: string, pod: Pod): void {
    const news = this.#assumed.has(key) || !this.#pods.has(key);
    this.#assumed.delete(key);
    this.#queue.delete(key);
    this.#pods.set(key, pod);
    if (news) this.#queue.move('AssignedPodAdd');
  }

  #waiting(key: string, pod: Pod, now: number) {
    if (pod.metadata?.deletionTimestamp) this.#queue.delete(key);
    else this.#queue.add(pod, now);
  }

  podDeleted(pod: Pod): void {
    const key = keyOf(pod);
    this.#queue.delete(key);
    this.#remove(key);
  }

  #remove(key: string): void {
    this.#assumed.delete(key);
    if (this.#pods.delete(key)) this.#queue.move('AssignedPodDelete');
  }

  scheduleOne(now: number): Outcome | undefined {
    const queued = this.#queue.pop(now);
    if (!queued) return undefined;
    const key = keyOf(queued.pod);
    try {
      return this.#attempt(key, queued.pod, now);
    } catch (error) {
      if (!(error instanceof PluginError)) throw error;
      this.#queue.requeue(key, [], now);
      return {
        pod: key,
        reason: 'SchedulerError',
        message: error.message,
      };
    }
  }

  #attempt(key: string, pod: Pod, now: number) {
    const { plugins, random } = this.#options;
    const all = this.nodeInfos();
    if (all.length === 0) return this.#nowhere(key, 'no nodes available to schedule pods', [], now);
    const { feasible, refusals } = filterNodes(plugins, pod, all);
    const [first, second] = feasible;
    if (!first)
      return this.#nowhere(
        key,
        fitErrorMessage(refusals.map((each) => each.status)),
        refusals.map((each) => each.plugin),
        now,
      );
    const nodeName = second
      ? pickNode(scoreNodes(plugins, pod, feasible, all), random)
      : keyOf(first.node);
    this.#pods.set(key, {
      ...pod,
      spec: {
        containers: [],
        ...pod.spec,
        nodeName,
      },
    });
    this.#assumed.add(key);
    return { pod: key, nodeName };
  }

  #nowhere(key: string, message: string, refusedBy: readonly string[], now: number): Outcome {
    this.#queue.requeue(key, refusedBy, now);
    return {
      pod: key,
      reason: 'Unschedulable',
      message,
    };
  }

  bindOne(now: number): Outcome | undefined {
    const key = [...this.#assumed].find((each) => this.#queue.where(each, now) === 'in-flight');
    const pod = key && this.#pods.get(key);
    if (!key || !pod) return undefined;
    const nodeName = pod.spec?.nodeName ?? '';
    try {
      this.#options.bind(pod, nodeName);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.#remove(key);
      this.#queue.requeue(key, [], now);
      return {
        pod: key,
        reason: 'SchedulerError',
        message: error.message,
      };
    }
    this.#queue.delete(key);
    return { pod: key, nodeName };
  }
}
