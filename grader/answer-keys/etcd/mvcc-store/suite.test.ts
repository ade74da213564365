import {
  fromKey,
  type KeyValue,
  type KeyValueEvent,
  prefixEnd,
  type RangeResponse,
  type SortTarget,
} from 'course/kit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MvccStore } from '#exercise/etcd/mvcc-store';
import { type BatchOutcome, type BatchStep, batchAll, callAll } from '#suite';
import { expectKeys, expectRefused, expectValues } from './expectations.ts';
import { operations, writes } from './histories.ts';
import { Model, outcome } from './model.ts';
import { type Operation, told, toldWrite, typedInRow } from './operations.ts';

let store: MvccStore;

const put = (...args: Parameters<MvccStore['put']>): Operation => ['put', ...args];
const puts = (...keys: string[]) => keys.map((key) => put(key, `value of ${key}`));
const deleteRange = (...args: Parameters<MvccStore['deleteRange']>): Operation => [
  'deleteRange',
  ...args,
];
const compact = (revision: number): Operation => ['compact', revision];

/** A new store after some calls. Here and below, what crosses the boundary together is quicker by far. */
function storeAfter(...calls: Operation[]): MvccStore {
  const [made] = callAll([{ new: MvccStore }, ...stepsOn(0, calls)]);
  return made as MvccStore;
}

/** Calls whose answers do not matter. */
function inRow(on: object, ...calls: Operation[]): void {
  callAll(stepsOn(on, calls));
}

function stepsOn(on: object | number, calls: readonly Operation[]) {
  return calls.map(([method, ...args]) => ({ on, method, args }));
}

describe('Revisions and versions', () => {
  it('an empty store is at revision 1 and holds nothing', () => {
    store = storeAfter();
    expect(store.revision).toBe(1);
    expect(store.range('a')).toEqual({ revision: 1, kvs: [], count: 0, more: false });
  });

  it('each put makes the next revision, whichever the key', () => {
    store = storeAfter();
    expect(store.put('a', 'x')).toEqual({ revision: 2 });
    expect(store.put('b', 'y')).toEqual({ revision: 3 });
    expect(store.put('a', 'z')).toEqual({ revision: 4 });
    expect(store.revision).toBe(4);
  });

  it('a new key is created and modified at the revision of its put and has version 1', () => {
    store = storeAfter(put('a', 'x'), put('b', 'y'));
    expect(store.range('b').kvs).toEqual([
      { key: 'b', value: 'y', createRevision: 3, modRevision: 3, version: 1, lease: 0 },
    ]);
  });

  it('a further put raises modRevision and version and leaves createRevision, even with the same value', () => {
    store = storeAfter(put('a', 'x'), put('b', 'y'));
    expect(store.put('a', 'x')).toEqual({ revision: 4 });
    expect(store.range('a').kvs).toEqual([
      { key: 'a', value: 'x', createRevision: 2, modRevision: 4, version: 2, lease: 0 },
    ]);
  });

  it('a key has the lease of its last put, or none', () => {
    store = storeAfter(put('a', 'x', { lease: 7 }));
    expect(store.range('a').kvs[0]?.lease, 'Lease of a after a put that names 7').toBe(7);
    store.put('a', 'y');
    expect(store.range('a').kvs[0]?.lease, 'Lease of a after a put that names none').toBe(0);
  });

  it('put gives the version it replaced, when asked to and when there was one', () => {
    store = storeAfter();
    expect(
      store.put('a', 'x', { lease: 7, prevKv: true }),
      'A put of a new key replaces nothing, so there is no prevKv to give',
    ).toEqual({ revision: 2 });
    expect(store.put('a', 'y', { prevKv: true })).toEqual({
      revision: 3,
      prevKv: { key: 'a', value: 'x', createRevision: 2, modRevision: 2, version: 1, lease: 7 },
    });
    expect(store.put('a', 'z', { prevKv: false }), 'prevKv was not asked for').toEqual({
      revision: 4,
    });
  });

  it('an empty value is a value', () => {
    store = storeAfter(put('a', ''));
    expect(store.range('a')).toMatchObject({ count: 1, kvs: [{ key: 'a', value: '' }] });
  });

  it('put refuses an empty key and makes no revision', () => {
    store = storeAfter();
    expectRefused(() => store.put('', 'x'), 'EmptyKey', 'A put with an empty key');
    expect(store.revision, 'Revision after the refused put').toBe(1);
  });
});

