import { fromKey, prefixEnd } from 'course/kit';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { LeasedStore, Lessor } from '#exercise/etcd/lease';
import { MvccStore } from '#reference/etcd/mvcc-store';
import { batch, shown } from '#suite';
import { Books } from './books.ts';
import { told, typedInRow } from './calls.ts';
import { expectEvents, expectRefused } from './expectations.ts';
import { keys, lessorCalls, storeCalls } from './histories.ts';
import { comparable, LessorModel } from './model.ts';
import { expectBooks, keysOf, ran, ranOnLessor } from './run-history.ts';

/** What the graded parts are given, and the same store as the tests use it, which shows their calls. */
let hidden: MvccStore;
let store: MvccStore;
let lessor: Lessor;

beforeEach(() => {
  hidden = new MvccStore();
  lessor = new Lessor(hidden);
  store = shown(hidden, 'store', lessor);
});

/** Puts keys beneath the lessor and attaches them: what puts with a lease come to. */
function putOn(id: number, ...keys: string[]): void {
  for (const key of keys) store.put(key, 'x', { lease: id });
  const [first = '', ...more] = keys;
  if (more.length === 0) lessor.attach(first, id);
  else attachAll(keys, id);
}

/** In one crossing, and one line of what a learner reads. */
function attachAll(keys: readonly string[], id: number): void {
  const calls = keys.map((key) => ['attach', key, id]);
  for (const ended of batch(lessor, calls)) if ('error' in ended) throw ended.error;
}

function grantAll(now: number, ...grants: [id: number, ttl: number][]): void {
  for (const [id, ttl] of grants) lessor.grant(id, ttl, now);
}

describe('Granting', () => {
  beforeEach(() => lessor.promote(0));

  it('a lease is granted for the seconds asked for, under the id asked for', () => {
    expect(lessor.grant(7, 10, 0)).toEqual({ id: 7, ttl: 10 });
    expect(lessor.has(7), 'has(7) after grant(7, ...)').toBe(true);
    expect(lessor.has(8), 'has(8), which nobody granted').toBe(false);
  });

  it('a TTL below the minimum becomes the minimum, 2 seconds unless the lessor is told otherwise', () => {
    expect(lessor.grant(1, 1, 0)).toEqual({ id: 1, ttl: 2 });
    expect(lessor.grant(2, 2, 0)).toEqual({ id: 2, ttl: 2 });
    expect(lessor.timeToLive(1, 0), 'The minimum is what was granted').toMatchObject({
      ttl: 2,
      grantedTtl: 2,
    });
    const slow = new Lessor(hidden, 15);
    expect(slow.grant(1, 14, 0), 'A grant for 14 s by a lessor whose minTtl is 15').toEqual({
      id: 1,
      ttl: 15,
    });
  });

  it('id 0 is refused: it means "no lease"', () => {
    expectRefused(() => lessor.grant(0, 10, 0), 'LeaseNotFound', 'A grant under id 0');
    expect(lessor.has(0), 'has(0)').toBe(false);
    expect(lessor.leases(), 'Leases after the refused grant').toEqual([]);
  });

  it('a TTL of 9,000,000,000 seconds is granted, one second more is refused', () => {
    expect(lessor.grant(1, 9_000_000_000, 0)).toEqual({ id: 1, ttl: 9_000_000_000 });
    expectRefused(
      () => lessor.grant(2, 9_000_000_001, 0),
      'LeaseTTLTooLarge',
      'A grant for 9,000,000,001 seconds',
    );
    expect(lessor.leases(), 'Leases after the refused grant').toEqual([1]);
  });

  it('an id that is taken is refused, and its lease goes on as it was', () => {
    lessor.grant(7, 10, 0);
    expectRefused(() => lessor.grant(7, 60, 3000), 'LeaseExist', 'A second grant under id 7');
    expect(lessor.timeToLive(7, 3000), 'Lease 7 after the refused grant').toEqual({
      id: 7,
      ttl: 7,
      grantedTtl: 10,
      keys: [],
    });
  });

  it('of several reasons to refuse, the first in the order of rule 2 is given', () => {
    lessor.grant(7, 10, 0);
    expectRefused(
      () => lessor.grant(0, 9_000_000_001, 0),
      'LeaseNotFound',
      'A grant under id 0 with a TTL too large',
    );
    expectRefused(
      () => lessor.grant(7, 9_000_000_001, 0),
      'LeaseTTLTooLarge',
      'A grant under an id that is taken, with a TTL too large,',
    );
  });

  it('timeToLive tells the whole seconds left, rounded down, and those granted', () => {
    lessor.grant(7, 10, 500);
    const at = (now: number) => lessor.timeToLive(7, now);
    expect(at(500)).toEqual({ id: 7, ttl: 10, grantedTtl: 10, keys: [] });
    expect(at(501).ttl, '9.999 seconds are left').toBe(9);
    expect(at(1500).ttl, '9 seconds are left').toBe(9);
    expect(at(10_499).ttl, '0.001 seconds are left').toBe(0);
  });

  it('of a lease that does not exist timeToLive tells -1, without refusing', () => {
    expect(lessor.timeToLive(7, 0)).toEqual({ id: 7, ttl: -1, grantedTtl: 0, keys: [] });
  });

  it('leases come in the order in which they run out, the smaller id first if together', () => {
    grantAll(0, [30, 60], [9, 20], [100, 20], [5, 90]);
    expect(lessor.leases(), 'Granted: 30 for 60 s, 9 and 100 for 20 s, 5 for 90 s').toEqual([
      9, 100, 30, 5,
    ]);
  });
});

