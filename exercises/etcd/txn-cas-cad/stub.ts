import {
  type Compare,
  compareBytes,
  EtcdError,
  type KeyValue,
  type KeyValueStore,
  type MultiVersionStore,
  NotImplemented,
  prefixEnd,
  type RangeResponse,
  type RequestOp,
  type ResponseOp,
  type TxnRequest,
  type TxnResponse,
  type WriteTxn,
} from 'course/kit';

// The first half is etcd's: a request says "if these conditions hold then this, else that". The second half is its
// clients': everything they do, they do with such requests.

/**
 * Whether a condition holds for what its key holds now. `kv` is absent when the key does not exist.
 *
 * Settled by: etcd 3.4, etcdserver/apply.go, applyCompare and compareKV.
 */
export function holds(compare: Compare, kv?: KeyValue): boolean {
  // TODO step 1: Three kinds of target: a number of a key, a value, and either of them for a key that does not exist.
  throw new NotImplemented('step 1: holds');
}

/**
 * Refuses what can be refused without looking into the store; returns if there is nothing to refuse.
 *
 * Throws EtcdError `TooManyOps`, `EmptyKey`, `DuplicateKey`.
 * Settled by: etcd 3.4, etcdserver/api/v3rpc/key.go, checkTxnRequest and checkIntervals.
 */
export function checkRequest(request: TxnRequest): void {
  // TODO step 2: Which branch will run is not known here.
  throw new NotImplemented('step 2: checkRequest');
}

/**
 * If all conditions hold, the operations of `success`, else those of `failure`. All changes are one change of the
 * store. A refused request changes nothing.
 *
 * Gives the store's revision afterwards, which branch ran, and one response for each of its operations.
 * Throws what `checkRequest` throws; EtcdError `FutureRev` or `Compacted` for a range of the branch that would run.
 * Settled by: etcd 3.4, etcdserver/apply.go, Txn.
 */
export function txn(store: MultiVersionStore, request: TxnRequest): TxnResponse {
  // TODO step 3: Check, decide, then run the branch through one `store.write()`. An open write has to be ended.
  // TODO step 4 (All or nothing): A write cannot be taken back. What could still be refused when it has begun?
  throw new NotImplemented('step 3: txn');
}

/** All that a client needs of etcd: to send a transaction and to get the answer. */
export type Etcd = Pick<KeyValueStore, 'txn'>;

/** How a compareAndSwap or compareAndDelete ended. */
export interface Attempt {
  readonly succeeded: boolean;
  /** The store's revision afterwards: that of the change if it succeeded. */
  readonly revision: number;
  /** If it did not succeed: what the key holds instead; absent when the key does not exist. */
  readonly current?: KeyValue;
}

/**
 * Puts `value`, without a lease, if the key still is at `modRevision`; with 0, if the key does not exist. One request.
 *
 * Settled by: etcd 3.5.16, client/v3/kubernetes/client.go, OptimisticPut.
 */
export function compareAndSwap(
  etcd: Etcd,
  key: string,
  modRevision: number,
  value: string,
): Attempt {
  // TODO step 5: Whoever is turned down must learn by what, in the same answer. A response does not say what it
  // answers: where you asked for a range, write `as RangeResponse`.
  throw new NotImplemented('step 5: compareAndSwap');
}

/** Deletes the key if it holds `value`. One request. */
export function compareAndDelete(etcd: Etcd, key: string, value: string): Attempt {
  // TODO step 5
  throw new NotImplemented('step 5: compareAndDelete');
}

/**
 * Reads the key, asks `change` for the new value and puts it, provided that nobody has written the key meanwhile;
 * else once more with what is there now. `change` is given `undefined` if the key does not exist.
 *
 * Gives the revision at which the key got its present value.
 * After Kubernetes v1.32, apiserver, pkg/storage/etcd3/store.go, GuaranteedUpdate; how many requests it takes is settled
 * by the brief.
 */
export function update(
  etcd: Etcd,
  key: string,
  change: (value: string | undefined) => string,
): number {
  // TODO step 6: Nothing changed, nothing to write. To the type checker `kvs[0]` is always there: write
  // `let current: KeyValue | undefined = ...` for what may be absent.
  throw new NotImplemented('step 6: update');
}

/** A place in the queue for a lock. */
export interface Claim {
  readonly key: string;
  /** createRevision of the key: the place in the queue. No later claim has the same. */
  readonly createRevision: number;
  readonly held: boolean;
  /** Only if not held: the key whose deletion to wait for, and the first revision that a watch has to report. */
  readonly waitFor?: { readonly key: string; readonly startRevision: number };
}

/**
 * Queues up for `lock`, or looks how the queue stands if `owner` is in it already. One request.
 *
 * The claim's key is `<lock>/<owner>`, its value empty; it is attached to `lease` (0: none).
 * Settled by: etcd 3.4, clientv3/concurrency/mutex.go, Lock.
 */
export function acquire(etcd: Etcd, lock: string, owner: string, lease = 0): Claim {
  // TODO step 7: The keys that begin with `<lock>/` are the queue, in the order in which they were created.
  throw new NotImplemented('step 7: acquire');
}

/** Whose claim on `lock` is the oldest, if there is one. Elections read the same: it is the leader. One request. */
export function holder(etcd: Etcd, lock: string): string | undefined {
  // TODO step 7
  throw new NotImplemented('step 7: holder');
}

/**
 * Carries out `operations` if `claim`, which was held, still stands, and gives etcd's answer; `succeeded` says whether
 * it stood. One request.
 *
 * Settled by: etcd 3.4, clientv3/concurrency/mutex.go, IsOwner.
 */
export function whileHeld(etcd: Etcd, claim: Claim, operations: readonly RequestOp[]): TxnResponse {
  // TODO step 8: Its key exists. Is it still the same claim?
  throw new NotImplemented('step 8: whileHeld');
}

/** Gives up a claim, whether held or waiting. False when it did not stand any more. One request. */
export function release(etcd: Etcd, claim: Claim): boolean {
  // TODO step 8
  throw new NotImplemented('step 8: release');
}