describe('Ranges', () => {
  it('without rangeEnd only that very key is found', () => {
    store = storeAfter(...puts('a', 'aa', 'b'));
    expectKeys(store.range('a'), ['a']);
    expectKeys(store.range('ab'), []);
  });

  it('a range takes in its key and leaves out its rangeEnd, and neither has to exist', () => {
    store = storeAfter(...puts('d', 'b', 'f', 'c'));
    expectKeys(store.range('b', { rangeEnd: 'd' }), ['b', 'c']);
    expectKeys(store.range('a', { rangeEnd: 'e' }), ['b', 'c', 'd']);
  });

  it('the rangeEnd "\\0" means every key from the key on', () => {
    store = storeAfter(...puts('b', 'a', 'c', '😀'));
    expectKeys(store.range('b', { rangeEnd: fromKey }), ['b', 'c', '😀']);
    expect(
      store.range('\0', { rangeEnd: fromKey }).count,
      'Count of the range from "\\0" on, which takes in all keys',
    ).toBe(4);
  });

  it('a prefix is the range up to its prefixEnd', () => {
    store = storeAfter(...puts('pods/web', 'pods', 'pods0', 'pods/db', 'nodes/a'));
    const rangeEnd = prefixEnd('pods/');
    expectKeys(store.range('pods/', { rangeEnd }), ['pods/db', 'pods/web']);
  });

  it('keys come in the order of their bytes, not of a dictionary', () => {
    store = storeAfter(...puts('a', 'é', 'B', 'z', '10', '9'));
    expectKeys(store.range('\0', { rangeEnd: fromKey }), ['10', '9', 'B', 'a', 'z', 'é']);
  });

  it('characters beyond U+FFFF come after all others, in the order and in the ends of a range', () => {
    store = storeAfter(...puts('😀', 'Ａ'));
    expectKeys(store.range('a', { rangeEnd: fromKey }), ['Ａ', '😀']);
    expectKeys(store.range('a', { rangeEnd: '😀' }), ['Ａ']);
    expectKeys(store.range('😀', { rangeEnd: fromKey }), ['😀']);
  });

  it('a range whose end is not after its start is empty', () => {
    store = storeAfter(...puts('a', 'b'));
    expect(store.range('b', { rangeEnd: 'a' })).toMatchObject({ kvs: [], count: 0, more: false });
    expect(store.range('a', { rangeEnd: 'a' })).toMatchObject({ kvs: [], count: 0, more: false });
  });

  it("a range tells the store's revision, not that of what it found", () => {
    store = storeAfter(...puts('a', 'b', 'c'));
    expect(store.range('a').revision, 'Revision in the response').toBe(4);
    expect(store.range('nothing').revision, 'Revision in the response').toBe(4);
  });

  it('range refuses an empty key, with and without a rangeEnd', () => {
    store = storeAfter();
    expectRefused(() => store.range(''), 'EmptyKey', 'A range with an empty key');
    expectRefused(
      () => store.range('', { rangeEnd: fromKey }),
      'EmptyKey',
      'A range with an empty key, also with a rangeEnd,',
    );
  });
});

