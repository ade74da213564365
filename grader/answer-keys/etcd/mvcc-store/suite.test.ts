import { EtcdError, fromKey, type KeyValue, prefixEnd, type SortTarget } from 'course/kit';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { MvccStore } from '#exercise/etcd/mvcc-store';
import { batch } from '#suite';
import { Model, outcome } from './model.ts';
import { type Operation, operations, told, toldWrites, writes } from './operations.ts';

let store: MvccStore;

beforeEach(() => {
  store = new MvccStore();
});

/** What etcd answers to a refused request, or `no error`. */
function refusal(request: () => unknown): string {
  try {
    request();
  } catch (error) {
    if (error instanceof EtcdError) return error.message;
    throw error;
  }
  return 'no error';
}

const emptyKey = 'etcdserver: key is not provided';
const compacted = 'etcdserver: mvcc: required revision has been compacted';
const futureRev = 'etcdserver: mvcc: required revision is a future revision';

function putAll(...keys: string[]): void {
  for (const key of keys) store.put(key, `value of ${key}`);
}

const keysOf = ({ kvs }: { kvs: readonly KeyValue[] }) => kvs.map(({ key }) => key);
const valuesOf = ({ kvs }: { kvs: readonly KeyValue[] }) => kvs.map(({ value }) => value);

describe('Revisions and versions', () => {
  it('an empty store is at revision 1 and holds nothing', () => {
    expect(store.revision).toBe(1);
    expect(store.range('a')).toEqual({ revision: 1, kvs: [], count: 0, more: false });
  });

  it('each put makes the next revision, whichever the key', () => {
    expect(store.put('a', 'x')).toEqual({ revision: 2 });
    expect(store.put('b', 'y')).toEqual({ revision: 3 });
    expect(store.put('a', 'z')).toEqual({ revision: 4 });
    expect(store.revision).toBe(4);
  });

  it('a new key is created and modified at the revision of its put and has version 1', () => {
    store.put('a', 'x');
    store.put('b', 'y');
    expect(store.range('b').kvs).toEqual([
      { key: 'b', value: 'y', createRevision: 3, modRevision: 3, version: 1, lease: 0 },
    ]);
  });

  it('a further put raises modRevision and version and leaves createRevision, even with the same value', () => {
    store.put('a', 'x');
    store.put('b', 'y');
    expect(store.put('a', 'x')).toEqual({ revision: 4 });
    expect(store.range('a').kvs).toEqual([
      { key: 'a', value: 'x', createRevision: 2, modRevision: 4, version: 2, lease: 0 },
    ]);
  });

  it('a key has the lease of its last put, or none', () => {
    store.put('a', 'x', { lease: 7 });
    expect(store.range('a').kvs[0]).toHaveProperty('lease', 7);
    store.put('a', 'y');
    expect(store.range('a').kvs[0], 'a put that names no lease drops it').toHaveProperty(
      'lease',
      0,
    );
  });

  it('put gives the version it replaced, when asked to and when there was one', () => {
    expect(store.put('a', 'x', { lease: 7, prevKv: true }), 'a new key').toEqual({ revision: 2 });
    expect(store.put('a', 'y', { prevKv: true })).toEqual({
      revision: 3,
      prevKv: { key: 'a', value: 'x', createRevision: 2, modRevision: 2, version: 1, lease: 7 },
    });
    expect(store.put('a', 'z', { prevKv: false }), 'not asked for').toEqual({ revision: 4 });
  });

  it('an empty value is a value', () => {
    store.put('a', '');
    expect(store.range('a')).toMatchObject({ count: 1, kvs: [{ key: 'a', value: '' }] });
  });

  it('put refuses an empty key and makes no revision', () => {
    expect(refusal(() => store.put('', 'x'))).toBe(emptyKey);
    expect(store.revision).toBe(1);
  });
});

