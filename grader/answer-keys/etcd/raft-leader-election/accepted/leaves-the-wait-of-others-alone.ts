import {
  type ElectionConfig,
  type ElectionHalf,
  type LogEnd,
  type Message,
  type MsgVote,
  type MsgVoteResp,
  type RaftRole,
  type Random,
  seededRandom,
} from 'course/kit';

/**
 * The half of a Raft node that decides who leads: terms, votes, timers.
 *
 * Whoever runs the node calls `tick()` at even intervals and `step(message)` for each message that arrives, and sends
 * what they give. Node ids are whole numbers from 1; 0 stands for nobody.
 *
 * Settled by: the extended Raft paper, sections 5.1, 5.2 and 5.4.1; etcd raft/raft.go.
 */
export class Election implements ElectionHalf {
  /** What this node is at present. */
  role: RaftRole = 'follower';
  /** The present term; 0 before the first election. Never goes down. */
  term = 0;
  /** Whom this node voted for in the present term; 0 for nobody. */
  vote = 0;
  /** Who leads in the present term, as far as known; 0 for nobody. */
  leader = 0;

  readonly #random: Random;
  readonly #granted = new Set<number>();
  /** Ticks since the wait began; of a leader, since its last heartbeats. */
  #elapsed = 0;
  #timeout = 0;

  /** Starts a node, or starts it again: then `config.hardState` is the term and vote it had. */
  constructor(private readonly config: ElectionConfig) {
    this.#random = seededRandom(config.seed);
    this.term = config.hardState?.term ?? 0;
    this.vote = config.hardState?.vote ?? 0;
    this.waitAfresh();
  }

  tick(): Message[] {
    this.#elapsed++;
    if (this.role === 'leader') {
      return this.#elapsed >= this.config.heartbeatTick ? this.heartbeats() : [];
    }
    return this.#elapsed >= this.#timeout ? this.campaign() : [];
  }

  step(message: Message): Message[] {
    if (message.term < this.term) return this.refuseOld(message);
    if (message.term > this.term) this.enter(message.term);
    switch (message.type) {
      case 'MsgVote':
        return [this.answerVote(message)];
      case 'MsgVoteResp':
        return this.countVote(message);
      case 'MsgApp':
      case 'MsgHeartbeat':
        this.follow(message.from);
        return [];
      default:
        return [];
    }
  }

  private refuseOld({ type, from: to }: Message): Message[] {
    const envelope = { from: this.config.id, to, term: this.term, reject: true };
    if (type === 'MsgVote') return [{ type: 'MsgVoteResp', ...envelope }];
    if (type === 'MsgApp' || type === 'MsgHeartbeat')
      return [{ type: 'MsgAppResp', index: 0, rejectHint: 0, logTerm: 0, ...envelope }];
    return [];
  }

  /** Becomes a follower of a newer term. */
  private enter(term: number): void {
    // A leader has not waited for anybody so far. Others keep their wait: a newer term alone is no sign of a leader.
    if (this.role === 'leader') this.waitAfresh();
    this.term = term;
    this.vote = 0;
    this.leader = 0;
    this.role = 'follower';
  }

  private follow(leader: number): void {
    this.role = 'follower';
    this.leader = leader;
    this.waitAfresh();
  }

  private campaign(): Message[] {
    const { id, log } = this.config;
    this.role = 'candidate';
    this.term++;
    this.vote = id;
    this.leader = 0;
    this.#granted.clear();
    this.#granted.add(id);
    this.waitAfresh();
    if (this.hasMajority()) return this.win();
    return this.toOthers({ type: 'MsgVote', index: log.lastIndex, logTerm: log.lastTerm });
  }

  private win(): Message[] {
    this.role = 'leader';
    this.leader = this.config.id;
    return this.heartbeats();
  }

  private heartbeats(): Message[] {
    this.#elapsed = 0;
    return this.toOthers({ type: 'MsgHeartbeat', commit: 0 });
  }

  private hasMajority(): boolean {
    return this.#granted.size * 2 > this.config.voters.length;
  }

  private waitAfresh(): void {
    const { electionTick } = this.config;
    this.#elapsed = 0;
    this.#timeout = electionTick + this.#random.intn(electionTick);
  }

  /** Votes for the candidate that asks, or refuses. The answer bears this node's own term. */
  private answerVote(request: MsgVote): Message {
    const { id, log } = this.config;
    const { from } = request;
    const free = this.vote === 0 || this.vote === from;
    const granted = free && isUpToDate(request, log);
    if (granted) {
      this.vote = from;
      this.waitAfresh();
    }
    return { type: 'MsgVoteResp', from: id, to: from, term: this.term, reject: !granted };
  }

  /** Counts the answer to a request of this node's own. With a majority this node leads and says so at once. */
  private countVote({ from, reject }: MsgVoteResp): Message[] {
    if (this.role !== 'candidate' || reject || !this.config.voters.includes(from)) return [];
    this.#granted.add(from);
    return this.hasMajority() ? this.win() : [];
  }

  /** Given: the same content to all other nodes, for example `toOthers({ type: 'MsgHeartbeat', commit: 0 })`. */
  private toOthers(
    content:
      | { type: 'MsgVote'; index: number; logTerm: number }
      | { type: 'MsgHeartbeat'; commit: number },
  ): Message[] {
    const { id: from, voters } = this.config;
    const others = voters.filter((to) => to !== from);
    return others.map((to) => ({ from, to, term: this.term, ...content }));
  }
}

/** True when a log with this last entry is at least as up to date as `mine`. */
function isUpToDate(theirs: { index: number; logTerm: number }, mine: LogEnd): boolean {
  if (theirs.logTerm !== mine.lastTerm) return theirs.logTerm > mine.lastTerm;
  return theirs.index >= mine.lastIndex;
}
