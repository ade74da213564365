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

/** etcd's store: every write makes a revision, and every revision can be read until it is compacted. */
export class MvccStore implements MultiVersionStore {
  readonly #history = new History();

  get revision(): number {
    return this.#history.revision;
  }

  get compactRevision(): number {
    return this.#history.compactRevision;
  }

  get versionCount(): number {
    return this.#history.size;
  }

  put(key: string, value: string, options?: PutOptions): PutResponse {
    return this.#alone((txn) => txn.put(key, value, options));
  }

  range(key: string, options?: RangeOptions): RangeResponse {
    return this.#history.range(key, options, this.revision);
  }

  deleteRange(key: string, options?: DeleteRangeOptions): DeleteRangeResponse {
    return this.#alone((txn) => txn.deleteRange(key, options));
  }

  compact(revision: number): CompactionResponse {
    if (revision <= this.compactRevision) throw new EtcdError('Compacted');
    if (revision > this.revision) throw new EtcdError('FutureRev');
    this.#history.compact(revision);
    return { revision: this.revision };
  }

  write(): WriteTxn {
    return new Write(this.#history);
  }

  changes(fromRevision: number): KeyValueEvent[] {
    if (fromRevision <= this.compactRevision) throw new EtcdError('Compacted');
    const changes = this.#history.between(fromRevision, this.revision);
    return changes.map((kv) => ({ type: kv.version === 0 ? 'DELETE' : 'PUT', kv }));
  }

  /** A single change is a write of its own. */
  #alone<Response>(change: (txn: WriteTxn) => Response): Response {
    const txn = this.write();
    const response = change(txn);
    txn.end();
    return response;
  }
}

/** A write under way. It appends one revision ahead of the store, so nobody outside sees it before the store moves on. */
class Write implements WriteTxn {
  readonly #history: History;
  readonly #next: number;
  /** What its own reads see: the store's revision, then the next one as soon as something has changed. */
  #revision: number;

  constructor(history: History) {
    this.#history = history;
    this.#revision = history.revision;
    this.#next = history.revision + 1;
  }

  put(key: string, value: string, { lease = 0, prevKv }: PutOptions = {}): PutResponse {
    requireKey(key);
    const previous = this.#history.at(key, this.#revision);
    this.#append({
      key,
      value,
      createRevision: previous?.createRevision ?? this.#next,
      modRevision: this.#next,
      version: (previous?.version ?? 0) + 1,
      lease,
    });
    return { revision: this.#next, ...(prevKv && previous && { prevKv: previous }) };
  }

  range(key: string, options?: RangeOptions): RangeResponse {
    return this.#history.range(key, options, this.#revision);
  }

  deleteRange(key: string, { rangeEnd, prevKv }: DeleteRangeOptions = {}): DeleteRangeResponse {
    requireKey(key);
    const prevKvs = this.#history.select(key, rangeEnd, this.#revision);
    for (const previous of prevKvs) this.#append(tombstone(previous.key, this.#next));
    return { revision: this.#revision, deleted: prevKvs.length, ...(prevKv && { prevKvs }) };
  }

  end(): number {
    this.#history.revision = this.#revision;
    return this.#revision;
  }

  #append(change: KeyValue): void {
    this.#history.append(change);
    this.#revision = this.#next;
  }
}

/** The changes that were made and not compacted. None is ever modified, so they can be handed out as they are. */
class History {
  revision = 1;
  compactRevision = 0;
  /** All changes in the order in which they were made: what watchers read. */
  #log: KeyValue[] = [];
  /** The same changes by key: what ranges read. */
  #byKey = new Map<string, KeyValue[]>();

  get size(): number {
    return [...this.#byKey.values()].flat().length;
  }

  append(change: KeyValue): void {
    this.#log.push(change);
    this.#index(change);
  }

  between(first: number, last: number): KeyValue[] {
    return this.#log.filter(({ modRevision }) => modRevision >= first && modRevision <= last);
  }

  /** What `key` held at `revision`, if it existed then. */
  at(key: string, revision: number): KeyValue | undefined {
    const last = this.#byKey.get(key)?.findLast((change) => change.modRevision <= revision);
    return last?.version === 0 ? undefined : last;
  }

  /** What a range held at `revision`, by key. etcd walks a B-tree here; to sort on each read is enough for us. */
  select(key: string, rangeEnd: string | undefined, revision: number): KeyValue[] {
    const keys = rangeEnd === undefined ? [key] : this.#keysIn(key, rangeEnd);
    return keys.flatMap((each) => this.at(each, revision) ?? []);
  }

  /** Serves a range to a reader for whom the newest revision is `current`. */
  range(key: string, options: RangeOptions = {}, current: number): RangeResponse {
    requireKey(key);
    const revision = options.revision || current;
    if (revision > current) throw new EtcdError('FutureRev');
    if (revision < this.compactRevision) throw new EtcdError('Compacted');
    const found = this.select(key, options.rangeEnd, revision);
    const wanted = options.countOnly ? [] : shaped(found, options);
    const kvs = wanted.slice(0, options.limit || wanted.length);
    return { revision: current, kvs, count: found.length, more: kvs.length < wanted.length };
  }

  /** Keeps what is newer than `revision`, and of each key the one version that can still be read at `revision`. */
  compact(revision: number): void {
    this.compactRevision = revision;
    this.#log = this.#log.filter(
      (change) => change.modRevision > revision || change === this.at(change.key, revision),
    );
    this.#byKey.clear();
    for (const change of this.#log) this.#index(change);
  }

  #index(change: KeyValue): void {
    const changes = this.#byKey.get(change.key) ?? [];
    changes.push(change);
    this.#byKey.set(change.key, changes);
  }

  #keysIn(key: string, rangeEnd: string): string[] {
    return [...this.#byKey.keys()]
      .filter((each) => compareBytes(each, key) >= 0)
      .filter((each) => rangeEnd === fromKey || compareBytes(each, rangeEnd) < 0)
      .sort(compareBytes);
  }
}

/** Sorted and stripped as asked. Sorting comes first: without values there is nothing to sort by value. */
function shaped(kvs: KeyValue[], { sort, keysOnly }: RangeOptions): KeyValue[] {
  if (sort) {
    const ascending = orders[sort.target];
    kvs.sort(sort.order === 'ascend' ? ascending : (a, b) => ascending(b, a));
  }
  return keysOnly ? kvs.map((kv) => ({ ...kv, value: '' })) : kvs;
}

const orders: Record<SortTarget, (a: KeyValue, b: KeyValue) => number> = {
  key: (a, b) => compareBytes(a.key, b.key),
  version: (a, b) => a.version - b.version,
  create: (a, b) => a.createRevision - b.createRevision,
  mod: (a, b) => a.modRevision - b.modRevision,
  value: (a, b) => compareBytes(a.value, b.value),
};

/** A deletion is a change like any other. Version 0 marks it: no put has that. */
function tombstone(key: string, modRevision: number): KeyValue {
  return { key, value: '', createRevision: 0, modRevision, version: 0, lease: 0 };
}

function requireKey(key: string): void {
  if (key === '') throw new EtcdError('EmptyKey');
}