describe('Ranges', () => {
  it('without rangeEnd only that very key is found', () => {
    putAll('a', 'aa', 'b');
    expect(keysOf(store.range('a'))).toEqual(['a']);
    expect(keysOf(store.range('ab'))).toEqual([]);
  });

  it('a range takes in its key and leaves out its rangeEnd, and neither has to exist', () => {
    putAll('d', 'b', 'f', 'c');
    expect(keysOf(store.range('b', { rangeEnd: 'd' }))).toEqual(['b', 'c']);
    expect(keysOf(store.range('a', { rangeEnd: 'e' }))).toEqual(['b', 'c', 'd']);
  });

  it('the rangeEnd "\\0" means every key from the key on', () => {
    putAll('b', 'a', 'c', '😀');
    expect(keysOf(store.range('b', { rangeEnd: fromKey }))).toEqual(['b', 'c', '😀']);
    expect(store.range('\0', { rangeEnd: fromKey }).count, 'from the very first key on').toBe(4);
  });

  it('a prefix is the range up to its prefixEnd', () => {
    putAll('pods/web', 'pods', 'pods0', 'pods/db', 'nodes/a');
    const rangeEnd = prefixEnd('pods/');
    expect(keysOf(store.range('pods/', { rangeEnd }))).toEqual(['pods/db', 'pods/web']);
  });

  it('keys come in the order of their bytes, not of a dictionary', () => {
    putAll('a', 'é', 'B', 'z', '10', '9');
    expect(keysOf(store.range('\0', { rangeEnd: fromKey }))).toEqual([
      '10',
      '9',
      'B',
      'a',
      'z',
      'é',
    ]);
  });

  it('characters beyond U+FFFF come after all others, in the order and in the ends of a range', () => {
    putAll('😀', 'Ａ');
    expect(keysOf(store.range('a', { rangeEnd: fromKey }))).toEqual(['Ａ', '😀']);
    expect(keysOf(store.range('a', { rangeEnd: '😀' }))).toEqual(['Ａ']);
    expect(keysOf(store.range('😀', { rangeEnd: fromKey }))).toEqual(['😀']);
  });

  it('a range whose end is not after its start is empty', () => {
    putAll('a', 'b');
    expect(store.range('b', { rangeEnd: 'a' })).toMatchObject({ kvs: [], count: 0, more: false });
    expect(store.range('a', { rangeEnd: 'a' })).toMatchObject({ kvs: [], count: 0, more: false });
  });

  it("a range tells the store's revision, not that of what it found", () => {
    putAll('a', 'b', 'c');
    expect(store.range('a').revision).toBe(4);
    expect(store.range('nothing').revision).toBe(4);
  });

  it('range refuses an empty key, with and without a rangeEnd', () => {
    expect(refusal(() => store.range(''))).toBe(emptyKey);
    expect(refusal(() => store.range('', { rangeEnd: fromKey }))).toBe(emptyKey);
  });
});

