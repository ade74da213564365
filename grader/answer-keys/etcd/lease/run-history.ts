import type {
  DeleteRangeResponse,
  KeyOperations,
  Leases,
  LeaseTimeToLiveResponse,
} from 'course/kit';
import { expect } from 'vitest';
import { batch, batchAll } from '#suite';
import type { Books } from './books.ts';
import { deletion, type LessorCall, type StoreCall } from './calls.ts';
import { keys } from './histories.ts';
import { outcome, type Refused } from './model.ts';

type BatchStep = Parameters<typeof batchAll>[0][number];

/** Makes a lessor and runs all calls on it in one crossing. */
export function ranOnLessor(calls: readonly LessorCall[], made: BatchStep): unknown[] {
  const steps = calls.map(([method, ...args]) => ({ on: 0, method, args }));
  return batchAll([made, ...steps])
    .slice(1)
    .map(outcome);
}

/** Runs all calls in one crossing. For each: the codes of its refusals, `done`, or what it deleted. */
export function ran(
  calls: readonly StoreCall[],
  lessor: Leases,
  leased: KeyOperations,
): string[][] {
  const steps: BatchStep[] = [];
  const asked = calls.map((call) => stepsOf(call, steps, lessor, leased));
  const outcomes = batchAll(steps).map(outcome);
  return asked.map((numbers) => numbers.map((i) => ending(outcomes[i])));
}

function ending(given: unknown): string {
  const { refused, deleted, prevKvs } = (given ?? {}) as Partial<Refused & DeleteRangeResponse>;
  if (refused !== undefined) return refused;
  if (deleted === undefined) return 'done';
  return deletion(deleted, Array.isArray(prevKvs) ? prevKvs.map((kv) => `${kv?.key}`) : undefined);
}

/** Adds the steps of one call and gives the numbers of those that can be refused. */
function stepsOf(
  call: StoreCall,
  steps: BatchStep[],
  lessor: Leases,
  leased: KeyOperations,
): number[] {
  if (call[0] !== 'write') {
    const [method, ...args] = call;
    const on = method === 'put' || method === 'deleteRange' ? leased : lessor;
    return [steps.push({ on, method, args }) - 1];
  }
  const txn = steps.push({ on: leased, method: 'write' }) - 1;
  const numbers = call[1].map(
    ([method, ...args]) => steps.push({ on: txn, method, args: [...args] }) - 1,
  );
  steps.push({ on: txn, method: 'end' });
  return numbers;
}

/** Asks the lessor from both sides: the lease of each key, the keys of each lease. */
export function expectBooks(lessor: Leases, { entries }: Books, what: string): void {
  const found = batch(lessor, [
    ...keys.map((key) => ['leaseOf', key]),
    ...[1, 2, 3].map((id) => ['timeToLive', id, 0]),
  ]).map(outcome);
  const leaseOf = new Map(entries);
  expect(found.slice(0, keys.length), `leaseOf ${keys.join(', ')} ${what}`).toEqual(
    keys.map((key) => leaseOf.get(key) ?? 0),
  );
  for (const [i, id] of [1, 2, 3].entries())
    expect(
      keysOf(found[keys.length + i] as LeaseTimeToLiveResponse),
      `Keys of lease ${id} ${what}`,
    ).toEqual(entries.filter(([, lease]) => lease === id).map(([key]) => key));
}

/** The keys of an answer, in an order to compare. */
export function keysOf({ keys }: LeaseTimeToLiveResponse): string[] {
  return [...keys].sort();
}
