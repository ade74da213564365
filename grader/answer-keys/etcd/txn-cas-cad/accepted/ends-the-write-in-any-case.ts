import {
  type Compare,
  compareBytes,
  EtcdError,
  fromKey,
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

// Written from the learner's files alone: an operation's options without its `op`, a write that is ended even if an
// operation throws, deletions with `fromKey` counted for what they delete.

export function holds(compare: Compare, kv?: KeyValue): boolean {
  const order = compareWith(compare, kv);
  if (order === undefined) return false;
  switch (compare.result) {
    case '=':
      return order === 0;
    case '!=':
      return order !== 0;
    case '>':
      return order > 0;
    case '<':
      return order < 0;
  }
}

export function checkRequest(request: TxnRequest): void {
  const { compare, success, failure } = request;
  for (const list of [compare, success, failure]) {
    if (list.length > maxTxnOps) throw new EtcdError('TooManyOps');
    if (list.some(({ key }) => key === '')) throw new EtcdError('EmptyKey');
  }
  checkWrites(success);
  checkWrites(failure);
}

export function txn(store: MultiVersionStore, request: TxnRequest): TxnResponse {
  checkRequest(request);
  const succeeded = request.compare.every((compare) =>
    holds(compare, store.range(compare.key).kvs[0]),
  );
  const branch = succeeded ? request.success : request.failure;
  for (const operation of branch)
    if (operation.op === 'range') checkRevision(store, operation.revision ?? 0);

  const responses: ResponseOp[] = [];
  const write = store.write();
  let revision: number;
  try {
    for (const operation of branch) responses.push(run(write, operation));
  } finally {
    revision = write.end();
  }
  return { revision, succeeded, responses };
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

export function compareAndSwap(
  etcd: Etcd,
  key: string,
  modRevision: number,
  value: string,
): Attempt {
  return attempt(
    etcd,
    { key, target: 'mod', result: '=', than: modRevision },
    { op: 'put', key, value },
  );
}

/** Deletes the key if it holds `value`. One request. */
export function compareAndDelete(etcd: Etcd, key: string, value: string): Attempt {
  return attempt(
    etcd,
    { key, target: 'value', result: '=', than: value },
    { op: 'deleteRange', key },
  );
}

export function update(
  etcd: Etcd,
  key: string,
  change: (value: string | undefined) => string,
): number {
  const read = etcd.txn({ compare: [], success: [{ op: 'range', key }], failure: [] });
  let current: KeyValue | undefined = rangeOf(read).kvs[0];
  for (;;) {
    const value = change(current?.value);
    if (current !== undefined && current.value === value) return current.modRevision;
    const swap = compareAndSwap(etcd, key, current?.modRevision ?? 0, value);
    if (swap.succeeded) return swap.revision;
    current = swap.current;
  }
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

export function acquire(etcd: Etcd, lock: string, owner: string, lease = 0): Claim {
  const key = claimKey(lock, owner);
  const answer = etcd.txn({
    compare: [{ key, target: 'create', result: '=', than: 0 }],
    success: [{ op: 'put', key, value: '', lease }, queueOf(lock)],
    failure: [queueOf(lock)],
  });
  const queue = rangeOf(answer).kvs;
  const place = queue.findIndex((kv) => kv.key === key);
  const own = queue[place];
  if (own === undefined) throw new Error(`${key} is not in its own queue`);
  const before = queue[place - 1];
  const claim = { key, createRevision: own.createRevision };
  if (before === undefined) return { ...claim, held: true };
  return {
    ...claim,
    held: false,
    waitFor: { key: before.key, startRevision: answer.revision + 1 },
  };
}

/** Whose claim on `lock` is the oldest, if there is one. Elections read the same: it is the leader. One request. */
export function holder(etcd: Etcd, lock: string): string | undefined {
  const answer = etcd.txn({ compare: [], success: [{ ...queueOf(lock), limit: 1 }], failure: [] });
  return rangeOf(answer).kvs[0]?.key.slice(claimKey(lock, '').length);
}

export function whileHeld(etcd: Etcd, claim: Claim, operations: readonly RequestOp[]): TxnResponse {
  return etcd.txn({ compare: [stands(claim)], success: operations, failure: [] });
}

/** Gives up a claim, whether held or waiting. False when it did not stand any more. One request. */
export function release(etcd: Etcd, claim: Claim): boolean {
  const success: RequestOp[] = [{ op: 'deleteRange', key: claim.key }];
  return etcd.txn({ compare: [stands(claim)], success, failure: [] }).succeeded;
}

const maxTxnOps = 128;

/** Sign of "what the key has" minus `than`; undefined when there is nothing to compare. */
function compareWith(compare: Compare, kv: KeyValue | undefined): number | undefined {
  switch (compare.target) {
    case 'value':
      return kv === undefined ? undefined : compareBytes(kv.value, compare.than);
    case 'version':
      return (kv?.version ?? 0) - compare.than;
    case 'create':
      return (kv?.createRevision ?? 0) - compare.than;
    case 'mod':
      return (kv?.modRevision ?? 0) - compare.than;
    case 'lease':
      return (kv?.lease ?? 0) - compare.than;
  }
}

function checkWrites(branch: readonly RequestOp[]): void {
  const puts = new Set<string>();
  for (const operation of branch) {
    if (operation.op !== 'put') continue;
    if (puts.has(operation.key)) throw new EtcdError('DuplicateKey');
    puts.add(operation.key);
  }
  for (const operation of branch) {
    if (operation.op !== 'deleteRange') continue;
    for (const key of puts) if (covers(operation, key)) throw new EtcdError('DuplicateKey');
  }
}

function covers(range: { key: string; rangeEnd?: string }, key: string): boolean {
  if (range.rangeEnd === undefined) return key === range.key;
  if (compareBytes(key, range.key) < 0) return false;
  return range.rangeEnd === fromKey || compareBytes(key, range.rangeEnd) < 0;
}

function checkRevision(store: MultiVersionStore, revision: number): void {
  if (revision === 0) return;
  if (revision > store.revision) throw new EtcdError('FutureRev');
  if (revision < store.compactRevision) throw new EtcdError('Compacted');
}

function run(write: WriteTxn, operation: RequestOp): ResponseOp {
  switch (operation.op) {
    case 'put': {
      const { op, key, value, ...options } = operation;
      return write.put(key, value, options);
    }
    case 'range': {
      const { op, key, ...options } = operation;
      return write.range(key, options);
    }
    case 'deleteRange': {
      const { op, key, ...options } = operation;
      return write.deleteRange(key, options);
    }
  }
}

/** "If `condition` then `operation`, else tell what is there." */
function attempt(etcd: Etcd, condition: Compare, operation: RequestOp): Attempt {
  const answer = etcd.txn({
    compare: [condition],
    success: [operation],
    failure: [{ op: 'range', key: condition.key }],
  });
  const { succeeded, revision } = answer;
  if (succeeded) return { succeeded, revision };
  return { succeeded, revision, current: rangeOf(answer).kvs[0] };
}

/** The response to the last operation, known to be a range. */
function rangeOf(answer: TxnResponse): RangeResponse {
  return answer.responses[answer.responses.length - 1] as RangeResponse;
}

function claimKey(lock: string, owner: string): string {
  return `${lock}/${owner}`;
}

function queueOf(lock: string): RequestOp & { op: 'range' } {
  const key = claimKey(lock, '');
  return {
    op: 'range',
    key,
    rangeEnd: prefixEnd(key),
    sort: { target: 'create', order: 'ascend' },
  };
}

function stands(claim: Claim): Compare {
  return { key: claim.key, target: 'create', result: '=', than: claim.createRevision };
}
