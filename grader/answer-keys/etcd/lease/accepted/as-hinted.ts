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
  #leases = new Map<number, { ttl: number; expiry: number }>();
  #leaseOf = new Map<string, number>();

  /** `store` is where the keys of a revoked lease are deleted; `minTtl` is the shortest TTL granted, in seconds. */
  constructor(store: RangeDeleter, minTtl = 2) {
    this.#store = store;
    this.#minTtl = minTtl;
  }

  grant(id: number, ttl: number, now: number): LeaseGrantResponse {
    if (id === 0) throw new EtcdError('LeaseNotFound');
    if (ttl > maxTtl) throw new EtcdError('LeaseTTLTooLarge');
    if (this.has(id)) throw new EtcdError('LeaseExist');
    const granted = Math.max(ttl, this.#minTtl);
    this.#leases.set(id, {
      ttl: granted,
      expiry: this.#primary ? now + granted * 1000 : Infinity,
    });
    return { id, ttl: granted };
  }

  has(id: number): boolean {
    return this.#leases.has(id);
  }

  leases(): number[] {
    return [...this.#leases]
      .sort(([a, x], [b, y]) => x.expiry - y.expiry || a - b)
      .map(([id]) => id);
  }

  #keysOf(id: number): string[] {
    return [...this.#leaseOf.keys()].filter((key) => this.#leaseOf.get(key) === id);
  }

  timeToLive(id: number, now: number): LeaseTimeToLiveResponse {
    const lease = this.#leases.get(id);
    if (!lease)
      return {
        id,
        ttl: -1,
        grantedTtl: 0,
        keys: [],
      };
    const left = lease.expiry - now;
    return {
      id,
      ttl: Math.floor(left / 1000),
      grantedTtl: lease.ttl,
      keys: this.#keysOf(id),
    };
  }

  attach(key: string, id: number): void {
    if (!this.has(id)) throw new EtcdError('LeaseNotFound');
    this.#leaseOf.set(key, id);
  }

  detach(key: string): void {
    this.#leaseOf.delete(key);
  }

  leaseOf(key: string): number {
    return this.#leaseOf.get(key) ?? 0;
  }

  revoke(id: number): LeaseRevokeResponse {
    if (!this.has(id)) throw new EtcdError('LeaseNotFound');
    const keys = this.#keysOf(id);
    keys.sort(compareBytes);
    const txn = this.#store.write();
    for (const key of keys) {
      txn.deleteRange(key);
      this.detach(key);
    }
    this.#leases.delete(id);
    return { revision: txn.end() };
  }

  expired(now: number): number[] {
    return this.leases().filter((id) => this.#isOver(id, now));
  }

  #isOver(id: number, now: number): boolean {
    const lease = this.#leases.get(id);
    return !lease || now >= lease.expiry;
  }

  keepAlive(id: number, now: number): LeaseKeepAliveResponse {
    const lease = this.#leases.get(id);
    if (!lease || this.#isOver(id, now)) throw new EtcdError('LeaseNotFound');
    lease.expiry = now + lease.ttl * 1000;
    return { id, ttl: lease.ttl };
  }

  promote(now: number, extend = 0): void {
    this.#primary = true;
    for (const lease of this.#leases.values()) lease.expiry = now + extend + lease.ttl * 1000;
  }

  demote(): void {
    this.#primary = false;
    for (const lease of this.#leases.values()) lease.expiry = Infinity;
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

  #putOn(on: KeyOperations, key: string, value: string, options: PutOptions): PutResponse {
    if (key === '') throw new EtcdError('EmptyKey');
    let lease = options.lease ?? 0;
    if (options.ignoreLease) {
      if (lease) throw new EtcdError('LeaseProvided');
      const now = on.range(key).kvs[0];
      if (!now) throw new EtcdError('KeyNotFound');
      lease = now.lease;
    }
    if (lease && !this.#leases.has(lease)) throw new EtcdError('LeaseNotFound');
    const response = on.put(key, value, {
      lease,
      prevKv: options.prevKv,
    });
    this.#leases.detach(key);
    if (lease) this.#leases.attach(key, lease);
    return response;
  }

  #deleteOn(on: KeyOperations, key: string, options: DeleteRangeOptions): DeleteRangeResponse {
    const response = on.deleteRange(key, {
      ...options,
      prevKv: true,
    });
    const { revision, deleted } = response;
    const gone = response.prevKvs ?? [];
    for (const kv of gone) this.#leases.detach(kv.key);
    return options.prevKv ? { revision, deleted, prevKvs: gone } : { revision, deleted };
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