describe('Revoking', () => {
  beforeEach(() => {
    lessor.promote(0);
    lessor.grant(7, 10, 0);
  });

  it('a key is on the lease to which it was attached last, and on no other', () => {
    lessor.grant(8, 10, 0);
    expect(lessor.leaseOf('a'), 'leaseOf a key that was never attached').toBe(0);
    lessor.attach('a', 7);
    expect(lessor.leaseOf('a'), 'leaseOf("a") after attach("a", 7)').toBe(7);
    lessor.attach('a', 8);
    expect(lessor.leaseOf('a'), 'leaseOf("a") after attach("a", 8)').toBe(8);
    expect(lessor.timeToLive(7, 0).keys, 'Keys of 7 after "a" went to 8').toEqual([]);
    expect(lessor.timeToLive(8, 0).keys, 'Keys of 8 after "a" went to 8').toEqual(['a']);
  });

  it('a key that is attached twice to one lease is on it once', () => {
    lessor.attach('a', 7);
    lessor.attach('a', 7);
    expect(lessor.timeToLive(7, 0).keys).toEqual(['a']);
    lessor.detach('a');
    expect(lessor.timeToLive(7, 0).keys, 'Keys of 7 after one detach').toEqual([]);
  });

  it('detach takes a key off its lease, or does nothing', () => {
    putOn(7, 'a');
    lessor.detach('a');
    lessor.detach('b');
    expect(lessor.leaseOf('a'), 'leaseOf("a") after detach("a")').toBe(0);
    expect(lessor.timeToLive(7, 0).keys, 'Keys of 7 after detach("a")').toEqual([]);
    lessor.revoke(7);
    expect(store.range('a').count, 'Keys "a" in the store: it was on no lease any more').toBe(1);
  });

  it('attach refuses a lease that does not exist, and leaves the key where it was', () => {
    lessor.attach('a', 7);
    expectRefused(() => lessor.attach('a', 9), 'LeaseNotFound', 'attach to an unknown lease');
    expect(lessor.leaseOf('a'), 'leaseOf("a") after the refused attach').toBe(7);
  });

  it('revoke deletes all keys of the lease at one revision', () => {
    putOn(7, 'b', 'a', 'c');
    expect(lessor.revoke(7)).toEqual({ revision: 5 });
    expectEvents(
      store.changes(5),
      ['DELETE a at 5', 'DELETE b at 5', 'DELETE c at 5'],
      'What a watcher sees from revision 5 on',
    );
  });

  it('revoke deletes in the order of bytes, so that all members do it alike', () => {
    putOn(7, '😀', 'é', 'B', 'Ａ', 'a');
    lessor.revoke(7);
    expectEvents(
      store.changes(7),
      ['DELETE B at 7', 'DELETE a at 7', 'DELETE é at 7', 'DELETE Ａ at 7', 'DELETE 😀 at 7'],
      'What a watcher sees of the revoke',
    );
  });

  it('revoke deletes nothing else: not the keys between, nor those of other leases', () => {
    lessor.grant(8, 10, 0);
    putOn(7, 'a', 'c');
    putOn(8, 'b');
    store.put('a/', 'x');
    lessor.revoke(7);
    const left = store.range('\0', { rangeEnd: fromKey });
    expect(
      left.kvs.map(({ key }) => key),
      'Keys left',
    ).toEqual(['a/', 'b']);
    expect(lessor.timeToLive(8, 0).keys, 'Keys of 8').toEqual(['b']);
  });

  it('revoking a lease without keys makes no revision', () => {
    lessor.grant(8, 10, 0);
    store.put('a', 'x');
    expect(lessor.revoke(7)).toEqual({ revision: 2 });
    lessor.attach('gone', 8);
    expect(lessor.revoke(8), 'The key attached is not in the store').toEqual({ revision: 2 });
    expect(store.revision, "The store's revision").toBe(2);
  });

  it('after revoke the lease is gone and its keys are on no lease', () => {
    lessor.grant(8, 10, 0);
    putOn(7, 'a');
    lessor.revoke(7);
    expect(lessor.has(7), 'has(7) after revoke(7)').toBe(false);
    expect(lessor.leases(), 'Leases after revoke(7)').toEqual([8]);
    expect(lessor.leaseOf('a'), 'leaseOf("a") after revoke(7)').toBe(0);
    expect(lessor.timeToLive(7, 0), 'timeToLive of 7, which is gone').toMatchObject({ ttl: -1 });
    expectRefused(() => lessor.attach('b', 7), 'LeaseNotFound', 'attach to a revoked lease');
  });

  it('revoke refuses a lease that does not exist, also one that is revoked already', () => {
    expectRefused(() => lessor.revoke(9), 'LeaseNotFound', 'revoke of an unknown lease');
    expectRefused(() => lessor.revoke(0), 'LeaseNotFound', 'revoke of 0');
    lessor.revoke(7);
    expectRefused(() => lessor.revoke(7), 'LeaseNotFound', 'The second revoke');
  });

  it('a revoked id can be granted again, with a time of its own and without the old keys', () => {
    putOn(7, 'a');
    lessor.revoke(7);
    store.put('a', 'by somebody else');
    expect(lessor.grant(7, 30, 5000)).toEqual({ id: 7, ttl: 30 });
    expect(lessor.timeToLive(7, 5000)).toEqual({ id: 7, ttl: 30, grantedTtl: 30, keys: [] });
    lessor.revoke(7);
    expect(store.range('a').count, 'Keys "a" in the store: it was not on the new lease').toBe(1);
  });

  it('a key that a revoke deleted can go to another lease', () => {
    lessor.grant(8, 10, 0);
    putOn(7, 'a');
    lessor.revoke(7);
    putOn(8, 'a');
    expect(lessor.leaseOf('a'), 'leaseOf("a"), put again on 8').toBe(8);
    expect(lessor.revoke(8)).toEqual({ revision: 5 });
    expect(store.range('a').count, 'Keys "a" in the store').toBe(0);
  });

  it('each write that revoke opens it ends, exactly once', () => {
    let opened = 0;
    let ended = 0;
    const counted = {
      write: () => {
        opened++;
        const txn = hidden.write();
        const deleteRange = (key: string) => txn.deleteRange(key);
        const end = () => {
          ended++;
          return txn.end();
        };
        return { deleteRange, end };
      },
    };
    const strict = new Lessor(counted);
    shown(counted, 'countedStore', strict);
    strict.grant(7, 10, 0);
    strict.revoke(7);
    store.put('a', 'x');
    strict.grant(8, 10, 0);
    strict.attach('a', 8);
    strict.revoke(8);
    expectRefused(() => strict.revoke(8), 'LeaseNotFound', 'The second revoke of 8');
    const what = `Two revokes and a refused one opened ${opened} writes and ended ${ended}`;
    expect(ended, what).toBe(opened);
  });
});

