import {
  type ElectionConfig,
  type ElectionHalf,
  type Message,
  type RaftRole,
  seededRandom,
} from 'course/kit';

// Where the brief leaves a choice, the other one: a candidate that a majority refuses becomes a follower, a newer term
// alone leaves the timer running, a vote is refused to another candidate once a leader of the term is known,
// and every sign of a leader draws a new timeout.
export class Election implements ElectionHalf {
  #role: RaftRole = 'follower';
  #term: number;
  #vote: number;
  #leader = 0;
  #ticksLeft = 0;
  #answers: Record<number, boolean> = {};
  #draw: () => number;

  constructor(private readonly config: ElectionConfig) {
    const random = seededRandom(config.seed * 7 + 3);
    this.#draw = () => config.electionTick + Math.floor(random.next() * config.electionTick);
    ({ term: this.#term, vote: this.#vote } = config.hardState ?? { term: 0, vote: 0 });
    this.#ticksLeft = this.#draw();
  }

  get role() {
    return this.#role;
  }
  get term() {
    return this.#term;
  }
  get vote() {
    return this.#vote;
  }
  get leader() {
    return this.#leader;
  }

  tick(): Message[] {
    if (--this.#ticksLeft > 0) return [];
    if (this.#role === 'leader') return this.#beat();
    this.#role = 'candidate';
    this.#term++;
    this.#vote = this.config.id;
    this.#leader = 0;
    this.#ticksLeft = this.#draw();
    this.#answers = { [this.config.id]: true };
    const { lastIndex: index, lastTerm: logTerm } = this.config.log;
    return this.config.voters.length === 1
      ? this.#win()
      : this.#all((to) => ({ ...this.#envelope(to), type: 'MsgVote', index, logTerm })).reverse();
  }

  step(m: Message): Message[] {
    if (m.term > this.#term) {
      if (this.#role === 'leader') this.#ticksLeft = this.#draw();
      this.#role = 'follower';
      this.#term = m.term;
      this.#vote = this.#leader = 0;
    }
    const old = m.term < this.#term;
    if (m.type === 'MsgVote') {
      const { lastIndex, lastTerm } = this.config.log;
      const behind = m.logTerm < lastTerm || (m.logTerm === lastTerm && m.index < lastIndex);
      const free = this.#vote === m.from || (this.#vote === 0 && this.#leader === 0);
      const reject = old || behind || !free;
      if (!reject) {
        this.#vote = m.from;
        this.#ticksLeft = this.#draw();
      }
      return [{ ...this.#envelope(m.from), type: 'MsgVoteResp', reject }];
    }
    if (m.type === 'MsgVoteResp') return old ? [] : this.#count(m.from, !m.reject);
    if (m.type !== 'MsgApp' && m.type !== 'MsgHeartbeat') return [];
    if (old) {
      const numbers = { index: m.type === 'MsgApp' ? m.index : 0, rejectHint: 1, logTerm: 1 };
      return [{ ...this.#envelope(m.from), type: 'MsgAppResp', reject: true, ...numbers }];
    }
    this.#role = 'follower';
    this.#leader = m.from;
    this.#ticksLeft = this.#draw();
    return [];
  }

  #count(from: number, granted: boolean): Message[] {
    if (this.#role !== 'candidate' || !this.config.voters.includes(from)) return [];
    this.#answers[from] ??= granted;
    const majority = Math.floor(this.config.voters.length / 2) + 1;
    const all = Object.values(this.#answers);
    if (all.filter(Boolean).length >= majority) return this.#win();
    if (all.filter((each) => !each).length >= majority) this.#role = 'follower';
    return [];
  }

  #win(): Message[] {
    this.#role = 'leader';
    this.#leader = this.config.id;
    return this.#beat();
  }

  #beat(): Message[] {
    this.#ticksLeft = this.config.heartbeatTick;
    return this.#all((to) => ({ ...this.#envelope(to), type: 'MsgHeartbeat', commit: 0 }));
  }

  #envelope(to: number) {
    return { from: this.config.id, to, term: this.#term };
  }

  #all(make: (to: number) => Message): Message[] {
    return this.config.voters.filter((id) => id !== this.config.id).map(make);
  }
}
