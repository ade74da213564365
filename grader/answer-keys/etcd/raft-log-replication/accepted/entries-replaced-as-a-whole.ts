import type { Entry, Message, MsgApp, MsgAppResp, ReplicationHalf, SavedLog } from 'course/kit';

/**
 * The highest index that a majority of the voters has reached. `match` says how far each of them is; who is not in it is
 * at 0, and who is no voter does not count.
 *
 * Settled by: etcd raft, quorum/majority.go (CommittedIndex).
 */
export function committedIndex(
  voters: readonly number[],
  match: ReadonlyMap<number, number>,
): number {
  const reached = voters.map((id) => match.get(id) ?? 0).sort((a, b) => b - a);
  const majority = Math.floor(voters.length / 2) + 1;
  return reached[majority - 1] ?? 0;
}

interface Progress {
  match: number;
  next: number;
}

interface Leadership {
  readonly term: number;
  readonly peers: ReadonlyMap<number, Progress>;
}

/**
 * The log of a Raft node: as a follower it takes over what the leader sends, as the leader it sends, counts and commits.
 * Who leads is the business of the other half, the election; `becomeLeader` and `becomeFollower` tell what came of it.
 *
 * Settled by: the Raft paper, sections 5.3 and 5.4; etcd raft, raft.go, log.go, tracker/progress.go.
 */
export class Replication implements ReplicationHalf {
  /** Replaced as a whole, never changed: it is handed out. */
  #entries: readonly Entry[];
  #commit: number;
  #applied: number;
  #leads: Leadership | undefined;

  /**
   * `id` is this node's own, `voters` are the ids of all nodes, its own too. Without `saved` the log is empty; with it the
   * node goes on where it was before a restart. Either way it does not lead.
   */
  constructor(
    private readonly id: number,
    private readonly voters: readonly number[],
    saved?: SavedLog,
  ) {
    this.#entries = saved ? [...saved.entries] : [];
    this.#commit = saved?.commit ?? 0;
    this.#applied = saved?.applied ?? 0;
  }

  /** Index of the last entry that is committed; 0 for none. It never falls. */
  get commit(): number {
    return this.#commit;
  }

  /** Index of the last entry; 0 for an empty log. */
  get lastIndex(): number {
    return this.#entries.length;
  }

  /** Term of the last entry; 0 for an empty log. */
  get lastTerm(): number {
    return this.#termAt(this.lastIndex) ?? 0;
  }

  /** The whole log, from index 1 on. */
  get entries(): readonly Entry[] {
    return this.#entries;
  }

  /** The committed entries that it has not given yet, in order: what the state machine applies next. */
  takeCommitted(): Entry[] {
    const taken = this.#entries.slice(this.#applied, this.#commit);
    this.#applied += taken.length;
    return taken;
  }

