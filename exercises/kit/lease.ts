// The contract of etcd's leases: what the server, the store and the lessor hand to each other. Names follow etcd 3.4's
// rpc.proto and lease/lessor.go. `now` is the caller's clock in milliseconds; only differences between two readings
// count, and a new leader's clock may show less than the old one's. Every TTL is in seconds.
import type { WriteTxn } from './etcd.ts';

/** What a lessor needs of a store: to open a write and delete in it, `lease.RangeDeleter`. */
export interface RangeDeleter {
  /** Whoever opened it ends it, exactly once. */
  write(): Pick<WriteTxn, 'deleteRange' | 'end'>;
}

export interface LeaseGrantResponse {
  readonly id: number;
  /** Seconds that the lease was granted for: what was asked, or the least that there is. */
  readonly ttl: number;
}

export interface LeaseKeepAliveResponse {
  readonly id: number;
  /** Seconds left from now on. */
  readonly ttl: number;
}

export interface LeaseRevokeResponse {
  /** The store's revision afterwards: a new one only if a key was deleted. */
  readonly revision: number;
}

export interface LeaseTimeToLiveResponse {
  readonly id: number;
  /** Whole seconds left, rounded down; 0 or less when it has run out; -1 when there is no such lease. */
  readonly ttl: number;
  /** Seconds that it was granted for; 0 when there is no such lease. */
  readonly grantedTtl: number;
  /** The keys attached, in any order. */
  readonly keys: readonly string[];
}

/** All leases of one etcd member, `lease.Lessor`. What a refusal says stands at `EtcdErrorCode`. */
export interface Leases {
  /** Throws LeaseNotFound for id 0, LeaseTTLTooLarge, LeaseExist. */
  grant(id: number, ttl: number, now: number): LeaseGrantResponse;
  /** The leader is asked. Throws LeaseNotFound, also for a lease that has run out and was not revoked yet. */
  keepAlive(id: number, now: number): LeaseKeepAliveResponse;
  /** Ends the lease and deletes all its keys at one revision. Throws LeaseNotFound. */
  revoke(id: number): LeaseRevokeResponse;
  /** The leader is asked. Refuses nothing. */
  timeToLive(id: number, now: number): LeaseTimeToLiveResponse;
  /** The ids of all leases, the first to run out first. */
  leases(): readonly number[];
  /** False for a lease that was never granted or was revoked, and for 0. */
  has(id: number): boolean;
  /** Notes that `key` hangs on the lease, and on no other any more. Throws LeaseNotFound. */
  attach(key: string, id: number): void;
  /** Notes that `key` hangs on no lease. */
  detach(key: string): void;
  /** The lease on which `key` hangs; 0 for none. */
  leaseOf(key: string): number;
  /** Leases that have run out at `now` and wait to be revoked. It changes nothing. */
  expired(now: number): readonly number[];
  /** This member leads from now on. Every lease gets its full time again, and `extend` milliseconds more. */
  promote(now: number, extend?: number): void;
  /** This member no longer leads. Nothing runs out here. */
  demote(): void;
}
