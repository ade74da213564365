import type { KubernetesObject, Pod, WatchEvent } from 'course/kit';
import { describe, expect, it } from 'vitest';
import { recorder } from '../recorder.ts';
import { pod, type Server, stateOf } from '../server.ts';
import { informerOf, poll, syncedOf, syncedWith, thrownBy } from './set-up.ts';

/** The groups of this part. */
export function informerGroups(): void {
  describe('First list', firstListTests);
  describe('Watch', watchTests);
  describe('A new list', aNewListTests);
  describe('Resync', resyncTests);
}

const bookmark = (revision: number): WatchEvent<Pod> => ({
  type: 'BOOKMARK',
  object: { metadata: { resourceVersion: String(revision) } },
});

function firstListTests(): void {
  it('before the first poll nothing was asked and nothing is known', () => {
    const { informer, calls, told } = informerOf('d/a');
    expect(informer.hasSynced(), 'hasSynced, rule 2').toBe(false);
    expect(informer.get('d', 'a'), 'get, rule 3').toBeUndefined();
    expect(informer.list(), 'list, rule 3').toEqual([]);
    expect({ calls, told }).toEqual({ calls: [], told: [] });
  });

  it('the first poll lists with resourceVersion 0: any state that the server has at hand', () => {
    const { informer, calls } = informerOf('d/a', 'd/b');
    informer.poll();
    expect(calls[0], 'The first request, rule 1').toBe('list 0');
  });

  it('what was listed is in the cache', () => {
    const { informer } = informerOf('d/a', 'd/b');
    informer.poll();
    expect(informer.get('d', 'b'), 'rule 3').toEqual(pod('d/b', 2));
    expect(informer.get('d', 'c'), 'Nobody has it, rule 3').toBeUndefined();
    expect(stateOf(informer.list()), 'rule 3').toEqual(['d/a@1', 'd/b@2']);
  });

  it('the handler hears an add of the initial list for each', () => {
    const { informer, told } = informerOf('d/a', 'd/b');
    informer.poll();
    expect(told.sort(), 'What the handler heard, rule 1').toEqual([
      'add d/a@1 initial',
      'add d/b@2 initial',
    ]);
  });

  it('the informer has synced then, also when there is nothing', () => {
    const { informer } = informerOf();
    informer.poll();
    expect(informer.hasSynced(), 'After an empty list, rule 2').toBe(true);
  });

  it('it has synced even if the watch could not be opened', () => {
    const { informer, server } = informerOf('d/a');
    server.refuse('watch', 500);
    thrownBy(() => informer.poll());
    expect(informer.hasSynced(), 'The list succeeded, rule 2').toBe(true);
    expect(stateOf(informer.list()), 'rule 3').toEqual(['d/a@1']);
  });

  it('objects are listed by namespace; without one, all of them', () => {
    const { informer } = informerOf('d/a', 'e/a', 'n1');
    informer.poll();
    expect(stateOf(informer.list('e')), "list('e'), rule 3").toEqual(['e/a@2']);
    expect(stateOf(informer.list('x')), "list('x'), rule 3").toEqual([]);
    expect(stateOf(informer.list('')), "list(''), rule 3").toEqual(['d/a@1', 'e/a@2', 'n1@3']);
    expect(informer.get('e', 'a'), "get('e', 'a'), rule 3").toEqual(pod('e/a', 2));
    expect(informer.get('', 'n1'), 'An object without a namespace, rule 3').toEqual(pod('n1', 3));
  });

  it('a handler that comes later hears at once of everything in the cache', () => {
    const { informer, told } = syncedOf('d/a', 'd/b');
    const late: string[] = [];
    informer.addEventHandler(recorder(late));
    expect(late.sort(), 'Heard within addEventHandler, rule 4').toEqual([
      ...['add d/a@1 initial', 'add d/b@2 initial'],
    ]);
    expect(told, 'The other handler has heard it before').toEqual([]);
  });

  it('several handlers hear the list, and one without onAdd does no harm', () => {
    const { informer, told } = informerOf('d/a');
    const second: string[] = [];
    informer.addEventHandler({});
    informer.addEventHandler(recorder(second));
    informer.poll();
    expect({ told, second }, 'What both handlers heard, rule 4').toEqual({
      ...{ told: ['add d/a@1 initial'], second: ['add d/a@1 initial'] },
    });
  });
}

