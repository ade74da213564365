import { fromKey, prefixEnd, type WatchOptions } from 'course/kit';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { WatchHub } from '#exercise/etcd/watch';
import { MvccStore } from '#reference/etcd/mvcc-store';
import { shown } from '#suite';
import {
  allEvents,
  expectComplete,
  expectNoNews,
  expectSilence,
  expectTold,
  expectTooLate,
  expectWhole,
  lineWithPrevious,
} from './expectations.ts';
import { histories } from './histories.ts';
import { live } from './live.ts';
import { StoreWindow } from './store-window.ts';
import { World } from './world.ts';

let store: MvccStore;
let hub: WatchHub;

beforeEach(() => {
  const hidden = new MvccStore();
  const window = new StoreWindow(hidden);
  hub = new WatchHub(window);
  shown(window, 'store', hub);
  store = shown(hidden, 'store', hub);
});

/** Several changes of one revision. */
function together(...changes: (readonly ['put', string, string] | readonly ['delete', string])[]) {
  const txn = store.write();
  for (const [what, key, value = ''] of changes)
    if (what === 'put') txn.put(key, value);
    else txn.deleteRange(key);
  txn.end();
}

/** Drains a watcher and compares what it is told. */
function expectNews(watchId: number, lines: string[], what?: string): void {
  expectTold(hub.drain(watchId), lines, what);
}

const all = { rangeEnd: fromKey };

describe('Watching what comes', () => {
  it('what was there before the call of watch is not told', () => {
    store.put('a', 'old');
    const id = hub.watch('a');
    expectSilence(hub.drain(id), 'Told before anything new was written');
    store.put('a', 'new');
    expectNews(id, ['PUT a=new at 3']);
  });

  it('what is written between the call of watch and the first drain is told', () => {
    const id = hub.watch('a');
    store.put('a', 'x');
    store.put('a', 'y');
    expectNews(id, ['PUT a=x at 2', 'PUT a=y at 3']);
  });

  it('each event is told once, drain by drain', () => {
    const id = hub.watch('a');
    store.put('a', 'x');
    expectNews(id, ['PUT a=x at 2'], 'Told by the first drain');
    expectSilence(hub.drain(id), 'Told by a second drain right after the first');
    store.put('a', 'y');
    expectNews(id, ['PUT a=y at 3'], 'Told after one more put');
  });

  it('a startRevision of 0 is as good as none', () => {
    store.put('a', 'x');
    const id = hub.watch('a', { startRevision: 0 });
    store.put('a', 'y');
    expectNews(id, ['PUT a=y at 3']);
  });

  it('without rangeEnd only that very key is told', () => {
    const id = hub.watch('a');
    for (const key of ['aa', 'A', 'b', 'a', 'a\0']) store.put(key, 'x');
    expectNews(id, ['PUT a=x at 5']);
  });

  it('a range takes in its key and leaves out its rangeEnd', () => {
    const id = hub.watch('b', { rangeEnd: 'd' });
    for (const key of ['a', 'b', 'c', 'cc', 'd', 'bb']) store.put(key, 'x');
    expectNews(id, ['PUT b=x at 3', 'PUT c=x at 4', 'PUT cc=x at 5', 'PUT bb=x at 7']);
  });

  it('the rangeEnd "\\0" means every key from the key on', () => {
    const id = hub.watch('b', all);
    for (const key of ['a', 'c', '😀', 'b']) store.put(key, 'x');
    expectNews(id, ['PUT c=x at 3', 'PUT 😀=x at 4', 'PUT b=x at 5']);
  });

  it('the ends of a range go by bytes: characters beyond U+FFFF come after all others', () => {
    const below = hub.watch('B', { rangeEnd: '😀' });
    const from = hub.watch('😀', all);
    for (const key of ['Ａ', '😀', 'é']) store.put(key, 'x');
    expectNews(below, ['PUT Ａ=x at 2', 'PUT é=x at 4'], 'Told to a watcher from B up to 😀');
    expectNews(from, ['PUT 😀=x at 3'], 'Told to a watcher from 😀 on');
  });

  it('events come in the order in which they were made, across keys', () => {
    const id = hub.watch('a', { rangeEnd: 'c' });
    store.put('b', 'x');
    store.put('a', 'y');
    store.deleteRange('b');
    expectNews(id, ['PUT b=x at 2', 'PUT a=y at 3', 'DELETE b at 4']);
  });

  it("a response names its watcher and the store's revision, not that of its events", () => {
    hub.watch('z');
    const id = hub.watch('a');
    store.put('a', 'x');
    store.put('b', 'not watched');
    const responses = hub.drain(id);
    expectTold(responses, ['PUT a=x at 2']);
    expectComplete(responses, { watchId: id, revision: 3 });
  });

  it('a watcher is told a put with the key-value as it was put', () => {
    store.put('a', 'x');
    const id = hub.watch('a');
    store.put('a', 'y', { lease: 7 });
    const kv = { key: 'a', value: 'y', createRevision: 2, modRevision: 3, version: 2, lease: 7 };
    expect(allEvents(hub.drain(id)), 'The event of the put of y').toMatchObject([
      { type: 'PUT', kv },
    ]);
  });

  it('a watcher is told a deletion by its key and its revision', () => {
    store.put('a', 'x');
    const id = hub.watch('a');
    store.deleteRange('a');
    const kv = { key: 'a', value: '', createRevision: 0, modRevision: 3, version: 0, lease: 0 };
    expect(allEvents(hub.drain(id)), 'The event of the deletion').toMatchObject([
      { type: 'DELETE', kv },
    ]);
  });
});

