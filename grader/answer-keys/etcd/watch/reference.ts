import {
  type ChangeHistory,
  compareBytes,
  fromKey,
  type KeyValueEvent,
  type Watchable,
  type WatchOptions,
  type WatchResponse,
} from 'course/kit';

/** etcd's watchers. Each is a cursor on the history, so there is no queue to fill, and none to overflow. */
export class WatchHub implements Watchable {
  readonly #history: ChangeHistory;
  readonly #watchers = new Map<number, Watcher>();
  #nextId = 0;

  constructor(history: ChangeHistory) {
    this.#history = history;
  }

  watch(key: string, options: WatchOptions = {}): number {
    const id = this.#nextId++;
    // "Now" has to be noted now: at the first drain it would be later.
    const next = options.startRevision || this.#history.revision + 1;
    this.#watchers.set(id, { key, options, next });
    return id;
  }

  drain(watchId: number): WatchResponse[] {
    const watcher = this.#watchers.get(watchId);
    if (!watcher) return [];
    const { revision, compactRevision } = this.#history;
    if (watcher.next <= compactRevision) {
      this.cancel(watchId);
      return [{ watchId, revision, events: [], canceled: true, compactRevision }];
    }
    const events = this.#news(watcher);
    // What was looked through is behind the cursor, whether it concerned the watcher or not.
    watcher.next = Math.max(watcher.next, revision + 1);
    return events.length === 0 ? [] : [{ watchId, revision, events }];
  }

  cancel(watchId: number): void {
    this.#watchers.delete(watchId);
  }

  #news({ key, options, next }: Watcher): KeyValueEvent[] {
    const events = this.#history
      .changes(next)
      .filter(({ kv }) => inRange(kv.key, key, options.rangeEnd))
      .filter(({ type }) => !options.filters?.includes(type === 'PUT' ? 'noput' : 'nodelete'));
    return options.prevKv ? events.map((event) => this.#withPrevious(event)) : events;
  }

  #withPrevious(event: KeyValueEvent): KeyValueEvent {
    const { key, modRevision } = event.kv;
    const [prevKv] = this.#history.range(key, { revision: modRevision - 1 }).kvs;
    return prevKv ? { ...event, prevKv } : event;
  }
}

interface Watcher {
  readonly key: string;
  readonly options: WatchOptions;
  /** The cursor: everything before this revision has been told. */
  next: number;
}

function inRange(key: string, first: string, end: string | undefined): boolean {
  if (end === undefined) return key === first;
  return compareBytes(key, first) >= 0 && (end === fromKey || compareBytes(key, end) < 0);
}
