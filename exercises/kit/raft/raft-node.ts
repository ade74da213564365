import type { ElectionHalf, RaftRole, ReplicationHalf } from './halves.ts';
import type { Entry, Message } from './message.ts';

/** A proposal was made to a node that does not lead, or nobody leads. Propose again, to the leader. */
export class ProposalDropped extends Error {
  override readonly name = 'ProposalDropped';
  constructor() {
    super('raft proposal dropped');
  }
}

/** What a node must have on disk before it sends the messages of a call. */
export interface HardState {
  readonly term: number;
  readonly vote: number;
  readonly commit: number;
}

/**
 * A node of a Raft cluster: an election and a log joined. Whoever runs it calls `tick` at even intervals (100 ms in etcd)
 * and `step` for each message that arrives; both give the messages to send, which may get lost.
 * Settled by etcd raft/rawnode.go.
 */
export class RaftNode {
  constructor(
    private readonly election: ElectionHalf,
    private readonly replication: ReplicationHalf,
  ) {}

  get role(): RaftRole {
    return this.election.role;
  }

  get term(): number {
    return this.election.term;
  }

  /** The leader of this term as far as known; 0 for nobody. */
  get leader(): number {
    return this.election.leader;
  }

  get hardState(): HardState {
    const { term, vote } = this.election;
    return { term, vote, commit: this.replication.commit };
  }

  tick(): Message[] {
    return this.elect(() => this.election.tick());
  }

  step(message: Message): Message[] {
    const answers = this.elect(() => this.election.step(message));
    if (!aboutLog(message) || message.term !== this.election.term) return answers;
    return [...answers, ...this.replication.step(message)];
  }

  /** Appends an entry to the leader's log. Throws ProposalDropped unless this node leads. */
  propose(data: string): Message[] {
    if (this.election.role !== 'leader') throw new ProposalDropped();
    return this.replication.propose(data);
  }

  /** The entries that were committed since the last call, to be applied in this order. */
  takeCommitted(): Entry[] {
    return this.replication.takeCommitted();
  }

  /** Lets the election decide, then tells the log if anything changed: only a log that knows it leads can say what peers have. */
  private elect(decide: () => Message[]): Message[] {
    const before = this.standing();
    const messages = decide();
    const told = this.tellLog(before);
    return [...messages.map((message) => this.withCommit(message)), ...told];
  }

  private tellLog(before: Standing): Message[] {
    const { role, term, leader } = this.standing();
    if (role === before.role && term === before.term && leader === before.leader) return [];
    if (role === 'leader') return this.replication.becomeLeader(term);
    this.replication.becomeFollower(term, leader);
    return [];
  }

  private standing(): Standing {
    const { role, term, leader } = this.election;
    return { role, term, leader };
  }

  private withCommit(message: Message): Message {
    if (message.type !== 'MsgHeartbeat') return message;
    return { ...message, commit: this.replication.commitFor(message.to) };
  }
}

type Standing = Pick<ElectionHalf, 'role' | 'term' | 'leader'>;

function aboutLog({ type }: Message): boolean {
  return type !== 'MsgVote' && type !== 'MsgVoteResp';
}
