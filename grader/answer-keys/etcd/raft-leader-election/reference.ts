import {
  type ElectionConfig,
  type ElectionHalf,
  type Message,
  type MsgVote,
  type MsgVoteResp,
  type RaftRole,
  seededRandom,
} from 'course/kit';

/** The half of a Raft node that decides who leads. */
export class Election implements ElectionHalf {
  role: RaftRole = 'follower';
  leader = 0;
  term: number;
  vote: number;

  readonly #config: ElectionConfig;
  readonly #random;
  /** Ticks since the last sign of a leader, a leader's own since its last heartbeats. */
  #elapsed = 0;
  /** The tick at which this node loses patience. */
  #timeout = 0;
  /** Who voted for this candidate; a set, so that a doubled answer counts once. */
  readonly #supporters = new Set<number>();

  constructor(config: ElectionConfig) {
    this.#config = config;
    this.#random = seededRandom(config.seed);
    this.term = config.hardState?.term ?? 0;
    this.vote = config.hardState?.vote ?? 0;
    this.#restartTimer();
  }

  tick(): Message[] {
    this.#elapsed += 1;
    if (this.role !== 'leader') return this.#elapsed >= this.#timeout ? this.#campaign() : [];
    return this.#elapsed >= this.#config.heartbeatTick ? this.#heartbeat() : [];
  }

  step(message: Message): Message[] {
    if (message.term < this.term) return this.#refuseOutdated(message);
    if (message.term > this.term) this.#enterTerm(message.term);
    switch (message.type) {
      case 'MsgVote':
        return [this.#answer(message, this.#canVoteFor(message))];
      case 'MsgVoteResp':
        return this.#count(message);
      case 'MsgApp':
      case 'MsgHeartbeat':
        this.#follow(message.from);
        return [];
      default:
        return [];
    }
  }

  /** Nobody leads: this node offers itself, with a new term and its own vote. */
  #campaign(): Message[] {
    this.#enterTerm(this.term + 1);
    this.role = 'candidate';
    this.vote = this.#config.id;
    this.#supporters.clear();
    this.#supporters.add(this.#config.id);
    const { lastIndex: index, lastTerm: logTerm } = this.#config.log;
    if (this.#hasMajority()) return this.#lead();
    return this.#toOthers({ type: 'MsgVote', index, logTerm });
  }

  #count({ from, reject }: MsgVoteResp): Message[] {
    if (this.role !== 'candidate' || reject) return [];
    if (this.#config.voters.includes(from)) this.#supporters.add(from);
    return this.#hasMajority() ? this.#lead() : [];
  }

  #hasMajority(): boolean {
    return this.#supporters.size > this.#config.voters.length / 2;
  }

  /** The first heartbeats go out at once, before anybody else loses patience. */
  #lead(): Message[] {
    this.role = 'leader';
    this.leader = this.#config.id;
    return this.#heartbeat();
  }

  #heartbeat(): Message[] {
    this.#elapsed = 0;
    return this.#toOthers({ type: 'MsgHeartbeat', commit: 0 });
  }

  /** A leader of this term speaks. Whoever was a candidate has lost; its vote stays given. */
  #follow(leader: number): void {
    this.role = 'follower';
    this.leader = leader;
    this.#elapsed = 0;
  }

  /** One vote a term: first come, first served, and only to a log that lacks nothing of this one. */
  #canVoteFor(request: MsgVote): boolean {
    const free = this.vote === 0 || this.vote === request.from;
    return free && isUpToDate(request, this.#config.log);
  }

  #answer({ from }: Message, granted: boolean): Message {
    if (granted) {
      this.vote = from;
      this.#elapsed = 0;
    }
    return { ...this.#to(from), type: 'MsgVoteResp', reject: !granted };
  }

  /** Tells a candidate or leader of the past what the term is; answers of the past need no answer. */
  #refuseOutdated(message: Message): Message[] {
    switch (message.type) {
      case 'MsgVote':
        return [this.#answer(message, false)];
      case 'MsgApp':
      case 'MsgHeartbeat': {
        const nothing = { index: 0, rejectHint: 0, logTerm: 0 };
        return [{ ...this.#to(message.from), type: 'MsgAppResp', reject: true, ...nothing }];
      }
      default:
        return [];
    }
  }

  /** A new term: the vote is free again, and nobody is known to lead. */
  #enterTerm(term: number): void {
    this.role = 'follower';
    this.term = term;
    this.vote = 0;
    this.leader = 0;
    this.#restartTimer();
  }

  #restartTimer(): void {
    this.#elapsed = 0;
    this.#timeout = this.#config.electionTick + this.#random.intn(this.#config.electionTick);
  }

  #to(to: number): { from: number; to: number; term: number } {
    return { from: this.#config.id, to, term: this.term };
  }

  #toOthers(content: Content): Message[] {
    const others = this.#config.voters.filter((id) => id !== this.#config.id);
    return others.map((to) => ({ ...this.#to(to), ...content }));
  }
}

type Content =
  | { type: 'MsgVote'; index: number; logTerm: number }
  | { type: 'MsgHeartbeat'; commit: number };

/** The later last term wins; of logs that end in the same term the longer one. */
function isUpToDate(
  { logTerm, index }: MsgVote,
  { lastTerm, lastIndex }: { lastTerm: number; lastIndex: number },
): boolean {
  return logTerm > lastTerm || (logTerm === lastTerm && index >= lastIndex);
}
