import {
  type Compare,
  EtcdError,
  type EtcdErrorCode,
  fromKey,
  type KeyValue,
  type RequestOp,
  type TxnRequest,
} from 'course/kit';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  acquire,
  type Claim,
  checkRequest,
  compareAndDelete,
  compareAndSwap,
  holder,
  holds,
  release,
  txn,
  update,
  whileHeld,
} from '#exercise/etcd/txn-cas-cad';
import * as reference from '#reference/etcd/txn-cas-cad';
import { batch, seed, shown } from '#suite';
import { expectRefused } from '../mvcc-store/expectations.ts';
import { requests, sessions, worlds } from './arbitraries.ts';
import { CountingStore, Server } from './server.ts';
import { requestInWords, smallestWrong } from './smallest-request.ts';

const all = { rangeEnd: fromKey };

/** A request of which only what matters is written down. */
function request(parts: Partial<TxnRequest>): TxnRequest {
  return { compare: [], success: [], failure: [], ...parts };
}

const put = (key: string, value = 'x'): RequestOp => ({ op: 'put', key, value });
const get = (key: string): RequestOp => ({ op: 'range', key });
const del = (key: string, rangeEnd?: string): RequestOp =>
  rangeEnd === undefined ? { op: 'deleteRange', key } : { op: 'deleteRange', key, rangeEnd };

/** A condition that holds for a key that does not exist, and its opposite. */
const absent = (key: string): Compare => ({ key, target: 'create', result: '=', than: 0 });
const present = (key: string): Compare => ({ key, target: 'create', result: '>', than: 0 });

describe('Conditions', () => {
  const kv: KeyValue = {
    key: 'a',
    value: 'm',
    createRevision: 30,
    modRevision: 70,
    version: 20,
    lease: 50,
  };
  const numbers = [
    ['version', 20],
    ['create', 30],
    ['mod', 70],
    ['lease', 50],
  ] as const;

  /** What is compared with what, and which of = != > < then hold; each is asked for all four. */
  type Case = readonly [target: Compare['target'], than: number | string, expected: string];
  const results = ['=', '!=', '>', '<'] as const;

  function expectHolds(of: KeyValue | undefined, cases: readonly Case[]): void {
    const asked = cases.flatMap(([target, than]) =>
      results.map((result) => ({ key: 'a', target, result, than }) as Compare),
    );
    const answers = batch(
      holds,
      asked.map((compare) => (of ? [compare, of] : [compare])),
    );
    for (const [i, [target, than, expected]] of cases.entries()) {
      const held = results.filter((_, j) => givenBy(answers[4 * i + j]) === true);
      const key = of ? `is ${JSON.stringify(of)}` : 'does not exist';
      const what = `Results that hold when ${target} is compared with ${JSON.stringify(than)} and the key ${key}`;
      expect(held.join(' ') || 'none', what).toBe(expected);
    }
  }

  it.each(numbers)('%s is compared by number: equal, different, greater, less', (target, is) => {
    expectHolds(kv, [
      [target, is, '='],
      [target, is - 1, '!= >'],
      [target, is + 1, '!= <'],
    ]);
  });

  it('holds answers true or false', () => {
    const asked: Compare = { key: 'a', target: 'version', result: '=', than: 20 };
    expect(holds(asked, kv)).toBe(true);
    expect(holds({ ...asked, than: 21 }, kv)).toBe(false);
  });

  it('a value is compared as text, not as a number', () => {
    expectHolds({ ...kv, value: '10' }, [
      ['value', '10', '='],
      ['value', '9', '!= <'],
      ['value', '1', '!= >'],
    ]);
  });

  it('values are ordered by their bytes', () => {
    expectHolds({ ...kv, value: 'B' }, [['value', 'a', '!= <']]);
    expectHolds({ ...kv, value: '😀' }, [['value', 'Ａ', '!= >']]);
  });

  it('a key that does not exist has 0 for each number', () => {
    expectHolds(
      undefined,
      numbers.flatMap(([target]) => [
        [target, 0, '='],
        [target, 1, '!= <'],
      ]),
    );
  });

  it('a key that does not exist fails every condition on its value, != included', () => {
    expectHolds(undefined, [
      ['value', '', 'none'],
      ['value', 'x', 'none'],
    ]);
  });

  it('an empty value is a value', () => {
    expectHolds({ ...kv, value: '' }, [
      ['value', '', '='],
      ['value', 'x', '!= <'],
    ]);
  });
});

