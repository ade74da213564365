import {
  type ChangeHistory,
  compareBytes,
  fromKey,
  type KeyValueEvent,
  type Watchable,
  type WatchOptions,
  type WatchResponse,
} from 'course/kit';

// By somebody who knew only lesson, brief, stub, hints and kit. What the filters mean is decided once, in `watch`.
export class WatchHub implements Watchable {
  private readonly watchers = new Map<number, Watcher>();
  private nextId = 0;

  /**
   * `history` is the store, as far as a hub may see it:
   *
   * - `revision`: that of its last finished write
   * - `changes(fromRevision)`: every change at or after that revision, oldest first; `[]` when there is none yet.
   *   Throws EtcdError `Compacted` when `fromRevision` is not above `compactRevision`
   * - `range(key, { revision })`: what `key` held at a revision
   * - `compactRevision`: what lies below it is forgotten; 0 if nothing was
   *
   * All of them answer for the moment in which they are asked.
   */
  constructor(private readonly history: ChangeHistory) {}

  /**
   * Begins to watch `key`, or with `rangeEnd` the keys from `key` up to but not including `rangeEnd`; `fromKey` as
   * `rangeEnd` means that there is no end. Keys are ordered by `compareBytes`.
   *
   * Options: `rangeEnd`, `startRevision` (the first to be told; 0 or absent: the next one), `prevKv`, `filters`.
   * Gives the watcher's id, a number that no other watcher of this hub ever had.
   */
  watch(key: string, options: WatchOptions = {}): number {
    const { rangeEnd, startRevision, prevKv = false, filters = [] } = options;
    const id = this.nextId++;
    this.watchers.set(id, {
      key,
      rangeEnd,
      prevKv,
      wanted: { PUT: !filters.includes('noput'), DELETE: !filters.includes('nodelete') },
      next: startRevision || this.history.revision + 1,
    });
    return id;
  }

  /**
   * What the watcher has not been told yet, in order: responses `{ watchId, revision, events }`, where `revision` is
   * the store's at this moment. `[]` when there is nothing new, or no such watcher. The last response of a watcher
   * that came too late is `{ watchId, revision, events: [], canceled: true, compactRevision }`.
   */
  drain(watchId: number): WatchResponse[] {
    const watcher = this.watchers.get(watchId);
    if (!watcher) return [];
    const { revision, compactRevision } = this.history;

    // At exactly the compacted revision `changes` refuses too, so that is too late as well.
    if (watcher.next <= compactRevision) {
      this.watchers.delete(watchId);
      return [{ watchId, revision, events: [], canceled: true, compactRevision }];
    }
    if (watcher.next > revision) return [];

    const events = this.history
      .changes(watcher.next)
      .filter((event) => watcher.wanted[event.type] && concerns(watcher, event.kv.key))
      .map((event) => (watcher.prevKv ? this.withPrevious(event) : event));
    watcher.next = revision + 1;
    return events.length > 0 ? [{ watchId, revision, events }] : [];
  }

  /** Ends a watcher: nothing more is told, not even what was left. Without such a watcher it does nothing. */
  cancel(watchId: number): void {
    this.watchers.delete(watchId);
  }

  private withPrevious(event: KeyValueEvent): KeyValueEvent {
    const { key, modRevision } = event.kv;
    const [prevKv] = this.history.range(key, { revision: modRevision - 1 }).kvs;
    return prevKv ? { ...event, prevKv } : event;
  }
}

interface Watcher {
  readonly key: string;
  readonly rangeEnd: string | undefined;
  readonly prevKv: boolean;
  readonly wanted: Readonly<Record<KeyValueEvent['type'], boolean>>;
  /** The next revision that it needs. */
  next: number;
}

function concerns({ key, rangeEnd }: Watcher, changed: string): boolean {
  if (rangeEnd === undefined) return changed === key;
  return (
    compareBytes(key, changed) <= 0 && (rangeEnd === fromKey || compareBytes(changed, rangeEnd) < 0)
  );
}
