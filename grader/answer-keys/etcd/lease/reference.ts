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

const maxTtl = 9_000_000_000;
const never = Number.POSITIVE_INFINITY;

interface Lease {
  readonly id: number;
  /** Seconds that it was granted for. */
  readonly ttl: number;
  readonly keys: Set<string>;
  /** When it runs out, in milliseconds on the leader's clock; `never` on a follower, which does not decide that. */
  expiry: number;
}

/** Owns the leases of one etcd member: who has one, until when, and which keys hang on it. */
export class Lessor implements Leases {
  readonly #store: RangeDeleter;
  readonly #minTtl: number;
  #primary = false;
  readonly #leases = new Map<number, Lease>();
  /** The same attachments seen from the key. */
  readonly #leaseOf = new Map<string, Lease>();

  constructor(store: RangeDeleter, minTtl = 2) {
    this.#store = store;
    this.#minTtl = minTtl;
  }

  grant(id: number, ttl: number, now: number): LeaseGrantResponse {
    if (id === 0) throw new EtcdError('LeaseNotFound');
    if (ttl > maxTtl) throw new EtcdError('LeaseTTLTooLarge');
    if (this.has(id)) throw new EtcdError('LeaseExist');
    const lease = { id, ttl: Math.max(ttl, this.#minTtl), keys: new Set<string>(), expiry: never };
    if (this.#primary) refresh(lease, now);
    this.#leases.set(id, lease);
    return { id, ttl: lease.ttl };
  }

  has(id: number): boolean {
    return this.#leases.has(id);
  }

  leases(): number[] {
    return inOrder([...this.#leases.values()]);
  }

  timeToLive(id: number, now: number): LeaseTimeToLiveResponse {
    const lease = this.#leases.get(id);
    if (!lease) return { id, ttl: -1, grantedTtl: 0, keys: [] };
    const ttl = Math.floor((lease.expiry - now) / 1000);
    return { id, ttl, grantedTtl: lease.ttl, keys: [...lease.keys] };
  }

  attach(key: string, id: number): void {
    const lease = this.#lookup(id);
    this.detach(key);
    lease.keys.add(key);
    this.#leaseOf.set(key, lease);
  }

  detach(key: string): void {
    this.#leaseOf.get(key)?.keys.delete(key);
    this.#leaseOf.delete(key);
  }

  leaseOf(key: string): number {
    return this.#leaseOf.get(key)?.id ?? 0;
  }

  /** Every member deletes in the same order, so that their histories are the same to the byte. */
  revoke(id: number): LeaseRevokeResponse {
    const lease = this.#lookup(id);
    const txn = this.#store.write();
    for (const key of [...lease.keys].sort(compareBytes)) {
      txn.deleteRange(key);
      this.detach(key);
    }
    this.#leases.delete(id);
    return { revision: txn.end() };
  }

  /** Only tells: the server then has every member revoke them, through the log. */
  expired(now: number): number[] {
    return inOrder([...this.#leases.values()].filter((lease) => now >= lease.expiry));
  }

  keepAlive(id: number, now: number): LeaseKeepAliveResponse {
    const lease = this.#lookup(id);
    if (now >= lease.expiry) throw new EtcdError('LeaseNotFound');
    refresh(lease, now);
    return { id, ttl: lease.ttl };
  }

  promote(now: number, extend = 0): void {
    this.#primary = true;
    for (const lease of this.#leases.values()) refresh(lease, now + extend);
  }

  demote(): void {
    this.#primary = false;
    for (const lease of this.#leases.values()) lease.expiry = never;
  }

  #lookup(id: number): Lease {
    const lease = this.#leases.get(id);
    if (!lease) throw new EtcdError('LeaseNotFound');
    return lease;
  }
}

function refresh(lease: Lease, now: number): void {
  lease.expiry = now + lease.ttl * 1000;
}

/** The ids, the first to run out first. `never` minus `never` is no number, so equal times are looked at by themselves. */
function inOrder(leases: Lease[]): number[] {
  const sooner = (a: Lease, b: Lease) =>
    a.expiry === b.expiry ? a.id - b.id : a.expiry - b.expiry;
  return leases.sort(sooner).map(({ id }) => id);
}

/** A store whose puts know leases. Every change goes through `#putOn` or `#deleteOn`, in a write of several or alone. */
export class LeasedStore implements MultiVersionStore {
  readonly #store: MultiVersionStore;
  readonly #leases: Leases;

  constructor(store: MultiVersionStore, leases: Leases) {
    this.#store = store;
    this.#leases = leases;
  }

  put(key: string, value: string, options: PutOptions = {}): PutResponse {
    return this.#putOn(this.#store, key, value, options);
  }

  deleteRange(key: string, options: DeleteRangeOptions = {}): DeleteRangeResponse {
    return this.#deleteOn(this.#store, key, options);
  }

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
    const { ignoreLease, prevKv } = options;
    if (key === '') throw new EtcdError('EmptyKey');
    if (ignoreLease && options.lease) throw new EtcdError('LeaseProvided');
    const lease = ignoreLease ? presentLease(on, key) : (options.lease ?? 0);
    if (lease && !this.#leases.has(lease)) throw new EtcdError('LeaseNotFound');
    const response = on.put(key, value, { lease, ...(prevKv && { prevKv }) });
    if (lease) this.#leases.attach(key, lease);
    else this.#leases.detach(key);
    return response;
  }

  #deleteOn(on: KeyOperations, key: string, options: DeleteRangeOptions): DeleteRangeResponse {
    const { prevKvs = [], ...response } = on.deleteRange(key, { ...options, prevKv: true });
    for (const gone of prevKvs) this.#leases.detach(gone.key);
    return options.prevKv ? { ...response, prevKvs } : response;
  }

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

/** The key as it is in the store or, inside a write, as the write has left it. */
function presentLease(on: KeyOperations, key: string): number {
  const [kv] = on.range(key).kvs;
  if (!kv) throw new EtcdError('KeyNotFound');
  return kv.lease;
}
