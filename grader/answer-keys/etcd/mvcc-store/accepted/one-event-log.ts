import {
  type CompactionResponse,
  compareBytes,
  type DeleteRangeOptions,
  type DeleteRangeResponse,
  EtcdError,
  fromKey,
  type KeyRange,
  type KeyValue,
  type KeyValueEvent,
  type MultiVersionStore,
  type PutOptions,
  type PutResponse,
  type RangeOptions,
  type RangeResponse,
  type SortTarget,
  type WriteTxn,
} from 'course/kit';

// One log of finished events, an open write's included: it stands above the store's revision, where nobody looks.
export class MvccStore implements MultiVersionStore {
  #log: KeyValueEvent[] = [];
  #revision = 1;
  #compacted = 0;

  get revision(): number {
    return this.#revision;
  }

  get compactRevision(): number {
    return this.#compacted;
  }

  get versionCount(): number {
    return this.#finished().length;
  }

  put(key: string, value: string, options: PutOptions = {}): PutResponse {
    const txn = this.write();
    const response = txn.put(key, value, options);
    txn.end();
    return response;
  }

  range(key: string, options: RangeOptions = {}): RangeResponse {
    return this.#range(this.#revision, key, options);
  }

  deleteRange(key: string, options: DeleteRangeOptions = {}): DeleteRangeResponse {
    const txn = this.write();
    const response = txn.deleteRange(key, options);
    txn.end();
    return response;
  }

  write(): WriteTxn {
    const next = this.#revision + 1;
    let now = this.#revision;
    const append = (type: KeyValueEvent['type'], kv: KeyValue) => {
      this.#log.push({ type, kv });
      now = next;
    };

    return {
      put: (key, value, options = {}) => {
        const [old] = this.#find(now, key, {});
        append('PUT', {
          key,
          value,
          createRevision: old?.createRevision ?? next,
          modRevision: next,
          version: (old?.version ?? 0) + 1,
          lease: options.lease ?? 0,
        });
        return { revision: now, ...(options.prevKv && old ? { prevKv: old } : {}) };
      },

      range: (key, options = {}) => this.#range(now, key, options),

      deleteRange: (key, options = {}) => {
        const doomed = this.#find(now, key, options);
        for (const { key } of doomed) {
          append('DELETE', {
            key,
            value: '',
            createRevision: 0,
            modRevision: next,
            version: 0,
            lease: 0,
          });
        }
        return {
          revision: now,
          deleted: doomed.length,
          ...(options.prevKv ? { prevKvs: doomed } : {}),
        };
      },

      end: () => {
        this.#revision = now;
        return now;
      },
    };
  }

  compact(revision: number): CompactionResponse {
    if (revision <= this.#compacted) throw new EtcdError('Compacted');
    if (revision > this.#revision) throw new EtcdError('FutureRev');

    const last = new Map<string, KeyValueEvent>();
    for (const event of this.#log) {
      if (event.kv.modRevision <= revision) last.set(event.kv.key, event);
    }
    this.#log = this.#log.filter(
      (event) =>
        event.kv.modRevision > revision ||
        (event.type === 'PUT' && last.get(event.kv.key) === event),
    );
    this.#compacted = revision;
    return { revision: this.#revision };
  }

  changes(fromRevision: number): KeyValueEvent[] {
    if (fromRevision <= this.#compacted) throw new EtcdError('Compacted');
    return this.#finished().filter((event) => event.kv.modRevision >= fromRevision);
  }

  #finished(): KeyValueEvent[] {
    return this.#log.filter((event) => event.kv.modRevision <= this.#revision);
  }

  /** The living key-values of the range at revision `at`, by key. */
  #find(at: number, key: string, { rangeEnd }: KeyRange): KeyValue[] {
    if (key === '') throw new EtcdError('EmptyKey');
    const inside = (candidate: string) => {
      if (rangeEnd === undefined) return candidate === key;
      if (compareBytes(candidate, key) < 0) return false;
      return rangeEnd === fromKey || compareBytes(candidate, rangeEnd) < 0;
    };

    const alive = new Map<string, KeyValue>();
    for (const { type, kv } of this.#log) {
      if (kv.modRevision > at) break;
      if (!inside(kv.key)) continue;
      if (type === 'PUT') alive.set(kv.key, kv);
      else alive.delete(kv.key);
    }
    return [...alive.values()].sort(orders.key);
  }

  /** `now` is the newest revision that the asker may see. */
  #range(now: number, key: string, options: RangeOptions): RangeResponse {
    const { limit = 0, sort, keysOnly, countOnly } = options;
    const at = options.revision || now;
    if (key === '') throw new EtcdError('EmptyKey');
    if (at > now) throw new EtcdError('FutureRev');
    if (at < this.#compacted) throw new EtcdError('Compacted');

    let kvs = this.#find(at, key, options);
    const count = kvs.length;
    if (countOnly) return { revision: now, kvs: [], count, more: false };

    if (sort) {
      const sign = sort.order === 'descend' ? -1 : 1;
      kvs.sort((a, b) => sign * orders[sort.target](a, b));
    }
    if (limit > 0) kvs = kvs.slice(0, limit);
    const more = kvs.length < count;
    if (keysOnly) kvs = kvs.map((kv) => ({ ...kv, value: '' }));
    return { revision: now, kvs, count, more };
  }
}

/** Given: the ascending order for each target of `sort`. */
const orders: Record<SortTarget, (a: KeyValue, b: KeyValue) => number> = {
  key: (a, b) => compareBytes(a.key, b.key),
  version: (a, b) => a.version - b.version,
  create: (a, b) => a.createRevision - b.createRevision,
  mod: (a, b) => a.modRevision - b.modRevision,
  value: (a, b) => compareBytes(a.value, b.value),
};