  /**
   * Takes a message of the present term and gives those to send because of it, `[]` for none.
   * A follower gets MsgApp and MsgHeartbeat, a leader MsgAppResp and MsgHeartbeatResp.
   */
  step(message: Message): Message[] {
    switch (message.type) {
      case 'MsgApp':
        return [this.#follow(message)];
      case 'MsgHeartbeat':
        this.#commitUpTo(message.commit);
        return [{ type: 'MsgHeartbeatResp', from: this.id, to: message.from, term: message.term }];
      case 'MsgAppResp':
        return message.reject ? this.#refused(message) : this.#accepted(message);
      case 'MsgHeartbeatResp':
        return this.#catchUp(message.from);
      default:
        return [];
    }
  }

  /** The election is won: appends an entry without data and gives the MsgApp for each other voter. */
  becomeLeader(term: number): Message[] {
    const next = this.lastIndex + 1;
    const others = this.voters.filter((voter) => voter !== this.id);
    this.#leads = { term, peers: new Map(others.map((peer) => [peer, { match: 0, next }])) };
    return this.propose('');
  }

  /** Somebody else leads, or will (`leader` 0: not known who). */
  becomeFollower(_term: number, _leader: number): void {
    this.#leads = undefined;
  }

  /** Called on leaders only: appends an entry and gives the MsgApp for each other voter. */
  propose(data: string): Message[] {
    if (!this.#leads) throw new Error('propose: this node does not lead');
    const entry: Entry = { index: this.lastIndex + 1, term: this.#leads.term, data };
    this.#entries = [...this.#entries, entry];
    this.#count(this.#leads);
    return this.#sendToAll(this.#leads);
  }

  /** The commit index to put into a heartbeat to `peer`: no more than the peer is known to have. */
  commitFor(peer: number): number {
    return Math.min(this.#commit, this.#leads?.peers.get(peer)?.match ?? 0);
  }

  // --- the log

  /** 0 before the first entry, undefined behind the last. */
  #termAt(index: number): number | undefined {
    return index === 0 ? 0 : this.#entries[index - 1]?.term;
  }

  /** The last index, up to `upTo` and the end of the log, whose term is not above `term`; 0 if there is none. */
  #lastNotAbove(term: number, upTo: number): number {
    let index = Math.min(upTo, this.lastIndex);
    while (index > 0 && this.#termAt(index)! > term) index -= 1;
    return index;
  }

  #commitUpTo(index: number): void {
    this.#commit = Math.max(this.#commit, index);
  }

  // --- following

  #follow(message: MsgApp): MsgAppResp {
    const { index, logTerm, entries } = message;
    const answer = {
      type: 'MsgAppResp',
      from: this.id,
      to: message.from,
      term: message.term,
    } as const;
    if (this.#termAt(index) !== logTerm) {
      const rejectHint = this.#lastNotAbove(logTerm, index);
      const hintTerm = this.#termAt(rejectHint) ?? 0;
      return { ...answer, index, reject: true, rejectHint, logTerm: hintTerm };
    }
    const conflict = entries.findIndex((entry) => this.#termAt(entry.index) !== entry.term);
    if (conflict >= 0) {
      this.#entries = [...this.#entries.slice(0, index + conflict), ...entries.slice(conflict)];
    }
    const covered = index + entries.length;
    this.#commitUpTo(Math.min(message.commit, covered));
    return { ...answer, index: covered, reject: false, rejectHint: 0, logTerm: 0 };
  }

  // --- leading

  #accepted({ from, index }: MsgAppResp): Message[] {
    const peer = this.#leads?.peers.get(from);
    if (!this.#leads || !peer || index <= peer.match) return [];
    peer.match = index;
    peer.next = index + 1;
    if (this.#count(this.#leads)) return this.#sendToAll(this.#leads);
    return this.#catchUp(from);
  }

  #refused({ from, index, rejectHint, logTerm }: MsgAppResp): Message[] {
    const peer = this.#leads?.peers.get(from);
    if (!this.#leads || !peer || index !== peer.next - 1 || index <= peer.match) return [];
    peer.next = this.#lastNotAbove(logTerm, rejectHint) + 1;
    return [this.#append(this.#leads, from, peer)];
  }

  #catchUp(from: number): Message[] {
    const peer = this.#leads?.peers.get(from);
    if (!this.#leads || !peer || peer.match >= this.lastIndex) return [];
    return [this.#append(this.#leads, from, peer)];
  }

  /** Moves the commit index as far as a majority allows; true if it moved. */
  #count({ term, peers }: Leadership): boolean {
    const match = new Map([...peers].map(([id, progress]) => [id, progress.match]));
    match.set(this.id, this.lastIndex);
    const index = committedIndex(this.voters, match);
    if (index <= this.#commit || this.#termAt(index) !== term) return false;
    this.#commit = index;
    return true;
  }

  #sendToAll(leads: Leadership): Message[] {
    return [...leads.peers].map(([to, progress]) => this.#append(leads, to, progress));
  }

  #append({ term }: Leadership, to: number, { next }: Progress): MsgApp {
    const index = next - 1;
    return {
      type: 'MsgApp',
      from: this.id,
      to,
      term,
      index,
      logTerm: this.#termAt(index) ?? 0,
      entries: this.#entries.slice(index),
      commit: this.#commit,
    };
  }
}
