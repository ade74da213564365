import {
  Cluster,
  calm,
  disturb,
  type Entry,
  type Random,
  type ReplicationHalf,
  Safety,
  type SavedLog,
  safetyProperties,
  seededRandom,
  type TracedEvent,
} from 'course/kit';
import { attachTrace } from '#suite';
import { LoggedNode, type NodeStart, type Turn } from './logged-node.ts';

/** Makes the log of a node that starts. */
export type MakeLog = (start: NodeStart) => ReplicationHalf;

/** From the last proposal on: time for all that is under way, and for what was lost to be sent again. */
export const quietTicks = 16;

/** One cluster's run, and what was seen of it. */
export class Run {
  readonly cluster: Cluster<LoggedNode>;
  readonly #safety = new Safety();
  /** The first thing that went wrong, and what led to it. */
  #finding: string | undefined;
  readonly #random: Random;
  #proposals = 0;

  constructor(
    readonly seed: number,
    size: number,
    makeLog: MakeLog,
  ) {
    this.#random = seededRandom(seed);
    const voters = Array.from({ length: size }, (_, i) => i + 1);
    const fresh = { entries: [], commit: 0, applied: 0 };
    this.cluster = new Cluster(voters, this.#random, (id, before?: LoggedNode) => {
      const first = { id, voters, seed: seed * 100 + id * 10, saved: fresh };
      const start = before ? before.restart : first;
      return new LoggedNode(start, makeLog(start));
    });
    this.cluster.network.weather = { loss: 0.05, duplication: 0.05, delay: [1, 3] };
  }

  /** Nodes stop and start; leaders are cut off with part of the others, write on, and come back. */
  storm(): void {
    const random = this.#random;
    disturb(this.cluster, random, { stop: 0.03, start: 0.2, part: 0, mend: 0.08 });
    if (random.next() < 0.08) this.#cutOffALeader();
    if (random.next() < 0.5) this.propose();
  }

  #cutOffALeader(): void {
    const leaders = this.cluster.running.filter((id) => this.#leads(id));
    if (leaders.length === 0) return;
    const leader = leaders[this.#random.intn(leaders.length)]!;
    const within = this.cluster.ids.filter((id) => id === leader || this.#random.next() < 0.3);
    const rest = this.cluster.ids.filter((id) => !within.includes(id));
    this.cluster.network.part(within, rest);
  }

  #leads(id: number): boolean {
    return this.cluster.node(id).raft.role === 'leader';
  }

  endStorm(): void {
    calm(this.cluster);
  }

  /** All nodes know the same leader of the same term. */
  get settled(): boolean {
    const known = this.cluster.ids.map((id) => this.cluster.node(id).raft);
    return known.every(
      ({ term, leader }) => leader > 0 && leader === known[0]!.leader && term === known[0]!.term,
    );
  }

  /** Each node that takes itself for the leader is asked: an old one may be among them. */
  propose(): void {
    this.#proposals += 1;
    const data = `write ${this.#proposals}`;
    for (const id of this.cluster.running) {
      if (!this.#leads(id)) continue;
      this.cluster.trace.note({ what: 'proposed', node: id, data });
      this.cluster.node(id).propose(data);
    }
  }

  looked({ node, role, term }: Turn, [taken, entries]: readonly unknown[]): void {
    for (const entry of (taken ?? []) as Entry[]) this.#applied(node, entry);
    const log = (entries ?? node.seen.entries) as readonly Entry[];
    const { applied } = node.seen;
    node.seen = { entries: log, commit: applied, applied };
    if (!taken) return;
    this.#safety.looked({ id: node.start.id, role, term, log, commit: applied });
    const [violation] = this.#safety.violations;
    if (!violation) return;
    const { property, seen } = violation;
    this.#find(`${property} is broken: ${safetyProperties[property]}. Here ${seen}.`);
  }

  #applied(node: LoggedNode, entry: Entry): void {
    const { id } = node.start;
    const { applied } = node.seen;
    if (entry.index !== applied + 1)
      this.#find(`Node ${id} has applied up to ${applied}, and then applies ${entry.index}.`);
    node.seen = { ...node.seen, applied: entry.index };
    this.#safety.applied(id, entry);
  }

  /** The first thing that is wrong, with the rule that it breaks and what led to it; undefined when nothing is. */
  finding(): string | undefined {
    this.#compareAll();
    return this.#finding;
  }

  #compareAll(): void {
    const nodes = this.cluster.ids.map((id) => this.cluster.node(id));
    const [most] = nodes
      .map(({ seen }) => seen)
      .sort((a, b) => b.entries.length - a.entries.length);
    const behind = nodes.find(({ seen }) => !sameLog(seen, most!));
    if (!behind) return;
    this.#find(
      `The network is calm and the last write was ${quietTicks} ticks ago, but node ${behind.start.id} ${told(behind.seen)}; another ${told(most!)}.`,
    );
  }

  #find(wrong: string): void {
    const size = this.cluster.ids.length;
    const { trace } = this.cluster;
    if (this.#finding === undefined) attachTrace(() => trace.sentences(0, isNews));
    this.#finding ??= [
      wrong,
      `In a cluster of ${size} nodes (seed ${this.seed}) this happened last:`,
      ...trace.sentences(0, isNews).slice(-lastSentences),
    ].join('\n');
  }
}

const lastSentences = 12;

function isNews({ what }: TracedEvent): boolean {
  return what !== 'arrived' && what !== 'doubled';
}

function sameLog(a: SavedLog, b: SavedLog): boolean {
  return a.applied === b.applied && JSON.stringify(a.entries) === JSON.stringify(b.entries);
}

function told({ entries, applied }: SavedLog): string {
  return `has ${entries.length} entries, the last of term ${entries.at(-1)?.term ?? 0}, and has applied ${applied}`;
}