describe('Answers cut to size', () => {
  const all = { rangeEnd: fromKey };

  it('limit cuts, more says so, and count still counts all', () => {
    putAll('c', 'a', 'b');
    const cut = store.range('a', { ...all, limit: 2 });
    expect(keysOf(cut)).toEqual(['a', 'b']);
    expect(cut).toMatchObject({ count: 3, more: true });
  });

  it('there is no more when the limit is just enough, or 0', () => {
    putAll('a', 'b');
    expect(store.range('a', { ...all, limit: 2 })).toMatchObject({ count: 2, more: false });
    const unlimited = store.range('a', { ...all, limit: 0 });
    expect(keysOf(unlimited)).toEqual(['a', 'b']);
    expect(unlimited.more).toBe(false);
  });

  it('countOnly gives the count alone, whatever the limit', () => {
    putAll('a', 'b');
    expect(store.range('a', { ...all, countOnly: true, limit: 1 })).toEqual({
      revision: 3,
      kvs: [],
      count: 2,
      more: false,
    });
  });

  it('keysOnly empties the values and leaves everything else', () => {
    store.put('a', 'x', { lease: 7 });
    expect(store.range('a', { keysOnly: true }).kvs).toEqual([
      { key: 'a', value: '', createRevision: 2, modRevision: 2, version: 1, lease: 7 },
    ]);
    expect(valuesOf(store.range('a')), 'the store itself keeps the value').toEqual(['x']);
  });

  it('sorts by each of the five targets, up and down', () => {
    store.put('b', '3');
    store.put('c', '2');
    store.put('a', '1');
    store.put('a', '1');
    store.put('b', '3');
    store.put('b', '3');
    const sorted = (target: SortTarget, order: 'ascend' | 'descend') =>
      keysOf(store.range('a', { ...all, sort: { target, order } })).join(' ');
    expect(sorted('key', 'ascend'), 'by key').toBe('a b c');
    expect(sorted('key', 'descend'), 'by key').toBe('c b a');
    expect(sorted('version', 'ascend'), 'versions: a 2, b 3, c 1').toBe('c a b');
    expect(sorted('version', 'descend'), 'versions: a 2, b 3, c 1').toBe('b a c');
    expect(sorted('create', 'ascend'), 'created: a 4, b 2, c 3').toBe('b c a');
    expect(sorted('create', 'descend'), 'created: a 4, b 2, c 3').toBe('a c b');
    expect(sorted('mod', 'ascend'), 'modified: a 5, b 7, c 3').toBe('c a b');
    expect(sorted('mod', 'descend'), 'modified: a 5, b 7, c 3').toBe('b a c');
    expect(sorted('value', 'ascend'), 'values: a 1, b 3, c 2').toBe('a c b');
    expect(sorted('value', 'descend'), 'values: a 1, b 3, c 2').toBe('b c a');
  });

  it('sorts first and cuts afterwards', () => {
    putAll('a', 'c', 'b');
    const newest = { target: 'mod', order: 'descend' } as const;
    const cut = store.range('a', { ...all, sort: newest, limit: 1 });
    expect(keysOf(cut)).toEqual(['b']);
    expect(cut).toMatchObject({ count: 3, more: true });
  });

  it('sorts by value in the order of bytes, also when keysOnly hides the values', () => {
    store.put('a', '😀');
    store.put('b', 'Ａ');
    const byValue = { ...all, sort: { target: 'value', order: 'ascend' } } as const;
    expect(valuesOf(store.range('a', byValue))).toEqual(['Ａ', '😀']);
    expect(keysOf(store.range('a', { ...byValue, keysOnly: true }))).toEqual(['b', 'a']);
  });
});

describe('Deleting', () => {
  it('a deletion makes one new revision and the key is gone', () => {
    putAll('a', 'b');
    expect(store.deleteRange('a')).toEqual({ revision: 4, deleted: 1 });
    expect(store.range('a')).toEqual({ revision: 4, kvs: [], count: 0, more: false });
    expect(keysOf(store.range('a', { rangeEnd: fromKey }))).toEqual(['b']);
  });

  it('deleting what does not exist makes no new revision', () => {
    store.put('a', 'x');
    expect(store.deleteRange('b')).toEqual({ revision: 2, deleted: 0 });
    store.deleteRange('a');
    expect(store.deleteRange('a'), 'deleted already').toEqual({ revision: 3, deleted: 0 });
    expect(store.put('c', 'y')).toEqual({ revision: 4 });
  });

  it('a key that is put after its deletion begins a new life', () => {
    store.put('a', 'x');
    store.put('a', 'y');
    store.deleteRange('a');
    const again = store.put('a', 'z', { prevKv: true });
    expect(again, 'there is no former version').toEqual({ revision: 5 });
    expect(store.range('a').kvs).toEqual([
      { key: 'a', value: 'z', createRevision: 5, modRevision: 5, version: 1, lease: 0 },
    ]);
  });

  it('deleteRange deletes what range finds, and all of it shares one revision', () => {
    putAll('a', 'b', 'c', 'd', '😀');
    expect(store.deleteRange('b', { rangeEnd: 'd' })).toEqual({ revision: 7, deleted: 2 });
    expect(keysOf(store.range('a', { rangeEnd: fromKey }))).toEqual(['a', 'd', '😀']);
    expect(store.deleteRange('b', { rangeEnd: fromKey })).toEqual({ revision: 8, deleted: 2 });
    expect(store.put('e', 'x')).toEqual({ revision: 9 });
  });

  it('deleteRange gives what it deleted, by key, but only when asked to', () => {
    store.put('b', 'y');
    store.put('a', 'x', { lease: 7 });
    const a = { key: 'a', value: 'x', createRevision: 3, modRevision: 3, version: 1, lease: 7 };
    const b = { key: 'b', value: 'y', createRevision: 2, modRevision: 2, version: 1, lease: 0 };
    const options = { rangeEnd: fromKey, prevKv: true };
    expect(store.deleteRange('a', options)).toEqual({ revision: 4, deleted: 2, prevKvs: [a, b] });
    expect(store.deleteRange('a', options), 'nothing is left').toEqual({
      revision: 4,
      deleted: 0,
      prevKvs: [],
    });
    store.put('a', 'z');
    expect(store.deleteRange('a', { prevKv: false })).toEqual({ revision: 6, deleted: 1 });
  });

  it('deleteRange refuses an empty key', () => {
    store.put('a', 'x');
    expect(refusal(() => store.deleteRange('', { rangeEnd: fromKey }))).toBe(emptyKey);
    expect(store.revision).toBe(2);
  });
});