describe('Running out', () => {
  beforeEach(() => lessor.promote(0));

  it('a lease has run out at the very millisecond of its time, and not one earlier', () => {
    lessor.grant(7, 5, 100);
    expect(lessor.expired(5099), 'Granted for 5 s at 100: expired(5099)').toEqual([]);
    expect(lessor.expired(5100), 'Granted for 5 s at 100: expired(5100)').toEqual([7]);
    expect(
      lessor.expired(9000),
      'Granted for 5 s at 100, revoked by nobody: expired(9000)',
    ).toEqual([7]);
  });

  it('the minimum counts, not what was asked for', () => {
    lessor.grant(7, 1, 0);
    expect(lessor.expired(1999), 'Asked for 1 s, granted for 2 s: expired(1999)').toEqual([]);
    expect(lessor.expired(2000), 'Asked for 1 s, granted for 2 s: expired(2000)').toEqual([7]);
  });

  it('each lease runs out by itself, and they are told in that order', () => {
    grantAll(0, [1, 30], [4, 10], [3, 20], [2, 20]);
    expect(lessor.expired(10_000), 'expired(10000); 4 was granted for 10 s').toEqual([4]);
    expect(lessor.expired(30_000), 'expired(30000); in the order of their times').toEqual([
      4, 2, 3, 1,
    ]);
  });

  it('expired only tells: the lease and its keys are there, and it is told again', () => {
    lessor.grant(7, 5, 0);
    putOn(7, 'a');
    lessor.expired(5000);
    expect(lessor.expired(5000), 'The second time, as nobody has revoked it').toEqual([7]);
    expect(lessor.has(7), 'has(7), run out and not revoked').toBe(true);
    expect(lessor.leaseOf('a'), 'leaseOf("a"), as 7 is not revoked').toBe(7);
    expect(store.range('a').count, 'Keys "a" in the store: only revoke deletes').toBe(1);
  });

  it('until it is revoked, a lease that has run out has no seconds left and all its keys', () => {
    lessor.grant(7, 5, 0);
    putOn(7, 'a', 'b');
    const late = lessor.timeToLive(7, 7500);
    expect(late.ttl, 'ttl, 2.5 seconds after it ran out').toBeLessThanOrEqual(0);
    expect(late.grantedTtl, 'grantedTtl after it ran out').toBe(5);
    expect(keysOf(late), 'Keys after it ran out').toEqual(['a', 'b']);
  });

  it('a revoked lease no longer runs out', () => {
    lessor.grant(7, 5, 0);
    lessor.revoke(7);
    expect(lessor.expired(9000)).toEqual([]);
  });

  it('a key can be attached to a lease that has run out, as long as nobody has revoked it', () => {
    lessor.grant(7, 10, 0);
    lessor.expired(10_000);
    lessor.attach('a', 7);
    expect(lessor.leaseOf('a'), 'leaseOf("a")').toBe(7);
  });

  it('a lease that has run out is revoked like any other', () => {
    grantAll(0, [7, 10], [8, 10]);
    putOn(7, 'a');
    const [first] = lessor.expired(10_000);
    expect(first, 'The first of expired(10000)').toBe(7);
    expect(lessor.revoke(7)).toEqual({ revision: 3 });
    expect(lessor.expired(10_000), 'expired(10000) after revoke(7)').toEqual([8]);
    expectEvents(store.changes(3), ['DELETE a at 3'], 'What a watcher sees');
  });
});

