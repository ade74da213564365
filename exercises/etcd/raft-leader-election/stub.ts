import {
  type ElectionConfig,
  type ElectionHalf,
  type LogEnd,
  type Message,
  type MsgVote,
  type MsgVoteResp,
  NotImplemented,
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
  // TODO step 1: private readonly random: Random

  /** Starts a node, or starts it again: then `config.hardState` is the term and vote it had. */
  constructor(private readonly config: ElectionConfig) {
    // TODO step 1: Take over the hard state. Draw the first election timeout: from [T, 2T) ticks, T = config.electionTick.
    // TODO step 1: All chance comes from seededRandom(config.seed).
  }

  /**
   * One tick passes.
   *
   * Gives the messages to send: MsgVote to all others when this node loses patience and becomes a candidate,
   * MsgHeartbeat to all others when it leads and the next heartbeat is due, otherwise nothing.
   */
  tick(): Message[] {
    // TODO step 1: a follower that waits too long becomes a candidate of the next term
    // TODO step 3: a candidate that waits too long tries again; a candidate without others has won
    // TODO step 4: a leader sends heartbeats
    throw new NotImplemented('step 1: tick');
  }

  /**
   * A message arrives, of any type and any term, from any other node.
   *
   * Gives the messages to send: the answer to a MsgVote; heartbeats when this vote was the one that made this node
   * leader; a rejecting MsgAppResp to a leader of the past; otherwise nothing.
   */
  step(message: Message): Message[] {
    // TODO step 5: a message of an older term, a message of a newer term: before all else
    switch (message.type) {
      case 'MsgVote':
        return [this.answerVote(message)]; // step 2
      case 'MsgVoteResp':
        return this.countVote(message); // step 3
      case 'MsgApp':
      case 'MsgHeartbeat':
        // TODO step 4: somebody leads
        throw new NotImplemented('step 4: step, MsgApp and MsgHeartbeat');
      default:
        return [];
    }
  }

  /** Votes for the candidate that asks, or refuses. The answer bears this node's own term. */
  private answerVote(request: MsgVote): Message {
    // TODO step 2
    throw new NotImplemented('step 2: answerVote');
  }

  /** Counts the answer to a request of this node's own. With a majority this node leads and says so at once. */
  private countVote(answer: MsgVoteResp): Message[] {
    // TODO step 3
    throw new NotImplemented('step 3: countVote');
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
  // TODO step 2
  throw new NotImplemented('step 2: isUpToDate');
}