describe('Reading the past', () => {
  it('a key reads as it was at each revision', () => {
    store.put('a', 'x', { lease: 7 });
    store.put('b', 'other');
    store.put('a', 'y');
    const first = { key: 'a', value: 'x', createRevision: 2, modRevision: 2, version: 1, lease: 7 };
    const last = { key: 'a', value: 'y', createRevision: 2, modRevision: 4, version: 2, lease: 0 };
    expect(store.range('a', { revision: 1 }).kvs).toEqual([]);
    expect(store.range('a', { revision: 2 }).kvs).toEqual([first]);
    expect(store.range('a', { revision: 3 }).kvs, 'b changed, a did not').toEqual([first]);
    expect(store.range('a', { revision: 4 }).kvs).toEqual([last]);
  });

  it('a key is gone at the revision of its deletion and there one revision earlier', () => {
    putAll('a', 'b');
    store.deleteRange('a', { rangeEnd: fromKey });
    store.put('a', 'new');
    const at = (revision: number) => keysOf(store.range('a', { rangeEnd: fromKey, revision }));
    expect([at(3), at(4), at(5)]).toEqual([['a', 'b'], [], ['a']]);
  });

  it('limit, count and sort are about the past, revision in the response about the present', () => {
    putAll('a', 'b', 'c', 'd');
    store.deleteRange('a', { rangeEnd: 'c' });
    const newest = { target: 'mod', order: 'descend' } as const;
    const past = store.range('a', { rangeEnd: fromKey, revision: 4, limit: 2, sort: newest });
    expect(keysOf(past)).toEqual(['c', 'b']);
    expect(past).toMatchObject({ revision: 6, count: 3, more: true });
  });

  it('revision 0 is the present', () => {
    store.put('a', 'x');
    expect(valuesOf(store.range('a', { revision: 0 }))).toEqual(['x']);
  });

  it('a revision that the store has not reached is refused', () => {
    store.put('a', 'x');
    expect(valuesOf(store.range('a', { revision: 2 })), 'the present is no future').toEqual(['x']);
    expect(refusal(() => store.range('a', { revision: 3 }))).toBe(futureRev);
  });
});

