import {
  type Compare,
  compareBytes,
  EtcdError,
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

// The last rung of each ladder of hints, put together.

export function holds(compare: Compare, kv?: KeyValue): boolean {
  const { result } = compare;
  if (compare.target !== 'value') {
    const is = numbers(kv)[compare.target];
    return fits(is - compare.than, result);
  }
  if (!kv) return false;
  return fits(compareBytes(kv.value, compare.than), result);
}

function fits(difference: number, result: Compare['result']): boolean {
  return {
    '=': difference === 0,
    '!=': difference !== 0,
    '<': difference < 0,
    '>': difference > 0,
  }[result];
}

function numbers(kv?: KeyValue) {
  return {
    version: kv?.version ?? 0,
    create: kv?.createRevision ?? 0,
    mod: kv?.modRevision ?? 0,
    lease: kv?.lease ?? 0,
  };
}

export function checkRequest(request: TxnRequest): void {
  const { compare, success, failure } = request;
  const lists = [compare, success, failure];
  if (lists.some((list) => list.length > 128)) throw new EtcdError('TooManyOps');
  const all = lists.flat();
  if (all.some(({ key }) => key === '')) throw new EtcdError('EmptyKey');
  if ([success, failure].some(writesTwice)) throw new EtcdError('DuplicateKey');
}

function writesTwice(operations: readonly RequestOp[]): boolean {
  const puts = new Set<string>();
  for (const each of operations) {
    if (each.op !== 'put') continue;
    if (puts.has(each.key)) return true;
    puts.add(each.key);
  }
  return operations.some(
    (each) =>
      each.op === 'deleteRange' && [...puts].some((key) => liesIn(key, each.key, each.rangeEnd)),
  );
}

function liesIn(key: string, first: string, rangeEnd?: string): boolean {
  if (rangeEnd === undefined) return key === first;
  return compareBytes(key, first) >= 0 && compareBytes(key, rangeEnd) < 0;
}

export function txn(store: MultiVersionStore, request: TxnRequest): TxnResponse {
  checkRequest(request);
  const succeeded = request.compare.every((compare) => {
    const { kvs } = store.range(compare.key);
    return holds(compare, kvs[0]);
  });
  const operations = succeeded ? request.success : request.failure;
  for (const each of operations) {
    if (each.op !== 'range') continue;
    const at = each.revision || store.revision;
    if (at > store.revision) throw new EtcdError('FutureRev');
    if (at < store.compactRevision) throw new EtcdError('Compacted');
  }
  const write = store.write();
  const responses = operations.map((each) => run(write, each));
  const revision = write.end();
  return { revision, succeeded, responses };
}

function run(write: WriteTxn, each: RequestOp): ResponseOp {
  switch (each.op) {
    case 'put':
      return write.put(each.key, each.value, each);
    case 'range':
      return write.range(each.key, each);
    case 'deleteRange':
      return write.deleteRange(each.key, each);
  }
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

/** A place in the queue for a lock. */
export interface Claim {
  readonly key: string;
  /** createRevision of the key: the place in the queue. No later claim has the same. */
  readonly createRevision: number;
  readonly held: boolean;
  /** Only if not held: the key whose deletion to wait for, and the first revision that a watch has to report. */
  readonly waitFor?: { readonly key: string; readonly startRevision: number };
}

export function compareAndSwap(
  etcd: Etcd,
  key: string,
  modRevision: number,
  value: string,
): Attempt {
  return attempt(
    etcd,
    {
      key,
      target: 'mod',
      result: '=',
      than: modRevision,
    },
    { op: 'put', key, value },
  );
}

export function compareAndDelete(etcd: Etcd, key: string, value: string): Attempt {
  return attempt(
    etcd,
    {
      key,
      target: 'value',
      result: '=',
      than: value,
    },
    { op: 'deleteRange', key },
  );
}

function attempt(etcd: Etcd, compare: Compare, then: RequestOp): Attempt {
  const answer = etcd.txn({
    compare: [compare],
    success: [then],
    failure: [{ op: 'range', key: compare.key }],
  });
  const { succeeded, revision } = answer;
  if (succeeded) return { succeeded, revision };
  const [found] = answer.responses as RangeResponse[];
  const current = found?.kvs[0];
  return { succeeded, revision, current };
}

export function update(
  etcd: Etcd,
  key: string,
  change: (value: string | undefined) => string,
): number {
  const { responses } = etcd.txn({
    compare: [],
    success: [{ op: 'range', key }],
    failure: [],
  });
  const [found] = responses as RangeResponse[];
  let kv: KeyValue | undefined = found?.kvs[0];
  for (;;) {
    const value = change(kv?.value);
    if (kv && kv.value === value) return kv.modRevision;
    const swap = compareAndSwap(etcd, key, kv?.modRevision ?? 0, value);
    if (swap.succeeded) return swap.revision;
    kv = swap.current;
  }
}

function queue(lock: string): RequestOp {
  return {
    op: 'range',
    key: `${lock}/`,
    rangeEnd: prefixEnd(`${lock}/`),
    sort: { target: 'create', order: 'ascend' },
  };
}

export function acquire(etcd: Etcd, lock: string, owner: string, lease = 0): Claim {
  const key = `${lock}/${owner}`;
  const answer = etcd.txn({
    compare: [
      {
        key,
        target: 'create',
        result: '=',
        than: 0,
      },
    ],
    success: [{ op: 'put', key, value: '', lease }, queue(lock)],
    failure: [queue(lock)],
  });
  const found = answer.responses.at(-1) as RangeResponse;
  const place = found.kvs.findIndex((kv) => kv.key === key);
  const own = found.kvs[place] as KeyValue;
  const before = found.kvs[place - 1];
  const startRevision = answer.revision + 1;
  return {
    key,
    createRevision: own.createRevision,
    held: before === undefined,
    waitFor: before && {
      key: before.key,
      startRevision,
    },
  };
}

export function holder(etcd: Etcd, lock: string): string | undefined {
  const { responses } = etcd.txn({
    compare: [],
    success: [queue(lock)],
    failure: [],
  });
  const [found] = responses as RangeResponse[];
  const oldest = found?.kvs[0];
  return oldest?.key.slice(lock.length + 1);
}

export function whileHeld(etcd: Etcd, claim: Claim, operations: readonly RequestOp[]): TxnResponse {
  return etcd.txn({
    compare: [
      {
        key: claim.key,
        target: 'create',
        result: '=',
        than: claim.createRevision,
      },
    ],
    success: operations,
    failure: [],
  });
}

export function release(etcd: Etcd, claim: Claim): boolean {
  const { key } = claim;
  return whileHeld(etcd, claim, [{ op: 'deleteRange', key }]).succeeded;
}