function watchTests(): void {
  it('opens right after the list, at its revision, with bookmarks', () => {
    const { informer, calls } = informerOf('d/a', 'd/b');
    informer.poll();
    expect(calls, 'The requests, rule 5').toEqual(['list 0', 'watch 2']);
  });

  it('runs on: the next polls only read it', () => {
    const { informer, server, calls, told } = syncedOf('d/a');
    poll(informer, 2);
    server.put('d/b');
    informer.poll();
    expect(calls, 'Requests after the first poll, rule 5').toEqual([]);
    expect(told).toEqual(['add d/b@2']);
  });

  it('the cache follows it, and the handler hears', () => {
    const { informer, server, told } = syncedOf('d/a', 'd/b');
    server.put('d/c');
    server.put('d/a');
    server.remove('d/b');
    informer.poll();
    expect(told, 'What the handler heard, rule 7').toEqual([
      'add d/c@3',
      'update d/a@1 to 4',
      'gone d/b@5',
    ]);
    expect(stateOf(informer.list()), 'The cache, rule 6').toEqual(['d/a@4', 'd/c@3']);
  });

  it('every handler hears of it, however late it came', () => {
    const { informer, server, told } = syncedOf('d/a');
    const late: string[] = [];
    informer.addEventHandler(recorder(late));
    late.length = 0;
    server.put('d/a');
    informer.poll();
    expect({ told, late }, 'What both handlers heard, rule 4').toEqual({
      ...{ told: ['update d/a@1 to 2'], late: ['update d/a@1 to 2'] },
    });
  });

  it('a handler hears only of what it has a method for', () => {
    const { informer, server } = syncedOf('d/a');
    const gone: string[] = [];
    informer.addEventHandler({ onDelete: (object) => void gone.push(nameOf(object)) });
    informer.addEventHandler({});
    server.put('d/a');
    server.remove('d/a');
    informer.poll();
    expect(gone, 'A handler with onDelete alone, rule 4').toEqual(['a']);
  });

  function nameOf(object: object): string {
    return (object as KubernetesObject).metadata?.name ?? 'a Tombstone';
  }

  it('ADDED of an object that is in the cache is an update', () => {
    const { informer, server, told } = syncedOf('d/a');
    server.tell({ type: 'ADDED', object: pod('d/a', 4) });
    informer.poll();
    expect(told, 'What the handler heard, rule 7').toEqual(['update d/a@1 to 4']);
  });

  it('MODIFIED of an object that is not in the cache is an add', () => {
    const { informer, server, told } = syncedOf();
    server.tell({ type: 'MODIFIED', object: pod('d/x', 4) });
    informer.poll();
    expect(told, 'What the handler heard, rule 7').toEqual(['add d/x@4']);
    expect(stateOf(informer.list()), 'The cache').toEqual(['d/x@4']);
  });

  it('DELETED of an object that is not in the cache is not told', () => {
    const { informer, server, told, calls } = syncedOf('d/a');
    server.tell({ type: 'DELETED', object: pod('d/x', 4) });
    server.close();
    poll(informer, 2);
    expect(told, 'What the handler heard, rule 7').toEqual([]);
    expect(calls, 'Its revision counts as seen, rule 5').toEqual(['watch 4']);
  });

  it('another object of the same name, seen to go and come, is told so', () => {
    const { informer, server, told } = syncedOf();
    server.put('d/a', 'u1');
    server.remove('d/a');
    server.put('d/a', 'u2');
    informer.poll();
    expect(told, 'What the handler heard, rules 6 and 7').toEqual([
      'add d/a@1',
      'gone d/a@2',
      'add d/a@3',
    ]);
  });

  it('whoever is called finds the cache as told, event by event', () => {
    const { informer, server } = syncedOf('d/a');
    const found: string[] = [];
    const look = () => void found.push(informer.get('d', 'a')?.metadata.resourceVersion ?? 'gone');
    informer.addEventHandler({ onUpdate: look, onDelete: look });
    server.put('d/a');
    server.put('d/a');
    server.remove('d/a');
    informer.poll();
    expect(found, 'Revision of d/a in the cache at each call, rule 6').toEqual(['2', '3', 'gone']);
  });

  it('a watch that ended is opened again by the next poll, where it ended; nothing is lost or told twice', () => {
    const { informer, server, calls, told } = syncedOf('d/a');
    server.put('d/b');
    server.close();
    informer.poll();
    expect(calls, 'The poll that reads the last events, rule 8').toEqual([]);
    server.put('d/a');
    informer.poll();
    expect(calls, 'The next poll, rule 8').toEqual(['watch 2']);
    expect(told).toEqual(['add d/b@2', 'update d/a@1 to 3']);
  });

  it('the revision of a deletion counts as seen', () => {
    const { informer, server, calls } = syncedOf('d/a');
    server.remove('d/a');
    server.close();
    poll(informer, 2);
    expect(calls, 'The requests, rule 5').toEqual(['watch 2']);
  });

  it('a bookmark is told to nobody, but the watch resumes there', () => {
    const { informer, server, calls, told } = syncedOf('d/a');
    server.elsewhere(40);
    server.bookmark();
    server.compact();
    server.close();
    poll(informer, 2);
    expect(calls, 'Without the bookmark: 410, and a new list. Rule 5').toEqual(['watch 41']);
    expect(told, 'What the handler heard, rule 7').toEqual([]);
    expect(stateOf(informer.list()), 'The cache').toEqual(['d/a@1']);
  });

  it('a bookmark ahead of further events does not disturb them', () => {
    const { informer, server, told } = syncedOf('d/a');
    server.tell(bookmark(4), { type: 'MODIFIED', object: pod('d/a', 5) });
    informer.poll();
    expect(told, 'What the handler heard, rules 6 and 7').toEqual(['update d/a@1 to 5']);
  });

  it('an error that is not 410 ends the watch: the next poll opens another, without a list', () => {
    const { informer, server, calls, told } = syncedOf('d/a');
    server.put('d/b');
    server.breakOff(500);
    informer.poll();
    expect(calls, 'The poll that reads the error, rule 8').toEqual([]);
    server.put('d/c');
    informer.poll();
    expect(calls, 'The next poll, rule 8').toEqual(['watch 2']);
    expect(told, 'Events before the error count').toEqual(['add d/b@2', 'add d/c@3']);
  });

  it('a watch that is refused is tried again by the next poll, without a list', () => {
    const { informer, server, calls } = syncedOf('d/a');
    server.close();
    informer.poll();
    server.refuse('watch', 429, 429);
    expect(
      [1, 2, 3].map(() => thrownBy(() => informer.poll())),
      'What three polls threw, rule 9',
    ).toEqual(['ApiError 429', 'ApiError 429', 'nothing was thrown']);
    expect(calls, 'The requests, rule 9').toEqual(['watch 1', 'watch 1', 'watch 1']);
  });

  it('while there is no watch, the cache answers as before', () => {
    const { informer, server } = syncedOf('d/a');
    server.close();
    server.refuse('watch', 500);
    informer.poll();
    thrownBy(() => informer.poll());
    expect(stateOf(informer.list()), 'rule 3').toEqual(['d/a@1']);
    expect(informer.hasSynced(), 'rule 2').toBe(true);
  });
}