describe('Keeping alive', () => {
  beforeEach(() => lessor.promote(0));

  it('gives the full TTL again, counted from now', () => {
    lessor.grant(7, 10, 0);
    expect(lessor.keepAlive(7, 4000)).toEqual({ id: 7, ttl: 10 });
    expect(lessor.timeToLive(7, 4000).ttl, 'Seconds left right after it').toBe(10);
    expect(lessor.expired(13_999), 'Kept alive at 4000 for 10 s: expired(13999)').toEqual([]);
    expect(lessor.expired(14_000), 'Kept alive at 4000 for 10 s: expired(14000)').toEqual([7]);
  });

  it('adds nothing up, however often it is called', () => {
    lessor.grant(7, 10, 0);
    for (let i = 0; i < 3; i++) lessor.keepAlive(7, 1000);
    expect(lessor.expired(11_000), 'Kept alive three times at 1000: expired(11000)').toEqual([7]);
  });

  it('renews the TTL that was granted, not the one that was asked for', () => {
    lessor.grant(7, 1, 0);
    expect(lessor.keepAlive(7, 1500)).toEqual({ id: 7, ttl: 2 });
    expect(lessor.expired(3499), 'Kept alive at 1500 for 2 s: expired(3499)').toEqual([]);
  });

  it('works until the last millisecond', () => {
    lessor.grant(7, 5, 0);
    expect(lessor.keepAlive(7, 4999)).toEqual({ id: 7, ttl: 5 });
    expect(lessor.expired(9998), 'Kept alive at 4999 for 5 s: expired(9998)').toEqual([]);
  });

  it('comes too late when the lease has run out, although nobody has revoked it', () => {
    lessor.grant(7, 5, 0);
    expectRefused(
      () => lessor.keepAlive(7, 5000),
      'LeaseNotFound',
      'keepAlive at the moment at which the lease runs out',
    );
    expect(lessor.expired(5000), 'Refused, so it has still run out: expired(5000)').toEqual([7]);
    expect(lessor.has(7), 'has(7), run out and not revoked').toBe(true);
  });

  it('is refused for a lease that was never granted, or was revoked', () => {
    expectRefused(() => lessor.keepAlive(7, 0), 'LeaseNotFound', 'keepAlive of an unknown lease');
    lessor.grant(7, 5, 0);
    lessor.revoke(7);
    expectRefused(() => lessor.keepAlive(7, 0), 'LeaseNotFound', 'keepAlive of a revoked lease');
  });

  it('changes only that lease, and its place among the leases', () => {
    grantAll(0, [1, 10], [2, 10], [3, 10]);
    lessor.keepAlive(1, 2000);
    expect(lessor.leases(), 'Leases after 1 was kept alive').toEqual([2, 3, 1]);
    expect(lessor.expired(10_000), 'expired(10000); 1 was kept alive at 2000').toEqual([2, 3]);
  });
});

