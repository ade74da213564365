import {
  type ClusterNode,
  type ElectionConfig,
  type ElectionHalf,
  type Entry,
  type LogEnd,
  type Message,
  RaftNode,
  type RaftRole,
  type ReplicationHalf,
  type SavedLog,
} from 'course/kit';

/** The two halves of a node. */
export interface Halves {
  readonly Election: new (config: ElectionConfig) => ElectionHalf;
  readonly Replication: new (
    id: number,
    voters: readonly number[],
    saved?: SavedLog,
  ) => ReplicationHalf;
}

/** A node as it is seen. */
export interface PeerView {
  readonly id: number;
  readonly running: boolean;
  readonly role: RaftRole;
  readonly term: number;
  readonly vote: number;
  readonly leader: number;
  readonly commit: number;
  readonly log: readonly Entry[];
}

/** In ticks; an election timeout is one or two times `electionTick`. etcd's own are 10 and 1; these leave time to watch. */
export const timing = { electionTick: 8, heartbeatTick: 4 } as const;

/** A node of the cluster: both halves joined, and what it has on disk. */
export class Peer implements ClusterNode {
  private readonly election: ElectionHalf;
  private readonly replication: ReplicationHalf;
  private readonly raft: RaftNode;
  private applied: number;

  /** `before`: the same node as it was when it stopped. */
  constructor(
    halves: Halves,
    readonly id: number,
    voters: readonly number[],
    seed: number,
    before?: Peer,
  ) {
    this.applied = before?.applied ?? 0;
    const replication = new halves.Replication(id, voters, before?.saved);
    const config = { id, voters, seed, ...timing, log: new EndOf(replication) };
    this.election = new halves.Election(
      before ? { ...config, hardState: before.raft.hardState } : config,
    );
    this.replication = replication;
    this.raft = new RaftNode(this.election, replication);
  }

  tick(): Message[] {
    return this.raft.tick();
  }

  step(message: Message): Message[] {
    return this.raft.step(message);
  }

  propose(data: string): Message[] {
    return this.raft.propose(data);
  }

  /** Applies what was committed since the last time. */
  apply(): Entry[] {
    const entries = this.raft.takeCommitted();
    this.applied = entries.at(-1)?.index ?? this.applied;
    return entries;
  }

  view(running: boolean): PeerView {
    const { role, term, vote, leader } = this.election;
    const { commit, entries } = this.replication;
    return { id: this.id, running, role, term, vote, leader, commit, log: entries };
  }

  private get saved(): SavedLog {
    const { entries, commit } = this.replication;
    return { entries, commit, applied: this.applied };
  }
}

/** Where a log ends at any time. Getters of a class are read when they are asked for, also from a box; an object's own are not. */
class EndOf implements LogEnd {
  readonly #log: LogEnd;

  constructor(log: LogEnd) {
    this.#log = log;
  }

  get lastIndex(): number {
    return this.#log.lastIndex;
  }

  get lastTerm(): number {
    return this.#log.lastTerm;
  }
}
