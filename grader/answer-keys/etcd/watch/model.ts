import { fromKey, type KeyValue, type KeyValueEvent, type WatchOptions } from 'course/kit';

interface Watcher {
  readonly key: string;
  readonly options: WatchOptions;
  readonly start: number;
  /** The revision that it needs next. */
  next: number;
  readonly inbox: KeyValueEvent[];
}

/** What a drain must tell: all events in a row, or that the watcher came too late. */
export type Told =
  | { readonly events: readonly KeyValueEvent[] }
  | { readonly tooLate: { readonly revision: number; readonly compactRevision: number } };

/** Watching the other way round: no history is read, each write is put into the inbox of everyone it concerns. */
export class Model {
  revision = 1;
  compactRevision = 0;
  private readonly past: KeyValueEvent[] = [];
  private readonly held = new Map<string, KeyValue>();
  private readonly watchers = new Map<number, Watcher>();

  /** What the living watchers need next. */
  get needed(): number[] {
    return [...this.watchers.values()].map(({ next }) => next);
  }

  watch(id: number, key: string, options: WatchOptions): void {
    const start = options.startRevision || this.revision + 1;
    const watcher = { key, options, start, next: start, inbox: [] };
    this.watchers.set(id, watcher);
    for (const event of this.past) deliver(event, watcher);
  }

  cancel(id: number): void {
    this.watchers.delete(id);
  }

  /** All changes of one finished write; there is at least one. */
  wrote(revision: number, changes: readonly KeyValueEvent[]): void {
    this.revision = revision;
    const before = new Map(this.held);
    for (const { type, kv } of changes) {
      const event = { type, kv, prevKv: before.get(kv.key) };
      this.past.push(event);
      for (const watcher of this.watchers.values()) deliver(event, watcher);
      if (type === 'PUT') this.held.set(kv.key, kv);
      else this.held.delete(kv.key);
    }
  }

  drain(id: number): Told {
    const watcher = this.watchers.get(id);
    if (!watcher) return { events: [] };
    const { revision, compactRevision } = this;
    if (watcher.next < compactRevision) {
      this.cancel(id);
      return { tooLate: { revision, compactRevision } };
    }
    watcher.next = Math.max(watcher.next, revision + 1);
    return { events: watcher.inbox.splice(0) };
  }
}

function deliver({ type, kv, prevKv }: KeyValueEvent, { key, options, start, inbox }: Watcher) {
  if (kv.modRevision < start) return;
  if (!within(kv.key, key, options.rangeEnd)) return;
  if (options.filters?.includes(type === 'PUT' ? 'noput' : 'nodelete')) return;
  inbox.push(options.prevKv && prevKv ? { type, kv, prevKv } : { type, kv });
}

function within(key: string, first: string, end: string | undefined): boolean {
  if (end === undefined) return key === first;
  return bytes(key, first) >= 0 && (end === fromKey || bytes(key, end) < 0);
}

function bytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
