import { fromKey, type PutOptions, type Random, type RequestOp, seededRandom } from 'course/kit';
import type { LeasedStore, Lessor } from './reference.ts';

/** A call that both our lessor with its store and etcd's API can answer. */
export type Call =
  | RequestOp
  | { readonly op: 'write'; readonly operations: readonly RequestOp[] }
  | { readonly op: 'grant'; readonly id: number; readonly ttl: number }
  | { readonly op: 'revoke' | 'keepAlive' | 'timeToLive'; readonly id: number }
  | { readonly op: 'leases' }
  | { readonly op: 'changes'; readonly fromRevision: number };

const keys = ['B', 'a', 'a/', 'a0', 'b', 'z', 'é', 'Ａ', '😀'];
/** The last is never granted. */
const ids = [1, 2, 3, 4, 5, 6];
const unknown = 99;
const maxTtl = 9_000_000_000;

/**
 * `count` random calls, made one by one while ours answer them: what a transaction may ask depends on what there is.
 *
 * Left out: the passing of time (all TTLs are hours, and no two leases that could stand in either order run out within
 * ten minutes of each other); id 0, for which etcd's server chooses an id; TTLs below the minimum, which would run out
 * meanwhile (another test lets one run out); in transactions, leases that do not exist and keys that do not exist with
 * ignoreLease, because etcd checks these for the whole transaction before it runs any of it, and two changes of one key.
 */
export function* randomCalls(
  seed: number,
  count: number,
  lessor: Lessor,
  store: LeasedStore,
): Generator<Call> {
  const dice = new Dice(seededRandom(seed));
  for (let i = 0; i < count; i++) {
    const before = store.revision;
    const call = oneCall(dice, lessor, store);
    yield call;
    if (call.op === 'revoke' && store.revision > before)
      yield { op: 'changes', fromRevision: store.revision };
  }
}

function oneCall(dice: Dice, lessor: Lessor, store: LeasedStore): Call {
  const kind = dice.below(100);
  const id = dice.pick([...ids, unknown]);
  if (kind < 45) return put(dice, dice.pick(keys), [0, ...ids, unknown]);
  if (kind < 55) return deleteRange(dice, dice.pick(keys));
  if (kind < 60) return { op: 'range', key: 'B', rangeEnd: fromKey };
  if (kind < 67) return { op: 'write', operations: operations(dice, lessor, store) };
  if (kind < 76) return { op: 'grant', id: dice.pick(ids), ttl: ttlFor(dice) };
  if (kind < 82) return { op: 'revoke', id };
  if (kind < 88) return { op: 'keepAlive', id };
  if (kind < 96) return { op: 'timeToLive', id };
  if (kind < 98) return { op: 'leases' };
  return { op: 'put', key: '', value: 'x', lease: id };
}

/** Hours, and never the same twice; rarely a second more than may be asked for. */
function ttlFor(dice: Dice): number {
  if (dice.one(15)) return maxTtl + 1;
  return 3600 + 600 * dice.next();
}

function put(dice: Dice, key: string, leases: readonly number[]): RequestOp {
  return { op: 'put', key, value: dice.pick(['', 'x', 'y']), ...putOptions(dice, leases) };
}

function putOptions(dice: Dice, leases: readonly number[]): PutOptions {
  const prevKv = dice.one(4);
  if (!dice.one(5)) return { lease: dice.pick(leases), prevKv };
  return { ignoreLease: true, lease: dice.one(6) ? dice.pick(leases) : 0, prevKv };
}

function deleteRange(dice: Dice, key: string): RequestOp {
  const end = dice.one(4) ? { rangeEnd: dice.pick([...keys, fromKey]) } : {};
  return { op: 'deleteRange', key, ...end, prevKv: dice.one(2) };
}

function operations(dice: Dice, lessor: Lessor, store: LeasedStore): RequestOp[] {
  const free = new Set(keys);
  const granted = [0, ...ids.filter((id) => lessor.has(id))];
  return Array.from({ length: dice.below(6) }, (): RequestOp => {
    const key = dice.pick(keys);
    if (!free.delete(key)) return { op: 'range', key };
    if (dice.one(4)) return { op: 'deleteRange', key, prevKv: dice.one(2) };
    if (dice.one(3) && store.range(key).count > 0)
      return { op: 'put', key, value: 'z', ignoreLease: true };
    return { op: 'put', key, value: 'z', lease: dice.pick(granted) };
  });
}

class Dice {
  private drawn = 0;
  constructor(private readonly random: Random) {}

  below(limit: number): number {
    return this.random.intn(limit);
  }

  /** True once in `times`. */
  one(times: number): boolean {
    return this.below(times) === 0;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }

  /** Another number each time, in no order: 7,919 and 100,003 share no divisor. */
  next(): number {
    return (++this.drawn * 7919) % 100_003;
  }
}
