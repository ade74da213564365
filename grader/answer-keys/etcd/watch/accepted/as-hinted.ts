import {
  type ChangeHistory,
  compareBytes,
  fromKey,
  type KeyValueEvent,
  type Watchable,
  type WatchOptions,
  type WatchResponse,
} from 'course/kit';

// The last rungs of the hints, put together.
export class WatchHub implements Watchable {
  constructor(private readonly history: ChangeHistory) {}

  #watchers = new Map<number, Watcher>();
  #lastId = 0;

  watch(key: string, options: WatchOptions = {}): number {
    const id = ++this.#lastId;
    const next = options.startRevision || this.history.revision + 1;
    const watcher = { key, options, next };
    this.#watchers.set(id, watcher);
    return id;
  }

  drain(watchId: number): WatchResponse[] {
    const { revision } = this.history;
    const watcher = this.#watchers.get(watchId);
    if (!watcher) return [];
    const { compactRevision } = this.history;
    if (watcher.next <= compactRevision) {
      this.#watchers.delete(watchId);
      return [
        {
          watchId,
          revision,
          events: [],
          canceled: true,
          compactRevision,
        },
      ];
    }
    const events = this.history
      .changes(watcher.next)
      .filter((event) => this.#wants(watcher, event));
    const told = watcher.options.prevKv ? events.map((event) => this.#more(event)) : events;
    watcher.next = Math.max(watcher.next, revision + 1);
    return events.length > 0 ? [{ watchId, revision, events: told }] : [];
  }

  #more(event: KeyValueEvent): KeyValueEvent {
    const { key, modRevision } = event.kv;
    const { kvs } = this.history.range(key, {
      revision: modRevision - 1,
    });
    return kvs[0] ? { ...event, prevKv: kvs[0] } : event;
  }

  #wants({ key, options }: Watcher, { type, kv }: KeyValueEvent): boolean {
    const { rangeEnd, filters } = options;
    const filter = type === 'PUT' ? 'noput' : 'nodelete';
    if (filters?.includes(filter)) return false;

    if (rangeEnd === undefined) return kv.key === key;
    if (compareBytes(kv.key, key) < 0) return false;
    return rangeEnd === fromKey || compareBytes(kv.key, rangeEnd) < 0;
  }
  cancel(watchId: number): void {
    this.#watchers.delete(watchId);
  }
}
interface Watcher {
  readonly key: string;
  readonly options: WatchOptions;
  next: number;
}
