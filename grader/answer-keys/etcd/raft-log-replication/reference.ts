import type {
  Entry,
  Message,
  MsgApp,
  MsgAppResp,
  MsgHeartbeat,
  MsgHeartbeatResp,
  ReplicationHalf,
  SavedLog,
} from 'course/kit';

/** The highest index that a majority of the voters has reached. `match` says how far each is; absent is 0. */
export function committedIndex(
  voters: readonly number[],
  match: ReadonlyMap<number, number>,
): number {
  const reached = voters.map((id) => match.get(id) ?? 0).sort((a, b) => a - b);
  const quorum = Math.floor(voters.length / 2) + 1;
  return reached.at(-quorum)!;
}

/** What a leader knows of a peer: how far it has the leader's log for certain, and where the next append begins. */
interface Progress {
  match: number;
  next: number;
}

/** The log of a Raft node: what its leader appends, everybody takes over, and a majority makes final. */
export class Replication implements ReplicationHalf {
  readonly #id: number;
  readonly #voters: readonly number[];
  readonly #log: Log;
  #commit: number;
  #applied: number;
  #term = 0;
  /** Of the other voters while this node leads; empty while it does not. */
  #peers = new Map<number, Progress>();

  constructor(id: number, voters: readonly number[], saved?: SavedLog) {
    this.#id = id;
    this.#voters = voters;
    this.#log = new Log(saved?.entries ?? []);
    this.#commit = saved?.commit ?? 0;
    this.#applied = saved?.applied ?? 0;
  }

  get commit(): number {
    return this.#commit;
  }

  get lastIndex(): number {
    return this.#log.lastIndex;
  }

  get lastTerm(): number {
    return this.#log.term(this.#log.lastIndex)!;
  }

  get entries(): readonly Entry[] {
    return this.#log.from(1);
  }

  takeCommitted(): Entry[] {
    const taken = this.#log.from(this.#applied + 1).slice(0, this.#commit - this.#applied);
    this.#applied = this.#commit;
    return taken;
  }

  becomeFollower(): void {
    this.#peers.clear();
  }

  becomeLeader(term: number): Message[] {
    this.#term = term;
    const next = this.#log.lastIndex + 1;
    const others = this.#voters.filter((id) => id !== this.#id);
    this.#peers = new Map(others.map((id) => [id, { match: 0, next }]));
    return this.propose('');
  }

  propose(data: string): Message[] {
    this.#log.append({ index: this.#log.lastIndex + 1, term: this.#term, data });
    this.#countCommit();
    return this.#appendToAll();
  }

  commitFor(peer: number): number {
    return Math.min(this.#commit, this.#peers.get(peer)!.match);
  }

  step(message: Message): Message[] {
    switch (message.type) {
      case 'MsgApp':
        return [this.#take(message)];
      case 'MsgHeartbeat':
        return [this.#hear(message)];
      case 'MsgAppResp':
        return message.reject ? this.#refused(message) : this.#accepted(message);
      case 'MsgHeartbeatResp':
        return this.#alive(message);
      default:
        return [];
    }
  }

  /** A follower: the leader's entries, if what stands before them is the same here. */
  #take({ from, to, term, index, logTerm, entries, commit }: MsgApp): MsgAppResp {
    const answer = { type: 'MsgAppResp', from: to, to: from, term } as const;
    if (this.#log.term(index) !== logTerm) {
      const rejectHint = this.#log.lastUpTo(Math.min(index, this.#log.lastIndex), logTerm);
      return { ...answer, index, reject: true, rejectHint, logTerm: this.#log.term(rejectHint)! };
    }
    this.#log.merge(entries);
    const verified = index + entries.length;
    this.#commitTo(Math.min(commit, verified));
    return { ...answer, index: verified, reject: false, rejectHint: 0, logTerm: 0 };
  }

  /** A follower: the leader told no more than it knows this log to have, so there is nothing to check. */
  #hear({ from, to, term, commit }: MsgHeartbeat): MsgHeartbeatResp {
    this.#commitTo(commit);
    return { type: 'MsgHeartbeatResp', from: to, to: from, term };
  }

  #commitTo(index: number): void {
    this.#commit = Math.max(this.#commit, index);
  }

  /** The leader: a peer has its log up to `index`. */
  #accepted({ from, index }: MsgAppResp): Message[] {
    const peer = this.#peers.get(from);
    if (!peer || index <= peer.match) return [];
    peer.match = index;
    peer.next = index + 1;
    if (this.#countCommit()) return this.#appendToAll();
    return this.#catchUp(from, peer);
  }

  /** The leader: a peer has something else at `next - 1`. Go back to where the two logs may still be one. */
  #refused({ from, index, rejectHint, logTerm }: MsgAppResp): Message[] {
    const peer = this.#peers.get(from);
    const old = !peer || index <= peer.match || index !== peer.next - 1;
    if (old) return [];
    peer.next = this.#log.lastUpTo(rejectHint, logTerm) + 1;
    return [this.#appendTo(from, peer)];
  }

  /** The leader: a peer lives. What it still lacks may have been lost on the way. */
  #alive({ from }: MsgHeartbeatResp): Message[] {
    const peer = this.#peers.get(from);
    return peer ? this.#catchUp(from, peer) : [];
  }

  #catchUp(to: number, peer: Progress): Message[] {
    return peer.match < this.#log.lastIndex ? [this.#appendTo(to, peer)] : [];
  }

  /** Moves the commit index to what a majority has, if the entry there is of this leader's own term. */
  #countCommit(): boolean {
    const match = new Map([...this.#peers].map(([id, peer]) => [id, peer.match]));
    const index = committedIndex(this.#voters, match.set(this.#id, this.#log.lastIndex));
    if (index <= this.#commit || this.#log.term(index) !== this.#term) return false;
    this.#commit = index;
    return true;
  }

  #appendToAll(): Message[] {
    return [...this.#peers].map(([to, peer]) => this.#appendTo(to, peer));
  }

  /** All entries from `next` on; none are left out and none are skipped, so the check before them covers them all. */
  #appendTo(to: number, { next }: Progress): MsgApp {
    const index = next - 1;
    return {
      ...{ type: 'MsgApp', from: this.#id, to, term: this.#term },
      ...{ index, logTerm: this.#log.term(index)! },
      ...{ entries: this.#log.from(next), commit: this.#commit },
    };
  }
}

/** Entries from index 1 on. Terms never fall from one entry to the next. */
class Log {
  readonly #entries: Entry[];

  constructor(entries: readonly Entry[]) {
    this.#entries = [...entries];
  }

  get lastIndex(): number {
    return this.#entries.length;
  }

  /** Undefined beyond the end. Before the first entry all logs agree: index 0 has term 0. */
  term(index: number): number | undefined {
    return index === 0 ? 0 : this.#entries[index - 1]?.term;
  }

  from(index: number): Entry[] {
    return this.#entries.slice(index - 1);
  }

  append(entry: Entry): void {
    this.#entries.push(entry);
  }

  /** Takes over what a leader sent, unless all of it is here: then it may be old, and what follows it newer. */
  merge(entries: readonly Entry[]): void {
    if (entries.every(({ index, term }) => this.term(index) === term)) return;
    this.#entries.splice(entries[0]!.index - 1, Infinity, ...entries);
  }

  /** The last index up to `index` whose term is not above `term`: above it, this log cannot be the same as one of that term. */
  lastUpTo(index: number, term: number): number {
    let last = index;
    while (this.term(last)! > term) last -= 1;
    return last;
  }
}
