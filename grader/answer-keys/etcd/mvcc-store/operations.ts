import type { DeleteRangeOptions, PutOptions, RangeOptions } from 'course/kit';

/** A call that a write takes as well as the store: the method and its arguments. */
export type KeyOperation =
  | readonly ['put', string, string, PutOptions?]
  | readonly ['deleteRange', string, DeleteRangeOptions?]
  | readonly ['range', string, RangeOptions?];

/** One call of a random history. */
export type Operation = KeyOperation | readonly ['compact', number] | readonly ['changes', number];

/** What was asked at `i` and what came before it, as a person would type them. */
export function told(list: readonly Operation[], i: number): string {
  return after(typed(list[i] as Operation), list.slice(0, i).map(typed));
}

/** The same for writes of several operations each. */
export function toldWrite(list: readonly (readonly KeyOperation[])[], i: number): string {
  const writes = list.map((each) => `write { ${each.map(typed).join('; ')} }`);
  return after(writes[i] as string, writes.slice(0, i));
}

/** Operations in a row, as a person would type them. */
export function typedInRow(list: readonly Operation[]): string {
  return list.map(typed).join('; ');
}

function after(call: string, before: readonly string[]): string {
  return before.length === 0
    ? `${call} on an empty store`
    : `${call} after these calls: ${before.join('; ')}`;
}

function typed([name, ...args]: Operation): string {
  return `${name}(${args.map((arg) => JSON.stringify(arg)).join(', ')})`;
}
