import type { Stored, Unstructured } from 'course/kit';
import { expect, it } from 'vitest';
import { expectRefused, named, pods, refused } from '../world.ts';
import { createAll, etcd, names, registryOf } from './set-up.ts';

/** No new rules: what they are good for. */
export function stories(): void {
  it('two controllers count in one object, and no count is lost', () => {
    const registry = registryOf();
    registry.create({ ...named('tally'), data: { count: 0 } });
    let conflicts = 0;
    const read = () => registry.get('default', 'tally');
    const increment = (object: Stored<Unstructured>) =>
      registry.update({
        ...{ ...object, data: { count: (object.data as { count: number }).count + 1 } },
      });
    for (let round = 0; round < 3; round++) {
      const [one, two] = [read(), read()];
      increment(one);
      const error = refused(() => increment(two), 'The second writer of one version');
      if (error.reason === 'Conflict') conflicts += 1;
      increment(read());
    }
    expect(read()).toMatchObject({ data: { count: 6 }, metadata: { generation: 7 } });
    expect(conflicts, 'Conflicts').toBe(3);
  });

  it('an informer lists, watches, loses its place, and lists again', () => {
    const registry = registryOf();
    createAll(registry, named('a'), named('b'));
    const { metadata } = registry.list();
    registry.create(named('c'));
    const watch = registry.watch('', { resourceVersion: metadata.resourceVersion });
    expect(watch.drain()).toMatchObject([{ type: 'ADDED', object: { metadata: { name: 'c' } } }]);
    createAll(registry, named('d'), named('e'));
    registry.delete('default', 'a');
    etcd.compact(7);
    expect(watch.drain()).toMatchObject([{ type: 'ERROR', object: { code: 410 } }]);
    const again = registry.list();
    expect(names(again)).toEqual(['b', 'c', 'd', 'e']);
    const next = registry.watch('', { resourceVersion: again.metadata.resourceVersion });
    registry.delete('default', 'b');
    expect(next.drain()).toMatchObject([{ type: 'DELETED', object: { metadata: { name: 'b' } } }]);
  });

  it('a Pod is deleted: its kubelet ends it, a controller lets it go, the name is free', () => {
    const registry = registryOf(pods);
    registry.create({ metadata: { name: 'p', finalizers: ['batch/count'] } });
    const watch = registry.watch();
    registry.delete('default', 'p');
    registry.updateStatus({ ...named('p'), status: { phase: 'Succeeded' } });
    expect(registry.delete('default', 'p', { gracePeriodSeconds: 0 })).toMatchObject({
      status: { phase: 'Succeeded' },
    });
    expectRefused(() => registry.create(named('p')), 'AlreadyExists', 'p is still held');
    registry.update(named('p'));
    expect(registry.create(named('p')).metadata).toMatchObject({ generation: 1 });
    expect(watch.drain().map(({ type }) => type)).toEqual([
      ...['ADDED', 'MODIFIED', 'MODIFIED', 'MODIFIED', 'DELETED', 'ADDED'],
    ]);
  });
}