describe('Putting with a lease', () => {
  let leased: LeasedStore;

  beforeEach(() => {
    lessor.promote(0);
    lessor.grant(7, 10, 0);
    leased = new LeasedStore(hidden, lessor);
  });

  it('a put attaches its key to the lease that it names', () => {
    expect(leased.put('a', 'x', { lease: 7 })).toEqual({ revision: 2 });
    expect(lessor.leaseOf('a'), 'leaseOf("a") after the put with lease 7').toBe(7);
    expect(store.range('a').kvs, 'What the store holds').toMatchObject([{ value: 'x', lease: 7 }]);
  });

  it('a put that names another lease moves the key', () => {
    lessor.grant(8, 10, 0);
    leased.put('a', 'x', { lease: 7 });
    leased.put('a', 'y', { lease: 8 });
    expect(lessor.leaseOf('a'), 'leaseOf("a") after the put with lease 8').toBe(8);
    lessor.revoke(7);
    expect(store.range('a').kvs, 'What is left after revoke(7)').toMatchObject([{ lease: 8 }]);
  });

  it('a put that names no lease takes the key off its lease', () => {
    leased.put('a', 'x', { lease: 7 });
    leased.put('a', 'y');
    expect(lessor.leaseOf('a'), 'leaseOf("a") after the put without a lease').toBe(0);
    leased.put('b', 'x', { lease: 7 });
    leased.put('b', 'y', { lease: 0 });
    expect(lessor.leaseOf('b'), 'leaseOf("b") after the put with lease 0').toBe(0);
    lessor.revoke(7);
    expect(store.range('a', { rangeEnd: fromKey }).count, 'Keys left after revoke(7)').toBe(2);
  });

  it('a put with the lease that the key is on leaves it there', () => {
    leased.put('a', 'x', { lease: 7 });
    leased.put('a', 'y', { lease: 7 });
    expect(lessor.timeToLive(7, 0).keys, 'Keys of 7').toEqual(['a']);
  });

  it('ignoreLease leaves the key on the lease it is on', () => {
    leased.put('a', 'x', { lease: 7 });
    expect(leased.put('a', 'y', { ignoreLease: true })).toEqual({ revision: 3 });
    expect(lessor.leaseOf('a'), 'leaseOf("a") after the put with ignoreLease').toBe(7);
    expect(store.range('a').kvs, 'What the store holds').toMatchObject([{ value: 'y', lease: 7 }]);
  });

  it('ignoreLease leaves a key without a lease without one', () => {
    leased.put('a', 'x');
    leased.put('a', 'y', { ignoreLease: true, lease: 0 });
    expect(lessor.leaseOf('a'), 'leaseOf("a")').toBe(0);
    expect(store.range('a').kvs, 'What the store holds').toMatchObject([{ value: 'y', lease: 0 }]);
  });

  it('a put with a lease that does not exist is refused, and nothing has changed', () => {
    leased.put('a', 'x', { lease: 7 });
    expectRefused(
      () => leased.put('a', 'y', { lease: 9 }),
      'LeaseNotFound',
      'A put with lease 9, which nobody granted,',
    );
    expect(lessor.leaseOf('a'), 'leaseOf("a") after the refused put').toBe(7);
    expect(store.revision, "The store's revision after the refused put").toBe(2);
  });

  it('ignoreLease needs a key that exists', () => {
    leased.put('a', 'x', { lease: 7 });
    leased.deleteRange('a');
    for (const key of ['a', 'b'])
      expectRefused(
        () => leased.put(key, 'y', { ignoreLease: true }),
        'KeyNotFound',
        `A put of "${key}", which does not exist, with ignoreLease`,
      );
    expect(store.revision, "The store's revision after the refused puts").toBe(3);
  });

  it('of several reasons to refuse, the first in the order of rule 14 is given', () => {
    expectRefused(
      () => leased.put('', 'x', { lease: 9 }),
      'EmptyKey',
      'A put of the empty key with an unknown lease',
    );
    expectRefused(
      () => leased.put('', 'x', { lease: 7, ignoreLease: true }),
      'EmptyKey',
      'A put of the empty key with a lease and ignoreLease',
    );
    expectRefused(
      () => leased.put('a', 'x', { lease: 9, ignoreLease: true }),
      'LeaseProvided',
      'A put with an unknown lease and ignoreLease',
    );
    expect(store.revision, "The store's revision after the refused puts").toBe(1);
  });

  it('a lease that has run out, but is not revoked, can still be put on', () => {
    lessor.expired(10_000);
    leased.put('a', 'x', { lease: 7 });
    lessor.revoke(7);
    expectEvents(store.changes(2), ['PUT a at 2', 'DELETE a at 3'], 'What a watcher sees');
  });

  it('prevKv is given as the store gives it: when asked for and when there was one', () => {
    expect(leased.put('a', 'x', { lease: 7, prevKv: true })).toEqual({ revision: 2 });
    expect(leased.put('a', 'y', { ignoreLease: true, prevKv: true })).toMatchObject({
      revision: 3,
      prevKv: { value: 'x', lease: 7 },
    });
    expect(leased.put('a', 'z', { ignoreLease: true }), 'prevKv was not asked for').toEqual({
      revision: 4,
    });
  });

  it('what deleteRange deletes is on no lease any more', () => {
    for (const key of ['a', 'b', 'c']) leased.put(key, 'x', { lease: 7 });
    expect(leased.deleteRange('a', { rangeEnd: 'c' })).toEqual({ revision: 5, deleted: 2 });
    expect(lessor.timeToLive(7, 0).keys, 'Keys of 7 after "a" and "b" were deleted').toEqual(['c']);
    store.put('a', 'by somebody else');
    lessor.revoke(7);
    expect(store.range('a').count, 'Keys "a" in the store: the new one is on no lease').toBe(1);
  });

  it('deleteRange answers as the store does', () => {
    leased.put('a', 'x', { lease: 7 });
    const all = { rangeEnd: fromKey, prevKv: true };
    expect(leased.deleteRange('a', all)).toMatchObject({
      revision: 3,
      deleted: 1,
      prevKvs: [{ key: 'a', value: 'x', lease: 7 }],
    });
    expect(leased.deleteRange('a', all), 'Nothing is left to delete').toEqual({
      revision: 3,
      deleted: 0,
      prevKvs: [],
    });
    expectRefused(() => leased.deleteRange(''), 'EmptyKey', 'deleteRange of the empty key');
  });

  it("readings are the store's own", () => {
    leased.put('a', 'x', { lease: 7 });
    expect(leased.range('a'), 'range("a")').toEqual(store.range('a'));
    expect(leased.changes(2), 'changes(2)').toEqual(store.changes(2));
    expect(leased.compact(2)).toEqual({ revision: 2 });
    expect([leased.revision, leased.compactRevision], 'revision and compactRevision').toEqual([
      2, 2,
    ]);
  });

  it('a write of several puts and deletions keeps to the same rules', () => {
    lessor.grant(8, 10, 0);
    leased.put('a', 'x', { lease: 7 });
    const txn = leased.write();
    expect(txn.put('b', 'x', { lease: 7 })).toEqual({ revision: 3 });
    expect(txn.deleteRange('a')).toEqual({ revision: 3, deleted: 1 });
    txn.put('c', 'x', { lease: 8 });
    expect(txn.range('c').kvs, 'range("c") of the write').toMatchObject([{ lease: 8 }]);
    txn.put('c', 'y', { ignoreLease: true });
    expect(txn.end()).toBe(3);
    expect(lessor.timeToLive(7, 0).keys, 'Keys of 7').toEqual(['b']);
    expect(lessor.timeToLive(8, 0).keys, 'Keys of 8').toEqual(['c']);
    expect(store.range('c').kvs, 'What the store holds').toMatchObject([{ value: 'y', lease: 8 }]);
  });

  it('in a write, ignoreLease sees what the write has done before', () => {
    leased.put('a', 'x', { lease: 7 });
    leased.put('b', 'x', { lease: 7 });
    const txn = leased.write();
    txn.put('a', 'y');
    txn.put('a', 'z', { ignoreLease: true });
    txn.deleteRange('b');
    expectRefused(
      () => txn.put('b', 'y', { ignoreLease: true }),
      'KeyNotFound',
      'A put with ignoreLease of a key that the write has deleted',
    );
    txn.end();
    expect(lessor.timeToLive(7, 0).keys, 'Keys of 7').toEqual([]);
    expect(store.range('a').kvs, 'What the store holds').toMatchObject([{ value: 'z', lease: 0 }]);
  });

  it('of a put that is refused in a write nothing happens, and the rest goes on', () => {
    const txn = leased.write();
    txn.put('a', 'x', { lease: 7 });
    expectRefused(
      () => txn.put('a', 'y', { lease: 9 }),
      'LeaseNotFound',
      'A put with an unknown lease inside a write',
    );
    txn.put('b', 'x');
    expect(txn.end()).toBe(2);
    expect(store.range('a').kvs, 'What the store holds').toMatchObject([{ value: 'x', lease: 7 }]);
    expect(lessor.leaseOf('a'), 'leaseOf("a")').toBe(7);
  });
});

