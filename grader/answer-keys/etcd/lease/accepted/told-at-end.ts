import {
  type CompactionResponse,
  compareBytes,
  type DeleteRangeOptions,
  type DeleteRangeResponse,
  EtcdError,
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

interface Lease {
  id: number;
  ttl: number;
  endsAt?: number;
}

/** Keeps plain arrays, and no end at all for a lease of a follower. */
export class Lessor implements Leases {
  private list: Lease[] = [];
  private attached: [key: string, id: number][] = [];
  private leading = false;

  constructor(
    private store: RangeDeleter,
    private minTtl = 2,
  ) {}

  private find(id: number): Lease {
    const lease = this.list.find((each) => each.id === id);
    if (!lease) throw new EtcdError('LeaseNotFound');
    return lease;
  }

  private over(lease: Lease, now: number): boolean {
    return lease.endsAt !== undefined && lease.endsAt - now <= 0;
  }

  grant(id: number, ttl: number, now: number): LeaseGrantResponse {
    if (!id) throw new EtcdError('LeaseNotFound');
    if (ttl > 9e9) throw new EtcdError('LeaseTTLTooLarge');
    if (this.has(id)) throw new EtcdError('LeaseExist');
    const lease: Lease = { id, ttl: ttl < this.minTtl ? this.minTtl : ttl };
    if (this.leading) lease.endsAt = now + 1000 * lease.ttl;
    this.list.push(lease);
    return { id, ttl: lease.ttl };
  }

  has(id: number): boolean {
    return this.list.some((lease) => lease.id === id);
  }

  leases(): number[] {
    const byEnd = (a: Lease, b: Lease) => (a.endsAt ?? 0) - (b.endsAt ?? 0) || a.id - b.id;
    return [...this.list].sort(byEnd).map((lease) => lease.id);
  }

  timeToLive(id: number, now: number): LeaseTimeToLiveResponse {
    if (!this.has(id)) return { id, ttl: -1, grantedTtl: 0, keys: [] };
    const lease = this.find(id);
    const left = Math.max(0, (lease.endsAt ?? now) - now);
    const keys = this.attached.filter(([, on]) => on === id).map(([key]) => key);
    return { id, ttl: (left - (left % 1000)) / 1000, grantedTtl: lease.ttl, keys: keys.reverse() };
  }

  attach(key: string, id: number): void {
    this.find(id);
    this.detach(key);
    this.attached.push([key, id]);
  }

  detach(key: string): void {
    this.attached = this.attached.filter(([each]) => each !== key);
  }

  leaseOf(key: string): number {
    return this.attached.find(([each]) => each === key)?.[1] ?? 0;
  }

  revoke(id: number): LeaseRevokeResponse {
    this.find(id);
    const keys = this.attached.filter(([, on]) => on === id).map(([key]) => key);
    this.attached = this.attached.filter(([, on]) => on !== id);
    this.list = this.list.filter((lease) => lease.id !== id);
    const txn = this.store.write();
    for (const key of keys.sort(compareBytes)) txn.deleteRange(key);
    return { revision: txn.end() };
  }

  expired(now: number): number[] {
    return this.leases().filter((id) => this.over(this.find(id), now));
  }

  keepAlive(id: number, now: number): LeaseKeepAliveResponse {
    const lease = this.find(id);
    if (this.over(lease, now)) throw new EtcdError('LeaseNotFound');
    lease.endsAt = now + 1000 * lease.ttl;
    return { id, ttl: lease.ttl };
  }

  promote(now: number, extend = 0): void {
    this.leading = true;
    for (const lease of this.list) lease.endsAt = now + 1000 * lease.ttl + extend;
  }

  demote(): void {
    this.leading = false;
    for (const lease of this.list) delete lease.endsAt;
  }
}

/** Every change is a write, and the lessor is told when it ends. */
export class LeasedStore implements MultiVersionStore {
  constructor(
    private store: MultiVersionStore,
    private leases: Leases,
  ) {}

  put(key: string, value: string, options?: PutOptions): PutResponse {
    const txn = this.write();
    try {
      return txn.put(key, value, options);
    } finally {
      txn.end();
    }
  }

  deleteRange(key: string, options?: DeleteRangeOptions): DeleteRangeResponse {
    const txn = this.write();
    try {
      return txn.deleteRange(key, options);
    } finally {
      txn.end();
    }
  }

  write(): WriteTxn {
    const txn = this.store.write();
    const moved: [key: string, id: number][] = [];
    return {
      range: (key, options) => txn.range(key, options),
      put: (key, value, { lease = 0, ignoreLease, prevKv } = {}) => {
        if (!key) throw new EtcdError('EmptyKey');
        if (ignoreLease && lease) throw new EtcdError('LeaseProvided');
        if (lease && !this.leases.has(lease)) throw new EtcdError('LeaseNotFound');
        const [now] = txn.range(key).kvs;
        if (ignoreLease && !now) throw new EtcdError('KeyNotFound');
        const on = ignoreLease ? (now?.lease ?? 0) : lease;
        moved.push([key, on]);
        return txn.put(key, value, { lease: on, prevKv });
      },
      deleteRange: (key, options) => {
        if (!key) throw new EtcdError('EmptyKey');
        for (const kv of txn.range(key, { rangeEnd: options?.rangeEnd }).kvs)
          moved.push([kv.key, 0]);
        return txn.deleteRange(key, options);
      },
      end: () => {
        for (const [key, id] of moved)
          if (id) this.leases.attach(key, id);
          else this.leases.detach(key);
        return txn.end();
      },
    };
  }

  get revision(): number {
    return this.store.revision;
  }

  get compactRevision(): number {
    return this.store.compactRevision;
  }

  range(key: string, options?: RangeOptions): RangeResponse {
    return this.store.range(key, options);
  }

  changes(fromRevision: number): readonly KeyValueEvent[] {
    return this.store.changes(fromRevision);
  }

  compact(revision: number): CompactionResponse {
    return this.store.compact(revision);
  }
}
