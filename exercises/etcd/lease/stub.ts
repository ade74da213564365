import {
  type CompactionResponse,
  compareBytes,
  type DeleteRangeOptions,
  type DeleteRangeResponse,
  EtcdError,
  type KeyOperations,
  type KeyValueEvent,
  type LeaseGrantResponse,
  type LeaseKeepAliveResponse,
  type LeaseRevokeResponse,
  type Leases,
  type LeaseTimeToLiveResponse,
  type MultiVersionStore,
  NotImplemented,
  type PutOptions,
  type PutResponse,
  type RangeDeleter,
  type RangeOptions,
  type RangeResponse,
  type WriteTxn,
} from 'course/kit';

/** The longest TTL that may be asked for, in seconds. */
const maxTtl = 9_000_000_000;

/**
 * Owns the leases of one etcd member. It has no clock: `now` is given to it, in milliseconds. TTLs are in seconds.
 *
 * Settled by: etcd 3.4, lease/lessor.go.
 */
export class Lessor implements Leases {
  readonly #store: RangeDeleter;
  readonly #minTtl: number;
  #primary = false;
  // TODO step 1: What does the lessor remember of a lease? And from step 2 on: of a key?

  /** `store` is where the keys of a revoked lease are deleted; `minTtl` is the shortest TTL granted, in seconds. */
  constructor(store: RangeDeleter, minTtl = 2) {
    this.#store = store;
    this.#minTtl = minTtl;
  }

  /**
   * Makes a lease that runs out `ttl` seconds after `now`, or `minTtl` seconds if that is more.
   *
   * Gives `{ id, ttl }` with the TTL that it was granted for.
   * Throws EtcdError `LeaseNotFound` for id 0, `LeaseTTLTooLarge` above `maxTtl`, `LeaseExist` for an id that is taken.
   */
  grant(id: number, ttl: number, now: number): LeaseGrantResponse {
    // TODO step 1
    throw new NotImplemented('step 1: grant');
  }

  /** Whether there is such a lease. One that has run out is there until it is revoked. */
  has(id: number): boolean {
    throw new NotImplemented('step 1: has');
  }

  /** The ids of all leases, the one that runs out first first; of equal ones the smaller id first. */
  leases(): number[] {
    throw new NotImplemented('step 1: leases');
  }

  /**
   * Gives `{ id, ttl, grantedTtl, keys }`: the whole seconds left (rounded down), those granted, the keys attached in
   * any order. For an unknown lease `ttl` is -1, `grantedTtl` 0 and `keys` empty.
   */
  timeToLive(id: number, now: number): LeaseTimeToLiveResponse {
    // TODO step 1; step 2: the keys
    throw new NotImplemented('step 1: timeToLive');
  }

  /** Attaches `key` to the lease and to no other. Throws EtcdError `LeaseNotFound`. */
  attach(key: string, id: number): void {
    // TODO step 2
    throw new NotImplemented('step 2: attach');
  }

  /** Takes `key` off its lease, if it is on one. */
  detach(key: string): void {
    throw new NotImplemented('step 2: detach');
  }

  /** The lease to which `key` is attached; 0 for none. */
  leaseOf(key: string): number {
    throw new NotImplemented('step 2: leaseOf');
  }

  /**
   * Ends the lease and deletes its keys in one write of the store, in the order of `compareBytes`.
   *
   * Gives `{ revision }`, what the write's `end()` gave.
   * Throws EtcdError `LeaseNotFound`.
   */
  revoke(id: number): LeaseRevokeResponse {
    // TODO step 2
    throw new NotImplemented('step 2: revoke');
  }

  /** The ids of the leases that have run out at `now`, in the order of `leases`. Tells them only. */
  expired(now: number): number[] {
    // TODO step 3
    throw new NotImplemented('step 3: expired');
  }

  /**
   * From `now` on the lease has its full TTL again.
   *
   * Gives `{ id, ttl }` with that TTL.
   * Throws EtcdError `LeaseNotFound`, also when the lease has run out and is not revoked yet.
   */
  keepAlive(id: number, now: number): LeaseKeepAliveResponse {
    // TODO step 4
    throw new NotImplemented('step 4: keepAlive');
  }

  /** This member has become the leader: each lease has its full TTL from `now` on, and `extend` milliseconds more. */
  promote(now: number, extend = 0): void {
    this.#primary = true;
    // TODO step 6: the leases that there are
  }

  /** This member is no longer the leader: from now on nothing runs out here. */
  demote(): void {
    this.#primary = false;
    // TODO step 6: the leases that there are
  }
}

/**
 * A store whose puts know leases: it checks what a put asks for, and tells the lessor which key is on which lease.
 * Reads are the store's own.
 *
 * Settled by: etcd 3.4, etcdserver/apply.go (`Put`), mvcc/kvstore_txn.go (`put`, `delete`).
 */
export class LeasedStore implements MultiVersionStore {
  readonly #store: MultiVersionStore;
  readonly #leases: Leases;

  constructor(store: MultiVersionStore, leases: Leases) {
    this.#store = store;
    this.#leases = leases;
  }

  /**
   * Puts, then attaches the key to `options.lease`, or to none.
   *
   * Gives what the store gives.
   * Throws EtcdError `EmptyKey`; `LeaseProvided` for `ignoreLease` with a lease; `LeaseNotFound`; `KeyNotFound` for
   * `ignoreLease` on a key that does not exist.
   */
  put(key: string, value: string, options: PutOptions = {}): PutResponse {
    return this.#putOn(this.#store, key, value, options);
  }

  /** Deletes as the store does; what is deleted is on no lease any more. Throws EtcdError `EmptyKey`. */
  deleteRange(key: string, options: DeleteRangeOptions = {}): DeleteRangeResponse {
    return this.#deleteOn(this.#store, key, options);
  }

  /** Opens a write of the store in which puts and deletions know leases too. */
  write(): WriteTxn {
    const txn = this.#store.write();
    return {
      put: (key, value, options = {}) => this.#putOn(txn, key, value, options),
      deleteRange: (key, options = {}) => this.#deleteOn(txn, key, options),
      range: (key, options) => txn.range(key, options),
      end: () => txn.end(),
    };
  }

  /** A put on the store itself or on one of its open writes: `on.range` sees what `on.put` will meet. */
  #putOn(on: KeyOperations, key: string, value: string, options: PutOptions): PutResponse {
    // TODO step 5
    throw new NotImplemented('step 5: put');
  }

  #deleteOn(on: KeyOperations, key: string, options: DeleteRangeOptions): DeleteRangeResponse {
    // TODO step 5: which keys are gone? Ask the store.
    throw new NotImplemented('step 5: deleteRange');
  }

  // Given: the rest is the store's own.

  get revision(): number {
    return this.#store.revision;
  }

  get compactRevision(): number {
    return this.#store.compactRevision;
  }

  range(key: string, options?: RangeOptions): RangeResponse {
    return this.#store.range(key, options);
  }

  changes(fromRevision: number): readonly KeyValueEvent[] {
    return this.#store.changes(fromRevision);
  }

  compact(revision: number): CompactionResponse {
    return this.#store.compact(revision);
  }
}
