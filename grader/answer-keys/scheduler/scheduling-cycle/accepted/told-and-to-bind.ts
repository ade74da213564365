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

const second = 1000;
const maxAsideMs = 5 * 60 * second;

/** How long, in milliseconds, a Pod waits after so many attempts; 0 after none. */
export function backoffMs(attempts: number): number {
  if (attempts <= 0) return 0;
  return Math.min(2 ** (attempts - 1), 10) * second;
}

interface Entry {
  pod: Pod;
  attempts: number;
  /** When it was added or last requeued. */
  time: number;
  backoffUntil: number;
  /** Who said no the last time; empty when nothing but the back-off is waited for. */
  refusedBy: readonly string[];
  /** What happened while it is in flight; undefined when it is not. */
  inFlight: Set<SchedulingEvent> | undefined;
}

/**
 * The Pods that wait for a node. All times are milliseconds and never go back.
 *
 * Settled by: kubernetes v1.32, pkg/scheduler/backend/queue/scheduling_queue.go, PriorityQueue.
 */
export class SchedulingQueue {
  readonly #plugins: readonly SchedulerPlugin[];
  readonly #entries = new Map<string, Entry>();

  constructor(plugins: readonly SchedulerPlugin[]) {
    this.#plugins = plugins;
  }

  /** A Pod without a node. One whose key is known already is exchanged for this newer version, where it is. */
  add(pod: Pod, now: number): void {
    const key = keyOf(pod);
    const known = this.#entries.get(key);
    if (known) {
      known.pod = pod;
      return;
    }
    this.#entries.set(key, {
      pod,
      attempts: 0,
      time: now,
      backoffUntil: now,
      refusedBy: [],
      inFlight: undefined,
    });
  }

  /** Takes the next active Pod, undefined when there is none. It is in flight until `requeue` or `delete`. */
  pop(now: number): QueuedPod | undefined {
    let next: Entry | undefined;
    for (const entry of this.#entries.values()) {
      if (placeOf(entry, now) !== 'active') continue;
      if (!next || goesBefore(entry, next)) next = entry;
    }
    if (!next) return undefined;
    next.attempts++;
    next.inFlight = new Set();
    return { pod: next.pod, attempts: next.attempts };
  }

  /** The attempt has failed. `refusedBy`: names of the plugins that said no; empty when it failed otherwise. */
  requeue(key: string, refusedBy: readonly string[], now: number): void {
    const entry = this.#entries.get(key);
    if (!entry?.inFlight) return;
    const missed = entry.inFlight;
    entry.inFlight = undefined;
    entry.time = now;
    entry.backoffUntil = now + backoffMs(entry.attempts);
    entry.refusedBy = [...refusedBy];
    for (const event of missed) this.#wake(entry, event);
  }

  /** Something happened in the cluster: whom it may help need not stay aside. */
  move(event: SchedulingEvent): void {
    for (const entry of this.#entries.values()) {
      if (entry.inFlight) entry.inFlight.add(event);
      else this.#wake(entry, event);
    }
  }

  /** Forgets a Pod, wherever it is. */
  delete(key: string): void {
    this.#entries.delete(key);
  }

  /** Where a Pod is at this time; undefined when it is not known. Changes nothing. */
  where(key: string, now: number): QueuePlace | undefined {
    const entry = this.#entries.get(key);
    return entry && placeOf(entry, now);
  }

  #wake(entry: Entry, event: SchedulingEvent): void {
    const helped = this.#plugins.some(
      ({ name, events }) => entry.refusedBy.includes(name) && (!events || events.includes(event)),
    );
    if (helped) entry.refusedBy = [];
  }
}

function placeOf(entry: Entry, now: number): QueuePlace {
  if (entry.inFlight) return 'in-flight';
  if (entry.refusedBy.length > 0 && now - entry.time <= maxAsideMs) return 'unschedulable';
  return now < entry.backoffUntil ? 'backoff' : 'active';
}

