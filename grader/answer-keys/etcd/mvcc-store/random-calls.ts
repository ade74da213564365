import { fromKey, type RangeOptions, type RequestOp, type SortTarget } from 'course/kit';
import type { MvccStore } from './reference.ts';

/** A call that both the store and etcd's API can answer. */
export type Call =
  | RequestOp
  | { readonly op: 'write'; readonly operations: readonly RequestOp[] }
  | Compaction
  | Changes;

export interface Compaction {
  readonly op: 'compact';
  readonly revision: number;
}

export interface Changes {
  readonly op: 'changes';
  readonly fromRevision: number;
}

/** Go's sort keeps the order of equal elements up to 12 of them, so with 12 keys ties come by key on both sides. */
export const keys = ['\0', 'B', 'a', 'a/', 'a/b', 'a0', 'aa', 'b', 'z', 'é', 'Ａ', '😀'];
export const values = ['', 'x', 'y', 'a longer value', 'Ａ', '😀'];
/** Ids of leases that the caller has granted in etcd; ours need no granting. */
export const leases = [7, 8];
const targets: SortTarget[] = ['key', 'version', 'create', 'mod', 'value'];

/**
 * `count` random calls. They are made one by one while `store` answers them, because revisions only make sense near
 * its own.
 *
 * Left out, as they differ from etcd on purpose or are etcd's quirks: leases that nobody granted (the store asks no
 * questions), `compact(0)` (etcd allows it once), a sort target without an order (etcd then cuts before it sorts),
 * several changes of one key in a write and a write's readings of its own new revision by number (etcd's transactions
 * refuse both, its mvcc package does not), `changes` from the compacted revision itself (etcd 3.4.23 may lose a deletion
 * there), an empty rangeEnd (on the wire it means "from the key on").
 */
export function* randomCalls(seed: number, count: number, store: MvccStore): Generator<Call> {
  const random = new Random(seed);
  const start = () => random.between(store.compactRevision + 1, store.revision + 1);
  for (let i = 0; i < count; i++) {
    const dice = random.below(200);
    if (dice < 1) yield { op: 'changes', fromRevision: start() };
    else if (dice < 2) yield* compaction(random, store);
    else if (dice < 4) yield emptyKey(random);
    else if (dice < 80) yield put(random);
    else if (dice < 160) yield range(random, revisions(random, store));
    else if (dice < 185) yield deleteRange(random);
    else yield { op: 'write', operations: operations(random, store) };
  }
  yield { op: 'changes', fromRevision: store.compactRevision + 1 };
}

/** Watches what will soon be gone, then compacts; sometimes a revision that may not be compacted. */
export function* compaction(random: Random, store: MvccStore): Generator<Compaction | Changes> {
  yield { op: 'changes', fromRevision: store.compactRevision + 1 };
  const last = random.one(3) ? store.compactRevision + 1 : store.revision + 2;
  const revision = random.between(store.compactRevision - 1, last);
  yield { op: 'compact', revision: Math.max(1, revision) };
}

function emptyKey(random: Random): RequestOp {
  return random.pick<RequestOp>([
    { op: 'put', key: '', value: 'x' },
    { op: 'range', key: '', rangeEnd: fromKey, revision: 1 },
    { op: 'deleteRange', key: '', rangeEnd: fromKey },
  ]);
}

export function put(random: Random): RequestOp {
  const lease = random.one(4) ? random.pick(leases) : 0;
  return {
    op: 'put',
    key: random.pick(keys),
    value: random.pick(values),
    lease,
    prevKv: random.one(3),
  };
}

export function deleteRange(random: Random): RequestOp {
  return { op: 'deleteRange', key: random.pick(keys), ...end(random), prevKv: random.one(2) };
}

export function range(random: Random, past: RangeOptions): RequestOp {
  return {
    op: 'range',
    key: random.pick(keys),
    ...end(random),
    ...past,
    limit: random.below(5),
    keysOnly: random.one(4),
    countOnly: random.one(6),
    ...(random.one(2) && {
      sort: { target: random.pick(targets), order: random.pick(['ascend', 'descend'] as const) },
    }),
  };
}

function end(random: Random): { rangeEnd?: string } {
  if (random.one(3)) return {};
  return { rangeEnd: random.one(3) ? fromKey : random.pick(keys.slice(1)) };
}

/** Now, or some revision from the one below the compacted to one above the present. */
function revisions(random: Random, store: MvccStore): RangeOptions {
  if (random.one(2)) return {};
  return { revision: Math.max(0, random.between(store.compactRevision - 1, store.revision + 1)) };
}

/** What one transaction may hold: readings of the present or the readable past, and no key changed twice. */
function operations(random: Random, store: MvccStore): RequestOp[] {
  const free = new Set(keys);
  const past = { revision: random.between(Math.max(1, store.compactRevision), store.revision) };
  return Array.from({ length: random.between(0, 5) }, () => {
    const key = random.pick(keys);
    if (!free.delete(key)) return range(random, random.one(2) ? past : {});
    if (random.one(3)) return { op: 'deleteRange', key, prevKv: random.one(2) };
    return { ...put(random), key } as RequestOp;
  });
}

/** Seeded dice (mulberry32): the same calls on every machine. */
export class Random {
  constructor(private state: number) {}

  below(limit: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  }

  between(first: number, last: number): number {
    return first + this.below(last - first + 1);
  }

  /** True once in `times`. */
  one(times: number): boolean {
    return this.below(times) === 0;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }
}
