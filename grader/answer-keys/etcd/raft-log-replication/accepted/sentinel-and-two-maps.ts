import type { Entry, Message, ReplicationHalf, SavedLog } from 'course/kit';

type Of<Type extends Message['type']> = Extract<Message, { type: Type }>;

// Another way: an entry of term 0 stands before the first one, and `match` and `next` are maps of their own.
export class Replication implements ReplicationHalf {
  private log: Entry[];
  private given: number;
  private leading = false;
  private term = 0;
  private next = new Map<number, number>();
  private match = new Map<number, number>();
  commit: number;

  constructor(
    private readonly id: number,
    private readonly voters: readonly number[],
    { entries, commit, applied }: SavedLog = { entries: [], commit: 0, applied: 0 },
  ) {
    this.log = [{ index: 0, term: 0, data: '' }, ...entries];
    this.commit = commit;
    this.given = applied;
  }

  get lastIndex(): number {
    return this.log.length - 1;
  }

  get lastTerm(): number {
    return this.log[this.lastIndex]!.term;
  }

  get entries(): readonly Entry[] {
    return this.log.slice(1);
  }

  takeCommitted(): Entry[] {
    const fresh = this.log.slice(this.given + 1, this.commit + 1);
    this.given += fresh.length;
    return fresh;
  }

  becomeLeader(term: number): Message[] {
    this.term = term;
    this.leading = true;
    this.match = new Map(this.voters.map((id) => [id, 0]));
    this.next = new Map(this.voters.map((id) => [id, this.log.length]));
    return this.propose('');
  }

  becomeFollower(): void {
    this.leading = false;
  }

  propose(data: string): Message[] {
    this.log.push({ index: this.log.length, term: this.term, data });
    this.match.set(this.id, this.lastIndex);
    this.recount();
    return this.broadcast();
  }

  commitFor(peer: number): number {
    return Math.min(this.match.get(peer) ?? 0, this.commit);
  }

  step(message: Message): Message[] {
    if (message.type === 'MsgApp') return [this.onAppend(message)];
    if (message.type === 'MsgHeartbeat') return [this.onHeartbeat(message)];
    if (!this.leading || !this.match.has(message.from)) return [];
    if (message.type === 'MsgAppResp') return this.onAnswer(message);
    return message.type === 'MsgHeartbeatResp' ? this.rest(message.from) : [];
  }

  private onAppend({ from, to, term, index, logTerm, entries, commit }: Of<'MsgApp'>): Message {
    const answer = { type: 'MsgAppResp', from: to, to: from, term } as const;
    if (this.log[index]?.term !== logTerm) {
      const hint = this.log.findLast((entry) => entry.index <= index && entry.term <= logTerm)!;
      return { ...answer, index, reject: true, rejectHint: hint.index, logTerm: hint.term };
    }
    for (const entry of entries) {
      if (this.log[entry.index]?.term === entry.term) continue;
      this.log.length = entry.index;
      this.log.push(entry);
    }
    const last = entries.at(-1)?.index ?? index;
    if (commit > this.commit) this.commit = Math.max(this.commit, Math.min(commit, last));
    return { ...answer, index: last, reject: false, rejectHint: last, logTerm: term };
  }

  private onHeartbeat({ from, to, term, commit }: Of<'MsgHeartbeat'>): Message {
    if (commit > this.commit) this.commit = commit;
    return { type: 'MsgHeartbeatResp', from: to, to: from, term };
  }

  private onAnswer({ from, index, reject, rejectHint, logTerm }: Of<'MsgAppResp'>): Message[] {
    if (index <= this.match.get(from)!) return [];
    if (reject) {
      if (index + 1 !== this.next.get(from)) return [];
      const may = this.log.findLast((entry) => entry.index <= rejectHint && entry.term <= logTerm);
      this.next.set(from, may!.index + 1);
      return [this.append(from)];
    }
    this.match.set(from, index);
    this.next.set(from, index + 1);
    return this.recount() ? this.broadcast() : this.rest(from);
  }

  private recount(): boolean {
    const agreed = committedIndex(this.voters, this.match);
    const mine = this.log[agreed]!.term === this.term;
    if (agreed <= this.commit || !mine) return false;
    this.commit = agreed;
    return true;
  }

  private rest(to: number): Message[] {
    return this.match.get(to) === this.lastIndex ? [] : [this.append(to)];
  }

  private broadcast(): Message[] {
    const others = this.voters.filter((id) => id !== this.id);
    return others.reverse().map((id) => this.append(id));
  }

  private append(to: number): Message {
    const before = this.log[this.next.get(to)! - 1]!;
    return {
      type: 'MsgApp',
      from: this.id,
      to,
      term: this.term,
      index: before.index,
      logTerm: before.term,
      entries: this.log.slice(before.index + 1),
      commit: this.commit,
    };
  }
}

export function committedIndex(
  voters: readonly number[],
  match: ReadonlyMap<number, number>,
): number {
  const reached = (index: number) => voters.filter((id) => (match.get(id) ?? 0) >= index).length;
  let index = 0;
  while (reached(index + 1) > voters.length / 2) index += 1;
  return index;
}