describe('Answers cut to size', () => {
  const all = { rangeEnd: fromKey };

  it('limit cuts, more says so, and count still counts all', () => {
    store = storeAfter(...puts('c', 'a', 'b'));
    const cut = store.range('a', { ...all, limit: 2 });
    expectKeys(cut, ['a', 'b']);
    expect(cut).toMatchObject({ count: 3, more: true });
  });

  it('there is no more when the limit is just enough, or 0', () => {
    store = storeAfter(...puts('a', 'b'));
    expect(store.range('a', { ...all, limit: 2 })).toMatchObject({ count: 2, more: false });
    const unlimited = store.range('a', { ...all, limit: 0 });
    expectKeys(unlimited, ['a', 'b']);
    expect(unlimited.more, 'more when the limit is 0').toBe(false);
  });

  it('countOnly gives the count alone, whatever the limit', () => {
    store = storeAfter(...puts('a', 'b'));
    expect(store.range('a', { ...all, countOnly: true, limit: 1 })).toEqual({
      revision: 3,
      kvs: [],
      count: 2,
      more: false,
    });
  });

  it('keysOnly empties the values and leaves everything else', () => {
    store = storeAfter(put('a', 'x', { lease: 7 }));
    expect(store.range('a', { keysOnly: true }).kvs).toEqual([
      { key: 'a', value: '', createRevision: 2, modRevision: 2, version: 1, lease: 7 },
    ]);
    expectValues(
      store.range('a'),
      ['x'],
      'The store itself keeps the value: a range without keysOnly',
    );
  });

  it('sorts by each of the five targets, up and down', () => {
    store = storeAfter(
      put('b', '3'),
      put('c', '2'),
      put('a', '1'),
      put('a', '1'),
      put('b', '3'),
      put('b', '3'),
    );
    const expectSorted = (target: SortTarget, numbers: string, ...keys: string[]) => {
      const up = store.range('a', { ...all, sort: { target, order: 'ascend' } });
      expectKeys(up, keys, `Keys by ${target}, ascending (${numbers})`);
      const down = store.range('a', { ...all, sort: { target, order: 'descend' } });
      expectKeys(down, keys.reverse(), `Keys by ${target}, descending (${numbers})`);
    };
    expectSorted('key', 'a, b, c', 'a', 'b', 'c');
    expectSorted('version', 'versions: a 2, b 3, c 1', 'c', 'a', 'b');
    expectSorted('create', 'createRevisions: a 4, b 2, c 3', 'b', 'c', 'a');
    expectSorted('mod', 'modRevisions: a 5, b 7, c 3', 'c', 'a', 'b');
    expectSorted('value', 'values: a 1, b 3, c 2', 'a', 'c', 'b');
  });

  it('sorts first and cuts afterwards', () => {
    store = storeAfter(...puts('a', 'c', 'b'));
    const newest = { target: 'mod', order: 'descend' } as const;
    const cut = store.range('a', { ...all, sort: newest, limit: 1 });
    expectKeys(cut, ['b'], 'Keys left by limit 1, newest modRevision first');
    expect(cut).toMatchObject({ count: 3, more: true });
  });

  it('sorts by value in the order of bytes, also when keysOnly hides the values', () => {
    store = storeAfter(put('a', '😀'), put('b', 'Ａ'));
    const byValue = { ...all, sort: { target: 'value', order: 'ascend' } } as const;
    expectValues(store.range('a', byValue), ['Ａ', '😀'], 'Values found, sorted by value');
    expectKeys(
      store.range('a', { ...byValue, keysOnly: true }),
      ['b', 'a'],
      'Keys sorted by value, with keysOnly (values: a 😀, b Ａ)',
    );
  });
});

describe('Deleting', () => {
  it('a deletion makes one new revision and the key is gone', () => {
    store = storeAfter(...puts('a', 'b'));
    expect(store.deleteRange('a')).toEqual({ revision: 4, deleted: 1 });
    expect(store.range('a')).toEqual({ revision: 4, kvs: [], count: 0, more: false });
    expectKeys(store.range('a', { rangeEnd: fromKey }), ['b'], 'Keys left');
  });

  it('deleting what does not exist makes no new revision', () => {
    store = storeAfter(put('a', 'x'));
    expect(store.deleteRange('b')).toEqual({ revision: 2, deleted: 0 });
    store.deleteRange('a');
    expect(store.deleteRange('a'), 'A second deletion of a finds nothing').toEqual({
      revision: 3,
      deleted: 0,
    });
    expect(store.put('c', 'y')).toEqual({ revision: 4 });
  });

  it('a key that is put after its deletion begins a new life', () => {
    store = storeAfter(put('a', 'x'), put('a', 'y'), deleteRange('a'));
    const again = store.put('a', 'z', { prevKv: true });
    expect(again, 'A put after the deletion replaces nothing, so there is no prevKv').toEqual({
      revision: 5,
    });
    expect(store.range('a').kvs).toEqual([
      { key: 'a', value: 'z', createRevision: 5, modRevision: 5, version: 1, lease: 0 },
    ]);
  });

  it('deleteRange deletes what range finds, and all of it shares one revision', () => {
    store = storeAfter(...puts('a', 'b', 'c', 'd', '😀'));
    expect(store.deleteRange('b', { rangeEnd: 'd' })).toEqual({ revision: 7, deleted: 2 });
    expectKeys(store.range('a', { rangeEnd: fromKey }), ['a', 'd', '😀'], 'Keys left');
    expect(store.deleteRange('b', { rangeEnd: fromKey })).toEqual({ revision: 8, deleted: 2 });
    expect(store.put('e', 'x')).toEqual({ revision: 9 });
  });

  it('deleteRange gives what it deleted, by key, but only when asked to', () => {
    store = storeAfter(put('b', 'y'), put('a', 'x', { lease: 7 }));
    const a = { key: 'a', value: 'x', createRevision: 3, modRevision: 3, version: 1, lease: 7 };
    const b = { key: 'b', value: 'y', createRevision: 2, modRevision: 2, version: 1, lease: 0 };
    const options = { rangeEnd: fromKey, prevKv: true };
    expect(store.deleteRange('a', options)).toEqual({ revision: 4, deleted: 2, prevKvs: [a, b] });
    expect(store.deleteRange('a', options), 'deleteRange with prevKv when nothing is left').toEqual(
      {
        revision: 4,
        deleted: 0,
        prevKvs: [],
      },
    );
    store.put('a', 'z');
    expect(store.deleteRange('a', { prevKv: false }), 'prevKvs were not asked for').toEqual({
      revision: 6,
      deleted: 1,
    });
  });

  it('deleteRange refuses an empty key', () => {
    store = storeAfter(put('a', 'x'));
    expectRefused(
      () => store.deleteRange('', { rangeEnd: fromKey }),
      'EmptyKey',
      'A deleteRange with an empty key',
    );
    expect(store.revision, 'Revision after the refused deleteRange').toBe(2);
  });
});

