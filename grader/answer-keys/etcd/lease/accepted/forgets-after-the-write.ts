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

interface Lease {
  readonly id: number;
  /** Seconds granted. */
  readonly ttl: number;
  readonly keys: Set<string>;
  /** Milliseconds; Infinity on a follower. */
  expiry: number;
}

function byExpiry(a: Lease, b: Lease): number {
  return a.expiry === b.expiry ? a.id - b.id : a.expiry < b.expiry ? -1 : 1;
}

/** From somebody who had only lesson, brief and stub: forgets lease and keys when the write of `revoke` has ended. */
export class Lessor implements Leases {
  readonly #store: RangeDeleter;
  readonly #minTtl: number;
  #primary = false;
  readonly #leases = new Map<number, Lease>();
  readonly #leaseOfKey = new Map<string, Lease>();

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
    if (id === 0) throw new EtcdError('LeaseNotFound');
    if (ttl > maxTtl) throw new EtcdError('LeaseTTLTooLarge');
    if (this.#leases.has(id)) throw new EtcdError('LeaseExist');
    const granted = Math.max(ttl, this.#minTtl);
    const lease: Lease = { id, ttl: granted, keys: new Set(), expiry: Infinity };
    if (this.#primary) lease.expiry = now + granted * 1000;
    this.#leases.set(id, lease);
    return { id, ttl: granted };
  }

  /** Whether there is such a lease. One that has run out is there until it is revoked. */
  has(id: number): boolean {
    return this.#leases.has(id);
  }

  /** The ids of all leases, the one that runs out first first; of equal ones the smaller id first. */
  leases(): number[] {
    return this.#sorted().map((lease) => lease.id);
  }

  /**
   * Gives `{ id, ttl, grantedTtl, keys }`: the whole seconds left (rounded down), those granted, the keys attached in
   * any order. For an unknown lease `ttl` is -1, `grantedTtl` 0 and `keys` empty.
   */
  timeToLive(id: number, now: number): LeaseTimeToLiveResponse {
    const lease = this.#leases.get(id);
    if (!lease) return { id, ttl: -1, grantedTtl: 0, keys: [] };
    return {
      id,
      ttl: Math.floor((lease.expiry - now) / 1000),
      grantedTtl: lease.ttl,
      keys: [...lease.keys],
    };
  }

  /** Attaches `key` to the lease and to no other. Throws EtcdError `LeaseNotFound`. */
  attach(key: string, id: number): void {
    const lease = this.#get(id);
    this.detach(key);
    lease.keys.add(key);
    this.#leaseOfKey.set(key, lease);
  }

  /** Takes `key` off its lease, if it is on one. */
  detach(key: string): void {
    this.#leaseOfKey.get(key)?.keys.delete(key);
    this.#leaseOfKey.delete(key);
  }

  /** The lease to which `key` is attached; 0 for none. */
  leaseOf(key: string): number {
    return this.#leaseOfKey.get(key)?.id ?? 0;
  }

  /**
   * Ends the lease and deletes its keys in one write of the store, in the order of `compareBytes`.
   *
   * Gives `{ revision }`, what the write's `end()` gave.
   * Throws EtcdError `LeaseNotFound`.
   */
  revoke(id: number): LeaseRevokeResponse {
    const lease = this.#get(id);
    const keys = [...lease.keys].sort(compareBytes);
    const txn = this.#store.write();
    for (const key of keys) txn.deleteRange(key);
    const revision = txn.end();
    for (const key of keys) this.#leaseOfKey.delete(key);
    this.#leases.delete(id);
    return { revision };
  }

  /** The ids of the leases that have run out at `now`, in the order of `leases`. Tells them only. */
  expired(now: number): number[] {
    return this.#sorted()
      .filter((lease) => lease.expiry <= now)
      .map((lease) => lease.id);
  }

  /**
   * From `now` on the lease has its full TTL again.
   *
   * Gives `{ id, ttl }` with that TTL.
   * Throws EtcdError `LeaseNotFound`, also when the lease has run out and is not revoked yet.
   */
  keepAlive(id: number, now: number): LeaseKeepAliveResponse {
    const lease = this.#get(id);
    if (lease.expiry <= now) throw new EtcdError('LeaseNotFound');
    if (this.#primary) lease.expiry = now + lease.ttl * 1000;
    return { id, ttl: lease.ttl };
  }

  /** This member has become the leader: each lease has its full TTL from `now` on, and `extend` milliseconds more. */
  promote(now: number, extend = 0): void {
    this.#primary = true;
    for (const lease of this.#leases.values()) lease.expiry = now + lease.ttl * 1000 + extend;
  }

  /** This member is no longer the leader: from now on nothing runs out here. */
  demote(): void {
    this.#primary = false;
    for (const lease of this.#leases.values()) lease.expiry = Infinity;
  }

  #get(id: number): Lease {
    const lease = this.#leases.get(id);
    if (!lease) throw new EtcdError('LeaseNotFound');
    return lease;
  }

  #sorted(): Lease[] {
    return [...this.#leases.values()].sort(byExpiry);
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
    const { lease: asked = 0, ignoreLease = false, ...rest } = options;
    if (key === '') throw new EtcdError('EmptyKey');
    if (ignoreLease && asked !== 0) throw new EtcdError('LeaseProvided');
    if (asked !== 0 && !this.#leases.has(asked)) throw new EtcdError('LeaseNotFound');
    let lease = asked;
    if (ignoreLease) {
      const current = on.range(key).kvs[0];
      if (!current) throw new EtcdError('KeyNotFound');
      lease = current.lease;
    }
    const response = on.put(key, value, { ...rest, lease });
    if (lease === 0) this.#leases.detach(key);
    else this.#leases.attach(key, lease);
    return response;
  }

  #deleteOn(on: KeyOperations, key: string, options: DeleteRangeOptions): DeleteRangeResponse {
    const { prevKvs = [], ...response } = on.deleteRange(key, { ...options, prevKv: true });
    for (const kv of prevKvs) this.#leases.detach(kv.key);
    return options.prevKv ? { ...response, prevKvs } : response;
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
