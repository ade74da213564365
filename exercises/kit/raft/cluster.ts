import type { Random } from '../random.ts';
import type { Message } from './message.ts';
import { Network } from './network.ts';
import { Trace } from './trace.ts';

/** What a cluster needs of a node: an ElectionHalf will do, and a RaftNode. */
export interface ClusterNode {
  tick(): Message[];
  step(message: Message): Message[];
}

/** One call that is due on a node. */
export interface NodeCall<Node extends ClusterNode> {
  readonly id: number;
  readonly on: Node;
  readonly method: 'tick' | 'step';
  readonly args: readonly [] | readonly [Message];
}

/** Makes a node. `before` is the same node as it was when it stopped: what was on its disk can be read from it. */
export type StartNode<Node extends ClusterNode> = (id: number, before?: Node) => Node;

/** Nodes and the network between them, with a trace of all that happens. */
export class Cluster<Node extends ClusterNode> {
  readonly trace = new Trace();
  readonly network: Network;
  readonly #running = new Map<number, Node>();
  readonly #stopped = new Map<number, Node>();

  constructor(
    readonly ids: readonly number[],
    random: Random,
    private readonly startNode: StartNode<Node>,
  ) {
    this.network = new Network(random, this.trace);
    for (const id of ids) this.#running.set(id, startNode(id));
  }

  /** The ids of the nodes that run, in the order of `ids`. */
  get running(): readonly number[] {
    return this.ids.filter((id) => this.#running.has(id));
  }

  get stopped(): readonly number[] {
    return this.ids.filter((id) => this.#stopped.has(id));
  }

  /** A node that runs, or as it was when it stopped. Throws RangeError for an id that is not of this cluster. */
  node(id: number): Node {
    const node = this.#running.get(id) ?? this.#stopped.get(id);
    if (!node) throw new RangeError(`this cluster has no node ${id}, only ${this.ids.join(', ')}`);
    return node;
  }

  /** Stops a node as a crash does: what it has in memory is gone, and so is what arrives meanwhile. */
  stop(id: number): void {
    const node = this.#running.get(id);
    if (!node) return;
    this.#running.delete(id);
    this.#stopped.set(id, node);
    this.trace.note({ what: 'stopped', node: id });
  }

  /** Starts a node that was stopped. */
  start(id: number): void {
    const before = this.#stopped.get(id);
    if (!before) return;
    this.#stopped.delete(id);
    this.#running.set(id, this.startNode(id, before));
    this.trace.note({ what: 'started', node: id });
  }

  /** A tick passes. Gives the calls that are due: for each node what arrives, then its tick. Then call `took`. */
  due(): NodeCall<Node>[] {
    this.trace.tick += 1;
    const arrivals = this.network.arrivals();
    for (const message of arrivals) this.#arrive(message);
    return this.running.flatMap((id) => {
      const on = this.node(id);
      const mine = arrivals.filter(({ to }) => to === id);
      const steps = mine.map((message) => ({ id, on, method: 'step', args: [message] }) as const);
      return [...steps, { id, on, method: 'tick', args: [] } as const];
    });
  }

  /** Sends what nodes gave, one list for each call that was due. */
  took(gave: readonly (readonly Message[])[]): void {
    for (const messages of gave) for (const message of messages) this.network.send(message);
  }

  /** A tick passes, and all that is due is done. For several clusters at once there is `lockstep`. */
  tick(): void {
    this.took(performInPlace(this.due()));
  }

  #arrive(message: Message): void {
    if (this.#running.has(message.to)) this.trace.note({ what: 'arrived', message });
    else this.trace.note({ what: 'lost', message, why: 'the node does not run' });
  }
}

/** Makes calls on nodes and gives what each gave, in the same order. */
export type Perform<Node extends ClusterNode> = (calls: readonly NodeCall<Node>[]) => Message[][];

/** Calls one after the other, here. */
export function performInPlace<Node extends ClusterNode>(
  calls: readonly NodeCall<Node>[],
): Message[][] {
  return calls.map(({ on, method, args }) =>
    method === 'tick' ? on.tick() : on.step(args[0] as Message),
  );
}

/** What happens around each tick of a cluster. */
export interface Lockstep<Node extends ClusterNode> {
  /** Makes the calls of all clusters together; by default one after the other. */
  readonly perform?: Perform<Node>;
  /** Before a tick of a cluster: the time for faults and proposals. `number` is its place in the list. */
  before?(cluster: Cluster<Node>, number: number): void;
  /** After it: what its nodes were called with and what they gave. */
  after?(
    cluster: Cluster<Node>,
    number: number,
    calls: readonly NodeCall<Node>[],
    gave: readonly (readonly Message[])[],
  ): void;
}

/** Lets several clusters go on by so many ticks, all by one and then all by the next: one `perform` a tick for all of them. */
export function lockstep<Node extends ClusterNode>(
  clusters: readonly Cluster<Node>[],
  ticks: number,
  { perform = performInPlace, before, after }: Lockstep<Node> = {},
): void {
  for (let tick = 0; tick < ticks; tick += 1) {
    for (const [i, cluster] of clusters.entries()) before?.(cluster, i);
    const due = clusters.map((cluster) => cluster.due());
    const gave = perform(due.flat());
    let at = 0;
    for (const [i, cluster] of clusters.entries()) {
      const calls = due[i]!;
      const mine = gave.slice(at, at + calls.length);
      at += calls.length;
      cluster.took(mine);
      after?.(cluster, i, calls, mine);
    }
  }
}