describe('Leaders and followers', () => {
  it('on a follower nothing runs out, and all else goes on', () => {
    lessor.grant(8, 5, 0);
    lessor.grant(7, 60, 0);
    putOn(8, 'a');
    expect(lessor.expired(1_000_000), 'expired(1000000) of a lessor never promoted').toEqual([]);
    expect(lessor.leases(), 'Leases of a follower, by id').toEqual([7, 8]);
    expect(lessor.revoke(8)).toEqual({ revision: 3 });
    expect(lessor.has(8), 'has(8) after revoke(8)').toBe(false);
  });

  it('on promotion every lease has its full TTL again, whenever it was granted', () => {
    lessor.grant(7, 10, 0);
    lessor.grant(8, 5, 3000);
    lessor.promote(9000);
    expect(lessor.timeToLive(7, 9000).ttl, 'Seconds left of 7 right after promote(9000)').toBe(10);
    expect(lessor.expired(13_999), 'expired(13999)').toEqual([]);
    expect(lessor.expired(14_000), 'expired(14000): 8 has 5 s from 9000 on').toEqual([8]);
    expect(lessor.expired(19_000), 'expired(19000): 7 has 10 s from 9000 on').toEqual([8, 7]);
  });

  it('extend gives milliseconds more, once', () => {
    lessor.grant(7, 10, 0);
    lessor.promote(0, 1500);
    expect(
      lessor.timeToLive(7, 0),
      'Seconds left and granted after promote(0, 1500)',
    ).toMatchObject({ ttl: 11, grantedTtl: 10 });
    expect(lessor.expired(11_499), 'expired(11499)').toEqual([]);
    expect(lessor.expired(11_500), 'expired(11500)').toEqual([7]);
    expect(lessor.keepAlive(7, 2000)).toEqual({ id: 7, ttl: 10 });
    expect(lessor.expired(12_000), 'Kept alive at 2000 for 10 s: expired(12000)').toEqual([7]);
    lessor.grant(8, 5, 2000);
    expect(lessor.expired(7000), 'Granted after the promotion, for 5 s: expired(7000)').toEqual([
      8,
    ]);
  });

  it('a lease that had run out under the old leader lives again', () => {
    lessor.promote(0);
    lessor.grant(7, 5, 0);
    lessor.expired(6000);
    lessor.promote(6000, 0);
    expect(lessor.expired(6000), 'expired(6000) after promote(6000)').toEqual([]);
    expect(lessor.keepAlive(7, 6000)).toEqual({ id: 7, ttl: 5 });
  });

  it("only the new leader's clock counts, also when it shows less than the old one's", () => {
    lessor.promote(500_000);
    lessor.grant(7, 5, 500_000);
    lessor.demote();
    lessor.promote(20_000);
    expect(lessor.timeToLive(7, 20_000).ttl, 'Seconds left right after promote(20000)').toBe(5);
    expect(lessor.expired(25_000), 'expired(25000) after promote(20000)').toEqual([7]);
  });

  it('after demote nothing runs out, neither old leases nor new ones', () => {
    lessor.promote(0);
    lessor.grant(8, 5, 0);
    lessor.demote();
    lessor.grant(7, 10, 0);
    expect(lessor.expired(1_000_000), 'expired(1000000) after demote').toEqual([]);
    expect(lessor.leases(), 'Leases after demote, by id').toEqual([7, 8]);
    lessor.promote(30_000);
    expect(lessor.expired(35_000), 'expired(35000) after promote(30000)').toEqual([8]);
  });

  it('a second promotion counts, not the first', () => {
    lessor.grant(7, 5, 0);
    lessor.promote(0, 60_000);
    lessor.promote(1000, 500);
    expect(lessor.expired(6500), 'expired(6500) after promote(1000, 500)').toEqual([7]);
  });
});

