// The messages of Raft, named as in etcd's raft.proto. Node ids are whole numbers from 1; 0 stands for nobody.

/** One entry of the log. Indexes count from 1. A new leader's own first entry has no data (''). */
export interface Entry {
  readonly index: number;
  readonly term: number;
  readonly data: string;
}

interface Envelope {
  readonly from: number;
  readonly to: number;
  /** The sender's term. */
  readonly term: number;
}

/** RequestVote: `index` and `logTerm` are those of the candidate's last entry, 0 and 0 for an empty log. */
export interface MsgVote extends Envelope {
  readonly type: 'MsgVote';
  readonly index: number;
  readonly logTerm: number;
}

/** The answer to MsgVote. */
export interface MsgVoteResp extends Envelope {
  readonly type: 'MsgVoteResp';
  readonly reject: boolean;
}

/** AppendEntries: `index` and `logTerm` are those of the entry before `entries`, which may be none. `commit` is the leader's. */
export interface MsgApp extends Envelope {
  readonly type: 'MsgApp';
  readonly index: number;
  readonly logTerm: number;
  readonly entries: readonly Entry[];
  readonly commit: number;
}

/**
 * The answer to MsgApp. Accepted: `index` is the last entry that the message covered. Rejected: `index` is the one that was
 * asked about, and `rejectHint` with `logTerm` are index and term of the last entry that may match; 0 and 0 for none. The
 * leader goes back to it, or further if its own term there is higher.
 */
export interface MsgAppResp extends Envelope {
  readonly type: 'MsgAppResp';
  readonly index: number;
  readonly reject: boolean;
  readonly rejectHint: number;
  readonly logTerm: number;
}

/** Sign of life of a leader. `commit` is never more than the receiver is known to have. */
export interface MsgHeartbeat extends Envelope {
  readonly type: 'MsgHeartbeat';
  readonly commit: number;
}

/** The answer to MsgHeartbeat. */
export interface MsgHeartbeatResp extends Envelope {
  readonly type: 'MsgHeartbeatResp';
}

/** What nodes send each other. Any message may be lost, doubled, delayed or overtaken. */
export type Message = MsgVote | MsgVoteResp | MsgApp | MsgAppResp | MsgHeartbeat | MsgHeartbeatResp;