describe('Refused requests', () => {
  /** Both branches are checked in the same way, so each list is tried as either. */
  function expectBranchRefused(operations: RequestOp[], code: EtcdErrorCode): void {
    for (const branch of ['success', 'failure']) {
      const what = `A request with ${branch}: ${typed(operations)}`;
      expectRefused(() => checkRequest(request({ [branch]: operations })), code, what);
    }
  }

  function expectAccepted(asked: TxnRequest, what: string): void {
    const code = refusalBy(() => checkRequest(asked));
    expect(code, `${what} must be accepted`).toBe('no error');
  }

  it('an empty key is refused in a condition and in every kind of operation', () => {
    expectRefused(
      () => checkRequest(request({ compare: [absent('a'), absent('')] })),
      'EmptyKey',
      'A condition on an empty key',
    );
    expectBranchRefused([put('')], 'EmptyKey');
    expectBranchRefused([put('a'), get('')], 'EmptyKey');
    expectBranchRefused([del('', fromKey)], 'EmptyKey');
  });

  it('one branch may not put a key twice', () => {
    expectBranchRefused([put('a'), put('b'), put('a', 'y')], 'DuplicateKey');
  });

  it('one branch may not put and delete a key, in whichever order', () => {
    expectBranchRefused([put('a'), del('a')], 'DuplicateKey');
    expectBranchRefused([del('a'), put('a')], 'DuplicateKey');
  });

  it('nor put a key that lies in a range which it deletes', () => {
    expectBranchRefused([put('b'), del('a', 'c')], 'DuplicateKey');
    expectBranchRefused([del('a', 'c'), put('a')], 'DuplicateKey');
    expectAccepted(
      request({ success: [del('a', 'c'), put('c'), put('A')] }),
      'Puts of A and c beside a deletion from a up to c, both outside of it',
    );
  });

  it('a deletion without rangeEnd is of one key, not of those that begin alike', () => {
    expectAccepted(
      request({ success: [del('a'), put('a/'), put('ab')] }),
      'A request that deletes a, and puts a/ and ab,',
    );
    expectAccepted(
      request({ success: [put('jobs/anna'), del('jobs/')] }),
      'A request that puts jobs/anna and deletes the key jobs/',
    );
  });

  it('whether a key lies in a deleted range is a matter of bytes', () => {
    expectBranchRefused([del('z', '😀'), put('Ａ')], 'DuplicateKey');
    expectAccepted(
      request({ success: [del('z', 'Ａ'), put('😀')] }),
      'A put of 😀 beside a deletion from z up to Ａ (U+FF21), which comes before 😀',
    );
  });

  it('the two branches may write the same key, for only one of them will run', () => {
    expectAccepted(
      request({ success: [put('a')], failure: [put('a')] }),
      'A request that puts a in both branches',
    );
    expectAccepted(
      request({ success: [put('a')], failure: [del('a')] }),
      'A request that puts a in one branch and deletes it in the other',
    );
  });

  it('a branch may delete a key twice, and read what it writes', () => {
    expectAccepted(
      request({ success: [del('a'), del('a'), del('a', 'c')] }),
      'A request that deletes a three times',
    );
    expectAccepted(
      request({ success: [get('a'), put('a'), get('a')] }),
      'A request that reads and puts a',
    );
    expectAccepted(request({ compare: [absent('a'), absent('a')] }), 'Two conditions on one key');
  });

  it('each list may have 128 entries, and no list 129', () => {
    const many = (count: number) => Array.from({ length: count }, (_, i) => put(`k${i}`));
    const conditions = (count: number) => many(count).map(({ key }) => absent(key));
    const full = { compare: conditions(128), success: many(128), failure: many(128) };
    expectAccepted(full, 'A request with 128 conditions and 128 operations in each branch');
    const tooLong = { compare: conditions(129), success: many(129), failure: many(129) };
    for (const list of ['compare', 'success', 'failure'] as const)
      expectRefused(
        () => checkRequest(request({ [list]: tooLong[list] })),
        'TooManyOps',
        `A request with 129 entries in ${list}`,
      );
  });
});