describe('Compaction', () => {
  it('what lies before the compacted revision can no longer be read, the rest can', () => {
    store.put('a', 'x');
    store.put('a', 'y');
    store.put('a', 'z');
    expect(store.compact(3)).toEqual({ revision: 4 });
    expect(refusal(() => store.range('a', { revision: 2 }))).toBe(compacted);
    expect(valuesOf(store.range('a', { revision: 3 })), 'the compacted revision itself').toEqual([
      'y',
    ]);
    expect(valuesOf(store.range('a', { revision: 4 }))).toEqual(['z']);
  });

  it('a key that has not changed for long stays, with its version and createRevision', () => {
    store.put('old', 'x');
    store.put('old', 'y');
    putAll('a', 'b');
    store.compact(5);
    store.put('old', 'z');
    expect(store.range('old', { revision: 5 }).kvs).toEqual([
      { key: 'old', value: 'y', createRevision: 2, modRevision: 3, version: 2, lease: 0 },
    ]);
    expect(store.range('old').kvs).toEqual([
      { key: 'old', value: 'z', createRevision: 2, modRevision: 6, version: 3, lease: 0 },
    ]);
  });

  it('a key that was deleted before stays gone, and begins anew when it is put', () => {
    store.put('a', 'x');
    store.deleteRange('a');
    store.put('b', 'y');
    store.compact(4);
    expect(store.range('a', { rangeEnd: fromKey }).count).toBe(1);
    store.put('a', 'z');
    expect(store.range('a').kvs[0]).toMatchObject({ createRevision: 5, version: 1 });
  });

  it('each key keeps one change up to the compacted revision, none if that is a deletion, and all after it', () => {
    for (const value of ['1', '2', '3']) store.put('a', value); // 2, 3, 4
    store.put('b', '1'); // 5
    store.deleteRange('b'); // 6
    putAll('c', 'c'); // 7, 8
    store.deleteRange('c'); // 9
    expect(store.versionCount).toBe(8);
    store.compact(7);
    expect(store.versionCount, "a's last put, and all three changes of c").toBe(4);
  });

  it('compactRevision is 0 at first, then that of the last compaction', () => {
    putAll('a', 'b');
    expect(store.compactRevision).toBe(0);
    store.compact(1);
    expect(store.compactRevision).toBe(1);
    store.compact(3);
    expect(store.compactRevision, 'the present revision may be compacted').toBe(3);
  });

  it('what is compacted already, or has not happened yet, cannot be compacted', () => {
    putAll('a', 'a', 'a');
    store.compact(3);
    expect(refusal(() => store.compact(3))).toBe(compacted);
    expect(refusal(() => store.compact(2))).toBe(compacted);
    expect(refusal(() => store.compact(5))).toBe(futureRev);
    expect(store.compactRevision, 'a refused compaction changes nothing').toBe(3);
  });
});

describe('Several writes, one revision', () => {
  it('all changes of a write share one revision', () => {
    store.put('a', 'x');
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
    store.put('a', 'x');
    const txn = store.write();
    expect(txn.range('a')).toMatchObject({ revision: 2, kvs: [{ value: 'x' }] });
    txn.put('a', 'y');
    expect(txn.range('a')).toMatchObject({ revision: 3, kvs: [{ value: 'y', version: 2 }] });
    expect(valuesOf(txn.range('a', { revision: 2 })), 'the past is still there').toEqual(['x']);
    txn.deleteRange('a');
    expect(txn.range('a')).toMatchObject({ revision: 3, kvs: [], count: 0 });
  });

  it('nobody else sees anything of a write before it ends', () => {
    store.put('a', 'x');
    const txn = store.write();
    txn.put('a', 'y');
    txn.put('b', 'z');
    expect(store.revision).toBe(2);
    expect(store.range('a', { rangeEnd: fromKey })).toMatchObject({
      revision: 2,
      count: 1,
      kvs: [{ value: 'x' }],
    });
    txn.end();
    expect(valuesOf(store.range('a', { rangeEnd: fromKey }))).toEqual(['y', 'z']);
  });

  it('a write that changes nothing makes no revision', () => {
    store.put('a', 'x');
    const txn = store.write();
    expect(txn.deleteRange('b')).toEqual({ revision: 2, deleted: 0 });
    expect(txn.range('a').revision).toBe(2);
    expect(txn.end()).toBe(2);
    expect(store.revision).toBe(2);
  });

  it('a key put twice in one write goes up two versions, and the last value counts', () => {
    store.put('a', 'x');
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
    const txn = store.write();
    txn.put('a', 'x');
    txn.put('a', 'y');
    txn.end();
    store.compact(2);
    expect(store.versionCount).toBe(1);
    expect(store.range('a').kvs).toMatchObject([{ value: 'y', version: 2 }]);
  });

  it('a key deleted and put in one write begins a new life', () => {
    store.put('a', 'x');
    const txn = store.write();
    txn.deleteRange('a');
    expect(txn.deleteRange('a'), 'it is gone already').toEqual({ revision: 3, deleted: 0 });
    txn.put('a', 'y');
    txn.end();
    expect(store.range('a').kvs[0]).toMatchObject({ value: 'y', createRevision: 3, version: 1 });
  });

  it('a write refuses an empty key too', () => {
    const txn = store.write();
    expect(refusal(() => txn.put('', 'x'))).toBe(emptyKey);
    expect(refusal(() => txn.range(''))).toBe(emptyKey);
    expect(refusal(() => txn.deleteRange('', { rangeEnd: fromKey }))).toBe(emptyKey);
    expect(txn.end()).toBe(1);
  });
});

