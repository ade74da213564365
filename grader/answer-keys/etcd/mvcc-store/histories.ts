import { fromKey } from 'course/kit';
import fc from 'fast-check';
import { Model } from './model.ts';
import type { KeyOperation, Operation } from './operations.ts';

/** Few keys, so that histories meet; near each other, so that ends of ranges matter; beyond ASCII, so that order does. */
const key = fc.constantFrom('a', 'a/', 'a/b', 'a0', 'B', 'b', 'é', 'Ａ', '😀');
const rangeEnd = fc.oneof(key, fc.constant(fromKey), fc.constant(fromKey));
const value = fc.constantFrom('', 'x', 'y', 'Ａ', '😀');

const put = fc
  .tuple(key, value, optional({ lease: fc.nat({ max: 2 }), prevKv: fc.boolean() }))
  .map((args): KeyOperation => ['put', ...args]);

const deleteRange = fc
  .tuple(key, optional({ rangeEnd, prevKv: fc.boolean() }))
  .map((args): KeyOperation => ['deleteRange', ...args]);

const shape = {
  rangeEnd,
  sort: fc.record({
    target: fc.constantFrom('key', 'version', 'create', 'mod', 'value', 'value'),
    order: fc.constantFrom('ascend', 'descend'),
  }),
  limit: fc.nat({ max: 3 }),
  keysOnly: fc.constantFrom(true, true, false),
  countOnly: fc.constantFrom(true, false, false, false),
} as const;

const empty = fc.constantFrom<Operation>(['put', '', 'x'], ['range', ''], ['deleteRange', '']);

/** Which revisions matter is known only when the operations before have been made. */
type Draft = (store: Model) => Operation;

/** A revision beside the compacted or the present one, where the rules change, or any other. */
const moment = fc.oneof(
  fc.nat({ max: 16 }).map((revision) => () => revision),
  near('compactRevision', -1, 0, 0, 1),
  near('revision', -2, -1, 0, 0, 1),
);

/** Half of the readings begin at the first of all keys: what they find is worth sorting and cutting. */
const range = fc
  .tuple(fc.oneof(key, fc.constant('B')), optional({ ...shape, moment }))
  .map(([key, { moment, ...options }]): Draft => {
    return (store) => ['range', key, moment ? { ...options, revision: moment(store) } : options];
  });

const compact = moment.map(
  (at): Draft =>
    (store) => ['compact', Math.max(1, at(store))],
);
const changes = moment.map(
  (at): Draft =>
    (store) => ['changes', at(store)],
);
const fixed = (operation: fc.Arbitrary<Operation>) =>
  operation.map(
    (each): Draft =>
      () =>
        each,
  );

/** A random history of single operations, readings included. */
export const operations = fc
  .array(
    fc.oneof(
      { weight: 8, arbitrary: fixed(put) },
      { weight: 8, arbitrary: range },
      { weight: 3, arbitrary: fixed(deleteRange) },
      { weight: 2, arbitrary: compact },
      { weight: 1, arbitrary: changes },
      { weight: 1, arbitrary: fixed(empty) },
    ),
    { minLength: 1, maxLength: 30, size: 'max' },
  )
  .map((drafts) => {
    const store = new Model();
    return drafts.map((draft) => {
      const operation = draft(store);
      if (operation[0] !== 'range') store.run(operation);
      return operation;
    });
  });

const inside = fc
  .tuple(key, optional({ rangeEnd, revision: fc.nat({ max: 6 }) }))
  .map((args): KeyOperation => ['range', ...args]);

/** Random writes, each of a few operations. */
export const writes = fc.array(
  fc.array(fc.oneof(put, put, deleteRange, inside), { maxLength: 5 }),
  { minLength: 1, maxLength: 4 },
);

/** So many steps from one of the store's two revisions. */
function near(which: 'compactRevision' | 'revision', ...steps: number[]) {
  return fc
    .constantFrom(...steps)
    .map((step) => (store: Model) => Math.max(0, store[which] + step));
}

/** An object in which every field may be missing. */
function optional<T>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<Partial<T>> {
  return fc.record(fields, { requiredKeys: [] }) as fc.Arbitrary<Partial<T>>;
}
