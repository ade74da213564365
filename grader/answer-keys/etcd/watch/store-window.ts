import type { ChangeHistory, KeyValueEvent, RangeOptions, RangeResponse } from 'course/kit';
import type { MvccStore } from '#reference/etcd/mvcc-store';

/** A store as a hub may see it: what does not belong to the contract stays on this side of the boundary. */
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
