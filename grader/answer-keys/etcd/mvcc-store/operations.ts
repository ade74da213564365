import { type DeleteRangeOptions, fromKey, type PutOptions, type RangeOptions } from 'course/kit';
import fc from 'fast-check';

/** A call that changes the store: the method and its arguments. */
export type Change =
  | readonly ['put', string, string, PutOptions?]
  | readonly ['deleteRange', string, DeleteRangeOptions?];

/** One call of a random history. */
export type Operation =
  | Change
  | readonly ['range', string, RangeOptions?]
  | readonly ['compact', number]
  | readonly ['changes', number];

/** The operation at `i` and what came before it, as a person would type them. */
export function told(list: readonly Operation[], i: number): string {
  const before = list.slice(0, i).map(typed);
  return `${typed(list[i] as Operation)} ${i === 0 ? 'on an empty store' : `after ${before.join('; ')}`}`;
}

/** Writes of several changes each, as a person would type them. */
export function toldWrites(list: readonly (readonly Change[])[]): string {
  return list.map((changes) => `write { ${changes.map(typed).join('; ')} }`).join(' ');
}

function typed([name, ...args]: Operation): string {
  return `${name}(${args.map((arg) => JSON.stringify(arg)).join(', ')})`;
}

/** Few keys, so that histories meet; near each other, so that ends of ranges matter; beyond ASCII, so that order does. */
const key = fc.constantFrom('a', 'a/', 'a/b', 'a0', 'B', 'b', 'é', 'Ａ', '😀');
const rangeEnd = fc.oneof(key, fc.constant(fromKey));
const value = fc.constantFrom('', 'x', 'y', 'Ａ', '😀');
const revision = fc.nat({ max: 16 });

const put = fc
  .tuple(key, value, optional({ lease: fc.nat({ max: 2 }), prevKv: fc.boolean() }))
  .map((args): Change => ['put', ...args]);

const deleteRange = fc
  .tuple(key, optional({ rangeEnd, prevKv: fc.boolean() }))
  .map((args): Change => ['deleteRange', ...args]);

const sort = fc.record({
  target: fc.constantFrom('key' as const, 'create' as const, 'mod' as const),
  order: fc.constantFrom('ascend' as const, 'descend' as const),
});

const range = fc
  .tuple(
    key,
    optional({
      rangeEnd,
      sort,
      revision,
      limit: fc.nat({ max: 3 }),
      keysOnly: fc.boolean(),
      countOnly: fc.boolean(),
    }),
  )
  .map((args): Operation => ['range', ...args]);

const compact = revision.map((given): Operation => ['compact', given + 1]);
const changes = revision.map((given): Operation => ['changes', given + 1]);
const empty = fc.constantFrom<Operation>(['put', '', 'x'], ['range', ''], ['deleteRange', '']);

/** A random history of single operations, readings included. */
export const operations = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: put },
    { weight: 8, arbitrary: range },
    { weight: 3, arbitrary: deleteRange },
    { weight: 1, arbitrary: compact },
    { weight: 1, arbitrary: changes },
    { weight: 1, arbitrary: empty },
  ),
  { minLength: 1, maxLength: 30, size: 'max' },
);

/** Random writes, each of a few changes. */
export const writes = fc.array(fc.array(fc.oneof(put, put, deleteRange), { maxLength: 4 }), {
  minLength: 1,
  maxLength: 4,
});

/** An object in which every field may be missing. */
function optional<T>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<Partial<T>> {
  return fc.record(fields, { requiredKeys: [] }) as fc.Arbitrary<Partial<T>>;
}
