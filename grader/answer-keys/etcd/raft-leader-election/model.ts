import type { LogEnd, Message } from 'course/kit';
import type { Standing } from './nodes.ts';

/**
 * A follower that no timer ever wakes, written down from the rules: what it answers and what it then is.
 * Where the rules leave a choice it takes the answer that was given.
 */
export class FollowerModel {
  standing: Standing = { role: 'follower', term: 0, vote: 0, leader: 0 };

  constructor(private readonly log: LogEnd) {}

  /** The answer to a message: null for none, otherwise whether it rejects. */
  step(message: Message, given: boolean | null): { type: string; reject: boolean } | null {
    const asksForVote = message.type === 'MsgVote';
    const speaksAsLeader = message.type === 'MsgApp' || message.type === 'MsgHeartbeat';
    if (message.term < this.standing.term) {
      if (asksForVote) return { type: 'MsgVoteResp', reject: true };
      return speaksAsLeader ? { type: 'MsgAppResp', reject: true } : null;
    }
    if (message.term > this.standing.term)
      this.standing = { role: 'follower', term: message.term, vote: 0, leader: 0 };
    if (speaksAsLeader) this.standing = { ...this.standing, leader: message.from };
    if (!asksForVote) return null;
    const grants = this.grants(message, given);
    if (grants) this.standing = { ...this.standing, vote: message.from };
    return { type: 'MsgVoteResp', reject: !grants };
  }

  private grants(
    { from, index, logTerm }: Message & { type: 'MsgVote' },
    given: boolean | null,
  ): boolean {
    const { vote, leader } = this.standing;
    const behind =
      logTerm < this.log.lastTerm || (logTerm === this.log.lastTerm && index < this.log.lastIndex);
    if (behind) return false;
    if (vote !== 0) return vote === from;
    return leader === 0 || given === false;
  }
}