describe('Replaying the past', () => {
  it('the startRevision itself is told, and all after it, nothing before it', () => {
    for (const value of ['1', '2', '3']) store.put('a', value);
    const id = hub.watch('a', { startRevision: 3 });
    expectNews(id, ['PUT a=2 at 3', 'PUT a=3 at 4']);
  });

  it('startRevision 1 replays everything', () => {
    store.put('a', 'x');
    store.deleteRange('a');
    store.put('a', 'y');
    const id = hub.watch('a', { startRevision: 1 });
    expectNews(id, ['PUT a=x at 2', 'DELETE a at 3', 'PUT a=y at 4']);
  });

  it("a start at the store's own revision tells its last write", () => {
    store.put('a', 'x');
    store.put('a', 'y');
    const id = hub.watch('a', { startRevision: 3 });
    expectNews(id, ['PUT a=y at 3']);
  });

  it('the replay goes over into the present without a gap and without a double', () => {
    store.put('a', '1');
    store.put('a', '2');
    const id = hub.watch('a', { startRevision: 2 });
    store.put('a', '3');
    const past = ['PUT a=1 at 2', 'PUT a=2 at 3', 'PUT a=3 at 4'];
    expectNews(id, past, 'Told by the first drain: what was before the watch, and what came since');
    store.put('a', '4');
    expectNews(id, ['PUT a=4 at 5'], 'Told by the second drain');
  });

  it('of the past, too, only the keys of the range are told', () => {
    for (const key of ['a', 'b', 'c', 'b']) store.put(key, 'x');
    const id = hub.watch('b', { rangeEnd: 'c', startRevision: 2 });
    expectNews(id, ['PUT b=x at 3', 'PUT b=x at 5']);
  });

  it('a start in the future waits: what comes below it is not told', () => {
    const id = hub.watch('a', { startRevision: 4 });
    store.put('a', 'w');
    expectNoNews(hub.drain(id), 'Told at revision 2 to a watcher that starts at 4');
    for (const value of ['x', 'y', 'z']) store.put('a', value);
    expectNews(id, ['PUT a=y at 4', 'PUT a=z at 5']);
  });

  it('a start in the future holds, however often it is drained before', () => {
    const id = hub.watch('a', { startRevision: 5 });
    for (const value of ['w', 'x', 'y']) {
      const { revision } = store.put('a', value);
      expectNoNews(hub.drain(id), `Told at revision ${revision} to a watcher that starts at 5`);
    }
    store.put('a', 'z');
    expectNews(id, ['PUT a=z at 5']);
  });
});