describe('Transactions', () => {
  let hidden: CountingStore;
  let store: CountingStore;

  beforeEach(() => {
    hidden = new CountingStore();
    store = shown(hidden, 'store', txn);
  });

  it('without conditions the success branch runs, and each operation has its response', () => {
    store.put('a', 'x');
    const asked = request({ success: [put('b', 'y'), get('a'), del('a')], failure: [put('c')] });
    expect(txn(hidden, asked)).toEqual({
      revision: 3,
      succeeded: true,
      responses: [
        { revision: 3 },
        {
          revision: 3,
          kvs: [{ key: 'a', value: 'x', createRevision: 2, modRevision: 2, version: 1, lease: 0 }],
          count: 1,
          more: false,
        },
        { revision: 3, deleted: 1 },
      ],
    });
    expect(keysOf(store), 'Keys afterwards').toEqual(['b']);
  });

  it('success runs only if all conditions hold', () => {
    store.put('a', 'x');
    const asked = (compare: Compare[]) =>
      request({ compare, success: [put('yes')], failure: [put('no')] });
    expect(txn(hidden, asked([present('a'), absent('b')])).succeeded).toBe(true);
    expect(txn(hidden, asked([present('a'), present('b')])).succeeded).toBe(false);
    expect(txn(hidden, asked([absent('a'), absent('b')])).succeeded).toBe(false);
  });

  it('if a condition does not hold the failure branch runs, and it may write too', () => {
    store.put('a', 'x');
    const asked = request({
      compare: [absent('a')],
      success: [put('yes')],
      failure: [put('no', 'y'), get('a')],
    });
    expect(txn(hidden, asked)).toMatchObject({
      revision: 3,
      succeeded: false,
      responses: [{ revision: 3 }, { revision: 3, count: 1 }],
    });
    expect(keysOf(store), 'Keys afterwards').toEqual(['a', 'no']);
  });

  it('conditions are about the store as it was before the transaction', () => {
    const asked = request({ compare: [absent('a')], success: [put('a')], failure: [get('a')] });
    expect(txn(hidden, asked), 'The first time').toMatchObject({ succeeded: true, revision: 2 });
    expect(txn(hidden, asked), 'The second time').toMatchObject({ succeeded: false, revision: 2 });
  });

  it('every condition looks at its own key', () => {
    store.put('a', 'x');
    store.put('b', 'y');
    const value = (key: string, than: string): Compare => ({
      key,
      target: 'value',
      result: '=',
      than,
    });
    expect(
      txn(hidden, request({ compare: [value('a', 'x'), value('b', 'y')] })).succeeded,
      'a holds x and b holds y',
    ).toBe(true);
    expect(
      txn(hidden, request({ compare: [value('a', 'x'), value('b', 'x')] })).succeeded,
      'a holds x and b holds x',
    ).toBe(false);
  });

  it('all changes share one revision', () => {
    store.put('a', 'x');
    store.put('c', 'x');
    const asked = request({ success: [put('a', 'y'), put('b', 'y'), del('c')] });
    expect(txn(hidden, asked)).toEqual({
      revision: 4,
      succeeded: true,
      responses: [{ revision: 4 }, { revision: 4 }, { revision: 4, deleted: 1 }],
    });
    expect(store.revision, "The store's revision afterwards").toBe(4);
    expect(store.range('a', all).kvs, 'Keys afterwards').toMatchObject([
      { key: 'a', createRevision: 2, modRevision: 4, version: 2 },
      { key: 'b', createRevision: 4, modRevision: 4, version: 1 },
    ]);
  });

  it('operations run in order, and see what those before them did', () => {
    store.put('a', 'old');
    store.put('b', 'old');
    const asked = request({ success: [get('a'), put('a', 'new'), get('a'), del('b'), get('b')] });
    const { responses } = txn(hidden, asked);
    expect(responses, 'Responses').toMatchObject([
      { revision: 3, kvs: [{ value: 'old' }] },
      { revision: 4 },
      { revision: 4, kvs: [{ value: 'new', modRevision: 4 }] },
      { revision: 4, deleted: 1 },
      { revision: 4, kvs: [], count: 0 },
    ]);
  });

  it('what changes nothing makes no revision', () => {
    store.put('a', 'x');
    expect(txn(hidden, request({})), 'A transaction without operations').toEqual({
      revision: 2,
      succeeded: true,
      responses: [],
    });
    expect(txn(hidden, request({ success: [get('a'), del('b')] }))).toMatchObject({
      revision: 2,
      responses: [{ revision: 2 }, { revision: 2, deleted: 0 }],
    });
    expect(store.revision, "The store's revision afterwards").toBe(2);
  });

  it('operations keep their options', () => {
    for (const key of ['a', 'b', 'c']) store.put(key, `old ${key}`);
    const { responses } = txn(
      hidden,
      request({
        success: [
          { op: 'put', key: 'a', value: 'new', lease: 7, prevKv: true },
          {
            op: 'range',
            key: 'a',
            rangeEnd: 'd',
            limit: 1,
            keysOnly: true,
            sort: { target: 'key', order: 'descend' },
          },
          { op: 'range', key: 'a', revision: 2 },
          { op: 'deleteRange', key: 'b', rangeEnd: fromKey, prevKv: true },
        ],
      }),
    );
    expect(responses, 'Responses').toMatchObject([
      { prevKv: { value: 'old a' } },
      { kvs: [{ key: 'c', value: '' }], count: 3, more: true },
      { kvs: [{ key: 'a', value: 'old a', modRevision: 2 }] },
      { deleted: 2, prevKvs: [{ value: 'old b' }, { value: 'old c' }] },
    ]);
    expect(store.range('a').kvs[0]?.lease, 'Lease of a after the put that names 7').toBe(7);
  });
});

describe('All or nothing', () => {
  let hidden: CountingStore;
  let store: CountingStore;

  beforeEach(() => {
    hidden = new CountingStore();
    store = shown(hidden, 'store', txn);
    store.put('a', 'x');
  });

  /** A refused request has left nothing behind, neither to see now nor to come up later. */
  function expectRefusedWhole(asked: TxnRequest, code: EtcdErrorCode, what: string): void {
    const before = hidden.range('\0', all);
    expectRefused(() => txn(hidden, asked), code, what);
    expect(hidden.left(), 'Writes that were opened and not ended').toBe(0);
    expect(hidden.range('\0', all), 'All keys after the refused transaction').toEqual(before);
    store.put('later', 'y');
    const keys = new Set([...before.kvs.map(({ key }) => key), 'later']);
    expect(keysOf(store), "All keys after somebody else's next put").toEqual([...keys]);
  }

  it('a write that was opened is ended, once', () => {
    for (const each of [put('b'), get('b'), del('c')]) {
      txn(hidden, request({ success: [each] }));
      const what = `Writes opened, less writes ended, by a transaction with success: ${typed([each])}`;
      expect(hidden.left(), what).toBe(0);
    }
  });

  it('a range in the future is refused before anything is written', () => {
    const asked = request({ success: [put('b'), { op: 'range', key: 'a', revision: 9 }] });
    expectRefusedWhole(asked, 'FutureRev', 'A transaction that puts b, then reads at revision 9,');
  });

  it("the transaction's own revision is the future too", () => {
    const asked = request({ success: [put('b'), { op: 'range', key: 'b', revision: 3 }] });
    expectRefusedWhole(
      asked,
      'FutureRev',
      'A transaction that puts b at revision 3, then reads at revision 3,',
    );
  });

  it('a range in the compacted past is refused before anything is written', () => {
    store.put('a', 'y');
    store.compact(3);
    const asked = request({ success: [put('b'), { op: 'range', key: 'a', revision: 2 }] });
    expectRefusedWhole(
      asked,
      'Compacted',
      'A transaction that puts b, then reads at revision 2 of a store compacted at 3,',
    );
  });

  it('the present and the compacted revision can be read', () => {
    store.put('a', 'y');
    store.put('a', 'z');
    store.compact(3);
    const at = (revision: number): RequestOp => ({ op: 'range', key: 'a', revision });
    expect(txn(hidden, request({ success: [at(3), at(4), at(0)] })).responses).toMatchObject([
      { kvs: [{ value: 'y' }] },
      { kvs: [{ value: 'z' }] },
      { kvs: [{ value: 'z' }] },
    ]);
  });

  it('only the branch that runs is asked for its revisions', () => {
    const asked = request({
      compare: [absent('a')],
      success: [{ op: 'range', key: 'a', revision: 9 }],
      failure: [put('b')],
    });
    expect(txn(hidden, asked)).toMatchObject({ succeeded: false, revision: 3 });
  });

  it('what checkRequest refuses, txn refuses, whichever branch would run', () => {
    expectRefusedWhole(
      request({ success: [put('b')], failure: [put('c'), put('c')] }),
      'DuplicateKey',
      'A transaction that would run success and puts c twice in failure',
    );
    expectRefusedWhole(
      request({ compare: [absent('a'), absent('')] }),
      'EmptyKey',
      'A transaction whose first condition does not hold and whose second has an empty key',
    );
  });

  it('a watcher is told of all changes, at one revision and in their order', () => {
    txn(hidden, request({ success: [put('c', 'y'), del('a'), put('b', 'y')] }));
    expect(store.changes(3), 'Changes from revision 3 on').toMatchObject([
      { type: 'PUT', kv: { key: 'c', modRevision: 3 } },
      { type: 'DELETE', kv: { key: 'a', modRevision: 3 } },
      { type: 'PUT', kv: { key: 'b', modRevision: 3 } },
    ]);
  });
});

