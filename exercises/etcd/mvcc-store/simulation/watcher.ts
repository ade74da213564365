import type { KeyValueEvent, MultiVersionStore } from 'course/kit';
import { unlessRefused } from './refusal.ts';

/** A client that follows the store: a cursor over its changes. */
export class Watcher {
  /** True while its connection is lost. */
  away = false;

  /** `next`: the first revision that it has not seen. */
  constructor(
    readonly id: number,
    public next: number,
  ) {}

  /** Takes what is new and tells it, one sentence a revision, without its subject. */
  listen(store: MultiVersionStore): string[] {
    if (this.away) return [];
    const changes = unlessRefused(() => store.changes(this.next));
    if (typeof changes === 'string') return [this.startAnew(store, changes)];
    const told = [...revisionsOf(changes)].map(
      ([revision, events]) =>
        `is told of revision ${revision}: ${events.map(eventText).join(', ')}.`,
    );
    this.next = Math.max(this.next, store.revision + 1);
    return told;
  }

  private startAnew(store: MultiVersionStore, refusal: string): string {
    const asked = this.next;
    this.next = store.revision + 1;
    return `asks for what happened from revision ${asked} on and is refused: "${refusal}". It can never learn that, so it lists all keys at revision ${store.revision} and watches from ${this.next} on.`;
  }
}

function revisionsOf(changes: readonly KeyValueEvent[]): Map<number, KeyValueEvent[]> {
  const revisions = new Map<number, KeyValueEvent[]>();
  for (const event of changes) {
    const { modRevision } = event.kv;
    revisions.set(modRevision, [...(revisions.get(modRevision) ?? []), event]);
  }
  return revisions;
}

function eventText({ type, kv }: KeyValueEvent): string {
  return type === 'PUT' ? `${kv.key} is ${kv.value}` : `${kv.key} is deleted`;
}
