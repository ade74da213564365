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
  NotImplemented,
  type PutOptions,
  type PutResponse,
  type RangeOptions,
  type RangeResponse,
  type SortTarget,
  type WriteTxn,
} from 'course/kit';

/**
 * The store at the heart of etcd: every write makes a revision, and every revision can be read until it is compacted.
 *
 * Settled by: etcd 3.4, mvcc/kvstore.go, mvcc/kvstore_txn.go, mvcc/key_index.go.
 */
export class MvccStore implements MultiVersionStore {
  // TODO step 1: What does the store remember? The present values alone will not do: step 5 reads the past.

  /** Revision of the last finished write; 1 for an empty store. */
  get revision(): number {
    throw new NotImplemented('step 1: revision');
  }

  /**
   * Sets `key` to `value` and makes a new revision. An empty value is a value like any other.
   *
   * Gives `{ revision }`, the new one, and `prevKv` if that was asked for and the key existed.
   * Throws EtcdError `EmptyKey`.
   */
  put(key: string, value: string, options: PutOptions = {}): PutResponse {
    // TODO step 1
    throw new NotImplemented('step 1: put');
  }

  /**
   * Reads `key`, or with `rangeEnd` the keys from `key` up to but not including `rangeEnd`; `fromKey` as `rangeEnd`
   * means that there is no end. Keys are ordered by `compareBytes`.
   *
   * Gives the store's present revision, the key-values, how many keys the range holds, and whether the limit cut some off.
   * Throws EtcdError `EmptyKey`; `FutureRev` or `Compacted` for `options.revision`.
   */
  range(key: string, options: RangeOptions = {}): RangeResponse {
    // TODO step 1: a single key
    // TODO step 2: rangeEnd
    // TODO step 3: limit, countOnly, keysOnly, sort (`orders` at the bottom of this file compares)
    // TODO step 5: revision
    // TODO step 6: a revision that is compacted
    throw new NotImplemented('step 1: range');
  }

  /**
   * Deletes what `range` with the same `key` and `rangeEnd` would find. All deletions of one call share one new
   * revision; nothing found, no new revision.
   *
   * Gives the store's revision afterwards, the number of keys deleted, and `prevKvs` if that was asked for.
   * Throws EtcdError `EmptyKey`.
   */
  deleteRange(key: string, options: DeleteRangeOptions = {}): DeleteRangeResponse {
    // TODO step 4
    throw new NotImplemented('step 4: deleteRange');
  }

  /**
   * Forgets what nobody who reads at `revision` or later can ask for. `revision` itself stays readable.
   *
   * Gives the store's revision, which does not change.
   * Throws EtcdError `Compacted` for a revision not above `compactRevision`, `FutureRev` for one above `revision`.
   */
  compact(revision: number): CompactionResponse {
    // TODO step 6
    throw new NotImplemented('step 6: compact');
  }

  /** Revision of the last compaction; 0 when there was none. */
  get compactRevision(): number {
    throw new NotImplemented('step 6: compactRevision');
  }

  /** How many changes the store still holds, deletions included. Shows what a compaction freed. */
  get versionCount(): number {
    throw new NotImplemented('step 6: versionCount');
  }

  /**
   * Opens a write: its `put`, `range` and `deleteRange` behave like the store's, but all its changes share one
   * revision, its ranges see them at once, and nobody else does before `end()`. `end()` gives the store's revision,
   * a new one only if something has changed.
   */
  write(): WriteTxn {
    // TODO step 7: A single put is a write too; the store's own put and deleteRange can go through here.
    throw new NotImplemented('step 7: write');
  }

  /**
   * The changes at or after `fromRevision`, in the order in which they were made.
   *
   * Throws EtcdError `Compacted` when `fromRevision` is not above `compactRevision`.
   */
  changes(fromRevision: number): KeyValueEvent[] {
    // TODO step 8
    throw new NotImplemented('step 8: changes');
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