describe('Reading the past', () => {
  it('a key reads as it was at each revision', () => {
    store = storeAfter(put('a', 'x', { lease: 7 }), put('b', 'other'), put('a', 'y'));
    const first = { key: 'a', value: 'x', createRevision: 2, modRevision: 2, version: 1, lease: 7 };
    const last = { key: 'a', value: 'y', createRevision: 2, modRevision: 4, version: 2, lease: 0 };
    const at = (revision: number) => store.range('a', { revision }).kvs;
    expect(at(1), 'a read at revision 1').toEqual([]);
    expect(at(2), 'a read at revision 2').toEqual([first]);
    expect(at(3), 'a read at revision 3, which changed only b').toEqual([first]);
    expect(at(4), 'a read at revision 4').toEqual([last]);
  });

  it('a key is gone at the revision of its deletion and there one revision earlier', () => {
    store = storeAfter(...puts('a', 'b'), deleteRange('a', { rangeEnd: fromKey }), put('a', 'new'));
    const at = (revision: number) => store.range('a', { rangeEnd: fromKey, revision });
    expectKeys(at(3), ['a', 'b'], 'Keys at revision 3, one before the deletion');
    expectKeys(at(4), [], 'Keys at revision 4, that of the deletion');
    expectKeys(at(5), ['a'], 'Keys at revision 5, that of the new put');
  });

  it('limit, count and sort are about the past, revision in the response about the present', () => {
    store = storeAfter(...puts('a', 'b', 'c', 'd'), deleteRange('a', { rangeEnd: 'c' }));
    const newest = { target: 'mod', order: 'descend' } as const;
    const past = store.range('a', { rangeEnd: fromKey, revision: 4, limit: 2, sort: newest });
    expectKeys(past, ['c', 'b'], 'Keys at revision 4, newest first, limit 2');
    expect(past).toMatchObject({ revision: 6, count: 3, more: true });
  });

  it('revision 0 is the present', () => {
    store = storeAfter(put('a', 'x'));
    expectValues(
      store.range('a', { revision: 0 }),
      ['x'],
      'Values read at revision 0, the present',
    );
  });

  it('a revision that the store has not reached is refused', () => {
    store = storeAfter(put('a', 'x'));
    expectValues(store.range('a', { revision: 2 }), ['x'], 'Values read at the present revision');
    expectRefused(
      () => store.range('a', { revision: 3 }),
      'FutureRev',
      "A range at a revision above the store's",
    );
  });
});

