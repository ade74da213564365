import type {
  CompactionResponse,
  DeleteRangeOptions,
  DeleteRangeResponse,
  KeyValueStore,
  MultiVersionStore,
  PutOptions,
  PutResponse,
  RangeOptions,
  RangeResponse,
  TxnRequest,
  TxnResponse,
  Watchable,
  WatchOptions,
  WatchResponse,
} from './etcd.ts';

/** The parts of one etcd member: the store (with leases or without), the watch hub on it, and how transactions run. */
export interface EtcdParts {
  readonly store: MultiVersionStore;
  readonly watches: Watchable;
  readonly txn: (store: MultiVersionStore, request: TxnRequest) => TxnResponse;
}

/** One etcd, as the apiserver sees it: the parts of the etcd exercises, joined. */
export class EtcdServer implements KeyValueStore {
  readonly #parts: EtcdParts;

  constructor(parts: EtcdParts) {
    this.#parts = parts;
  }

  put(key: string, value: string, options?: PutOptions): PutResponse {
    return this.#parts.store.put(key, value, options);
  }

  range(key: string, options?: RangeOptions): RangeResponse {
    return this.#parts.store.range(key, options);
  }

  deleteRange(key: string, options?: DeleteRangeOptions): DeleteRangeResponse {
    return this.#parts.store.deleteRange(key, options);
  }

  txn(request: TxnRequest): TxnResponse {
    return this.#parts.txn(this.#parts.store, request);
  }

  compact(revision: number): CompactionResponse {
    return this.#parts.store.compact(revision);
  }

  watch(key: string, options?: WatchOptions): number {
    return this.#parts.watches.watch(key, options);
  }

  drain(watchId: number): readonly WatchResponse[] {
    return this.#parts.watches.drain(watchId);
  }

  cancel(watchId: number): void {
    this.#parts.watches.cancel(watchId);
  }
}
