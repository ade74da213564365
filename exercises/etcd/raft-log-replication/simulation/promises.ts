import { type Entry, Safety, safetyProperties, type TracedEvent } from 'course/kit';
import type { PeerView } from './peer.ts';

/** What Raft promises, watched. With parts that keep its rules there is never anything to tell. */
export class Promises {
  private readonly safety = new Safety();

  /** Takes in what has happened and tells which promises that breaks. */
  broken(
    events: readonly TracedEvent[],
    views: readonly PeerView[],
    applied: readonly { readonly id: number; readonly entry: Entry }[],
  ): string[] {
    const known = this.safety.violations.length;
    for (const event of events) if (event.what === 'sent') this.safety.sent(event.message);
    for (const view of views) if (view.running) this.safety.looked(view);
    for (const { id, entry } of applied) this.safety.applied(id, entry);
    return this.safety.violations
      .slice(known)
      .map(
        ({ property, seen }) =>
          `${property} is broken: ${seen}. Raft promises that ${safetyProperties[property]}.`,
      );
  }
}
