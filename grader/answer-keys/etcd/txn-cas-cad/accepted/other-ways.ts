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
} from 'course/kit';

// Other ways through the same rules: reads before it opens a write only where it must, sorts the queue itself, says
// undefined where the reference leaves a field out.

const signs: Record<Compare['result'], readonly number[]> = {
  '=': [0],
  '!=': [-1, 1],
  '>': [1],
  '<': [-1],
};

export function holds(compare: Compare, kv?: KeyValue): boolean {
  if (compare.target === 'value') {
    if (!kv) return false;
    return signs[compare.result].includes(Math.sign(compareBytes(kv.value, compare.than)));
  }
  const number = {
    version: kv?.version,
    create: kv?.createRevision,
    mod: kv?.modRevision,
    lease: kv?.lease,
  }[compare.target];
  return signs[compare.result]
    .map((sign) => sign + 0)
    .includes(Math.sign((number ?? 0) - compare.than));
}

export function checkRequest(request: TxnRequest): void {
  checkBranch(request.success);
  checkBranch(request.failure);
  if (request.compare.length > 128) throw new EtcdError('TooManyOps');
  for (const { key } of request.compare) if (!key) throw new EtcdError('EmptyKey');
}

/** With `fromKey` as the end of a deletion it is stricter than etcd, which is left open. */
function checkBranch(operations: readonly RequestOp[]): void {
  if (operations.length > 128) throw new EtcdError('TooManyOps');
  const written: string[] = [];
  for (const { key, op } of operations) {
    if (!key) throw new EtcdError('EmptyKey');
    if (op === 'put') written.push(key);
  }
  written.sort();
  if (written.some((key, i) => key === written[i + 1])) throw new EtcdError('DuplicateKey');
  for (const each of operations) {
    if (each.op !== 'deleteRange') continue;
    const { key: from, rangeEnd: to } = each;
    const hit = written.find((key) => {
      if (to === undefined) return key === from;
      return compareBytes(from, key) <= 0 && (to === '\0' || compareBytes(to, key) > 0);
    });
    if (hit !== undefined) throw new EtcdError('DuplicateKey');
  }
}

export function txn(store: MultiVersionStore, request: TxnRequest): TxnResponse {
  checkRequest(request);
  const failed = request.compare.find(
    (compare) => !holds(compare, store.range(compare.key, { limit: 1 }).kvs[0]),
  );
  const ops = failed ? request.failure : request.success;
  const readings = ops.filter((each) => each.op === 'range');
  // Reading each of them alone finds out what etcd would refuse.
  for (const { key, revision = 0 } of readings) if (revision) store.range(key, { revision });
  const write = store.write();
  const responses: ResponseOp[] = [];
  for (const each of ops) {
    if (each.op === 'put') {
      const { key, value, lease = 0, prevKv = false } = each;
      responses.push(write.put(key, value, { lease, prevKv }));
    } else if (each.op === 'range') {
      const { op, key, ...options } = each;
      responses.push(write.range(key, options));
    } else {
      const { op, key, ...options } = each;
      responses.push(write.deleteRange(key, options));
    }
  }
  return { succeeded: !failed, responses, revision: write.end() };
}

export type Etcd = Pick<KeyValueStore, 'txn'>;

export interface Attempt {
  readonly succeeded: boolean;
  readonly revision: number;
  readonly current?: KeyValue | undefined;
}

const first = ([response]: readonly ResponseOp[]) => (response as RangeResponse).kvs[0];

export function compareAndSwap(
  etcd: Etcd,
  key: string,
  modRevision: number,
  value: string,
): Attempt {
  const { succeeded, revision, responses } = etcd.txn({
    compare: [
      modRevision === 0
        ? { key, target: 'version', result: '=', than: 0 }
        : { key, target: 'mod', result: '=', than: modRevision },
    ],
    success: [{ op: 'put', key, value }],
    failure: [{ op: 'range', key, limit: 1 }],
  });
  return { succeeded, revision, current: succeeded ? undefined : first(responses) };
}

export function compareAndDelete(etcd: Etcd, key: string, value: string): Attempt {
  const { succeeded, revision, responses } = etcd.txn({
    compare: [
      { key, target: 'create', result: '>', than: 0 },
      { key, target: 'value', result: '=', than: value },
    ],
    success: [{ op: 'deleteRange', key, prevKv: true }],
    failure: [{ op: 'range', key }],
  });
  return { succeeded, revision, current: succeeded ? undefined : first(responses) };
}

export function update(etcd: Etcd, key: string, change: (value?: string) => string): number {
  const read = etcd.txn({ compare: [], success: [{ op: 'range', key }], failure: [] });
  return updateFrom(etcd, key, first(read.responses), change);
}

function updateFrom(
  etcd: Etcd,
  key: string,
  kv: KeyValue | undefined,
  change: (value?: string) => string,
): number {
  const value = change(kv?.value);
  if (value === kv?.value) return kv.modRevision;
  const { succeeded, revision, current } = compareAndSwap(
    etcd,
    key,
    kv ? kv.modRevision : 0,
    value,
  );
  return succeeded ? revision : updateFrom(etcd, key, current, change);
}

export interface Claim {
  readonly key: string;
  readonly createRevision: number;
  readonly held: boolean;
  readonly waitFor?: { readonly key: string; readonly startRevision: number } | undefined;
}

export function acquire(etcd: Etcd, lock: string, owner: string, lease?: number): Claim {
  const key = `${lock}/${owner}`;
  const all: RequestOp = { op: 'range', key: `${lock}/`, rangeEnd: `${lock}0`, keysOnly: true };
  const answer = etcd.txn({
    compare: [{ key, target: 'version', result: '>', than: 0 }],
    success: [all],
    failure: [all, { op: 'put', key, value: '', ...(lease && { lease }) }],
  });
  const queue = [...(answer.responses[0] as RangeResponse).kvs].sort(
    (a, b) => b.createRevision - a.createRevision,
  );
  const mine = queue.find((kv) => kv.key === key)?.createRevision ?? answer.revision;
  const before = queue.find((kv) => kv.createRevision < mine);
  return {
    key,
    createRevision: mine,
    held: !before,
    waitFor: before && { key: before.key, startRevision: answer.revision + 1 },
  };
}

export function holder(etcd: Etcd, lock: string): string | undefined {
  const key = `${lock}/`;
  const { responses } = etcd.txn({
    compare: [],
    success: [{ op: 'range', key, rangeEnd: prefixEnd(key) }],
    failure: [],
  });
  const { kvs } = responses[0] as RangeResponse;
  const oldest = Math.min(...kvs.map(({ createRevision }) => createRevision));
  return kvs
    .find(({ createRevision }) => createRevision === oldest)
    ?.key.split('/')
    .at(-1);
}

export function whileHeld(etcd: Etcd, claim: Claim, operations: readonly RequestOp[]): TxnResponse {
  const answer = etcd.txn({
    compare: [{ key: claim.key, target: 'create', result: '!=', than: claim.createRevision }],
    success: [],
    failure: operations,
  });
  return { ...answer, succeeded: !answer.succeeded };
}

export function release(etcd: Etcd, { key, createRevision }: Claim): boolean {
  const { responses } = etcd.txn({
    compare: [{ key, target: 'create', result: '=', than: createRevision }],
    success: [{ op: 'deleteRange', key }],
    failure: [],
  });
  return responses.length > 0;
}