describe('Reading the changes', () => {
  it('the changes come in the order in which they were made, from the given revision on', () => {
    store.put('b', 'x');
    store.put('a', 'y', { lease: 7 });
    store.put('b', 'z');
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
    expect(store.changes(2)).toHaveLength(3);
  });

  it('a deletion tells its key and its revision, and nothing else', () => {
    store.put('b', 'x', { lease: 7 });
    store.put('a', 'y');
    store.deleteRange('a', { rangeEnd: fromKey });
    const gone = { value: '', createRevision: 0, modRevision: 4, version: 0, lease: 0 };
    expect(store.changes(4)).toEqual([
      { type: 'DELETE', kv: { key: 'a', ...gone } },
      { type: 'DELETE', kv: { key: 'b', ...gone } },
    ]);
  });

  it('a write shows all its changes, in their order, once it has ended', () => {
    const txn = store.write();
    txn.put('b', 'x');
    txn.put('a', 'y');
    txn.deleteRange('b');
    expect(store.changes(2), 'while the write is open').toEqual([]);
    txn.end();
    expect(store.changes(2)).toMatchObject([
      { type: 'PUT', kv: { key: 'b', modRevision: 2 } },
      { type: 'PUT', kv: { key: 'a', modRevision: 2 } },
      { type: 'DELETE', kv: { key: 'b', modRevision: 2 } },
    ]);
  });

  it('there are no changes yet at a revision to come', () => {
    store.put('a', 'x');
    expect(store.changes(3)).toEqual([]);
  });

  it('changes up to the compacted revision are refused', () => {
    putAll('a', 'a', 'a');
    store.compact(3);
    expect(refusal(() => store.changes(2))).toBe(compacted);
    expect(refusal(() => store.changes(3))).toBe(compacted);
    expect(store.changes(4)).toMatchObject([{ type: 'PUT', kv: { key: 'a', version: 3 } }]);
  });
});

/** All answers at once, which is quick; if that fails the first wrong one, with the calls that led to it. */
function expectAnswers(list: Operation[], answers: unknown[], expected: unknown[]): void {
  try {
    expect(answers).toEqual(expected);
  } catch (error) {
    for (const [i, answer] of answers.entries()) expect(answer, told(list, i)).toEqual(expected[i]);
    throw error;
  }
}