describe('Whole revisions', () => {
  function expectWholeNews(watchId: number, lines: string[], what?: string): void {
    const responses = hub.drain(watchId);
    expectTold(responses, lines, what);
    expectWhole(responses);
  }

  it('all deletions of one range delete come in one response', () => {
    for (const key of ['c', 'a', 'b']) store.put(key, 'x');
    const id = hub.watch('a', all);
    store.deleteRange('a', all);
    expectWholeNews(id, ['DELETE a at 5', 'DELETE b at 5', 'DELETE c at 5']);
  });

  it('a write of several changes comes whole, in the order in which they were made', () => {
    store.put('c', 'x');
    const id = hub.watch('a', all);
    together(['put', 'b', '1'], ['delete', 'c'], ['put', 'a', '2']);
    expectWholeNews(id, ['PUT b=1 at 3', 'DELETE c at 3', 'PUT a=2 at 3']);
  });

  it('of several whole revisions none is spread over two responses', () => {
    const id = hub.watch('a', all);
    together(['put', 'a', '1'], ['put', 'b', '1']);
    together(['put', 'a', '2'], ['put', 'b', '2'], ['put', 'c', '2']);
    store.put('a', '3');
    expectWholeNews(id, [
      'PUT a=1 at 2',
      'PUT b=1 at 2',
      'PUT a=2 at 3',
      'PUT b=2 at 3',
      'PUT c=2 at 3',
      'PUT a=3 at 4',
    ]);
  });

  it('of a write, a watcher is told only what concerns it', () => {
    const id = hub.watch('b');
    together(['put', 'a', '1'], ['put', 'b', '1'], ['put', 'c', '1']);
    expectWholeNews(id, ['PUT b=1 at 2']);
  });

  it('a key that one write puts twice is told twice', () => {
    const id = hub.watch('a');
    together(['put', 'a', 'x'], ['put', 'a', 'y']);
    expectWholeNews(id, ['PUT a=x at 2', 'PUT a=y at 2']);
  });

  it('of an open write nothing is told before its end, then all of it', () => {
    const id = hub.watch('a', all);
    const txn = store.write();
    txn.put('a', 'x');
    expectNoNews(hub.drain(id), 'Told while the write is open');
    txn.put('b', 'y');
    expectNoNews(hub.drain(id), 'Told while the write is open');
    txn.end();
    expectWholeNews(id, ['PUT a=x at 2', 'PUT b=y at 2'], 'Told after the end of the write');
  });

  it('a watcher that begins while a write is open is told that write', () => {
    const txn = store.write();
    txn.put('a', 'x');
    const id = hub.watch('a', all);
    txn.put('b', 'y');
    txn.end();
    expectWholeNews(id, ['PUT a=x at 2', 'PUT b=y at 2']);
  });
});

describe('Filters', () => {
  function putAndDelete(): void {
    store.put('a', 'x');
    store.deleteRange('a');
    store.put('a', 'y');
  }

  it('noput leaves out puts', () => {
    const id = hub.watch('a', { filters: ['noput'] });
    putAndDelete();
    expectNews(id, ['DELETE a at 3']);
  });

  it('nodelete leaves out deletions', () => {
    const id = hub.watch('a', { filters: ['nodelete'] });
    putAndDelete();
    expectNews(id, ['PUT a=x at 2', 'PUT a=y at 4']);
  });

  it('both together leave nothing', () => {
    const id = hub.watch('a', { filters: ['noput', 'nodelete'] });
    putAndDelete();
    expectSilence(hub.drain(id), 'Told through both filters');
  });

  it('an empty list leaves out nothing', () => {
    const id = hub.watch('a', { filters: [] });
    putAndDelete();
    expectNews(id, ['PUT a=x at 2', 'DELETE a at 3', 'PUT a=y at 4']);
  });

  it('of a write with puts and deletions the filter takes out its own, also from the past', () => {
    store.put('a', 'x');
    together(['put', 'b', 'y'], ['delete', 'a'], ['put', 'c', 'z']);
    const id = hub.watch('a', { ...all, startRevision: 2, filters: ['noput'] });
    expectNews(id, ['DELETE a at 3']);
  });
});

