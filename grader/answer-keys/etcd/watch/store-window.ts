import type { ChangeHistory, KeyValueEvent, RangeOptions, RangeResponse } from 'course/kit';
import type { MvccStore } from '#reference/etcd/mvcc-store';

/**
 * A store as a hub may see it: what does not belong to the contract stays on this side of the boundary.
 *
 * Whether a hub changes events that it was handed cannot be seen from here: they cross as copies, a new one for each
 * call, so that neither the store nor another watcher ever meets a changed one. The kit's etcd.ts forbids it all the same.
 */
export class StoreWindow implements ChangeHistory {
  readonly #store: MvccStore;

  constructor(store: MvccStore) {
    this.#store = store;
  }

  get revision(): number {
    return this.#store.revision;
  }

  get compactRevision(): number {
    return this.#store.compactRevision;
  }

  changes(fromRevision: number): readonly KeyValueEvent[] {
    return this.#store.changes(fromRevision);
  }

  range(key: string, options?: RangeOptions): RangeResponse {
    return this.#store.range(key, options);
  }
}
