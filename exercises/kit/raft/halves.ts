import type { Entry, Message } from './message.ts';

export type RaftRole = 'follower' | 'candidate' | 'leader';

/** Where a log ends: what an election needs to know of it. 0 and 0 for an empty log. Settled by the Raft paper, section 5.4.1. */
export interface LogEnd {
  readonly lastIndex: number;
  readonly lastTerm: number;
}

/** What an election starts from. Settled by etcd raft/raft.go, `Config`. */
export interface ElectionConfig {
  /** This node. */
  readonly id: number;
  /** The whole cluster, this node included. */
  readonly voters: readonly number[];
  /** T: an election timeout is a number of ticks drawn from [T, 2T). */
  readonly electionTick: number;
  /** A leader's heartbeats go out every so many ticks. */
  readonly heartbeatTick: number;
  /** For `seededRandom`: all chance of this node comes from it. */
  readonly seed: number;
  /** This node's log. It grows meanwhile: read it when you need it. */
  readonly log: LogEnd;
  /** What was on disk when the node was last stopped; absent for a new node. */
  readonly hardState?: { readonly term: number; readonly vote: number };
}

/**
 * Who leads: terms, votes and timers. Of a node's two halves this one sees every message first.
 * Settled by the Raft paper, sections 5.2 and 5.4.1.
 */
export interface ElectionHalf {
  readonly role: RaftRole;
  readonly term: number;
  /** The leader of this term as far as known; 0 for nobody. */
  readonly leader: number;
  /** Whom this node voted for in this term; 0 for nobody. `term` and `vote` must survive a restart. */
  readonly vote: number;
  /** Time passes. A leader's heartbeats, the first ones as soon as it has won, go out with `commit: 0`; RaftNode sets it. */
  tick(): Message[];
  /**
   * Takes any message: a higher term, votes, and every sign of a leader. Answers votes, and a MsgApp or MsgHeartbeat
   * of an older term with a rejecting MsgAppResp of its own term. The log is none of its business.
   */
  step(message: Message): Message[];
}

/** What a log has again after a restart; everything in it was on disk before any message told of it. */
export interface SavedLog {
  readonly entries: readonly Entry[];
  readonly commit: number;
  /** Index of the last entry that was applied; 0 for none. */
  readonly applied: number;
}

/**
 * What is agreed: the log. It is told of role and term by RaftNode and given only messages of the current term:
 * MsgApp, MsgHeartbeat and their answers. Settled by the Raft paper, sections 5.3 and 5.4.2.
 */
export interface ReplicationHalf extends LogEnd {
  /** Index of the last entry that is committed; 0 for none. */
  readonly commit: number;
  /** The election is won: appends an entry without data and sends it to all. */
  becomeLeader(term: number): Message[];
  /** Somebody else leads or will lead (0: not known who). */
  becomeFollower(term: number, leader: number): void;
  /** A leader appends an entry and sends it to all. RaftNode calls it on leaders only. */
  propose(data: string): Message[];
  step(message: Message): Message[];
  /** The commit index to tell a peer in a heartbeat: no more than the peer is known to have. */
  commitFor(peer: number): number;
  /** The entries that were committed since the last call, in order, each once in a node's life. */
  takeCommitted(): Entry[];
  /** The whole log, from index 1 on. It must survive a restart, and so must `commit`. */
  readonly entries: readonly Entry[];
}
