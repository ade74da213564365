import {
  type ChangeHistory,
  NotImplemented,
  type Watchable,
  type WatchOptions,
  type WatchResponse,
} from 'course/kit';

/**
 * Tells watchers what changes in a store: every change of their keys, in order, once.
 *
 * Settled by: etcd 3.4, mvcc/watchable_store.go, mvcc/watcher_group.go, etcdserver/api/v3rpc/watch.go.
 */
export class WatchHub implements Watchable {
  // TODO step 1: What does the hub remember of a watcher? No list of events is needed: the history keeps them.

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
    // TODO step 1: from now on, one key or a range
    // TODO step 2: startRevision
    throw new NotImplemented('step 1: watch');
  }

  /**
   * What the watcher has not been told yet, in order: responses `{ watchId, revision, events }`, where `revision` is
   * the store's at this moment. `[]` when there is nothing new, or no such watcher. The last response of a watcher
   * that came too late is `{ watchId, revision, events: [], canceled: true, compactRevision }`.
   */
  drain(watchId: number): WatchResponse[] {
    // TODO step 1: what came since the last drain
    // TODO step 3: filters
    // TODO step 4: prevKv
    // TODO step 6: a watcher that came too late
    throw new NotImplemented('step 1: drain');
  }

  /** Ends a watcher: nothing more is told, not even what was left. Without such a watcher it does nothing. */
  cancel(watchId: number): void {
    // TODO step 5
    throw new NotImplemented('step 5: cancel');
  }
}