describe('Previous values', () => {
  const withPrevious: WatchOptions = { prevKv: true };

  function expectNews(watchId: number, lines: string[], what?: string): void {
    expectTold(hub.drain(watchId), lines, what, lineWithPrevious);
  }

  it('a put tells what it replaced, whole', () => {
    store.put('a', 'x', { lease: 7 });
    const id = hub.watch('a', withPrevious);
    store.put('a', 'y');
    const kv = { key: 'a', createRevision: 2 };
    expect(allEvents(hub.drain(id)), 'The event of the put of y, with what it replaced').toEqual([
      {
        type: 'PUT',
        kv: { ...kv, value: 'y', modRevision: 3, version: 2, lease: 0 },
        prevKv: { ...kv, value: 'x', modRevision: 2, version: 1, lease: 7 },
      },
    ]);
  });

  it('a deletion tells what it deleted', () => {
    store.put('a', 'x');
    store.put('a', 'y');
    const id = hub.watch('a', withPrevious);
    store.deleteRange('a');
    expectNews(id, ['DELETE a at 4, was y of 3']);
  });

  it('a key that is created, or created again after a deletion, has nothing before it', () => {
    const id = hub.watch('a', withPrevious);
    store.put('a', 'x');
    store.deleteRange('a');
    store.put('a', 'y');
    expectNews(id, ['PUT a=x at 2', 'DELETE a at 3, was x of 2', 'PUT a=y at 4']);
  });

  it('what was before an event of the past is told as it was then', () => {
    for (const value of ['1', '2', '3', '4']) store.put('a', value);
    const id = hub.watch('a', { ...withPrevious, startRevision: 3 });
    expectNews(id, [
      'PUT a=2 at 3, was 1 of 2',
      'PUT a=3 at 4, was 2 of 3',
      'PUT a=4 at 5, was 3 of 4',
    ]);
  });

  it('it is one revision earlier, also when the key last changed long before', () => {
    store.put('a', 'x');
    store.put('b', '1');
    store.put('b', '2');
    const id = hub.watch('a', { ...all, ...withPrevious });
    together(['put', 'b', '3'], ['delete', 'a']);
    expectNews(id, ['PUT b=3 at 5, was 2 of 4', 'DELETE a at 5, was x of 2']);
  });

  it('of two puts of a key in one write, both tell what was before the write', () => {
    store.put('a', 'old');
    const id = hub.watch('a', withPrevious);
    together(['put', 'a', 'x'], ['put', 'a', 'y']);
    expectNews(id, ['PUT a=x at 3, was old of 2', 'PUT a=y at 3, was old of 2']);
  });

  it('who has not asked for it gets none, also beside one who has', () => {
    store.put('a', 'x');
    const asking = hub.watch('a', withPrevious);
    const plain = hub.watch('a');
    const declining = hub.watch('a', { prevKv: false });
    store.put('a', 'y');
    expectNews(asking, ['PUT a=y at 3, was x of 2'], 'Told to the one who asks for prevKv');
    expectNews(plain, ['PUT a=y at 3'], 'Told to one without options');
    expectNews(declining, ['PUT a=y at 3'], 'Told to one with prevKv: false');
  });

  it('a filter takes nothing away from it', () => {
    store.put('a', 'x');
    const id = hub.watch('a', { ...withPrevious, filters: ['noput'] });
    store.put('a', 'y');
    store.deleteRange('a');
    expectNews(id, ['DELETE a at 4, was y of 3']);
  });

  it('right after the compacted revision it can still be told', () => {
    for (const value of ['1', '2', '3']) store.put('a', value);
    store.compact(3);
    const id = hub.watch('a', { ...withPrevious, startRevision: 4 });
    expectNews(id, ['PUT a=3 at 4, was 2 of 3']);
  });
});