/** What the client functions use, and others beside them. */
let server: Server;

beforeEach(() => {
  server = new Server(acquire);
});

describe('Compare and swap, compare and delete', () => {
  it('a swap writes if the key has not changed since the given modRevision', () => {
    server.store.put('a', 'x');
    expect(compareAndSwap(server.etcd, 'a', 2, 'y')).toEqual({ succeeded: true, revision: 3 });
    expect(server.store.range('a').kvs).toMatchObject([{ value: 'y', version: 2 }]);
  });

  it('what a swap writes is attached to no lease', () => {
    server.store.put('a', 'x', { lease: 7 });
    compareAndSwap(server.etcd, 'a', 2, 'y');
    expect(server.store.range('a').kvs, 'The key afterwards').toMatchObject([
      { value: 'y', lease: 0 },
    ]);
  });

  it('a swap that comes too late writes nothing, and gives what is there instead', () => {
    server.store.put('a', 'x');
    server.store.put('a', 'theirs');
    server.store.put('b', 'x');
    expect(compareAndSwap(server.etcd, 'a', 2, 'mine')).toEqual({
      succeeded: false,
      revision: 4,
      current: {
        key: 'a',
        value: 'theirs',
        createRevision: 2,
        modRevision: 3,
        version: 2,
        lease: 0,
      },
    });
    expect(valueIn(server, 'a'), 'Value of a afterwards').toBe('theirs');
  });

  it('the same value again is not the same version: A, B, A has changed', () => {
    for (const value of ['A', 'B', 'A']) server.store.put('a', value);
    expect(compareAndSwap(server.etcd, 'a', 2, 'C')).toMatchObject({
      succeeded: false,
      current: { value: 'A', modRevision: 4 },
    });
  });

  it('a key deleted and made again is not the same, though value and version are', () => {
    server.store.put('a', 'x');
    server.store.deleteRange('a');
    server.store.put('a', 'x');
    expect(compareAndSwap(server.etcd, 'a', 2, 'y')).toMatchObject({
      succeeded: false,
      current: { version: 1, modRevision: 4 },
    });
  });

  it('with modRevision 0 a swap creates the key, and only if it does not exist', () => {
    expect(compareAndSwap(server.etcd, 'a', 0, 'mine')).toEqual({ succeeded: true, revision: 2 });
    expect(compareAndSwap(server.etcd, 'a', 0, 'again')).toMatchObject({
      succeeded: false,
      current: { value: 'mine' },
    });
  });

  it('a swap of a key that is gone fails and has nothing to show', () => {
    server.store.put('a', 'x');
    server.store.deleteRange('a');
    expect(compareAndSwap(server.etcd, 'a', 2, 'y')).toEqual({ succeeded: false, revision: 3 });
    expect(server.store.range('a').count, 'Count of a afterwards').toBe(0);
  });

  it('compareAndDelete deletes a key that holds the given value', () => {
    server.store.put('a', 'mine');
    server.store.put('b', 'mine');
    expect(compareAndDelete(server.etcd, 'a', 'mine')).toEqual({ succeeded: true, revision: 4 });
    expect(keysOf(server.store), 'Keys afterwards').toEqual(['b']);
  });

  it('compareAndDelete deletes one key, not those that begin alike', () => {
    for (const key of ['a', 'a/', 'ab']) server.store.put(key, 'mine');
    expect(compareAndDelete(server.etcd, 'a', 'mine').succeeded).toBe(true);
    expect(keysOf(server.store), 'Keys afterwards').toEqual(['a/', 'ab']);
  });

  it('compareAndDelete leaves a key that holds another value, and gives it', () => {
    server.store.put('a', 'theirs');
    expect(compareAndDelete(server.etcd, 'a', 'mine')).toMatchObject({
      succeeded: false,
      revision: 2,
      current: { value: 'theirs', modRevision: 2 },
    });
    expect(keysOf(server.store), 'Keys afterwards').toEqual(['a']);
  });

  it('a key that does not exist holds no value, not even the empty one', () => {
    expect(compareAndDelete(server.etcd, 'a', '')).toEqual({ succeeded: false, revision: 1 });
    server.store.put('a', '');
    expect(compareAndDelete(server.etcd, 'a', '')).toEqual({ succeeded: true, revision: 3 });
  });

  it('each is a single request, so that nobody can come between', () => {
    server.store.put('a', 'x');
    server.meanwhile(() => server.store.put('a', 'theirs'));
    expect(
      compareAndSwap(server.etcd, 'a', 2, 'mine'),
      'A swap whose key is changed just before the request arrives',
    ).toMatchObject({ succeeded: false, current: { value: 'theirs' } });
    compareAndDelete(server.etcd, 'a', 'x');
    compareAndDelete(server.etcd, 'a', 'theirs');
    expect(server.requests, 'Requests made for one swap and two deletions').toBe(3);
  });
});