describe('Compaction', () => {
  it('what lies before the compacted revision can no longer be read, the rest can', () => {
    store = storeAfter(put('a', 'x'), put('a', 'y'), put('a', 'z'));
    expect(store.compact(3)).toEqual({ revision: 4 });
    expectRefused(
      () => store.range('a', { revision: 2 }),
      'Compacted',
      'A range below the compacted revision',
    );
    expectValues(store.range('a', { revision: 3 }), ['y'], 'Values at the compacted revision');
    expectValues(store.range('a', { revision: 4 }), ['z'], 'Values at the revision after it');
  });

  it('a key that has not changed for long stays, with its version and createRevision', () => {
    store = storeAfter(
      put('old', 'x'),
      put('old', 'y'),
      ...puts('a', 'b'),
      compact(5),
      put('old', 'z'),
    );
    expect(store.range('old', { revision: 5 }).kvs, 'old at the compacted revision').toEqual([
      { key: 'old', value: 'y', createRevision: 2, modRevision: 3, version: 2, lease: 0 },
    ]);
    expect(store.range('old').kvs, 'old after one more put').toEqual([
      { key: 'old', value: 'z', createRevision: 2, modRevision: 6, version: 3, lease: 0 },
    ]);
  });

  it('a key that was deleted before stays gone, and begins anew when it is put', () => {
    store = storeAfter(put('a', 'x'), deleteRange('a'), put('b', 'y'), compact(4));
    expectKeys(store.range('a', { rangeEnd: fromKey }), ['b'], 'Keys after the compaction');
    store.put('a', 'z');
    expect(store.range('a').kvs[0], 'a put anew').toMatchObject({ createRevision: 5, version: 1 });
  });

  it('each key keeps one change up to the compacted revision, none if that is a deletion, and all after it', () => {
    store = storeAfter(
      ...['1', '2', '3'].map((value) => put('a', value)), // 2, 3, 4
      put('b', '1'), // 5
      deleteRange('b'), // 6
      ...puts('c', 'c'), // 7, 8
      deleteRange('c'), // 9
    );
    expect(store.versionCount, 'versionCount before the compaction: all changes').toBe(8);
    store.compact(7);
    expect(
      store.versionCount,
      "versionCount right after compact(7): a's last put and the three changes of c",
    ).toBe(4);
  });

  it('compactRevision is 0 at first, then that of the last compaction', () => {
    store = storeAfter(...puts('a', 'b'));
    expect(store.compactRevision, 'compactRevision before any compaction').toBe(0);
    store.compact(1);
    expect(store.compactRevision, 'compactRevision after compact(1)').toBe(1);
    store.compact(3);
    expect(store.compactRevision, 'compactRevision after compact(3), the present').toBe(3);
  });

  it('what is compacted already, or has not happened yet, cannot be compacted', () => {
    store = storeAfter(...puts('a', 'a', 'a'), compact(3));
    expectRefused(() => store.compact(3), 'Compacted', 'compact at compactRevision');
    expectRefused(() => store.compact(2), 'Compacted', 'compact below compactRevision');
    expectRefused(() => store.compact(5), 'FutureRev', "compact above the store's revision");
    expect(store.compactRevision, 'compactRevision after the refusals').toBe(3);
  });
});

