import {
  type Compare,
  compareBytes,
  EtcdError,
  type KeyRange,
  type KeyValue,
  type KeyValueStore,
  type MultiVersionStore,
  prefixEnd,
  type RangeResponse,
  type RequestOp,
  type ResponseOp,
  type TxnRequest,
  type TxnResponse,
  type WriteTxn,
} from 'course/kit';

const maxOps = 128;

/** Whether a condition holds for what its key holds now; `kv` is absent when the key does not exist. */
export function holds(compare: Compare, kv?: KeyValue): boolean {
  if (compare.target === 'value')
    return kv !== undefined && fits(compareBytes(kv.value, compare.than), compare.result);
  return fits(numberOf(compare.target, kv) - compare.than, compare.result);
}

function fits(difference: number, result: Compare['result']): boolean {
  switch (result) {
    case '=':
      return difference === 0;
    case '!=':
      return difference !== 0;
    case '<':
      return difference < 0;
    case '>':
      return difference > 0;
  }
}

function numberOf(target: Exclude<Compare['target'], 'value'>, kv?: KeyValue): number {
  if (!kv) return 0;
  switch (target) {
    case 'version':
      return kv.version;
    case 'create':
      return kv.createRevision;
    case 'mod':
      return kv.modRevision;
    case 'lease':
      return kv.lease;
  }
}

/** Refuses what can be refused without looking into the store, in both branches: only one will run, nobody knows which. */
export function checkRequest({ compare, success, failure }: TxnRequest): void {
  const longest = Math.max(compare.length, success.length, failure.length);
  if (longest > maxOps) throw new EtcdError('TooManyOps');
  const all = [...compare, ...success, ...failure];
  if (all.some(({ key }) => key === '')) throw new EtcdError('EmptyKey');
  if (writesTwice(success) || writesTwice(failure)) throw new EtcdError('DuplicateKey');
}

/** Whether a key is put twice, or put and deleted. Two deletions are fine: the second finds nothing. */
function writesTwice(operations: readonly RequestOp[]): boolean {
  const puts = operations.filter(({ op }) => op === 'put').map(({ key }) => key);
  const deletions = operations.filter((operation) => operation.op === 'deleteRange');
  const deleted = (key: string) => deletions.some((range) => covers(range, key));
  return new Set(puts).size < puts.length || puts.some(deleted);
}

/** As etcd does, without a thought for `fromKey`: to it that is an end before every key, so the range covers none. */
function covers({ key: first, rangeEnd }: { key: string } & KeyRange, key: string): boolean {
  if (rangeEnd === undefined) return key === first;
  return compareBytes(first, key) <= 0 && compareBytes(key, rangeEnd) < 0;
}

/** If all conditions hold then the operations of `success`, else those of `failure`, as one change of the store. */
export function txn(store: MultiVersionStore, request: TxnRequest): TxnResponse {
  checkRequest(request);
  const succeeded = request.compare.every((compare) =>
    holds(compare, store.range(compare.key).kvs[0]),
  );
  const operations = succeeded ? request.success : request.failure;
  checkRevisions(store, operations);
  const write = store.write();
  const responses = operations.map((operation) => run(write, operation));
  return { revision: write.end(), succeeded, responses };
}

/** A write cannot be taken back, so what could fail in its midst is refused before it begins. */
function checkRevisions(store: MultiVersionStore, operations: readonly RequestOp[]): void {
  for (const operation of operations) {
    if (operation.op !== 'range' || !operation.revision) continue;
    if (operation.revision > store.revision) throw new EtcdError('FutureRev');
    if (operation.revision < store.compactRevision) throw new EtcdError('Compacted');
  }
}

function run(write: WriteTxn, operation: RequestOp): ResponseOp {
  switch (operation.op) {
    case 'put':
      return write.put(operation.key, operation.value, operation);
    case 'range':
      return write.range(operation.key, operation);
    case 'deleteRange':
      return write.deleteRange(operation.key, operation);
  }
}

/** All that a client needs of etcd. */
export type Etcd = Pick<KeyValueStore, 'txn'>;

/** How a compare-and-something ended. */
export interface Attempt {
  readonly succeeded: boolean;
  /** The store's revision afterwards: the change's own if it succeeded. */
  readonly revision: number;
  /** If it did not succeed: what the key holds instead; absent when the key does not exist. */
  readonly current?: KeyValue;
}

