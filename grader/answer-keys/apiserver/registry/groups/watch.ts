import type { Unstructured, WatchEvent } from 'course/kit';
import { expect, it } from 'vitest';
import { named, web } from '../world.ts';
import { etcd, hidden, registryOf, seed } from './set-up.ts';

/** Rules 29 to 35. */
export function watch(): void {
  /** Events in short: `ADDED web 2`, with the resourceVersion. */
  const brief = (events: readonly WatchEvent<Unstructured>[]) =>
    events.map(({ type, object }) =>
      type === 'ERROR'
        ? `ERROR ${object.code} ${object.reason}`
        : [type, (object.metadata as { name?: string }).name, object.metadata.resourceVersion]
            .filter(Boolean)
            .join(' '),
    );

  it('create, update and delete are told, with the revision of each (rules 29 to 31)', () => {
    const registry = registryOf();
    const watch = registry.watch('', { resourceVersion: '1' });
    const created = registry.create(web());
    const updated = registry.update(web(2));
    registry.delete('default', 'web');
    const last = { ...updated, metadata: { ...updated.metadata, resourceVersion: '4' } };
    expect(watch.drain()).toEqual([
      { type: 'ADDED', object: created },
      { type: 'MODIFIED', object: updated },
      { type: 'DELETED', object: last },
    ]);
  });

  it('from a revision in the past all that came after it (rule 29)', () => {
    const registry = registryOf();
    seed(named('a'), named('b'));
    registry.delete('default', 'a');
    const watch = registry.watch('', { resourceVersion: '2' });
    expect(brief(watch.drain())).toEqual(['ADDED b 3', 'DELETED a 4']);
    seed(named('c'));
    expect(brief(watch.drain())).toEqual(['ADDED c 5']);
  });

  it('without a revision first what there is, then what happens (rule 29)', () => {
    const registry = registryOf();
    seed(named('a'), named('b'));
    registry.update({ ...named('a'), data: { key: 'value' } });
    for (const options of [{}, { resourceVersion: '' }, { resourceVersion: '0' }]) {
      const watch = registry.watch('default', options);
      registry.updateStatus({ ...named('b'), status: { options } });
      const told = brief(watch.drain());
      const now = registry.get('default', 'b').metadata.resourceVersion;
      const before = Number(now) === 5 ? 3 : Number(now) - 1;
      expect(told, `watch with ${JSON.stringify(options)}`).toEqual([
        ...['ADDED a 4', `ADDED b ${before}`, `MODIFIED b ${now}`],
      ]);
    }
  });

  it('whoever waited misses nothing and hears nothing twice (rules 29 and 32)', () => {
    const registry = registryOf();
    const { metadata } = registry.list();
    const [one, two] = [1, 2].map(() => registry.watch('', { ...metadata }));
    seed(named('a'));
    expect(brief(one?.drain() ?? [])).toEqual(['ADDED a 2']);
    expect(brief(one?.drain() ?? []), 'A second drain').toEqual([]);
    seed(named('b'));
    expect(brief(two?.drain() ?? []), 'Another watch').toEqual(['ADDED a 2', 'ADDED b 3']);
    expect(brief(one?.drain() ?? [])).toEqual(['ADDED b 3']);
    expect(one?.ended(), 'ended()').toBe(false);
  });

  it('only the namespace counts, and not those that begin the same (rule 30)', () => {
    const registry = registryOf();
    const [x, all] = ['x', ''].map((namespace) => registry.watch(namespace));
    seed(named('a', {}, 'x'), named('b', {}, 'x-y'), named('c'));
    etcd.put('/registry/pods/x/p', '{"metadata":{"name":"p"}}');
    expect(brief(x?.drain() ?? [])).toEqual(['ADDED a 2']);
    expect(brief(all?.drain() ?? [])).toEqual(['ADDED a 2', 'ADDED b 3', 'ADDED c 4']);
  });

  it('with a selector, to begin to match is ADDED, to cease is DELETED (rule 30)', () => {
    const registry = registryOf();
    const watch = registry.watch('', { resourceVersion: '1', labelSelector: 'app=x' });
    const label = (app: string, more?: string) => ({ ...named('a', { app }), data: { more } });
    seed(label('y'));
    for (const object of [label('x'), label('x', '1'), label('y'), label('y', '2'), label('x')])
      registry.update(object);
    registry.delete('default', 'a');
    expect(brief(watch.drain())).toEqual([
      ...['ADDED a 3', 'MODIFIED a 4', 'DELETED a 5', 'ADDED a 7', 'DELETED a 8'],
    ]);
  });

  it('what ceased to match is told as it was when it matched (rule 31)', () => {
    const registry = registryOf();
    seed({ ...named('a', { app: 'x' }), data: { was: 'here' } });
    const watch = registry.watch('', { resourceVersion: '2', fieldSelector: 'data.was=here' });
    registry.update({ ...named('a'), data: { was: 'there' } });
    expect(watch.drain()).toMatchObject([
      {
        type: 'DELETED',
        object: {
          metadata: { name: 'a', labels: { app: 'x' }, resourceVersion: '3' },
          data: { was: 'here' },
        },
      },
    ]);
  });

  it('what never matched is never told; what is there is selected too (rules 29 and 30)', () => {
    const registry = registryOf();
    seed(named('a', { app: 'x' }), named('b', { app: 'y' }));
    const watch = registry.watch('', { labelSelector: 'app=x' });
    registry.delete('default', 'b');
    expect(brief(watch.drain())).toEqual(['ADDED a 2']);
    registry.delete('default', 'a');
    expect(brief(watch.drain())).toEqual(['DELETED a 5']);
  });

  it('an object that is let go by an update is told once, as DELETED (rules 24 and 31)', () => {
    const registry = registryOf();
    seed({ metadata: { name: 'a', finalizers: ['x/y'] } });
    const watch = registry.watch('', { resourceVersion: '2' });
    registry.delete('default', 'a');
    registry.update(named('a'));
    expect(brief(watch.drain())).toEqual(['MODIFIED a 3', 'DELETED a 4']);
  });

  it('a revision that is compacted ends the watch with ERROR 410 (rule 33)', () => {
    const registry = registryOf();
    seed(named('a'), named('b'), named('c'));
    etcd.compact(4);
    const watch = registry.watch('', { resourceVersion: '2' });
    const [event, ...more] = watch.drain();
    expect(event).toMatchObject({
      type: 'ERROR',
      object: { kind: 'Status', status: 'Failure', code: 410, reason: 'Expired' },
    });
    expect([more, watch.ended(), watch.drain()], 'More events, ended(), drain()').toEqual([
      ...[[], true, []],
    ]);
  });

  it('a watch that read too late ends as well; one that kept up goes on (rule 33)', () => {
    const registry = registryOf();
    const [late, good] = [1, 2].map(() => registry.watch('', { resourceVersion: '1' }));
    seed(named('a'), named('b'));
    good?.drain();
    etcd.compact(3);
    seed(named('c'));
    expect(brief(late?.drain() ?? [])).toEqual(['ERROR 410 Expired']);
    expect(brief(good?.drain() ?? [])).toEqual(['ADDED c 4']);
    expect([late?.ended(), good?.ended()], 'ended() of the two').toEqual([true, false]);
  });

  it('what there is is told before an ERROR (rules 29 and 33)', () => {
    const registry = registryOf();
    seed(named('a'));
    const watch = registry.watch();
    seed(named('b'), named('c'));
    etcd.compact(4);
    expect(brief(watch.drain())).toEqual(['ADDED a 2', 'ERROR 410 Expired']);
    expect(watch.ended(), 'ended()').toBe(true);
  });

  it('a bookmark tells how far a quiet watch has come (rule 34)', () => {
    const registry = registryOf();
    const asked = { resourceVersion: '1', allowWatchBookmarks: true };
    const watch = registry.watch('', asked);
    expect(watch.drain(), 'Nothing has happened').toEqual([]);
    etcd.put('/registry/pods/default/p', '{}');
    expect(watch.drain()).toEqual([
      {
        type: 'BOOKMARK',
        object: {
          ...{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { resourceVersion: '2' } },
        },
      },
    ]);
    expect(watch.drain(), 'The same revision again').toEqual([]);
    seed(named('a'));
    expect(brief(watch.drain()), 'An event tells the revision too').toEqual(['ADDED a 3']);
    expect(watch.drain(), 'Nothing has happened since').toEqual([]);
    etcd.put('/registry/pods/default/p', '{}');
    expect(brief(watch.drain())).toEqual(['BOOKMARK 4']);
  });

  it('an event that a selector hides is worth a bookmark (rule 34)', () => {
    const registry = registryOf();
    const asked = { resourceVersion: '1', labelSelector: 'app=x', allowWatchBookmarks: true };
    const watch = registry.watch('', asked);
    seed(named('a'));
    expect(brief(watch.drain())).toEqual(['BOOKMARK 2']);
  });

  it('a bookmark does not pass a change that is still to be told (rule 34)', () => {
    const registry = registryOf();
    const watch = registry.watch('', { resourceVersion: '1', allowWatchBookmarks: true });
    etcd.put('/registry/pods/default/p', '{}');
    hidden.thereupon(() => seed(named('a')));
    const told = [1, 2].flatMap(() => brief(watch.drain()));
    expect(
      told.filter((line) => line !== 'BOOKMARK 2'),
      'Two times drain(); after your first question to etcd somebody creates a, at revision 3',
    ).toEqual(['ADDED a 3']);
  });

  it('without the option there are no bookmarks (rule 34)', () => {
    const registry = registryOf();
    const watch = registry.watch('', { resourceVersion: '1' });
    etcd.put('/registry/pods/default/p', '{}');
    expect(watch.drain()).toEqual([]);
  });

  it('stop ends it here and in etcd (rule 35)', () => {
    const registry = registryOf();
    seed(named('a'));
    const watch = registry.watch();
    seed(named('b'));
    watch.stop();
    expect([watch.drain(), watch.ended()], 'drain() and ended()').toEqual([[], true]);
    expect(hidden.cancelled, 'Cancellations in etcd after stop').toBe(1);
    watch.stop();
    expect([watch.drain(), watch.ended()], 'After a second stop').toEqual([[], true]);
    expect(hidden.cancelled, 'Cancellations in etcd after two stops').toBe(1);
  });
}
