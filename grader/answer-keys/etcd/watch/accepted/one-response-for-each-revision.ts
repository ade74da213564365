import {
  type ChangeHistory,
  compareBytes,
  EtcdError,
  fromKey,
  type KeyValueEvent,
  type Watchable,
  type WatchOptions,
  type WatchResponse,
} from 'course/kit';

// A closure for each watcher. It cuts by revision, and learns from the refusal that it came too late.
export class WatchHub implements Watchable {
  private readonly drains: ((() => WatchResponse[]) | null)[] = [];

  constructor(private readonly history: ChangeHistory) {}

  watch(key: string, options: WatchOptions = {}): number {
    const { rangeEnd, startRevision = 0, prevKv = false, filters = [] } = options;
    const { history } = this;
    const watchId = this.drains.length;
    let told = (startRevision > 0 ? startRevision : history.revision + 1) - 1;

    const concerns = ({ type, kv }: KeyValueEvent) => {
      if (type === 'PUT' && filters.includes('noput')) return false;
      if (type === 'DELETE' && filters.includes('nodelete')) return false;
      if (!rangeEnd) return kv.key === key;
      const notBelow = compareBytes(key, kv.key) <= 0;
      return notBelow && (rangeEnd === fromKey || compareBytes(rangeEnd, kv.key) > 0);
    };

    const complete = (event: KeyValueEvent): KeyValueEvent => {
      if (!prevKv) return { type: event.type, kv: event.kv };
      const before = history.range(event.kv.key, { revision: event.kv.modRevision - 1 });
      return { ...event, prevKv: before.kvs.at(0) };
    };

    this.drains.push(() => {
      const revision = history.revision;
      let changes: readonly KeyValueEvent[];
      try {
        changes = history.changes(told + 1);
      } catch (error) {
        if (!(error instanceof EtcdError)) throw error;
        this.cancel(watchId);
        const compactRevision = history.compactRevision;
        return [{ watchId, revision, events: [], canceled: true, compactRevision }];
      }
      if (told < revision) told = revision;
      const byRevision = new Map<number, KeyValueEvent[]>();
      for (const event of changes.filter(concerns).map(complete)) {
        const mates = byRevision.get(event.kv.modRevision);
        if (mates) mates.push(event);
        else byRevision.set(event.kv.modRevision, [event]);
      }
      return [...byRevision.values()].map((events) => ({ watchId, revision, events }));
    });
    return watchId;
  }

  drain(watchId: number): WatchResponse[] {
    return this.drains[watchId]?.() ?? [];
  }

  cancel(watchId: number): void {
    if (this.drains[watchId]) this.drains[watchId] = null;
  }
}
