import {
  type Entry,
  type Message,
  NotImplemented,
  type ReplicationHalf,
  type SavedLog,
} from 'course/kit';

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
  // TODO step 1
  throw new NotImplemented('step 1: committedIndex');
}

/**
 * The log of a Raft node: as a follower it takes over what the leader sends, as the leader it sends, counts and commits.
 * Who leads is the business of the other half, the election; `becomeLeader` and `becomeFollower` tell what came of it.
 *
 * Settled by: the Raft paper, sections 5.3 and 5.4; etcd raft, raft.go, log.go, tracker/progress.go.
 */
export class Replication implements ReplicationHalf {
  /**
   * `id` is this node's own, `voters` are the ids of all nodes, its own too. Without `saved` the log is empty; with it the
   * node goes on where it was before a restart. Either way it does not lead.
   */
  constructor(id: number, voters: readonly number[], saved?: SavedLog) {
    // TODO step 2: What does a node remember? What more does a leader remember of each peer (steps 5 and 6)?
    throw new NotImplemented('step 2: constructor');
  }

  /** Index of the last entry that is committed; 0 for none. It never falls. */
  get commit(): number {
    throw new NotImplemented('step 2: commit');
  }

  /** Index of the last entry; 0 for an empty log. */
  get lastIndex(): number {
    throw new NotImplemented('step 2: lastIndex');
  }

  /** Term of the last entry; 0 for an empty log. */
  get lastTerm(): number {
    throw new NotImplemented('step 2: lastTerm');
  }

  /** The whole log, from index 1 on. */
  get entries(): readonly Entry[] {
    throw new NotImplemented('step 2: entries');
  }

  /** The committed entries that it has not given yet, in order: what the state machine applies next. */
  takeCommitted(): Entry[] {
    throw new NotImplemented('step 2: takeCommitted');
  }

  /**
   * Takes a message of the present term and gives those to send because of it, `[]` for none.
   * A follower gets MsgApp and MsgHeartbeat, a leader MsgAppResp and MsgHeartbeatResp. These two can also reach a node that
   * does not lead, or no longer.
   */
  step(message: Message): Message[] {
    // TODO step 3: MsgApp: check what stands before its entries, take them over, answer
    // TODO step 4: MsgApp and MsgHeartbeat move the commit index
    // TODO step 6: MsgAppResp and MsgHeartbeatResp: know how far a peer is, go back, catch up
    throw new NotImplemented('step 3: step');
  }

  /** The election is won: appends an entry without data and gives the MsgApp for each other voter. */
  becomeLeader(term: number): Message[] {
    // TODO step 5
    // TODO step 7: a single voter is a majority, here and in propose
    throw new NotImplemented('step 5: becomeLeader');
  }

  /** Somebody else leads, or will (`leader` 0: not known who). */
  becomeFollower(term: number, leader: number): void {
    // TODO step 5
    throw new NotImplemented('step 5: becomeFollower');
  }

  /** Called on leaders only: appends an entry and gives the MsgApp for each other voter. */
  propose(data: string): Message[] {
    // TODO step 5
    // TODO step 7: a single voter is a majority
    throw new NotImplemented('step 5: propose');
  }

  /** The commit index to put into a heartbeat to `peer`: no more than the peer is known to have. */
  commitFor(peer: number): number {
    // TODO step 7, which also adds to step: a leader's commit index moves when enough peers have answered
    throw new NotImplemented('step 7: commitFor');
  }
}