describe('Any history', () => {
  it('random calls of the lessor give what a plain model gives', () => {
    fc.assert(
      fc.property(lessorCalls, (calls) => {
        const store = new MvccStore();
        for (const key of keys) store.put(key, 'x');
        const model = new LessorModel(keys);
        const answers = ranOnLessor(calls, { new: Lessor, args: [store] });
        for (const [i, call] of calls.entries()) {
          const what = `Asked of a new lessor: ${told(calls, i)}`;
          expect(comparable(call, answers[i]), what).toEqual(model.run(call));
        }
      }),
      { numRuns: 18 },
    );
  });

  it('after random puts, deletions, writes and revokes the lessor knows what the store holds', () => {
    fc.assert(
      fc.property(storeCalls, (calls) => {
        const store = new MvccStore();
        const lessor = new Lessor(store);
        const answers = ran(calls, lessor, new LeasedStore(store, lessor));
        const books = new Books();
        for (const [i, call] of calls.entries())
          expect(answers[i], `How each change ended in ${told(calls, i)}`).toEqual(books.run(call));
        const { kvs } = store.range('a', { rangeEnd: fromKey });
        const what = `after ${typedInRow(calls)}`;
        expect(
          kvs.map(({ key, lease }) => [key, lease]),
          `Keys in the store, each with its lease, ${what}`,
        ).toEqual(books.entries);
        expectBooks(lessor, books, what);
      }),
      { numRuns: 6 },
    );
  });
});

