import type { Entry, Message, MsgApp, MsgAppResp, ReplicationHalf, SavedLog } from 'course/kit';

export function committedIndex(
  voters: readonly number[],
  match: ReadonlyMap<number, number>,
): number {
  const reached = voters.map((id) => match.get(id) ?? 0).sort((a, b) => b - a);
  const quorum = Math.floor(voters.length / 2) + 1;
  return reached[quorum - 1]!;
}

// Written by following the last rung of every hint: as long as this passes, the hints lead there.
export class Replication implements ReplicationHalf {
  #id: number;
  #voters: readonly number[];
  #entries: Entry[];
  #commit: number;
  #applied: number;
  #term = 0;
  #peers = new Map<number, { match: number; next: number }>();

  constructor(id: number, voters: readonly number[], saved?: SavedLog) {
    this.#id = id;
    this.#voters = voters;
    this.#entries = [...(saved?.entries ?? [])];
    this.#commit = saved?.commit ?? 0;
    this.#applied = saved?.applied ?? 0;
  }

  get commit(): number {
    return this.#commit;
  }

  get lastIndex(): number {
    return this.#entries.length;
  }

  get lastTerm(): number {
    return this.#termAt(this.lastIndex)!;
  }

  get entries(): readonly Entry[] {
    return [...this.#entries];
  }

  takeCommitted(): Entry[] {
    const taken = this.#entries.slice(this.#applied, this.#commit);
    this.#applied = this.#commit;
    return taken;
  }

  /** Undefined beyond the end. */
  #termAt(index: number): number | undefined {
    if (index === 0) return 0;
    return this.#entries[index - 1]?.term;
  }

  step(message: Message): Message[] {
    switch (message.type) {
      case 'MsgApp':
        return [this.#take(message)];
      case 'MsgHeartbeat':
        this.#commitTo(message.commit);
        return [
          {
            type: 'MsgHeartbeatResp',
            from: message.to,
            to: message.from,
            term: message.term,
          },
        ];
      case 'MsgAppResp':
        return message.reject ? this.#refused(message) : this.#accepted(message);
      case 'MsgHeartbeatResp':
        return this.#catchUp(message.from);
      default:
        return [];
    }
  }

  #take(message: MsgApp): Message {
    const { index, logTerm, entries } = message;
    const answer = {
      type: 'MsgAppResp',
      from: message.to,
      to: message.from,
      term: message.term,
    } as const;
    if (this.#termAt(index) !== logTerm) {
      const rejectHint = this.#upTo(Math.min(index, this.lastIndex), logTerm);
      return {
        ...answer,
        index,
        reject: true,
        rejectHint,
        logTerm: this.#termAt(rejectHint)!,
      };
    }
    const fresh = entries.findIndex((entry) => this.#termAt(entry.index) !== entry.term);
    if (fresh >= 0)
      this.#entries = [...this.#entries.slice(0, index + fresh), ...entries.slice(fresh)];
    const verified = index + entries.length;
    this.#commitTo(Math.min(message.commit, verified));

    return {
      ...answer,
      index: index + entries.length,
      reject: false,
      rejectHint: 0,
      logTerm: 0,
    };
  }

  #upTo(index: number, term: number): number {
    let last = index;
    while (this.#termAt(last)! > term) last -= 1;
    return last;
  }

  #commitTo(index: number): void {
    this.#commit = Math.max(this.#commit, index);
  }

  becomeLeader(term: number): Message[] {
    this.#term = term;
    const next = this.lastIndex + 1;
    for (const id of this.#voters) if (id !== this.#id) this.#peers.set(id, { match: 0, next });
    return this.propose('');
  }

  becomeFollower(): void {
    this.#peers.clear();
  }

  propose(data: string): Message[] {
    this.#entries.push({
      index: this.lastIndex + 1,
      term: this.#term,
      data,
    });
    this.#count();
    return this.#toAll();
  }

  #toAll(): Message[] {
    return [...this.#peers.keys()].map((id) => this.#appendTo(id));
  }

  #appendTo(to: number): Message {
    const index = this.#peers.get(to)!.next - 1;
    return {
      type: 'MsgApp',
      from: this.#id,
      to,
      term: this.#term,
      index,
      logTerm: this.#termAt(index)!,
      entries: this.#entries.slice(index),
      commit: this.#commit,
    };
  }

  #accepted({ from, index }: MsgAppResp) {
    const peer = this.#peers.get(from);
    if (!peer || index <= peer.match) return [];
    peer.match = index;
    peer.next = index + 1;
    if (this.#count()) return this.#toAll();
    return this.#catchUp(from);
  }

  #refused(answer: MsgAppResp): Message[] {
    const { from, index } = answer;
    const peer = this.#peers.get(from);
    if (!peer || index <= peer.match || index !== peer.next - 1) return [];
    const { rejectHint, logTerm } = answer;
    peer.next = this.#upTo(rejectHint, logTerm) + 1;
    return [this.#appendTo(from)];
  }

  #catchUp(id: number): Message[] {
    const peer = this.#peers.get(id);
    return peer && peer.match < this.lastIndex ? [this.#appendTo(id)] : [];
  }

  #count(): boolean {
    const match = new Map<number, number>();
    match.set(this.#id, this.lastIndex);
    for (const [id, peer] of this.#peers) match.set(id, peer.match);
    const index = committedIndex(this.#voters, match);
    if (index <= this.#commit) return false;
    if (this.#termAt(index) !== this.#term) return false;
    this.#commit = index;
    return true;
  }

  commitFor(peer: number): number {
    return Math.min(this.#commit, this.#peers.get(peer)?.match ?? 0);
  }
}
