import type { TracedEvent } from 'course/kit';
import type { PeerView } from './peer.ts';

/** How long each node has heard of no leader and given no vote: what its patience is measured by. Counted from outside. */
export class Silence {
  private readonly since = new Map<number, number>();
  private tick = 0;

  /** In ticks. */
  of(id: number): number {
    return this.tick - (this.since.get(id) ?? 0);
  }

  /** Takes in what has happened; a node that has become a candidate, or has voted, waits anew. */
  hear(events: readonly TracedEvent[], views: readonly PeerView[]): void {
    for (const event of events) {
      this.tick = event.tick;
      if (event.what === 'started') this.since.set(event.node, event.tick);
      if (event.what === 'sent' && isPatient(event.message))
        this.since.set(event.message.from, event.tick);
    }
    for (const { id, role } of views) if (role === 'leader') this.since.set(id, this.tick);
    for (const event of events)
      if (event.what === 'arrived' && isFromLeader(event.message, views))
        this.since.set(event.message.to, event.tick);
  }

  /** A tick in which nothing is noted passes as well. */
  pass(tick: number): void {
    this.tick = tick;
  }
}

function isPatient(message: { type: string; reject?: boolean }): boolean {
  return message.type === 'MsgVote' || (message.type === 'MsgVoteResp' && message.reject === false);
}

function isFromLeader(
  { type, term, to }: { type: string; term: number; to: number },
  views: readonly PeerView[],
): boolean {
  const receiver = views.find(({ id }) => id === to);
  return (type === 'MsgApp' || type === 'MsgHeartbeat') && term === receiver?.term;
}
