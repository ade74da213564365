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

// Written by following the last rung of every hint: as long as this passes, the hints lead there.
export class MvccStore implements MultiVersionStore {
  #changes: KeyValue[] = [];
  #revision = 1;
  #compactRevision = 0;

  #select(key: string, rangeEnd: string | undefined, revision: number): KeyValue[] {
    const inside = (other: string) => {
      if (rangeEnd === undefined) return other === key;
      if (compareBytes(other, key) < 0) return false;
      return rangeEnd === fromKey || compareBytes(other, rangeEnd) < 0;
    };
    const all = this.#changes.map((kv) => kv.key);
    return [...new Set(all.filter(inside))]
      .sort(compareBytes)
      .flatMap((each) => this.#at(each, revision) ?? []);
  }

  #at(key: string, revision: number) {
    const last = this.#changes.findLast((kv) => kv.key === key && kv.modRevision <= revision);
    return last?.version === 0 ? undefined : last;
  }

  get revision(): number {
    return this.#revision;
  }

  put(key: string, value: string, options: PutOptions = {}): PutResponse {
    const txn = this.write();
    const response = txn.put(key, value, options);
    txn.end();
    return response;
  }

  #rangeFor(current: number, key: string, options: RangeOptions = {}): RangeResponse {
    if (key === '') throw new EtcdError('EmptyKey');
    const at = options.revision || current;
    if (at > current) throw new EtcdError('FutureRev');
    if (at < this.#compactRevision) throw new EtcdError('Compacted');
    const found = this.#select(key, options.rangeEnd, at);
    const revision = current;
    const count = found.length;
    if (options.countOnly)
      return {
        revision,
        kvs: [],
        count,
        more: false,
      };
    const { sort, limit } = options;
    if (sort) {
      const up = orders[sort.target];
      found.sort(sort.order === 'ascend' ? up : (a, b) => up(b, a));
    }
    let kvs = limit ? found.slice(0, limit) : found;
    if (options.keysOnly) kvs = kvs.map((kv) => ({ ...kv, value: '' }));
    const more = kvs.length < count;
    return { revision, kvs, count, more };
  }

  range(key: string, options: RangeOptions = {}): RangeResponse {
    const current = this.#revision;
    return this.#rangeFor(current, key, options);
  }

  deleteRange(key: string, options: DeleteRangeOptions = {}): DeleteRangeResponse {
    const txn = this.write();
    const response = txn.deleteRange(key, options);
    txn.end();
    return response;
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

  get compactRevision(): number {
    return this.#compactRevision;
  }

  get versionCount(): number {
    return this.#changes.length;
  }

  write(): WriteTxn {
    let now = this.#revision;
    const next = now + 1;
    const add = (change: KeyValue) => {
      this.#changes.push(change);
      now = next;
    };
    return {
      put: (key, value, options = {}) => {
        if (key === '') throw new EtcdError('EmptyKey');
        const old = this.#at(key, now);
        add({
          key,
          value,
          createRevision: old ? old.createRevision : next,
          modRevision: next,
          version: old ? old.version + 1 : 1,
          lease: options.lease ?? 0,
        });
        return options.prevKv && old ? { revision: now, prevKv: old } : { revision: now };
      },
      range: (key, options = {}) => this.#rangeFor(now, key, options),
      deleteRange: (key, options = {}) => {
        if (key === '') throw new EtcdError('EmptyKey');
        const gone = this.#select(key, options.rangeEnd, now);
        for (const kv of gone)
          add({
            key: kv.key,
            value: '',
            createRevision: 0,
            modRevision: next,
            version: 0,
            lease: 0,
          });
        return {
          revision: now,
          deleted: gone.length,
          ...(options.prevKv && { prevKvs: gone }),
        };
      },
      end: () => {
        this.#revision = now;
        return now;
      },
    };
  }

  changes(fromRevision: number): KeyValueEvent[] {
    if (fromRevision <= this.#compactRevision) throw new EtcdError('Compacted');
    return this.#changes
      .filter((kv) => kv.modRevision >= fromRevision && kv.modRevision <= this.#revision)
      .map((kv) => ({
        type: kv.version > 0 ? 'PUT' : 'DELETE',
        kv,
      }));
  }
}

const orders: Record<SortTarget, (a: KeyValue, b: KeyValue) => number> = {
  key: (a, b) => compareBytes(a.key, b.key),
  version: (a, b) => a.version - b.version,
  create: (a, b) => a.createRevision - b.createRevision,
  mod: (a, b) => a.modRevision - b.modRevision,
  value: (a, b) => compareBytes(a.value, b.value),
};
