import type { Unstructured } from 'course/kit';
import { expect, it } from 'vitest';
import { expectRefused, named, pods, web, webKey } from '../world.ts';
import { clock, createAll, etcd, hidden, others, registryOf, relabel } from './set-up.ts';

/** Rules 19 to 24. */
export function deletion(): void {
  const at = (seconds: number) => `2025-01-01T00:00:${String(seconds).padStart(2, '0')}Z`;
  const held = (name: string, ...finalizers: string[]) => ({ metadata: { name, finalizers } });

  /** What is left of the Pod p, in short: `until <time>, <period> s, generation <n>, version <n>`. */
  function brief(pod: Unstructured | undefined): string {
    if (!pod) return 'gone';
    const { deletionTimestamp, deletionGracePeriodSeconds } = pod.metadata ?? {};
    const { generation, resourceVersion } = pod.metadata ?? {};
    return `until ${deletionTimestamp}, ${deletionGracePeriodSeconds} s, generation ${generation}, version ${resourceVersion}`;
  }

  it('what nothing holds is gone, with one write (rule 21)', () => {
    const registry = registryOf();
    createAll(registry, web(), held('b'));
    expect(registry.delete('default', 'web')).toBeUndefined();
    expect(registry.delete('default', 'b'), 'An empty list of finalizers').toBeUndefined();
    expectRefused(() => registry.get('default', 'web'), 'NotFound', 'get after delete');
    expect(etcd.revision, 'Revision of etcd after two creates and two deletes').toBe(5);
  });

  it('what is not there is 404 (rule 19)', () => {
    const registry = registryOf();
    registry.create(web());
    expectRefused(() => registry.delete('x', 'web'), 'NotFound', 'web in another namespace');
    expectRefused(() => registry.delete('default', 'we'), 'NotFound', 'the beginning of a name');
  });

  it('preconditions that do not hold are 409, and nothing is deleted (rule 19)', () => {
    const registry = registryOf();
    const [created] = createAll(registry, web(), named('b'));
    const given = (preconditions: object) => () =>
      registry.delete('default', 'web', { preconditions });
    expectRefused(given({ uid: 'u2' }), 'Conflict', 'The uid of another object');
    expectRefused(given({ resourceVersion: '3' }), 'Conflict', 'Another resourceVersion');
    expectRefused(given({ uid: 'u1', resourceVersion: '1' }), 'Conflict', 'One of two is wrong');
    expect(registry.get('default', 'web')).toEqual(created);
    expect(given({ uid: 'u1', resourceVersion: '2' })()).toBeUndefined();
  });

  it('somebody is faster: begin again, preconditions too (rule 19)', () => {
    const registry = registryOf();
    createAll(registry, web(), named('b'), named('c'));
    const keyOf = (name: string) => `/registry/deployments/default/${name}`;
    hidden.meanwhile(others(webKey, relabel('others')));
    expect(registry.delete('default', 'web'), 'Without preconditions').toBeUndefined();
    hidden.meanwhile(others(keyOf('b'), relabel('others')));
    expectRefused(
      () => registry.delete('default', 'b', { preconditions: { resourceVersion: '3' } }),
      ...(['Conflict', 'b was changed meanwhile, the precondition names its old version'] as const),
    );
    hidden.meanwhile(() => etcd.deleteRange(keyOf('c')));
    expectRefused(() => registry.delete('default', 'c'), 'NotFound', 'c was deleted meanwhile');
  });

  it('a finalizer that comes in time holds it (rules 19 and 22)', () => {
    const registry = registryOf();
    registry.create(web());
    const hold = (object: Unstructured) => ({
      ...{ ...object, metadata: { ...object.metadata, finalizers: ['x/y'] } },
    });
    hidden.meanwhile(others(webKey, hold));
    expect(brief(registry.delete('default', 'web'))).toBe(
      `until ${at(0)}, 0 s, generation 2, version 4`,
    );
  });

  it('without the hook there is no period, whatever the client asks (rule 20)', () => {
    const registry = registryOf();
    registry.create(web());
    expect(registry.delete('default', 'web', { gracePeriodSeconds: 60 })).toBeUndefined();
  });

  it('the hook says how long: the Pod stays, marked (rules 20 and 22)', () => {
    const registry = registryOf(pods);
    createAll(registry, { ...named('p'), status: {}, spec: { a: 1 } }, named('q'));
    clock.advance(2000);
    const marked = registry.delete('default', 'p');
    expect(brief(marked)).toBe(`until ${at(32)}, 30 s, generation 2, version 4`);
    expect(marked).toMatchObject({ metadata: { uid: 'u1' }, spec: { a: 1 } });
    expect(registry.get('default', 'p'), 'What is stored').toEqual(marked);
    expect(brief(registry.delete('default', 'q', { gracePeriodSeconds: 5 }))).toBe(
      `until ${at(7)}, 5 s, generation 2, version 5`,
    );
  });

  it('a period of 0 is at once (rules 20 and 21)', () => {
    const registry = registryOf({ ...pods, gracePeriodSeconds: () => 0 });
    registry.create(named('p'));
    expect(registry.delete('default', 'p', { gracePeriodSeconds: 9 })).toBeUndefined();
  });

  it('the hook is given the stored Pod and what was asked (rule 20)', () => {
    const asked: unknown[] = [];
    const registry = registryOf({
      ...pods,
      gracePeriodSeconds: ({ metadata }, seconds) => {
        asked.push([metadata.uid, seconds ?? 'nothing']);
        return 0;
      },
    });
    createAll(registry, named('p'), named('q'));
    registry.delete('default', 'p');
    registry.delete('default', 'q', { gracePeriodSeconds: 7 });
    expect(asked).toEqual([
      ['u1', 'nothing'],
      ['u2', 7],
    ]);
  });

  it('finalizers hold what is deleted; asking again changes nothing (rules 22 and 23)', () => {
    const registry = registryOf();
    registry.create(held('web', 'x/y'));
    clock.advance(1000);
    const marked = registry.delete('default', 'web');
    expect(brief(marked)).toBe(`until ${at(1)}, 0 s, generation 2, version 3`);
    clock.advance(5000);
    expect(registry.delete('default', 'web', { gracePeriodSeconds: 0 })).toEqual(marked);
    expect(etcd.revision, 'Revision of etcd').toBe(3);
  });

  it('a second delete can shorten the time, from its beginning (rule 23)', () => {
    const registry = registryOf(pods);
    registry.create(named('p'));
    registry.delete('default', 'p');
    clock.advance(4000);
    expect(brief(registry.delete('default', 'p', { gracePeriodSeconds: 10 }))).toBe(
      `until ${at(10)}, 10 s, generation 2, version 4`,
    );
    expect(brief(registry.get('default', 'p'))).toBe(
      `until ${at(10)}, 10 s, generation 2, version 4`,
    );
  });

  it('and not lengthen it; then nothing is written (rule 23)', () => {
    const registry = registryOf(pods);
    registry.create(named('p'));
    const marked = registry.delete('default', 'p', { gracePeriodSeconds: 10 });
    clock.advance(4000);
    for (const gracePeriodSeconds of [60, 10, undefined])
      expect(
        registry.delete('default', 'p', gracePeriodSeconds ? { gracePeriodSeconds } : {}),
        `delete with ${gracePeriodSeconds ?? 'no'} s`,
      ).toEqual(marked);
    expect(etcd.revision, 'Revision of etcd').toBe(3);
  });

  it('the hook is asked once, at the first delete (rule 23)', () => {
    let period = 30;
    const registry = registryOf({ ...pods, gracePeriodSeconds: () => period });
    registry.create(named('p'));
    registry.delete('default', 'p');
    period = 1;
    expect(brief(registry.delete('default', 'p'))).toBe(
      `until ${at(30)}, 30 s, generation 2, version 3`,
    );
  });

  it('shortened to 0 it is gone, unless it is held (rule 23)', () => {
    const registry = registryOf(pods);
    createAll(registry, named('p'), held('q', 'x/y'));
    for (const name of ['p', 'q']) registry.delete('default', name);
    clock.advance(3000);
    const now = { gracePeriodSeconds: 0 };
    expect(registry.delete('default', 'p', now), 'p').toBeUndefined();
    expect(brief(registry.delete('default', 'q', now)), 'q, which has a finalizer').toBe(
      `until ${at(0)}, 0 s, generation 2, version 7`,
    );
  });

  it('an update that removes the last finalizer deletes (rule 24)', () => {
    const registry = registryOf();
    registry.create(held('web', 'x/y', 'x/z'));
    const marked = registry.delete('default', 'web');
    registry.update(held('web', 'x/z'));
    expect(brief(registry.get('default', 'web')), 'One finalizer is left').toBe(
      `until ${at(0)}, 0 s, generation 2, version 4`,
    );
    const last = registry.update({ ...held('web'), data: { last: 'words' } });
    expect(last).toMatchObject({
      metadata: { uid: marked?.metadata.uid },
      data: { last: 'words' },
    });
    expectRefused(() => registry.get('default', 'web'), 'NotFound', 'get after the last finalizer');
    expect(etcd.revision, 'Revision of etcd: the last update is a deletion, no put').toBe(5);
  });

  it('finalizers that go before a delete do no harm (rule 24)', () => {
    const registry = registryOf();
    registry.create(held('web', 'x/y'));
    registry.update(held('web'));
    expect(registry.get('default', 'web').metadata.resourceVersion).toBe('3');
  });

  it('while the period runs, the Pod stays without finalizers too (rule 24)', () => {
    const registry = registryOf(pods);
    registry.create(held('p', 'x/y'));
    registry.delete('default', 'p');
    registry.update(held('p'));
    expect(brief(registry.get('default', 'p'))).toBe(
      `until ${at(30)}, 30 s, generation 2, version 4`,
    );
    expect(registry.delete('default', 'p', { gracePeriodSeconds: 0 })).toBeUndefined();
  });

  it('somebody is faster than the last finalizer goes: 409, or again (rules 17 and 24)', () => {
    const registry = registryOf();
    createAll(registry, held('web', 'x/y'), held('b', 'x/y'));
    const [a, b] = ['web', 'b'].map((name) => registry.delete('default', name));
    const free = (object: Unstructured | undefined) => ({
      ...{ ...object, metadata: { ...object?.metadata, finalizers: [] } },
    });
    hidden.meanwhile(others(webKey, relabel('others')));
    expectRefused(() => registry.update(free(a)), 'Conflict', 'web was changed meanwhile');
    expect(registry.get('default', 'web').metadata.labels).toEqual({ by: 'others' });
    hidden.meanwhile(others('/registry/deployments/default/b', relabel('others')));
    const unconditional = { ...free(b).metadata, resourceVersion: '' };
    registry.update({ metadata: { ...unconditional, name: 'b' } });
    expectRefused(() => registry.get('default', 'b'), 'NotFound', 'b is let go');
  });

  it('a deletion cannot be taken back (rule 14)', () => {
    const registry = registryOf();
    registry.create(held('web', 'x/y'));
    registry.delete('default', 'web');
    const updated = registry.update({ ...held('web', 'x/y'), spec: { replicas: 2 } });
    expect(brief(updated)).toBe(`until ${at(0)}, 0 s, generation 3, version 4`);
  });
}