function goesBefore(a: Entry, b: Entry): boolean {
  const priorityA = a.pod.spec?.priority ?? 0;
  const priorityB = b.pod.spec?.priority ?? 0;
  return priorityA === priorityB ? a.time < b.time : priorityA > priorityB;
}

/**
 * Asks the plugins about each node. Throws PluginError when a plugin failed.
 *
 * Settled by: kubernetes v1.32, pkg/scheduler/schedule_one.go, findNodesThatPassFilters.
 */
export function filterNodes(
  plugins: readonly SchedulerPlugin[],
  pod: Pod,
  nodeInfos: readonly NodeInfo[],
): { feasible: NodeInfo[]; refusals: Refusal[] } {
  const feasible: NodeInfo[] = [];
  const refusals: Refusal[] = [];
  for (const nodeInfo of nodeInfos) {
    const refusal = askAbout(plugins, pod, nodeInfo, nodeInfos);
    if (refusal) refusals.push(refusal);
    else feasible.push(nodeInfo);
  }
  return { feasible, refusals };
}

function askAbout(
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

/**
 * What a user reads who asks why a Pod is Pending. One status for each node, and each of them a no.
 *
 * Settled by: kubernetes v1.32, pkg/scheduler/framework/types.go, FitError.Error.
 */
export function fitErrorMessage(statuses: readonly Status[]): string {
  const counts = new Map<string, number>();
  for (const reason of statuses.flatMap(({ reasons }) => reasons))
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const start = `0/${statuses.length} nodes are available:`;
  if (counts.size === 0) return start;
  const texts = [...counts].map(([reason, count]) => `${count} ${reason}`).sort();
  return `${start} ${texts.join(', ')}.`;
}

/**
 * The feasible nodes' scores, in their order. Throws PluginError for a score out of range.
 *
 * Settled by: kubernetes v1.32, pkg/scheduler/framework/runtime/framework.go, RunScorePlugins.
 */
export function scoreNodes(
  plugins: readonly SchedulerPlugin[],
  pod: Pod,
  feasible: readonly NodeInfo[],
  nodeInfos: readonly NodeInfo[],
): NodeScore[] {
  const sums = feasible.map(() => 0);
  for (const plugin of plugins) {
    if (!plugin.score) continue;
    const raw = plugin.score(pod, feasible, nodeInfos);
    const scores = plugin.normalizeScore?.(pod, raw) ?? raw;
    const wrong = scores.find((score) => !(score >= 0 && score <= maxNodeScore));
    if (wrong !== undefined)
      throw new PluginError(
        `plugin "${plugin.name}" returns an invalid score ${wrong}, it should in the range of [0, ${maxNodeScore}] after normalizing`,
      );
    const weight = plugin.weight ?? 1;
    scores.forEach((score, i) => {
      sums[i]! += score * weight;
    });
  }
  return feasible.map(({ node }, i) => ({ nodeName: keyOf(node), score: sums[i]! }));
}

/** The name of a node with the highest score; among several, chance decides, each as likely. */
export function pickNode(scores: readonly NodeScore[], random: Random): string {
  const highest = Math.max(...scores.map(({ score }) => score));
  const best = scores.filter(({ score }) => score === highest);
  return best[random.intn(best.length)]!.nodeName;
}

/**
 * The scheduler: is told of nodes and Pods, tries one Pod at a time, binds one Pod at a time.
 *
 * Settled by: kubernetes v1.32, pkg/scheduler/schedule_one.go and eventhandlers.go.
 */
export class Scheduler {
  readonly #options: SchedulerOptions;
  readonly #queue: SchedulingQueue;
  readonly #nodes = new Map<string, Node>();
  /** Pods on a node by their keys, all with `spec.nodeName`: those told of, and those assumed. */
  readonly #pods = new Map<string, Pod>();
  /** Keys of those of #pods that we were told of with a node; the others are assumed. */
  readonly #told = new Set<string>();
  /** Assumed and not bound yet, in the order in which they were assumed. */
  readonly #toBind = new Map<string, { readonly pod: Pod; readonly nodeName: string }>();

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

  /** A Pod is new or has changed. */
  podChanged(pod: Pod, now: number): void {
    const key = keyOf(pod);
    const { phase } = pod.status ?? {};
    if (phase === 'Succeeded' || phase === 'Failed') {
      this.podDeleted(pod);
    } else if (pod.spec?.nodeName) {
      this.#queue.delete(key);
      this.#toBind.delete(key);
      this.#pods.set(key, pod);
      if (this.#told.has(key)) return;
      this.#told.add(key);
      this.#queue.move('AssignedPodAdd');
    } else if (this.#pods.has(key)) {
      // Assumed, or old news.
    } else if (pod.metadata?.deletionTimestamp) {
      this.#queue.delete(key);
    } else if (this.#isOurs(pod)) {
      this.#queue.add(pod, now);
    }
  }

  /** A Pod is gone. */
  podDeleted(pod: Pod): void {
    const key = keyOf(pod);
    this.#queue.delete(key);
    this.#leaveNode(key);
  }

  /** Scheduling cycle: takes the next Pod and finds it a node. The Pod is then assumed, not bound. Undefined: nobody waits. */
  scheduleOne(now: number): Outcome | undefined {
    const next = this.#queue.pop(now);
    if (!next) return undefined;
    const { pod } = next;
    const key = keyOf(pod);
    try {
      return this.#attempt(key, pod, now);
    } catch (error) {
      if (!(error instanceof PluginError)) throw error;
      this.#queue.requeue(key, [], now);
      return { pod: key, reason: 'SchedulerError', message: error.message };
    }
  }

  /** Binding cycle: binds the Pod that was assumed first. Undefined: nobody is assumed and unbound. */
  bindOne(now: number): Outcome | undefined {
    const [first] = this.#toBind;
    if (!first) return undefined;
    const [key, { pod, nodeName }] = first;
    const assumed = this.#pods.get(key);
    this.#toBind.delete(key);
    // While we were binding, we may have been told of the Pod.
    const stillAssumed = () => this.#pods.get(key) === assumed;
    try {
      this.#options.bind(pod, nodeName);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (stillAssumed()) {
        this.#leaveNode(key);
        this.#queue.requeue(key, [], now);
      }
      return { pod: key, reason: 'SchedulerError', message: error.message };
    }
    if (stillAssumed()) this.#queue.delete(key);
    return { pod: key, nodeName };
  }

  #attempt(key: string, pod: Pod, now: number): Outcome {
    const { plugins, random } = this.#options;
    const nodeInfos = this.nodeInfos();
    if (nodeInfos.length === 0) {
      this.#queue.requeue(key, [], now);
      return {
        pod: key,
        reason: 'Unschedulable',
        message: 'no nodes available to schedule pods',
      };
    }
    const { feasible, refusals } = filterNodes(plugins, pod, nodeInfos);
    if (feasible.length === 0) {
      const refusedBy = new Set(refusals.map(({ plugin }) => plugin));
      this.#queue.requeue(key, [...refusedBy], now);
      const message = fitErrorMessage(refusals.map(({ status }) => status));
      return { pod: key, reason: 'Unschedulable', message };
    }
    const nodeName =
      feasible.length === 1
        ? keyOf(feasible[0]!.node)
        : pickNode(scoreNodes(plugins, pod, feasible, nodeInfos), random);
    this.#pods.set(key, { ...pod, spec: { ...pod.spec!, nodeName } });
    this.#toBind.set(key, { pod, nodeName });
    return { pod: key, nodeName };
  }

  #isOurs(pod: Pod): boolean {
    const name = this.#options.schedulerName ?? 'default-scheduler';
    return (pod.spec?.schedulerName ?? 'default-scheduler') === name;
  }

  #leaveNode(key: string): void {
    this.#told.delete(key);
    this.#toBind.delete(key);
    if (this.#pods.delete(key)) this.#queue.move('AssignedPodDelete');
  }
}