function aNewListTests(): void {
  /** The watch is lost, and so is what happens meanwhile: the next watch will be answered with 410. */
  function cut(server: Server, ...changes: (() => void)[]): void {
    server.close();
    for (const change of changes) change();
    server.compact();
  }

  it('after 410 the next poll lists, from the newest revision seen, and watches from there', () => {
    const { informer, server, calls } = syncedOf('d/a', 'd/b');
    cut(server, () => server.put('d/c'));
    poll(informer, 2);
    expect(calls, 'Up to the poll that reads the 410, rules 8 and 10').toEqual(['watch 2']);
    informer.poll();
    expect(calls.slice(1), 'The next poll, rules 10 and 11').toEqual(['list 2', 'watch 3']);
  });

  it('410 from a running watch does the same; what it told before counts', () => {
    const { informer, server, calls, told } = syncedOf('d/a');
    server.put('d/b');
    server.breakOff(410);
    informer.poll();
    expect(told, 'Events before the error').toEqual(['add d/b@2']);
    informer.poll();
    expect(calls, 'The requests, rules 10 and 11').toEqual(['list 2', 'watch 2']);
  });

  it('until the new list is there, cache and hasSynced stay', () => {
    const { informer, server, told } = syncedOf('d/a');
    cut(server, () => server.remove('d/a'));
    poll(informer, 2);
    expect(stateOf(informer.list()), 'The cache after the 410, rule 10').toEqual(['d/a@1']);
    expect(informer.hasSynced(), 'hasSynced after the 410, rule 10').toBe(true);
    expect(told).toEqual([]);
  });

  it('known is an update, changed or not; new is an add, not of the initial list', () => {
    const { informer, server, told } = syncedOf('d/a', 'd/b');
    cut(
      server,
      () => server.put('d/b'),
      () => server.put('d/c'),
    );
    poll(informer, 3);
    expect(told.sort(), 'd/b was changed and d/c created, unseen. Rule 12').toEqual([
      ...['add d/c@4', 'update d/a@1 to 1', 'update d/b@2 to 3'],
    ]);
    expect(stateOf(informer.list()), 'The cache').toEqual(['d/a@1', 'd/b@3', 'd/c@4']);
  });

  it('what is in the list no more is told as a Tombstone with the last state that was known', () => {
    const { informer, server, told } = syncedOf('d/a', 'd/b');
    cut(
      server,
      () => server.put('d/a'),
      () => server.remove('d/a'),
    );
    poll(informer, 3);
    expect(told.sort(), 'd/a was changed and deleted, unseen. Rule 12').toEqual([
      ...['tombstone d/a, last known d/a@1', 'update d/b@2 to 2'],
    ]);
    expect(stateOf(informer.list()), 'The cache').toEqual(['d/b@2']);
  });

  it('when a Tombstone is told, the object has left the cache', () => {
    const { informer, server } = syncedOf('d/a');
    const found: unknown[] = [];
    informer.addEventHandler({ onDelete: () => void found.push(informer.get('d', 'a')) });
    cut(server, () => server.remove('d/a'));
    poll(informer, 3);
    expect(found, 'rules 6 and 12').toEqual([undefined]);
  });

  it('another object of the same name, not seen to go and come, is an update', () => {
    const { informer, server, told } = syncedOf();
    server.put('d/a', 'u1');
    informer.poll();
    cut(
      server,
      () => server.remove('d/a'),
      () => server.put('d/a', 'u2'),
    );
    poll(informer, 3);
    expect(told.slice(1), 'Keys decide, not uids: rule 12').toEqual([
      'update d/a@1 to 3, uid u1 to u2',
    ]);
  });

  it('what a new list has brought is known from then on', () => {
    const { informer, server, told } = syncedOf('d/a');
    cut(
      server,
      () => server.remove('d/a'),
      () => server.put('d/b'),
    );
    poll(informer, 3);
    told.length = 0;
    server.put('d/a');
    server.remove('d/b');
    informer.poll();
    expect(told, 'd/b came by the list, d/a went by it. Rule 7').toEqual([
      ...['add d/a@4', 'gone d/b@5'],
    ]);
  });

  it('if the list fails nothing changes, and the next poll lists again, not watches', () => {
    const { informer, server, calls, told } = syncedOf('d/a');
    cut(server, () => server.remove('d/a'));
    server.refuse('list', 500);
    poll(informer, 2);
    expect(
      thrownBy(() => informer.poll()),
      'What poll threw, rule 13',
    ).toBe('ApiError 500');
    expect(stateOf(informer.list()), 'The cache, rule 13').toEqual(['d/a@1']);
    informer.poll();
    expect(calls, 'The requests, rule 13').toEqual(['watch 1', 'list 1', 'list 1', 'watch 2']);
    expect(told).toEqual(['tombstone d/a, last known d/a@1']);
  });

  it('if the very first list fails, the next poll tries the same', () => {
    const { informer, server, calls, told } = informerOf('d/a');
    server.refuse('list', 500);
    expect(
      thrownBy(() => informer.poll()),
      'What poll threw, rule 13',
    ).toBe('ApiError 500');
    expect(informer.hasSynced(), 'rule 2').toBe(false);
    informer.poll();
    expect(calls, 'The requests, rule 13').toEqual(['list 0', 'list 0', 'watch 1']);
    expect(told, 'What the handler heard, rule 1').toEqual(['add d/a@1 initial']);
  });

  it('if even the list is refused with 410, the next one asks for the latest state', () => {
    const { informer, server, calls } = syncedOf('d/a');
    cut(server, () => server.put('d/b'));
    server.refuse('list', 410);
    poll(informer, 2);
    expect(
      thrownBy(() => informer.poll()),
      'What poll threw, rule 13',
    ).toBe('ApiError 410');
    informer.poll();
    expect(calls, 'The requests, rule 13').toEqual(['watch 1', 'list 1', "list ''", 'watch 2']);
  });

  it('one that fails otherwise meanwhile does not change that; one that succeeds does', () => {
    const { informer, server, calls } = syncedOf('d/a');
    cut(server, () => server.put('d/b'));
    server.refuse('list', 410, 500);
    for (const _ of [1, 2, 3, 4, 5]) thrownBy(() => informer.poll());
    cut(server, () => server.put('d/c'));
    poll(informer, 3);
    expect(calls, 'The requests, rules 11 and 13').toEqual([
      ...['watch 1', 'list 1', "list ''", "list ''", 'watch 2'],
      ...['watch 2', 'list 2', 'watch 3'],
    ]);
  });

  it('if the watch is refused after the new list, it is not listed again', () => {
    const { informer, server, calls } = syncedOf('d/a');
    cut(server, () => server.put('d/b'));
    poll(informer, 2);
    server.refuse('watch', 500);
    expect(
      thrownBy(() => informer.poll()),
      'What poll threw, rule 9',
    ).toBe('ApiError 500');
    informer.poll();
    expect(calls.slice(1), 'The requests, rule 9').toEqual(['list 1', 'watch 2', 'watch 2']);
  });
}