describe('Read, change, write', () => {
  /** Appends a sign; what it was given can be looked at afterwards. */
  function appending(sign: string): { (value: string | undefined): string; given: unknown[] } {
    const given: unknown[] = [];
    const change = (value: string | undefined) => {
      given.push(value);
      return `${value ?? ''}${sign}`;
    };
    return Object.assign(change, { given });
  }

  /** Passes the change alone: only functions without properties cross. */
  function updated(key: string, made: (value: string | undefined) => string): number {
    const change = (value: string | undefined) => made(value);
    return update(server.etcd, key, change);
  }

  it('update writes what the change makes of the value, and gives the revision', () => {
    server.store.put('a', 'x');
    expect(updated('a', appending('+'))).toBe(3);
    expect(valueIn(server, 'a'), 'Value of a afterwards').toBe('x+');
    expect(server.requests, 'Requests: one to read, one to write').toBe(2);
  });

  it('a key that does not exist is created; the change is given undefined', () => {
    const change = appending('+');
    expect(updated('a', change)).toBe(2);
    expect(change.given, 'Given to the change').toEqual([undefined]);
    expect(valueIn(server, 'a'), 'Value of a afterwards').toBe('+');
  });

  it('update attaches the key to no lease, as a swap does', () => {
    server.store.put('a', 'x', { lease: 7 });
    updated('a', appending('+'));
    expect(server.store.range('a').kvs, 'The key afterwards').toMatchObject([
      { value: 'x+', lease: 0 },
    ]);
  });

  it('whoever wrote in between loses nothing: the change is made anew on what they wrote', () => {
    server.store.put('a', 'x');
    const change = appending('+');
    server.meanwhile(nothing, () => server.store.put('a', 'theirs'));
    expect(updated('a', change)).toBe(4);
    expect(valueIn(server, 'a'), 'Value of a afterwards').toBe('theirs+');
    expect(change.given, 'Given to the change, one after the other').toEqual(['x', 'theirs']);
  });

  it('each further attempt costs one request, for the refusal brings the value along', () => {
    server.store.put('a', 'x');
    const interrupt = (value: string) => () => server.store.put('a', value);
    server.meanwhile(nothing, interrupt('1'), interrupt('2'), interrupt('3'));
    expect(updated('a', appending('+'))).toBe(6);
    expect(valueIn(server, 'a'), 'Value of a afterwards').toBe('3+');
    expect(server.requests, 'Requests: one to read, four attempts to write').toBe(5);
  });

  it('a value that came back is a change all the same', () => {
    server.store.put('a', 'x');
    const change = appending('+');
    server.meanwhile(nothing, () => {
      server.store.put('a', 'other');
      server.store.put('a', 'x');
    });
    expect(updated('a', change)).toBe(5);
    expect(change.given, 'Given to the change, one after the other').toEqual(['x', 'x']);
  });

  it('a key that is deleted or created meanwhile is noticed', () => {
    server.store.put('a', 'x');
    const change = appending('+');
    server.meanwhile(
      nothing,
      () => server.store.deleteRange('a'),
      () => server.store.put('a', 'y'),
    );
    updated('a', change);
    expect(change.given, 'Given to the change, one after the other').toEqual(['x', undefined, 'y']);
    expect(valueIn(server, 'a'), 'Value of a afterwards').toBe('y+');
  });

  it('a change that changes nothing writes nothing', () => {
    server.store.put('a', 'x');
    server.store.put('b', 'x');
    expect(
      updated('a', () => 'x'),
      'Revision at which a got its value',
    ).toBe(2);
    expect(server.store.revision, "The store's revision afterwards").toBe(3);
  });

  it('an empty value is not a missing key', () => {
    const change = () => '';
    expect(updated('a', change), 'Revision at which a was created').toBe(2);
    expect(updated('a', change), 'Revision at which a got its value').toBe(2);
    expect(server.store.range('a').kvs, 'The key afterwards').toMatchObject([
      { value: '', version: 1 },
    ]);
  });
});

