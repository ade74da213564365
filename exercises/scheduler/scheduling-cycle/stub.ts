import {
  ApiError,
  keyOf,
  maxNodeScore,
  type Node,
  type NodeInfo,
  NotImplemented,
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

/** How long, in milliseconds, a Pod waits after so many attempts; 0 after none. */
export function backoffMs(attempts: number): number {
  // TODO step 2, Back-off (rule 5).
  throw new NotImplemented('step 2: backoffMs');
}

/**
 * The Pods that wait for a node. All times are milliseconds and never go back.
 *
 * Settled by: kubernetes v1.32, pkg/scheduler/backend/queue/scheduling_queue.go, PriorityQueue.
 */
export class SchedulingQueue {
  readonly #plugins: readonly SchedulerPlugin[];

  constructor(plugins: readonly SchedulerPlugin[]) {
    this.#plugins = plugins;
  }

  // TODO step 1: What must be known of each Pod, so that `where` can be answered at any time?

  /** A Pod without a node. One whose key is known already is exchanged for this newer version, where it is. */
  add(pod: Pod, now: number): void {
    // TODO step 1, Who is next (rules 1 to 4).
    throw new NotImplemented('step 1: add');
  }

  /** Takes the next active Pod, undefined when there is none. It is in flight until `requeue` or `delete`. */
  pop(now: number): QueuedPod | undefined {
    // TODO step 1, Who is next (rules 1 to 4).
    // TODO step 2, Back-off (rules 5 and 6).
    // TODO step 3, Set aside (rule 9).
    throw new NotImplemented('step 1: pop');
  }

  /** The attempt has failed. `refusedBy`: names of the plugins that said no; empty when it failed otherwise. */
  requeue(key: string, refusedBy: readonly string[], now: number): void {
    // TODO step 1, Who is next (rules 1, 2 and 4).
    // TODO step 2, Back-off (rule 6).
    // TODO step 3, Set aside (rules 7 and 10).
    throw new NotImplemented('step 1: requeue');
  }

  /** Something happened in the cluster: whom it may help need not stay aside. */
  move(event: SchedulingEvent): void {
    // TODO step 3, Set aside (rules 8 and 10).
    throw new NotImplemented('step 3: move');
  }

  /** Forgets a Pod, wherever it is. */
  delete(key: string): void {
    // TODO step 1, Who is next (rule 4).
    throw new NotImplemented('step 1: delete');
  }

  /** Where a Pod is at this time; undefined when it is not known. Changes nothing. */
  where(key: string, now: number): QueuePlace | undefined {
    // TODO step 1, and again in steps 2 and 3.
    throw new NotImplemented('step 1: where');
  }
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
  // TODO step 4, Filter (rules 11 to 13).
  throw new NotImplemented('step 4: filterNodes');
}

/**
 * What a user reads who asks why a Pod is Pending. One status for each node, and each of them a no.
 *
 * Settled by: kubernetes v1.32, pkg/scheduler/framework/types.go, FitError.Error.
 */
export function fitErrorMessage(statuses: readonly Status[]): string {
  // TODO step 5, Why no node (rule 14).
  throw new NotImplemented('step 5: fitErrorMessage');
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
  // TODO step 6, Score and pick (rules 15 and 16).
  throw new NotImplemented('step 6: scoreNodes');
}

/** The name of a node with the highest score; among several, chance decides, each as likely. */
export function pickNode(scores: readonly NodeScore[], random: Random): string {
  // TODO step 6, Score and pick (rule 17).
  throw new NotImplemented('step 6: pickNode');
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
    // TODO step 7, One attempt (rules 18 to 20).
    // TODO step 8, Binding (rule 26).
    throw new NotImplemented('step 7: podChanged');
  }

  /** A Pod is gone. */
  podDeleted(pod: Pod): void {
    // TODO step 7, One attempt (rule 20).
    throw new NotImplemented('step 7: podDeleted');
  }

  /** Scheduling cycle: takes the next Pod and finds it a node. The Pod is then assumed, not bound. Undefined: nobody waits. */
  scheduleOne(now: number): Outcome | undefined {
    // TODO step 7, One attempt (rules 21 to 23).
    throw new NotImplemented('step 7: scheduleOne');
  }

  /** Binding cycle: binds the Pod that was assumed first. Undefined: nobody is assumed and unbound. */
  bindOne(now: number): Outcome | undefined {
    // TODO step 8, Binding (rules 24 and 25).
    throw new NotImplemented('step 8: bindOne');
  }
}