describe('Any history', () => {
  it('random operations give what a full copy of every revision gives', () => {
    fc.assert(
      fc.property(operations, (list) => {
        const model = new Model();
        const answers = batch(new MvccStore(), list).map(outcome);
        expectAnswers(
          list,
          answers,
          list.map((operation) => model.run(operation)),
        );
      }),
      { numRuns: 40 },
    );
  });

  it('random writes of several changes do so too', () => {
    fc.assert(
      fc.property(writes, (list) => {
        const model = new Model();
        const graded = new MvccStore();
        for (const changes of list) {
          const txn = graded.write();
          const outcomes = batch(txn, changes);
          txn.end();
          expect(outcomes.map(outcome), toldWrites(list)).toEqual(model.write(changes));
        }
        const look: Operation[] = [
          ['range', '\0', { rangeEnd: fromKey }],
          ['changes', 1],
        ];
        const seen = batch(graded, look).map(outcome);
        expect(seen, `all keys, all changes after ${toldWrites(list)}`).toEqual(
          look.map((operation) => model.run(operation)),
        );
      }),
      { numRuns: 12 },
    );
  });

  it('whoever applies all changes in order has what the store has', () => {
    fc.assert(
      fc.property(operations, (list) => {
        const graded = new MvccStore();
        const uncompacted = list.filter(([name]) => name !== 'compact');
        batch(graded, uncompacted);
        const copy = new Map<string, KeyValue>();
        for (const { type, kv } of graded.changes(1))
          if (type === 'PUT') copy.set(kv.key, kv);
          else copy.delete(kv.key);
        const { kvs } = graded.range('\0', { rangeEnd: fromKey });
        expect(new Map(kvs.map((kv) => [kv.key, kv])), told(list, list.length - 1)).toEqual(copy);
      }),
      { numRuns: 20 },
    );
  });
});

describe('Stories', () => {
  const pods = { prefix: '/registry/pods/', rangeEnd: prefixEnd('/registry/pods/') };

  it('a list read page by page shows one moment, although others write meanwhile', () => {
    putAll(...['a', 'b', 'c', 'd'].map((name) => pods.prefix + name));
    const first = store.range(pods.prefix, { rangeEnd: pods.rangeEnd, limit: 2 });
    expect(first).toMatchObject({ revision: 5, count: 4, more: true });

    store.deleteRange(`${pods.prefix}c`);
    store.put(`${pods.prefix}e`, 'too late for this list');
    store.put(`${pods.prefix}d`, 'changed');

    const next = `${first.kvs.at(-1)?.key}\0`;
    const revision = first.revision;
    const second = store.range(next, { rangeEnd: pods.rangeEnd, limit: 2, revision });
    expect(keysOf(second)).toEqual(['/registry/pods/c', '/registry/pods/d']);
    expect(valuesOf(second)).toEqual(['value of /registry/pods/c', 'value of /registry/pods/d']);
    expect(second).toMatchObject({ revision: 8, count: 2, more: false });
  });

  it('a reader who was too slow lists anew and goes on from there', () => {
    putAll('a', 'b', 'a', 'c');
    store.deleteRange('b');
    store.compact(5);
    expect(
      refusal(() => store.changes(3)),
      'it had seen up to 2',
    ).toBe(compacted);

    const { kvs, revision } = store.range('a', { rangeEnd: fromKey });
    expect(kvs.map(({ key, version }) => [key, version])).toEqual([
      ['a', 2],
      ['c', 1],
    ]);
    store.put('b', 'back');
    expect(store.changes(revision + 1)).toMatchObject([
      { type: 'PUT', kv: { key: 'b', value: 'back', createRevision: 7, version: 1 } },
    ]);
  });

  it('what was deleted by mistake is put back from the past, all at once', () => {
    store.put('config/colour', 'blue');
    store.put('config/size', '10');
    store.put('config/colour', 'red');
    const { revision } = store.deleteRange('config/', { rangeEnd: prefixEnd('config/') });

    const before = { rangeEnd: prefixEnd('config/'), revision: revision - 1 };
    const lost = store.range('config/', before).kvs;
    const txn = store.write();
    for (const { key, value } of lost) txn.put(key, value);
    txn.end();

    const restored = { createRevision: 6, modRevision: 6, version: 1, lease: 0 };
    expect(store.range('config/', { rangeEnd: prefixEnd('config/') }).kvs).toEqual([
      { key: 'config/colour', value: 'red', ...restored },
      { key: 'config/size', value: '10', ...restored },
    ]);
  });
});
