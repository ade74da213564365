import type { Compare, RequestOp, TxnRequest } from 'course/kit';
import {
  type Changes,
  type Compaction,
  compaction,
  deleteRange,
  keys,
  leases,
  put,
  Random,
  range,
  values,
} from '../mvcc-store/random-calls.ts';
import type { MvccStore } from '../mvcc-store/reference.ts';

/** A call that both a store with our transactions and etcd's API can answer. */
export type Call = { readonly op: 'txn'; readonly request: TxnRequest } | Compaction | Changes;

/**
 * `count` random calls, nearly all of them transactions. They are made one by one while `store` answers them, because
 * revisions and conditions only make sense near what it holds.
 *
 * Left out, as `course/kit` has no words for it: transactions within transactions (etcd decides all their conditions
 * before any write, and gives 0 as their revision), conditions on ranges (over an empty range etcd compares with a
 * key-value of zeros). Left out, as it differs on purpose or is a quirk of etcd: leases that nobody granted, a sort
 * target without an order, an empty rangeEnd (on the wire it means "from the key on"), `compact(0)`, `changes` from the
 * compacted revision itself. Kept in, because the reference does the same: a deletion from a key on (`fromKey`) beside
 * puts, which etcd does not count as a double write.
 */
export function* randomTransactions(
  seed: number,
  count: number,
  store: MvccStore,
): Generator<Call> {
  const random = new Random(seed);
  for (let i = 0; i < count; i++) {
    const dice = random.below(200);
    if (dice < 1) yield { op: 'changes', fromRevision: store.compactRevision + 1 };
    else if (dice < 2) yield* compaction(random, store);
    else yield { op: 'txn', request: transaction(random, store) };
  }
  yield { op: 'changes', fromRevision: store.compactRevision + 1 };
}

function transaction(random: Random, store: MvccStore): TxnRequest {
  const request = {
    compare: some(random, 3, () => condition(random, store)),
    success: branch(random, store),
    failure: branch(random, store),
  };
  return random.one(40) ? spoiled(random, request) : request;
}

/** Mostly few operations on keys of their own, sometimes any: then double writes are likely. */
function branch(random: Random, store: MvccStore): RequestOp[] {
  const free = random.one(5) ? undefined : new Set(keys);
  return some(random, 6, () => operation(random, store)).filter(
    ({ op, key }) => op !== 'put' || !free || free.delete(key),
  );
}

function operation(random: Random, store: MvccStore): RequestOp {
  const dice = random.below(20);
  if (dice < 8) return put(random);
  if (dice < 11) return deleteRange(random);
  return range(random, random.one(3) ? past(random, store) : {});
}

/** A revision anywhere in the past, or just where the readable ones begin and end. */
function past(random: Random, store: MvccStore): { revision: number } {
  const { compactRevision: first, revision: last } = store;
  const anywhere = random.between(first, last);
  const revision = random.pick([anywhere, anywhere, anywhere, first - 1, first, last, last + 1]);
  return { revision: Math.max(0, revision) };
}

/** A condition that might well hold: on what its key has, or on what is just beside that. */
function condition(random: Random, store: MvccStore): Compare {
  const key = random.pick(keys);
  const [kv] = store.range(key).kvs;
  const result = random.pick(['=', '!=', '>', '<'] as const);
  const target = random.pick(['version', 'create', 'mod', 'lease', 'value'] as const);
  if (target === 'value') {
    const than = kv && random.one(2) ? kv.value : random.pick(values);
    return { key, target, result, than };
  }
  const { version = 0, createRevision = 0, modRevision = 0, lease = 0 } = kv ?? {};
  const is = { version, create: createRevision, mod: modRevision, lease }[target];
  const near = Math.max(0, is + random.between(-1, 1));
  return { key, target, result, than: target === 'lease' ? random.pick([0, ...leases]) : near };
}

/** One list too long, or an empty key somewhere; as it comes also where another fault is. */
function spoiled(random: Random, request: TxnRequest): TxnRequest {
  const list = random.pick(['compare', 'success', 'failure'] as const);
  const key = random.one(2) ? '' : 'a';
  const entry =
    list === 'compare'
      ? ({ key, target: 'mod', result: '=', than: 0 } as const)
      : ({ op: 'range', key } as const);
  const count = random.pick([1, 128, 129]) - request[list].length;
  return {
    ...request,
    [list]: [...request[list], ...Array.from({ length: Math.max(1, count) }, () => entry)],
  };
}

function some<T>(random: Random, most: number, make: () => T): T[] {
  return Array.from({ length: random.between(0, most) }, make);
}
