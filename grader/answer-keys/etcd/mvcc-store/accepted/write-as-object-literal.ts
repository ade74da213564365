import {
  type CompactionResponse,
  compareBytes,
  type DeleteRangeOptions,
  type DeleteRangeResponse,
  EtcdError,
  fromKey,
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

interface OpenWrite extends WriteTxn {
  /** The revision that its reads see. */
  now: number;
}

// A write is an object literal whose methods keep their state in `this`.
export class MvccStore implements MultiVersionStore {
  #changes: KeyValue[] = [];
  #revision = 1;
  #compactRevision = 0;

  get revision(): number {
    return this.#revision;
  }
  get compactRevision(): number {
    return this.#compactRevision;
  }
  get versionCount(): number {
    return this.#changes.length;
  }

  #at(key: string, revision: number): KeyValue | undefined {
    const last = this.#changes.findLast((kv) => kv.key === key && kv.modRevision <= revision);
    return last && last.version > 0 ? last : undefined;
  }

  #select(key: string, rangeEnd: string | undefined, revision: number): KeyValue[] {
    const inRange = (other: string) =>
      rangeEnd === undefined
        ? other === key
        : compareBytes(other, key) >= 0 &&
          (rangeEnd === fromKey || compareBytes(other, rangeEnd) < 0);
    const keys = new Set(this.#changes.map((kv) => kv.key).filter(inRange));
    return [...keys].sort(compareBytes).flatMap((each) => this.#at(each, revision) ?? []);
  }

  #rangeFor(current: number, key: string, options: RangeOptions): RangeResponse {
    if (key === '') throw new EtcdError('EmptyKey');
    const revision = options.revision || current;
    if (revision > current) throw new EtcdError('FutureRev');
    if (revision < this.#compactRevision) throw new EtcdError('Compacted');
    const found = this.#select(key, options.rangeEnd, revision);
    if (options.countOnly) return { revision: current, kvs: [], count: found.length, more: false };
    const { sort } = options;
    if (sort) {
      const sign = sort.order === 'ascend' ? 1 : -1;
      found.sort((a, b) => sign * orders[sort.target](a, b));
    }
    let kvs = options.limit ? found.slice(0, options.limit) : found;
    if (options.keysOnly) kvs = kvs.map((kv) => ({ ...kv, value: '' }));
    return { revision: current, kvs, count: found.length, more: kvs.length < found.length };
  }

  range(key: string, options: RangeOptions = {}): RangeResponse {
    return this.#rangeFor(this.#revision, key, options);
  }

  compact(revision: number): CompactionResponse {
    if (revision <= this.#compactRevision) throw new EtcdError('Compacted');
    if (revision > this.#revision) throw new EtcdError('FutureRev');
    this.#changes = this.#changes.filter(
      (kv) => kv.modRevision > revision || kv === this.#at(kv.key, revision),
    );
    this.#compactRevision = revision;
    return { revision: this.#revision };
  }

  write(): OpenWrite {
    const store = this;
    const next = this.#revision + 1;
    return {
      now: this.#revision,

      put(key: string, value: string, options: PutOptions = {}) {
        if (key === '') throw new EtcdError('EmptyKey');
        const old = store.#at(key, this.now);
        this.now = next;
        store.#changes.push({
          key,
          value,
          createRevision: old ? old.createRevision : next,
          modRevision: next,
          version: old ? old.version + 1 : 1,
          lease: options.lease ?? 0,
        });
        return options.prevKv && old ? { revision: next, prevKv: old } : { revision: next };
      },

      range(key: string, options: RangeOptions = {}) {
        return store.#rangeFor(this.now, key, options);
      },

      deleteRange(key: string, options: DeleteRangeOptions = {}) {
        if (key === '') throw new EtcdError('EmptyKey');
        const gone = store.#select(key, options.rangeEnd, this.now);
        if (gone.length > 0) this.now = next;
        for (const kv of gone)
          store.#changes.push({
            key: kv.key,
            value: '',
            createRevision: 0,
            modRevision: next,
            version: 0,
            lease: 0,
          });
        return {
          revision: this.now,
          deleted: gone.length,
          ...(options.prevKv && { prevKvs: gone }),
        };
      },

      end() {
        store.#revision = this.now;
        return this.now;
      },
    };
  }

  put(key: string, value: string, options: PutOptions = {}): PutResponse {
    const txn = this.write();
    const response = txn.put(key, value, options);
    txn.end();
    return response;
  }

  deleteRange(key: string, options: DeleteRangeOptions = {}): DeleteRangeResponse {
    const txn = this.write();
    const response = txn.deleteRange(key, options);
    txn.end();
    return response;
  }

  changes(fromRevision: number): KeyValueEvent[] {
    if (fromRevision <= this.#compactRevision) throw new EtcdError('Compacted');
    return this.#changes
      .filter((kv) => kv.modRevision >= fromRevision && kv.modRevision <= this.#revision)
      .map((kv) => ({ type: kv.version > 0 ? 'PUT' : 'DELETE', kv }));
  }
}

const orders: Record<SortTarget, (a: KeyValue, b: KeyValue) => number> = {
  key: (a, b) => compareBytes(a.key, b.key),
  version: (a, b) => a.version - b.version,
  create: (a, b) => a.createRevision - b.createRevision,
  mod: (a, b) => a.modRevision - b.modRevision,
  value: (a, b) => compareBytes(a.value, b.value),
};