describe('The queue for a lock', () => {
  /** Puts claims of others into the queue, in this order. */
  function queued(...owners: string[]): void {
    for (const owner of owners) server.store.put(`jobs/${owner}`, '');
  }

  it('whoever comes first holds the lock', () => {
    expect(acquire(server.etcd, 'jobs', 'anna')).toEqual({
      key: 'jobs/anna',
      createRevision: 2,
      held: true,
    });
    expect(server.store.range('\0', all).kvs, 'All keys afterwards').toMatchObject([
      { key: 'jobs/anna', value: '', version: 1, lease: 0 },
    ]);
  });

  it('whoever comes next waits, and is told which key to watch and from where on', () => {
    queued('anna');
    server.store.put('other', 'x');
    expect(acquire(server.etcd, 'jobs', 'ben')).toEqual({
      key: 'jobs/ben',
      createRevision: 4,
      held: false,
      waitFor: { key: 'jobs/anna', startRevision: 5 },
    });
  });

  it('everybody watches only the one before, so a release wakes one', () => {
    const names = ['anna', 'ben', 'cleo', 'dan'];
    const calls = names.map((name) => [server.etcd, 'jobs', name]);
    const claims = batch(acquire, calls).map(givenBy) as Claim[];
    expect(
      claims.map(({ waitFor }) => waitFor?.key),
      'Keys watched by anna, ben, cleo, dan',
    ).toEqual([undefined, 'jobs/anna', 'jobs/ben', 'jobs/cleo']);
  });

  it('the order is that of coming, not that of names', () => {
    queued('zoe', 'ben');
    expect(acquire(server.etcd, 'jobs', 'anna').waitFor?.key, 'Key that anna watches').toBe(
      'jobs/ben',
    );
  });

  it('the order is that of creation, whoever writes to a key later', () => {
    queued('anna', 'ben');
    server.store.put('jobs/anna', 'still here');
    expect(acquire(server.etcd, 'jobs', 'anna'), 'Claim of anna').toMatchObject({ held: true });
    expect(acquire(server.etcd, 'jobs', 'ben'), 'Claim of ben').toMatchObject({
      waitFor: { key: 'jobs/anna' },
    });
  });

  it('asking again changes nothing and keeps the place', () => {
    queued('anna', 'ben', 'cleo');
    expect(acquire(server.etcd, 'jobs', 'ben')).toEqual({
      key: 'jobs/ben',
      createRevision: 3,
      held: false,
      waitFor: { key: 'jobs/anna', startRevision: 5 },
    });
    expect(acquire(server.etcd, 'jobs', 'anna')).toMatchObject({ createRevision: 2, held: true });
    expect(server.store.revision, "The store's revision afterwards").toBe(4);
  });

  it('when the key before is gone, asking again gives the lock', () => {
    queued('anna', 'ben');
    server.store.deleteRange('jobs/anna');
    expect(acquire(server.etcd, 'jobs', 'ben')).toEqual({
      key: 'jobs/ben',
      createRevision: 3,
      held: true,
    });
  });

  it('when somebody in the middle gives up, the next one waits for the one before that', () => {
    queued('anna', 'ben', 'cleo');
    server.store.deleteRange('jobs/ben');
    expect(acquire(server.etcd, 'jobs', 'cleo')).toMatchObject({
      held: false,
      waitFor: { key: 'jobs/anna', startRevision: 6 },
    });
  });

  it('a queue may be long', () => {
    const waiting = Array.from({ length: 120 }, (_, i) => `w${i}`);
    queued(...waiting);
    expect(acquire(server.etcd, 'jobs', 'anna'), 'Claim of anna, behind 120').toMatchObject({
      createRevision: 122,
      waitFor: { key: 'jobs/w119', startRevision: 123 },
    });
  });

  it('whoever has lost the place queues at the end', () => {
    queued('anna', 'ben');
    server.store.deleteRange('jobs/anna');
    expect(acquire(server.etcd, 'jobs', 'anna')).toEqual({
      key: 'jobs/anna',
      createRevision: 5,
      held: false,
      waitFor: { key: 'jobs/ben', startRevision: 6 },
    });
  });

  it('a lock whose name begins alike is another lock', () => {
    for (const key of ['jobs2/anna', 'job/ben', 'jobs']) server.store.put(key, '');
    expect(acquire(server.etcd, 'jobs', 'cleo')).toMatchObject({ held: true });
  });

  it('the claim is attached to the lease, if there is one', () => {
    acquire(server.etcd, 'jobs', 'anna', 7);
    expect(server.store.range('jobs/anna').kvs[0]?.lease, 'Lease of the key').toBe(7);
  });

  it('to queue is a single request, so that nobody can come between', () => {
    server.meanwhile(() => server.store.put('jobs/ben', ''));
    expect(
      acquire(server.etcd, 'jobs', 'anna'),
      'Claim of anna, when ben queues just before her request arrives',
    ).toMatchObject({ held: false, waitFor: { key: 'jobs/ben' } });
    expect(server.requests, 'Requests made').toBe(1);
  });

  it('the holder is the owner of the oldest claim', () => {
    expect(holder(server.etcd, 'jobs'), 'Holder of a lock that nobody wants').toBeUndefined();
    queued('zoe', 'anna');
    server.store.put('jobs/zoe', 'changed later');
    server.store.put('jobs2/ben', '');
    expect(holder(server.etcd, 'jobs')).toBe('zoe');
    server.store.deleteRange('jobs/zoe');
    expect(holder(server.etcd, 'jobs')).toBe('anna');
  });
});