function resyncTests(): void {
  it('when its time has come, to the millisecond, every object is told as an update', () => {
    const { informer, clock, told } = syncedWith({ resyncMs: 1000 }, 'd/a', 'd/b');
    clock.advance(999);
    informer.poll();
    expect(told, 'After 999 ms of 1000').toEqual([]);
    clock.advance(1);
    informer.poll();
    expect(told.sort(), 'After 1000 ms, rule 14').toEqual([
      ...['update d/a@1 to 1', 'update d/b@2 to 2'],
    ]);
  });

  it('it comes from the cache: the server is asked nothing', () => {
    const { informer, clock, calls } = syncedWith({ resyncMs: 1000 }, 'd/a');
    clock.advance(1000);
    informer.poll();
    expect(calls, 'The requests, rule 15').toEqual([]);
  });

  it('however late it is, it happens once, and the next one counts from there', () => {
    const { informer, clock, told } = syncedWith({ resyncMs: 1000 }, 'd/a');
    clock.advance(3500);
    poll(informer, 2);
    expect(told, 'After 3500 ms, two polls. Rule 14').toEqual(['update d/a@1 to 1']);
    clock.advance(999);
    informer.poll();
    expect(told.length, 'Updates after 999 more').toBe(1);
    clock.advance(1);
    informer.poll();
    expect(told.length, 'Updates after 1000 more, rule 14').toBe(2);
  });

  it('a new list counts as well', () => {
    const { informer, server, clock, told } = syncedWith({ resyncMs: 1000 }, 'd/a');
    clock.advance(900);
    server.breakOff(410);
    poll(informer, 2);
    expect(told, 'The new list').toEqual(['update d/a@1 to 1']);
    clock.advance(999);
    informer.poll();
    expect(told.length, 'Updates 999 ms after the new list, rule 14').toBe(1);
    clock.advance(1);
    informer.poll();
    expect(told.length, 'Updates 1000 ms after the new list, rule 14').toBe(2);
  });

  it('it comes after the events of the same poll', () => {
    const { informer, server, clock, told } = syncedWith({ resyncMs: 1000 }, 'd/a', 'd/b');
    clock.advance(1000);
    server.put('d/a');
    server.remove('d/b');
    informer.poll();
    expect(told, 'What the handler heard, rule 14').toEqual([
      'update d/a@1 to 3',
      'gone d/b@4',
      'update d/a@3 to 3',
    ]);
  });

  it('without resyncMs, or with 0, there is none', () => {
    for (const options of [{}, { resyncMs: 0 }]) {
      const { informer, clock, told } = syncedWith(options, 'd/a');
      clock.advance(1e9);
      informer.poll();
      expect(told, 'What the handler heard, rule 14, and InformerOptions').toEqual([]);
    }
  });
}