describe('Several writes, one revision', () => {
  it('all changes of a write share one revision', () => {
    store = storeAfter(put('a', 'x'));
    const txn = store.write();
    expect(txn.put('b', 'y')).toEqual({ revision: 3 });
    expect(txn.deleteRange('a')).toEqual({ revision: 3, deleted: 1 });
    expect(txn.put('c', 'z')).toEqual({ revision: 3 });
    expect(txn.end()).toBe(3);
    expect(store.revision).toBe(3);
    expect(store.range('a', { rangeEnd: fromKey })).toMatchObject({
      revision: 3,
      kvs: [
        { key: 'b', createRevision: 3, modRevision: 3 },
        { key: 'c', createRevision: 3, modRevision: 3 },
      ],
    });
  });

  it('the ranges of a write see what it has changed so far', () => {
    store = storeAfter(put('a', 'x'));
    const txn = store.write();
    expect(txn.range('a')).toMatchObject({ revision: 2, kvs: [{ value: 'x' }] });
    txn.put('a', 'y');
    expect(txn.range('a')).toMatchObject({ revision: 3, kvs: [{ value: 'y', version: 2 }] });
    expectValues(txn.range('a', { revision: 2 }), ['x'], 'Values at revision 2, read in the write');
    txn.deleteRange('a');
    expect(txn.range('a')).toMatchObject({ revision: 3, kvs: [], count: 0 });
  });

  it('a write can read its new revision from its first change on', () => {
    store = storeAfter();
    const txn = store.write();
    expectRefused(
      () => txn.range('a', { revision: 2 }),
      'FutureRev',
      'A range at the new revision before anything has changed',
    );
    txn.put('a', 'x');
    expectValues(txn.range('a', { revision: 2 }), ['x'], 'Values at revision 2, after the put');
  });

  it('nobody else sees anything of a write before it ends', () => {
    store = storeAfter(put('a', 'x'));
    const txn = store.write();
    inRow(txn, put('a', 'y'), put('b', 'z'));
    expect(store.revision, "The store's revision while the write is open").toBe(2);
    expect(
      store.range('a', { rangeEnd: fromKey }),
      "The store's own range while the write is open",
    ).toMatchObject({
      revision: 2,
      count: 1,
      kvs: [{ value: 'x' }],
    });
    txn.end();
    expectValues(store.range('a', { rangeEnd: fromKey }), ['y', 'z'], 'Values after end()');
  });

  it('a write that changes nothing makes no revision', () => {
    store = storeAfter(put('a', 'x'));
    const txn = store.write();
    expect(txn.deleteRange('b')).toEqual({ revision: 2, deleted: 0 });
    expect(txn.range('a').revision).toBe(2);
    expect(txn.end()).toBe(2);
    expect(store.revision).toBe(2);
  });

  it('a key put twice in one write goes up two versions, and the last value counts', () => {
    store = storeAfter(put('a', 'x'));
    const txn = store.write();
    txn.put('a', 'y');
    expect(txn.put('a', 'z', { prevKv: true })).toMatchObject({
      prevKv: { value: 'y', version: 2 },
    });
    txn.end();
    expect(store.range('a').kvs).toEqual([
      { key: 'a', value: 'z', createRevision: 2, modRevision: 3, version: 3, lease: 0 },
    ]);
  });

  it('of several changes that one write made to a key, compaction keeps the last', () => {
    store = storeAfter();
    const txn = store.write();
    inRow(txn, put('a', 'x'), put('a', 'y'));
    txn.end();
    store.compact(2);
    expect(store.versionCount, 'versionCount right after the compaction').toBe(1);
    expect(store.range('a').kvs).toMatchObject([{ value: 'y', version: 2 }]);
  });

  it('a key deleted and put in one write begins a new life', () => {
    store = storeAfter(put('a', 'x'));
    const txn = store.write();
    txn.deleteRange('a');
    expect(txn.deleteRange('a'), 'A second deletion of a finds nothing').toEqual({
      revision: 3,
      deleted: 0,
    });
    txn.put('a', 'y');
    txn.end();
    expect(store.range('a').kvs[0]).toMatchObject({ value: 'y', createRevision: 3, version: 1 });
  });

  it('a write refuses an empty key too', () => {
    store = storeAfter();
    const txn = store.write();
    expectRefused(() => txn.put('', 'x'), 'EmptyKey', 'A put with an empty key');
    expectRefused(() => txn.range(''), 'EmptyKey', 'A range with an empty key');
    expectRefused(
      () => txn.deleteRange('', { rangeEnd: fromKey }),
      'EmptyKey',
      'A deleteRange with an empty key',
    );
    expect(txn.end(), 'Revision after a write whose changes were all refused').toBe(1);
  });
});