/** Writes `value` if the key has not changed since `modRevision`; with 0, if it does not exist. */
export function compareAndSwap(
  etcd: Etcd,
  key: string,
  modRevision: number,
  value: string,
): Attempt {
  return attempt(etcd, { key, target: 'mod', result: '=', than: modRevision }, [
    { op: 'put', key, value },
  ]);
}

/** Deletes the key if it holds `value`. */
export function compareAndDelete(etcd: Etcd, key: string, value: string): Attempt {
  return attempt(etcd, { key, target: 'value', result: '=', than: value }, [
    { op: 'deleteRange', key },
  ]);
}

/** Whoever is turned down learns in the same moment by what, and need not ask again. */
function attempt(etcd: Etcd, condition: Compare, success: readonly RequestOp[]): Attempt {
  const { revision, succeeded, responses } = etcd.txn({
    compare: [condition],
    success,
    failure: [{ op: 'range', key: condition.key }],
  });
  if (succeeded) return { succeeded, revision };
  return { succeeded, revision, current: found(responses)[0] };
}

/** The key-values of the last response, which is that of a range. */
function found(responses: readonly ResponseOp[]): readonly KeyValue[] {
  return (responses.at(-1) as RangeResponse).kvs;
}

/** Reads, changes and writes until nobody came between. Gives the revision at which the key got its value. */
export function update(
  etcd: Etcd,
  key: string,
  change: (value: string | undefined) => string,
): number {
  let current: KeyValue | undefined = read(etcd, { op: 'range', key })[0];
  for (;;) {
    const value = change(current?.value);
    if (current && current.value === value) return current.modRevision;
    const swap = compareAndSwap(etcd, key, current?.modRevision ?? 0, value);
    if (swap.succeeded) return swap.revision;
    current = swap.current;
  }
}

function read(etcd: Etcd, range: RequestOp): readonly KeyValue[] {
  return found(etcd.txn({ compare: [], success: [range], failure: [] }).responses);
}

/** A place in the queue for a lock. */
export interface Claim {
  readonly key: string;
  /** Create revision of the key: the place in the queue. No later claim has the same. */
  readonly createRevision: number;
  readonly held: boolean;
  /** If not held: the key whose deletion makes it worth asking again, and the first revision to watch from. */
  readonly waitFor?: { readonly key: string; readonly startRevision: number };
}

/** Queues up for a lock, once, and says who is before us. */
export function acquire(etcd: Etcd, lock: string, owner: string, lease = 0): Claim {
  const key = `${lock}/${owner}`;
  const { revision, responses } = etcd.txn({
    compare: [{ key, target: 'create', result: '=', than: 0 }],
    success: [{ op: 'put', key, value: '', lease }, queue(lock)],
    failure: [queue(lock)],
  });
  const claims = found(responses);
  const place = claims.findIndex((claim) => claim.key === key);
  const { createRevision } = claims[place] as KeyValue;
  const ahead = claims[place - 1];
  if (!ahead) return { key, createRevision, held: true };
  const waitFor = { key: ahead.key, startRevision: revision + 1 };
  return { key, createRevision, held: false, waitFor };
}

/** All claims on a lock, the oldest first. */
function queue(lock: string): RequestOp & { op: 'range' } {
  const key = `${lock}/`;
  return {
    op: 'range',
    key,
    rangeEnd: prefixEnd(key),
    sort: { target: 'create', order: 'ascend' },
  };
}

/** Who holds the lock, or leads, now. */
export function holder(etcd: Etcd, lock: string): string | undefined {
  const [oldest] = read(etcd, { ...queue(lock), limit: 1 });
  return oldest?.key.slice(`${lock}/`.length);
}

/** Carries out operations if the claim, once held, still stands. */
export function whileHeld(etcd: Etcd, claim: Claim, operations: readonly RequestOp[]): TxnResponse {
  const { key, createRevision } = claim;
  return etcd.txn({
    compare: [{ key, target: 'create', result: '=', than: createRevision }],
    success: operations,
    failure: [],
  });
}

/** Gives up a claim, held or waiting. False when it did not stand any more. */
export function release(etcd: Etcd, claim: Claim): boolean {
  return whileHeld(etcd, claim, [{ op: 'deleteRange', key: claim.key }]).succeeded;
}