describe('Stories', () => {
  const workers = { rangeEnd: prefixEnd('workers/') };

  it('a worker that falls silent is gone from the list of workers, with all that it wrote', () => {
    const leased = new LeasedStore(hidden, lessor);
    lessor.promote(0);
    grantAll(0, [1, 10], [2, 10]);
    leased.put('workers/1', 'ready', { lease: 1 });
    leased.put('workers/1/load', '80', { lease: 1 });
    leased.put('workers/2', 'ready', { lease: 2 });
    leased.put('results/1', 'kept for good');

    lessor.keepAlive(2, 6000);
    leased.put('workers/1/load', '90', { ignoreLease: true });
    const late = lessor.expired(10_000);
    expect(late, 'Run out at 10000: only worker 2 was heard of since 0').toEqual([1]);
    const { revision } = lessor.revoke(1);
    expectEvents(
      store.changes(revision),
      ['DELETE workers/1 at 7', 'DELETE workers/1/load at 7'],
      'What a watcher is told when worker 1 is gone',
    );
    expect(store.range('workers/', workers).kvs, 'Workers left').toMatchObject([
      { key: 'workers/2' },
    ]);
    expect(store.range('results/1').count, 'What was put without a lease stays').toBe(1);
    expectRefused(() => lessor.keepAlive(1, 10_500), 'LeaseNotFound', 'Worker 1, back at 10500,');
  });

  it('Events share a lease, and one that happens again moves to a newer lease', () => {
    const leased = new LeasedStore(hidden, lessor);
    lessor.promote(0);
    lessor.grant(1, 3660, 0);
    leased.put('events/pulled', 'once', { lease: 1 });
    leased.put('events/back-off', 'once', { lease: 1 });
    lessor.grant(2, 3660, 120_000);
    leased.put('events/back-off', 'twice', { lease: 2 });

    expect(lessor.expired(3_660_000), 'Run out after 3660 s').toEqual([1]);
    expect(lessor.revoke(1)).toEqual({ revision: 5 });
    expectEvents(store.changes(5), ['DELETE events/pulled at 5'], 'What a watcher is told');
    expect(store.range('events/back-off').kvs, 'The one that happened again').toMatchObject([
      { value: 'twice', version: 2, lease: 2 },
    ]);
    expect(lessor.expired(3_780_000), 'Run out 3660 s after the second grant').toEqual([2]);
  });

  it('a change of leaders costs no client its lease, whoever was about to be late', () => {
    const followerStore = new MvccStore();
    const follower = new Lessor(followerStore);
    const members = [
      { lessor, leased: new LeasedStore(hidden, lessor) },
      { lessor: follower, leased: new LeasedStore(followerStore, follower) },
    ];
    lessor.promote(0);
    for (const member of members) {
      member.lessor.grant(7, 5, 0);
      member.leased.put('lock', 'mine', { lease: 7 });
    }
    lessor.demote();
    follower.promote(1_000_000, 1000);
    expect(lessor.expired(6000), 'Run out for the old leader, which no longer decides').toEqual([]);
    expect(follower.expired(1_004_000), 'Run out for the new leader 4 s later').toEqual([]);
    expect(follower.keepAlive(7, 1_005_999), 'In time: 5 s and 1 s more').toEqual({
      id: 7,
      ttl: 5,
    });

    expect(follower.expired(1_010_999), 'The client is silent after that').toEqual([7]);
    for (const member of members) member.lessor.revoke(7);
    expect(store.changes(2), 'Both members have the same history').toEqual(
      followerStore.changes(2),
    );
    expectEvents(store.changes(3), ['DELETE lock at 3'], 'What a watcher of any member is told');
  });
});
