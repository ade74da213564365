import {
  Cluster,
  calm,
  disturb,
  type Entry,
  type Message,
  type Random,
  Safety,
  type SavedLog,
  safetyProperties,
  seededRandom,
  type TracedEvent,
} from 'course/kit';
import { attachTrace } from '#suite';
import { LoggedNode, type Turn } from './logged-node.ts';

/** From the last proposal on: time for all that is under way, and for what was lost to be sent again. */
export const quietTicks = 16;

/** How many nodes a cluster has, and how soon they lose patience: 3 ticks make for many leaders, 5 for some that get something done. */
export interface ClusterPlan {
  readonly size: number;
  readonly electionTick: number;
}

/** One cluster's run, and what was seen of it. */
export class Run {
  readonly cluster: Cluster<LoggedNode>;
  readonly #safety = new Safety();
  /** The first thing that went wrong, and what led to it. */
  #finding: string | undefined;
  readonly #random: Random;
  #proposals = 0;
  #mostEntries = 1;

  constructor(seed: number, { size, electionTick }: ClusterPlan) {
    this.#random = seededRandom(seed);
    const voters = Array.from({ length: size }, (_, i) => i + 1);
    const fresh = { entries: [], commit: 0, applied: 0 };
    this.cluster = new Cluster(voters, this.#random, (id, before?: LoggedNode) => {
      const first = { id, voters, electionTick, seed: seed * 100 + id * 10, saved: fresh };
      return new LoggedNode(before ? before.restart : first);
    });
    this.cluster.network.weather = { loss: 0.05, duplication: 0.05, delay: [1, 3] };
  }

  /** Nodes stop and start; leaders restart, or are cut off with part of the others, write on, and come back. */
  storm(): void {
    const random = this.#random;
    disturb(this.cluster, random, { stop: 0.03, start: 0.2, part: 0, mend: 0.15 });
    if (random.next() < 0.15) this.#withALeader((id) => this.#cutOff(id));
    if (random.next() < 0.1) this.#withALeader((id) => this.#restart(id));
    if (random.next() >= 0.5) return;
    for (let more = random.intn(4); more >= 0; more -= 1) this.propose();
  }

  #withALeader(act: (id: number) => void): void {
    const leaders = this.cluster.running.filter((id) => this.#leads(id));
    if (leaders.length > 0) act(leaders[this.#random.intn(leaders.length)]!);
  }

  #cutOff(leader: number): void {
    const within = this.cluster.ids.filter((id) => id === leader || this.#random.next() < 0.2);
    const rest = this.cluster.ids.filter((id) => !within.includes(id));
    this.cluster.network.part(within, rest);
  }

  #restart(leader: number): void {
    this.cluster.stop(leader);
    this.cluster.start(leader);
  }

  #leads(id: number): boolean {
    return this.cluster.node(id).raft.role === 'leader';
  }

  endStorm(): void {
    this.#mostEntries = Infinity;
    calm(this.cluster);
  }

  /** Real messages are limited in size: in the storm a MsgApp arrives with its first entry only. */
  sized(message: Message): Message {
    if (message.type !== 'MsgApp' || !Array.isArray(message.entries)) return message;
    return { ...message, entries: message.entries.slice(0, this.#mostEntries) };
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
      `In a cluster of ${size} nodes this happened last:`,
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