describe('Several watchers', () => {
  it('each watcher has an id of its own, also after others have ended', () => {
    const ids = [hub.watch('a'), hub.watch('a'), hub.watch('b')];
    hub.cancel(ids[2] as number);
    hub.cancel(ids[0] as number);
    ids.push(hub.watch('a'), hub.watch('c'));
    expect(
      ids.every((id) => typeof id === 'number'),
      'Every id is a number',
    ).toBe(true);
    expect(new Set(ids).size, 'Different ids of five watchers').toBe(5);
  });

  it('watchers of the same key are told the same, each at its own drains', () => {
    const quick = hub.watch('a');
    const slow = hub.watch('a');
    store.put('a', 'x');
    expectNews(quick, ['PUT a=x at 2'], 'Told to the first');
    store.put('a', 'y');
    expectNews(quick, ['PUT a=y at 3'], 'Told to the first');
    expectNews(slow, ['PUT a=x at 2', 'PUT a=y at 3'], 'Told to the second, drained once');
  });

  it('watchers of overlapping ranges are told each their own', () => {
    const narrow = hub.watch('b');
    const wide = hub.watch('a', { rangeEnd: 'c' });
    const late = hub.watch('b', { ...all, startRevision: 3 });
    store.put('b', 'x');
    store.put('a', 'y');
    store.put('c', 'z');
    expectNews(narrow, ['PUT b=x at 2'], 'Told to the watcher of b');
    expectNews(wide, ['PUT b=x at 2', 'PUT a=y at 3'], 'Told to the watcher from a to c');
    expectNews(late, ['PUT c=z at 4'], 'Told to the watcher from b on that starts at 3');
  });

  it('a cancelled watcher is silent, also about what it had not been told yet', () => {
    const id = hub.watch('a');
    store.put('a', 'x');
    hub.cancel(id);
    expectSilence(hub.drain(id), 'Told after cancel');
    store.put('a', 'y');
    expectSilence(hub.drain(id), 'Told after cancel and one more put');
  });

  it('cancelling one watcher leaves the others', () => {
    const [first, second] = [hub.watch('a'), hub.watch('a')];
    store.put('a', 'x');
    hub.cancel(first);
    expectNews(second, ['PUT a=x at 2'], 'Told to the other watcher');
  });

  it('drain and cancel of a watcher that there is not do nothing', () => {
    const id = hub.watch('a');
    expectSilence(hub.drain(id + 1000), 'Told to an id that nobody has');
    hub.cancel(id + 1000);
    store.put('a', 'x');
    expectNews(id, ['PUT a=x at 2'], 'Told to the watcher that there is');
    hub.cancel(id);
    hub.cancel(id);
    expectSilence(hub.drain(id), 'Told after cancelling twice');
  });
});