describe('Held, lost, given up', () => {
  /** Puts the key where the learner sees it, then looks how the queue stands. */
  const claimOf = (owner: string) => {
    server.store.put(`jobs/${owner}`, '');
    return reference.acquire(server.etcd, 'jobs', owner);
  };
  const lost = (owner: string) => server.store.deleteRange(`jobs/${owner}`);

  it('a release ends the claim, held or waiting', () => {
    const [anna, ben] = [claimOf('anna'), claimOf('ben')];
    claimOf('cleo');
    expect(release(server.etcd, ben), 'Release of a claim that waits').toBe(true);
    expect(release(server.etcd, anna), 'Release of a claim that is held').toBe(true);
    expect(keysOf(server.store), 'Keys afterwards').toEqual(['jobs/cleo']);
  });

  it('a release deletes one key, not those that begin alike', () => {
    const ann = claimOf('ann');
    claimOf('anna');
    expect(release(server.etcd, ann), 'Release of the claim of ann').toBe(true);
    expect(keysOf(server.store), 'Keys afterwards').toEqual(['jobs/anna']);
  });

  it('a claim that is gone cannot be released', () => {
    const anna = claimOf('anna');
    lost('anna');
    expect(release(server.etcd, anna)).toBe(false);
    expect(server.store.revision, "The store's revision afterwards").toBe(3);
  });

  it('a release leaves a later claim of the same owner alone', () => {
    const before = claimOf('anna');
    lost('anna');
    claimOf('anna');
    expect(release(server.etcd, before), 'Release of the claim that was lost').toBe(false);
    expect(keysOf(server.store), 'Keys afterwards').toEqual(['jobs/anna']);
  });

  it('a release is a single request', () => {
    const before = claimOf('anna');
    server.requests = 0;
    server.meanwhile(() => {
      lost('anna');
      server.store.put('jobs/anna', 'a new session');
    });
    expect(release(server.etcd, before), 'Release of a claim lost just before').toBe(false);
    expect(server.requests, 'Requests made').toBe(1);
    expect(keysOf(server.store), 'Keys afterwards').toEqual(['jobs/anna']);
  });

  it('whileHeld carries out its operations as long as the claim stands', () => {
    const anna = claimOf('anna');
    server.store.put('jobs/anna', 'still here');
    expect(whileHeld(server.etcd, anna, [put('report', 'by anna'), get('report')])).toMatchObject({
      revision: 4,
      succeeded: true,
      responses: [{ revision: 4 }, { count: 1 }],
    });
    expect(valueIn(server, 'report'), 'Value of report afterwards').toBe('by anna');
  });

  it('whoever has lost the lock without noticing writes nothing', () => {
    const anna = claimOf('anna');
    lost('anna');
    claimOf('ben');
    const late = [put('report', 'by anna')];
    expect(whileHeld(server.etcd, anna, late)).toMatchObject({ succeeded: false, responses: [] });
    claimOf('anna');
    expect(
      whileHeld(server.etcd, anna, late),
      'With the lost claim, after anna has queued again',
    ).toMatchObject({ succeeded: false, responses: [] });
    expect(server.store.range('report').count, 'Count of report afterwards').toBe(0);
  });
});

describe('Any transaction', () => {
  it('random requests are refused if and only if they must be', () => {
    const refusals = (check: typeof checkRequest, list: readonly TxnRequest[]) =>
      batch(
        check,
        list.map((each) => [each]),
      ).map(codeOf);
    const areWrong = (list: readonly TxnRequest[]) => {
      const expected = refusals(reference.checkRequest, list);
      return refusals(checkRequest, list).map((code, i) => code !== expected[i]);
    };
    const random = fc.sample(requests, { numRuns: 800, seed: seed() });
    const asked = smallestWrong(random, areWrong) ?? request({});
    const [code] = refusals(reference.checkRequest, [asked]);
    const must = code === 'no error' ? 'be accepted' : `be refused with ${code}`;
    expect(
      refusalBy(() => checkRequest(asked)),
      `${requestInWords(asked)} must ${must}`,
    ).toBe(code);
  });

  it('random conditions hold if and only if they should', () => {
    fc.assert(
      fc.property(worlds, fc.array(requests, { maxLength: 30 }), (world, list) => {
        const store = world();
        const asked = list
          .flatMap(({ compare }) => compare)
          .map((each) => [each, store.range(each.key).kvs[0]] as const);
        const answers = batch(holds, asked);
        for (const [i, [compare, kv]] of asked.entries())
          expect(
            givenBy(answers[i]),
            `holds(${JSON.stringify(compare)}, ${JSON.stringify(kv)})`,
          ).toBe(reference.holds(compare, kv));
      }),
      { numRuns: 5 },
    );
  });

  it('random transactions do to a random store what etcd does', () => {
    fc.assert(
      fc.property(worlds, requests, (world, asked) => {
        const [store, twin] = [world(), world()];
        const [outcome] = batch(txn, [[store, asked]]);
        const [expected] = batch(reference.txn, [[twin, asked]]);
        const what = `txn(store, ${JSON.stringify(asked)}) on ${world}`;
        expect(answerOf(outcome), what).toEqual(answerOf(expected));
        expect(store.revision, `The store's revision after ${what}`).toBe(twin.revision);
        expect(
          store.changes(store.compactRevision + 1),
          `All changes of the store after ${what}`,
        ).toEqual(twin.changes(twin.compactRevision + 1));
      }),
      { numRuns: 10 },
    );
  });

  it('however people come and go, the oldest claim holds and each waits for the one before', () => {
    fc.assert(
      fc.property(sessions, (steps) => {
        const { etcd, store, meanwhile } = new Server(acquire);
        for (const { gone } of steps) meanwhile(() => gone && store.deleteRange(`jobs/${gone}`));
        const calls = steps.map(({ owner }) => [etcd, 'jobs', owner]);
        const claims = batch(acquire, calls).map(givenBy);
        const queue: string[] = [];
        for (const [i, { owner, gone }] of steps.entries()) {
          if (gone && queue.includes(gone)) queue.splice(queue.indexOf(gone), 1);
          if (!queue.includes(owner)) queue.push(owner);
          const ahead = queue[queue.indexOf(owner) - 1];
          const told = steps
            .slice(0, i + 1)
            .map(toldStep)
            .join(', ');
          expect(claims[i], `Claim of ${owner} after these steps: ${told}`).toMatchObject(
            ahead === undefined
              ? { held: true }
              : { held: false, waitFor: { key: `jobs/${ahead}` } },
          );
        }
      }),
      { numRuns: 8 },
    );
  });
});

