import { type Compare, fromKey, type RequestOp, type TxnRequest } from 'course/kit';
import fc from 'fast-check';
import { CountingStore } from './server.ts';

/** Few keys, so that operations meet; near each other and beyond ASCII, so that the ends of ranges matter. */
const key = fc.constantFrom('a', 'a/', 'b', 'é', 'Ａ', '😀');
const value = fc.constantFrom('', 'x', 'y', '10', '9', 'Ａ', '😀');
const revision = fc.nat({ max: 9 });
const result = fc.constantFrom('=', '!=', '>', '<');

const compare = fc.oneof(
  fc.record({
    key,
    target: fc.constantFrom('version', 'create', 'mod', 'lease'),
    result,
    than: fc.nat({ max: 7 }),
  }),
  fc.record({ key, target: fc.constant('value'), result, than: value }),
) as fc.Arbitrary<Compare>;

const put = fc
  .record(
    { key, value, lease: fc.nat({ max: 2 }), prevKv: fc.boolean() },
    { requiredKeys: ['key', 'value'] },
  )
  .map((fields): RequestOp => ({ op: 'put', ...fields }));

const range = fc
  .record(
    { key, rangeEnd: fc.oneof(key, fc.constant(fromKey)), revision, limit: fc.nat({ max: 2 }) },
    { requiredKeys: ['key'] },
  )
  .map((fields): RequestOp => ({ op: 'range', ...fields }));

/** Without `fromKey`: whether a put beside such a deletion is refused is left open. */
const deleteRange = fc
  .record({ key, rangeEnd: key, prevKv: fc.boolean() }, { requiredKeys: ['key'] })
  .map((fields): RequestOp => ({ op: 'deleteRange', ...fields }));

const operation = fc.oneof(put, range, deleteRange);
const operations = fc.array(operation, { maxLength: 4 });

/** Few conditions, so that both branches get to run. */
export const requests: fc.Arbitrary<TxnRequest> = fc.record({
  compare: fc.array(compare, { maxLength: 2 }),
  success: operations,
  failure: operations,
});

/** Makes a store with some history behind it, the same again with each call. */
export const worlds = fc
  .tuple(fc.array(fc.oneof(put, put, deleteRange), { maxLength: 8 }), fc.nat({ max: 4 }))
  .map(([history, compacted]) => {
    const made = () => {
      const store = new CountingStore();
      for (const each of history)
        if (each.op === 'put') store.put(each.key, each.value, each);
        else store.deleteRange(each.key, each as { rangeEnd?: string });
      if (compacted > 1 && compacted <= store.revision) store.compact(compacted);
      return store;
    };
    const told = [...history.map((each) => JSON.stringify(each)), `compact(${compacted})`];
    return Object.assign(made, {
      toString: () => `a store after ${told.join(', ')}`,
    });
  });

const owner = fc.constantFrom('anna', 'ben', 'cleo', 'dan', 'eve');

/** Who asks for a lock, and whose key is deleted just before. */
export const sessions = fc.array(fc.record({ owner, gone: owner }, { requiredKeys: ['owner'] }), {
  minLength: 1,
  maxLength: 8,
  size: 'max',
});