describe('Compaction', () => {
  function putTimes(key: string, count: number): void {
    for (let i = 1; i <= count; i++) store.put(key, String(i));
  }

  it('a start below the compacted revision is ended by its first drain', () => {
    putTimes('a', 5);
    store.compact(4);
    const id = hub.watch('a', { startRevision: 2 });
    expectTooLate(
      hub.drain(id),
      { watchId: id, revision: 6, compactRevision: 4 },
      'Told to a watcher that starts at 2 of a store compacted at 4',
    );
  });

  it('a watcher that came too late is told so once, and nothing after that', () => {
    putTimes('a', 5);
    store.compact(4);
    const id = hub.watch('a', { startRevision: 1 });
    hub.drain(id);
    expectSilence(hub.drain(id), 'Told by the second drain');
    store.put('a', 'new');
    expectSilence(hub.drain(id), 'Told after one more put');
  });

  it('a start above the compacted revision is replayed', () => {
    putTimes('a', 5);
    store.compact(4);
    const id = hub.watch('a', { startRevision: 5 });
    expectNews(id, ['PUT a=4 at 5', 'PUT a=5 at 6']);
  });

  it('one revision below the compacted one is too late already', () => {
    putTimes('a', 5);
    store.compact(4);
    const id = hub.watch('a', { startRevision: 3 });
    expectTooLate(
      hub.drain(id),
      { watchId: id, revision: 6, compactRevision: 4 },
      'Told to a watcher that starts at 3 of a store compacted at 4',
    );
  });

  it('a watcher that did not drain before a compaction passed it has come too late', () => {
    const id = hub.watch('a');
    putTimes('a', 4);
    store.compact(4);
    expectTooLate(
      hub.drain(id),
      { watchId: id, revision: 5, compactRevision: 4 },
      'Told to a watcher that needs what comes from 2 on, of a store compacted at 4',
    );
  });

  it('a replay that a compaction overtakes before its first drain has come too late', () => {
    putTimes('a', 5);
    const id = hub.watch('a', { startRevision: 3 });
    store.compact(5);
    expectTooLate(
      hub.drain(id),
      { watchId: id, revision: 6, compactRevision: 5 },
      'Told to a watcher that starts at 3 of a store that was compacted at 5 since',
    );
  });

  it('what is told of a compaction are the present numbers', () => {
    const id = hub.watch('a');
    putTimes('a', 6);
    store.compact(3);
    store.compact(5);
    store.put('b', 'x');
    expectTooLate(
      hub.drain(id),
      { watchId: id, revision: 8, compactRevision: 5 },
      'Told after two compactions, at 3 and at 5, and one more put',
    );
  });

  it('a watcher that drained in time is not disturbed', () => {
    const id = hub.watch('a');
    putTimes('a', 4);
    expectNews(id, ['PUT a=1 at 2', 'PUT a=2 at 3', 'PUT a=3 at 4', 'PUT a=4 at 5']);
    store.compact(5);
    store.put('a', '5');
    expectNews(id, ['PUT a=5 at 6'], 'Told after the compaction');
  });

  it('a watcher whose key has not changed for long is not disturbed if it drains', () => {
    const id = hub.watch('quiet');
    putTimes('busy', 5);
    expectNoNews(hub.drain(id), 'Told of other keys');
    store.compact(5);
    store.put('quiet', 'at last');
    expectNews(id, ['PUT quiet=at last at 7'], 'Told after the compaction');
  });

  it('nor is one whose events are all filtered out', () => {
    const id = hub.watch('a', { filters: ['noput'] });
    putTimes('a', 5);
    expectNoNews(hub.drain(id), 'Told of puts, with noput');
    store.compact(5);
    store.deleteRange('a');
    expectNews(id, ['DELETE a at 7'], 'Told after the compaction');
  });

  it('nor is one whose last event lies far below the drain that told it', () => {
    const id = hub.watch('a');
    store.put('a', 'x');
    putTimes('busy', 4);
    expectNews(id, ['PUT a=x at 2'], 'Told at revision 6');
    store.compact(5);
    store.put('a', 'y');
    expectNews(id, ['PUT a=y at 7'], 'Told after the compaction');
  });

  it('a start that is still to come is not disturbed', () => {
    const id = hub.watch('a', { startRevision: 6 });
    putTimes('a', 3);
    store.compact(3);
    expectNoNews(hub.drain(id), 'Told at revision 4 to a watcher that starts at 6');
    putTimes('a', 2);
    expectNews(id, ['PUT a=2 at 6']);
  });

  it('only those who are too late end; and of a cancelled one nothing is told', () => {
    const late = hub.watch('a');
    const cancelled = hub.watch('a');
    putTimes('a', 4);
    const present = hub.watch('a');
    store.compact(4);
    hub.cancel(cancelled);
    hub.drain(late);
    store.put('a', 'new');
    expectSilence(hub.drain(cancelled), 'Told to the cancelled one');
    expectNews(present, ['PUT a=new at 6'], 'Told to the one that began at the present');
  });
});