describe('Stories', () => {
  it('two controllers count in one key, and no count is lost', () => {
    const plusOne = (value: string | undefined) => String(Number(value ?? 0) + 1);
    server.meanwhile(
      () => reference.update(server.etcd, 'count', plusOne),
      nothing,
      nothing,
      () => reference.update(server.etcd, 'count', plusOne),
    );
    update(server.etcd, 'count', plusOne);
    update(server.etcd, 'count', plusOne);
    expect(valueIn(server, 'count'), 'Count after two of yours and two of theirs').toBe('4');
  });

  it('a leader that slept through its own deposition does no harm', () => {
    const anna = acquire(server.etcd, 'leader', 'anna', 7);
    const ben = acquire(server.etcd, 'leader', 'ben', 8);
    const cleo = acquire(server.etcd, 'leader', 'cleo', 9);
    whileHeld(server.etcd, anna, [put('plan', 'by anna')]);

    // Her lease runs out while she sleeps; etcd deletes what is attached to it.
    const gone = server.store.deleteRange('leader/anna').revision;
    expect(ben.waitFor, 'What ben watches for').toMatchObject({ key: 'leader/anna' });
    expect(
      server.store
        .changes(ben.waitFor?.startRevision ?? 1)
        .filter(({ kv }) => kv.key === ben.waitFor?.key),
      'What his watch tells him',
    ).toMatchObject([{ type: 'DELETE', kv: { modRevision: gone } }]);
    const next = acquire(server.etcd, 'leader', 'ben', 8);
    expect(next, 'The claim of ben now').toMatchObject({
      held: true,
      createRevision: ben.createRevision,
    });
    whileHeld(server.etcd, next, [put('plan', 'by ben')]);

    const late = whileHeld(server.etcd, anna, [put('plan', 'by anna, too late')]);
    expect(late.succeeded, 'Whether anna could still write').toBe(false);
    expect(release(server.etcd, anna), 'Whether anna had anything to release').toBe(false);
    expect(valueIn(server, 'plan'), 'The plan').toBe('by ben');
    expect(cleo.waitFor?.key, 'Key that cleo has watched all the time').toBe('leader/ben');
    expect(holder(server.etcd, 'leader'), 'The leader').toBe('ben');
  });

  it('a lock on your own transactions works as on those of etcd', () => {
    const { store } = server;
    const own = { txn: (asked: TxnRequest) => txn(store, asked) };
    const anna = acquire(own, 'jobs', 'anna');
    expect(acquire(own, 'jobs', 'ben')).toMatchObject({ waitFor: { key: 'jobs/anna' } });
    expect(compareAndSwap(own, 'jobs/anna', anna.createRevision, 'busy').succeeded).toBe(true);
    expect(release(own, anna), 'Whether the claim could be released').toBe(true);
    expect(holder(own, 'jobs')).toBe('ben');
  });
});

type Outcome = { readonly value: unknown } | { readonly error: Error } | undefined;

function nothing(): void {}

/** The value of a batched call. An error is the learner's to see. */
function givenBy(outcome: Outcome): unknown {
  if (outcome && 'error' in outcome) throw outcome.error;
  return outcome?.value;
}

/** The code of the refusal, or `no error`. Other errors are the learner's to see. */
function refusalOf(outcome: Outcome): string {
  if (outcome && 'error' in outcome && outcome.error instanceof EtcdError)
    return outcome.error.code;
  givenBy(outcome);
  return 'no error';
}

/** The same, but any other error is one more answer. */
function codeOf(outcome: Outcome): string {
  const foreign = outcome && 'error' in outcome && !(outcome.error instanceof EtcdError);
  return foreign ? 'another error' : refusalOf(outcome);
}

function refusalBy(work: () => unknown): string {
  try {
    return refusalOf({ value: work() });
  } catch (error) {
    return refusalOf({ error: error as Error });
  }
}

function answerOf(outcome: Outcome): unknown {
  const refused = refusalOf(outcome);
  return refused === 'no error' ? givenBy(outcome) : { refused };
}

function keysOf(store: Server['store']): string[] {
  return store.range('\0', all).kvs.map(({ key }) => key);
}

function valueIn({ store }: Server, key: string): string | undefined {
  return store.range(key).kvs[0]?.value;
}

function typed(operations: readonly RequestOp[]): string {
  return operations.map((each) => JSON.stringify(each)).join(', ');
}

function toldStep({ owner, gone }: { owner: string; gone?: string }): string {
  return gone ? `the key of ${gone} is deleted, ${owner} asks` : `${owner} asks`;
}