describe('Reading the changes', () => {
  it('the changes come in the order in which they were made, from the given revision on', () => {
    store = storeAfter(put('b', 'x'), put('a', 'y', { lease: 7 }), put('b', 'z'));
    expect(store.changes(3)).toEqual([
      {
        type: 'PUT',
        kv: { key: 'a', value: 'y', createRevision: 3, modRevision: 3, version: 1, lease: 7 },
      },
      {
        type: 'PUT',
        kv: { key: 'b', value: 'z', createRevision: 2, modRevision: 4, version: 2, lease: 0 },
      },
    ]);
    expect(store.changes(2), 'All three changes, from revision 2 on').toHaveLength(3);
  });

  it('a deletion tells its key and its revision, and nothing else', () => {
    store = storeAfter(
      put('b', 'x', { lease: 7 }),
      put('a', 'y'),
      deleteRange('a', { rangeEnd: fromKey }),
    );
    const gone = { value: '', createRevision: 0, modRevision: 4, version: 0, lease: 0 };
    expect(store.changes(4)).toEqual([
      { type: 'DELETE', kv: { key: 'a', ...gone } },
      { type: 'DELETE', kv: { key: 'b', ...gone } },
    ]);
  });

  it('a write shows all its changes, in their order, once it has ended', () => {
    store = storeAfter();
    const txn = store.write();
    inRow(txn, put('b', 'x'), put('a', 'y'), deleteRange('b'));
    expect(store.changes(2), 'Changes shown while the write is open').toEqual([]);
    txn.end();
    expect(store.changes(2), 'Changes shown after end()').toMatchObject([
      { type: 'PUT', kv: { key: 'b', modRevision: 2 } },
      { type: 'PUT', kv: { key: 'a', modRevision: 2 } },
      { type: 'DELETE', kv: { key: 'b', modRevision: 2 } },
    ]);
  });

  it('there are no changes yet at a revision to come', () => {
    store = storeAfter(put('a', 'x'));
    expect(store.changes(3)).toEqual([]);
  });

  it('changes up to the compacted revision are refused', () => {
    store = storeAfter();
    expectRefused(() => store.changes(0), 'Compacted', 'changes(0) before any compaction');
    inRow(store, ...puts('a', 'a', 'a'), compact(3));
    expectRefused(() => store.changes(2), 'Compacted', 'changes from below compactRevision on');
    expectRefused(() => store.changes(3), 'Compacted', 'changes from compactRevision on');
    expect(store.changes(4), 'Changes after compactRevision').toMatchObject([
      { type: 'PUT', kv: { key: 'a', version: 3 } },
    ]);
  });
});

/** All answers at once, which is quick; if that fails the first wrong one, with the calls that led to it. */
function expectAnswers(
  answers: unknown[],
  expected: unknown[],
  toldAt: (i: number) => string,
): void {
  try {
    expect(answers).toEqual(expected);
  } catch (error) {
    for (const [i, answer] of answers.entries())
      expect(answer, `Asked: ${toldAt(i)}`).toEqual(expected[i]);
    throw error;
  }
}

/** What writes on a new store answer, one list for each write, and then what a last look gives; all in one crossing. */
function answersInWrites(
  writes: readonly (readonly Operation[])[],
  look: readonly Operation[],
): BatchOutcome[][] {
  const steps: BatchStep[] = [{ new: MvccStore }];
  const ends: number[] = [];
  const asked = [...writes, look].map((calls, i) => {
    const on = i < writes.length ? steps.push({ on: 0, method: 'write' }) - 1 : 0;
    const first = steps.length;
    const end = steps.push(...stepsOn(on, calls));
    if (i < writes.length) ends.push(steps.push({ on, method: 'end' }) - 1);
    return { first, end };
  });
  const outcomes = batchAll(steps);
  for (const end of ends) gaveOrThrew(outcomes[end]!);
  return asked.map(({ first, end }) => outcomes.slice(first, end));
}

/** What a call gave; throws what it threw. */
function gaveOrThrew(outcome: BatchOutcome): unknown {
  if ('error' in outcome) throw outcome.error;
  return outcome.value;
}

