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

// The stub with the last rung of every hint: as long as this passes, the hints lead there.
export class Election implements ElectionHalf {
  role: RaftRole = 'follower';
  term = 0;
  vote = 0;
  leader = 0;

  private readonly random: Random;
  private waited = 0;
  private timeout = 0;
  private votes = new Set<number>();

  constructor(private readonly config: ElectionConfig) {
    this.term = config.hardState?.term ?? 0;
    this.vote = config.hardState?.vote ?? 0;
    this.random = seededRandom(config.seed);
    this.drawTimeout();
  }

  private drawTimeout(): void {
    const t = this.config.electionTick;
    this.waited = 0;
    this.timeout = t + this.random.intn(t);
  }

  tick(): Message[] {
    this.waited += 1;
    if (this.role === 'leader') {
      const due = this.config.heartbeatTick;
      if (this.waited < due) return [];
      return this.sendHeartbeats();
    }
    if (this.waited < this.timeout) return [];
    return this.campaign();
  }

  private campaign(): Message[] {
    const { id, log } = this.config;
    this.role = 'candidate';
    this.term += 1;
    this.vote = id;
    this.leader = 0;
    this.drawTimeout();
    this.votes = new Set([id]);
    if (this.hasWon()) return this.lead();
    return this.toOthers({
      type: 'MsgVote',
      index: log.lastIndex,
      logTerm: log.lastTerm,
    });
  }

  step(message: Message): Message[] {
    if (message.term < this.term) return this.refuse(message);
    if (message.term > this.term) {
      this.role = 'follower';
      this.term = message.term;
      this.vote = 0;
      this.leader = 0;
      this.drawTimeout();
    }
    switch (message.type) {
      case 'MsgVote':
        return [this.answerVote(message)];
      case 'MsgVoteResp':
        return this.countVote(message);
      case 'MsgApp':
      case 'MsgHeartbeat':
        this.role = 'follower';
        this.leader = message.from;
        this.waited = 0;
        return [];
      default:
        return [];
    }
  }

  private answerVote(request: MsgVote): Message {
    const { id, log } = this.config;
    const to = request.from;
    const free = this.vote === 0 || this.vote === to;
    const granted = free && isUpToDate(request, log);
    if (granted) {
      this.vote = to;
      this.waited = 0;
    }
    return {
      type: 'MsgVoteResp',
      from: id,
      to,
      term: this.term,
      reject: !granted,
    };
  }

  private countVote({ from, term, reject }: MsgVoteResp): Message[] {
    if (this.role !== 'candidate') return [];
    if (term !== this.term || reject) return [];
    if (this.config.voters.includes(from)) this.votes.add(from);
    return this.hasWon() ? this.lead() : [];
  }

  private hasWon(): boolean {
    const all = this.config.voters.length;
    return this.votes.size > all / 2;
  }

  private lead(): Message[] {
    this.role = 'leader';
    this.leader = this.config.id;
    return this.sendHeartbeats();
  }

  private sendHeartbeats(): Message[] {
    this.waited = 0;
    return this.toOthers({
      type: 'MsgHeartbeat',
      commit: 0,
    });
  }

  private refuse(message: Message): Message[] {
    const answer = {
      from: this.config.id,
      to: message.from,
      term: this.term,
      reject: true,
    };
    const none = { index: 0, rejectHint: 0, logTerm: 0 };
    switch (message.type) {
      case 'MsgVote':
        return [{ ...answer, type: 'MsgVoteResp' }];
      case 'MsgApp':
      case 'MsgHeartbeat':
        return [{ ...answer, ...none, type: 'MsgAppResp' }];
      default:
        return [];
    }
  }

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

function isUpToDate(theirs: { index: number; logTerm: number }, mine: LogEnd): boolean {
  if (theirs.logTerm !== mine.lastTerm) return theirs.logTerm > mine.lastTerm;
  return theirs.index >= mine.lastIndex;
}