describe('Any history', () => {
  it('in random histories each watcher is told what a model puts into its inbox at each write', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const world = new World();
        history.begin(world.done);
        const graded = new WatchHub(new StoreWindow(world.store));
        for (const day of history.days) live(day, world, graded);
      }),
      { numRuns: 7 },
    );
  });
});

describe('Stories', () => {
  const prefix = '/registry/pods/';
  const pods = { rangeEnd: prefixEnd(prefix) };

  /** What a client does that wants a copy: each event puts a key in or takes it out. */
  function follow(copy: Map<string, string>, watchId: number): void {
    for (const { type, kv } of allEvents(hub.drain(watchId)))
      if (type === 'PUT') copy.set(kv.key, kv.value);
      else copy.delete(kv.key);
  }

  function present(): Map<string, string> {
    const { kvs } = store.range(prefix, pods);
    return new Map(kvs.map(({ key, value }) => [key, value]));
  }

  it('list, then watch from the revision after: the copy has everything, although others wrote in between', () => {
    store.put('/registry/pods/a', '1');
    store.put('/registry/pods/b', '1');
    const { kvs, revision } = store.range(prefix, pods);
    const copy = new Map(kvs.map(({ key, value }) => [key, value]));
    store.deleteRange('/registry/pods/a');
    store.put('/registry/nodes/n', 'not a Pod');
    store.put('/registry/pods/c', '1');
    const id = hub.watch(prefix, { ...pods, startRevision: revision + 1 });
    store.put('/registry/pods/b', '2');
    follow(copy, id);
    expect(copy, 'The copy after list and watch, against the store').toEqual(present());
  });

  it('a client whose connection broke goes on after the last event that it has seen', () => {
    const before = hub.watch(prefix, pods);
    store.put('/registry/pods/a', '1');
    store.put('/registry/pods/b', '1');
    const seen = allEvents(hub.drain(before)).at(-1)?.kv.modRevision ?? 0;
    hub.cancel(before);
    store.put('/registry/pods/a', '2');
    store.put('/registry/pods/c', '1');
    const after = hub.watch(prefix, { ...pods, startRevision: seen + 1 });
    expectNews(
      after,
      ['PUT /registry/pods/a=2 at 4', 'PUT /registry/pods/c=1 at 5'],
      'Told by a new watcher that starts after the last event seen',
    );
  });

  it('a client that was away too long lists anew and watches from there', () => {
    const away = hub.watch(prefix, pods);
    store.put('/registry/pods/a', '1');
    store.put('/registry/pods/b', '1');
    store.deleteRange('/registry/pods/a');
    store.put('/registry/pods/c', '1');
    store.compact(4);
    expectTooLate(
      hub.drain(away),
      { watchId: away, revision: 5, compactRevision: 4 },
      'Told to a client that needs 2 of a store compacted at 4',
    );
    const copy = present();
    const id = hub.watch(prefix, { ...pods, startRevision: store.revision + 1 });
    store.deleteRange('/registry/pods/b');
    follow(copy, id);
    expect(copy, 'The copy after the new list and watch').toEqual(present());
    expect([...copy.keys()], 'Keys in the copy').toEqual(['/registry/pods/c']);
  });

  it('a lock that is waited for is free at the deletion of its key, and the waiter hears of nothing else', () => {
    store.put('locks/build', 'owner-1');
    const { revision } = store.range('locks/build');
    const waiter = hub.watch('locks/build', {
      startRevision: revision + 1,
      filters: ['noput'],
    });
    store.put('locks/build', 'owner-1 again');
    store.put('locks/deploy', 'owner-2');
    expectNoNews(hub.drain(waiter), 'Told while the lock is held');
    store.deleteRange('locks/', { rangeEnd: prefixEnd('locks/') });
    expectNews(waiter, ['DELETE locks/build at 5']);
  });
});