describe('Any history', () => {
  it('random operations give what a full copy of every revision gives', () => {
    fc.assert(
      fc.property(operations, (list) => {
        const model = new Model();
        const [, ...given] = batchAll([{ new: MvccStore }, ...stepsOn(0, list)]);
        const answers = given.map(outcome);
        const expected = list.map((operation, i) => model.run(operation, answers[i]));
        expectAnswers(answers, expected, (i) => told(list, i));
      }),
      { numRuns: 25 },
    );
  });

  it('random writes of several changes do so too', () => {
    fc.assert(
      fc.property(writes, (list) => {
        const model = new Model();
        const look: Operation[] = [
          ['range', '\0', { rangeEnd: fromKey }],
          ['changes', 1],
        ];
        const given = answersInWrites(list, look);
        for (const [i, write] of list.entries()) {
          const answers = given[i]!.map(outcome);
          const what = `Answers inside ${toldWrite(list, i)}`;
          expect(answers, what).toEqual(model.write(write, answers));
        }
        const seen = given.at(-1)!.map(outcome);
        const what = `All keys, then all changes, after ${toldWrite(list, list.length - 1)}`;
        expect(seen, what).toEqual(look.map((operation) => model.run(operation)));
      }),
      { numRuns: 12 },
    );
  });

  it('whoever applies all changes in order has what the store has', () => {
    fc.assert(
      fc.property(operations, (list) => {
        const uncompacted = list.filter(([name]) => name !== 'compact');
        const look: Operation[] = [
          ['changes', 1],
          ['range', '\0', { rangeEnd: fromKey }],
        ];
        const given = batchAll([{ new: MvccStore }, ...stepsOn(0, [...uncompacted, ...look])]);
        const [changes, found] = given.slice(-look.length).map(gaveOrThrew);
        const copy = new Map<string, KeyValue>();
        for (const { type, kv } of changes as KeyValueEvent[])
          if (type === 'PUT') copy.set(kv.key, kv);
          else copy.delete(kv.key);
        const { kvs } = found as RangeResponse;
        const what = `All keys found, against what changes(1) adds up to, after ${typedInRow(uncompacted)}`;
        expect(new Map(kvs.map((kv) => [kv.key, kv])), what).toEqual(copy);
      }),
      { numRuns: 10 },
    );
  });
});

describe('Stories', () => {
  const pods = { prefix: '/registry/pods/', rangeEnd: prefixEnd('/registry/pods/') };

  it('a list read page by page shows one moment, although others write meanwhile', () => {
    store = storeAfter(...puts(...['a', 'b', 'c', 'd'].map((name) => pods.prefix + name)));
    const first = store.range(pods.prefix, { rangeEnd: pods.rangeEnd, limit: 2 });
    expect(first, 'The first page').toMatchObject({ revision: 5, count: 4, more: true });

    inRow(
      store,
      deleteRange(`${pods.prefix}c`),
      put(`${pods.prefix}e`, 'too late for this list'),
      put(`${pods.prefix}d`, 'changed'),
    );

    const next = `${first.kvs.at(-1)?.key}\0`;
    const revision = first.revision;
    const second = store.range(next, { rangeEnd: pods.rangeEnd, limit: 2, revision });
    expectKeys(second, ['/registry/pods/c', '/registry/pods/d'], 'Keys of the second page');
    expectValues(
      second,
      ['value of /registry/pods/c', 'value of /registry/pods/d'],
      'Values of the second page',
    );
    expect(second, 'The second page').toMatchObject({ revision: 8, count: 2, more: false });
  });

  it('a reader who was too slow lists anew and goes on from there', () => {
    store = storeAfter(...puts('a', 'b', 'a', 'c'), deleteRange('b'), compact(5));
    expectRefused(
      () => store.changes(3),
      'Compacted',
      'changes(3), asked for by a reader that has seen up to 2 of a store compacted at 5,',
    );

    const { kvs, revision } = store.range('a', { rangeEnd: fromKey });
    expect(
      kvs.map(({ key, version }) => [key, version]),
      'Keys and versions of the new list',
    ).toEqual([
      ['a', 2],
      ['c', 1],
    ]);
    store.put('b', 'back');
    expect(store.changes(revision + 1), 'Changes after the new list').toMatchObject([
      { type: 'PUT', kv: { key: 'b', value: 'back', createRevision: 7, version: 1 } },
    ]);
  });

  it('what was deleted by mistake is put back from the past, all at once', () => {
    store = storeAfter(
      put('config/colour', 'blue'),
      put('config/size', '10'),
      put('config/colour', 'red'),
    );
    const { revision } = store.deleteRange('config/', { rangeEnd: prefixEnd('config/') });

    const before = { rangeEnd: prefixEnd('config/'), revision: revision - 1 };
    const lost = store.range('config/', before).kvs;
    const txn = store.write();
    for (const { key, value } of lost) txn.put(key, value);
    txn.end();

    const restored = { createRevision: 6, modRevision: 6, version: 1, lease: 0 };
    const { kvs } = store.range('config/', { rangeEnd: prefixEnd('config/') });
    expect(kvs, 'Both keys, put back by one write at revision 6').toEqual([
      { key: 'config/colour', value: 'red', ...restored },
      { key: 'config/size', value: '10', ...restored },
    ]);
  });
});
