import type { DeleteRangeOptions, PutOptions } from 'course/kit';

/** One call of a lessor: the method and its arguments. */
export type LessorCall =
  | readonly ['grant', id: number, ttl: number, now: number]
  | readonly ['keepAlive', id: number, now: number]
  | readonly ['timeToLive', id: number, now: number]
  | readonly ['revoke', id: number]
  | readonly ['has', id: number]
  | readonly ['attach', key: string, id: number]
  | readonly ['detach', key: string]
  | readonly ['leaseOf', key: string]
  | readonly ['leases']
  | readonly ['expired', now: number]
  | readonly ['promote', now: number, extend: number]
  | readonly ['demote'];

/** A change that a leased store takes as well as a write of it. */
export type Change =
  | readonly ['put', key: string, value: string, options: PutOptions]
  | readonly ['deleteRange', key: string, options: DeleteRangeOptions];

/** One step of a history of puts and revokes: on the leased store, on the lessor, or a whole write. */
export type StoreCall =
  | Change
  | readonly ['revoke', id: number]
  | readonly ['grant', id: number, ttl: number, now: number]
  | readonly ['write', changes: readonly Change[]];

type Call = LessorCall | StoreCall;

/** What a deletion gave, as text: `deleted 2`, and the keys of `prevKvs` if it has them. */
export function deletion(deleted: number, prevKeys: readonly string[] | undefined): string {
  const prevKvs = prevKeys && `, prevKvs of ${[...prevKeys].sort().join(', ') || 'none'}`;
  return `deleted ${deleted}${prevKvs ?? ''}`;
}

/** What was asked at `i` and what came before it, as a person would type them. */
export function told(calls: readonly Call[], i: number): string {
  const before = calls.slice(0, i).map(typed).join('; ');
  return `${typed(calls[i] as Call)}${before && ` after these calls: ${before}`}`;
}

/** Calls in a row, as a person would type them. */
export function typedInRow(calls: readonly Call[]): string {
  return calls.map(typed).join('; ');
}

function typed(call: Call): string {
  if (call[0] === 'write') return `write { ${call[1].map(typed).join('; ')} }`;
  const [name, ...args] = call;
  return `${name}(${args.map((arg) => JSON.stringify(arg)).join(', ')})`;
}
