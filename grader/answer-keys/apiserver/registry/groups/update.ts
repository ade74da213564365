import type { Stored, Unstructured } from 'course/kit';
import { beforeEach, expect, it } from 'vitest';
import type { Registry } from '#exercise/apiserver/registry';
import { callAll, copyBack } from '#suite';
import { deployments, expectRefused, named, refused, web, webKey } from '../world.ts';
import {
  clock,
  etcd,
  hidden,
  others,
  registryOf,
  relabel,
  seed,
  shapeOf,
  storedAt,
  wrong,
} from './set-up.ts';

/** Rules 12 to 17. */
export function update(): void {
  let registry: Registry;
  let first: Stored<Unstructured>;
  beforeEach(() => {
    registry = registryOf();
    [first = web() as never] = seed(web(1, { labels: { a: '1' }, annotations: { b: '2' } }));
  });

  it('replaces what the client owns: what was left out is gone (rule 14)', () => {
    const updated = registry.update(web(1, { labels: { c: '3' } }));
    expect(updated.metadata).toEqual({
      ...{ name: 'web', namespace: 'default', uid: 'u1', generation: 1, resourceVersion: '3' },
      ...{ creationTimestamp: '2025-01-01T00:00:00Z', labels: { c: '3' } },
    });
    expect(registry.get('default', 'web')).toEqual(updated);
    expect(etcd.revision, 'Revision of etcd after one update').toBe(3);
  });

  it('keeps what only the server may say (rule 14)', () => {
    others(webKey, (object) => ({ ...object, status: { ready: 1 } }))();
    clock.advance(60_000);
    const updated = registry.update({
      ...{ apiVersion: 'x/v9', kind: 'Odd', spec: { replicas: 2 }, status: { ready: 9 } },
      metadata: {
        ...{ name: 'web', generation: 40, creationTimestamp: '1999-01-01T00:00:00Z' },
        ...{ deletionTimestamp: '1999-01-01T00:00:00Z', deletionGracePeriodSeconds: 0 },
      },
    });
    expect(updated).toEqual({
      ...{ apiVersion: 'apps/v1', kind: 'Deployment', spec: { replicas: 2 } },
      metadata: {
        ...{ name: 'web', namespace: 'default', uid: 'u1', generation: 2, resourceVersion: '4' },
        creationTimestamp: '2025-01-01T00:00:00Z',
      },
      status: { ready: 1 },
    });
  });

  it('what is not there is 404; an update creates nothing (rule 12)', () => {
    expectRefused(() => registry.update(named('b')), 'NotFound', 'update of b');
    expectRefused(() => registry.update(web(2, { namespace: 'x' })), 'NotFound', 'web in x');
    expect(etcd.revision, 'Revision of etcd').toBe(2);
  });

  it('namespace and name say which object is meant (rule 12)', () => {
    seed(named('web', {}, 'x'), named('b'));
    registry.update({ ...web(7), metadata: { name: 'web', namespace: 'x' } });
    expect(registry.get('x', 'web').spec, 'web in x').toEqual({ replicas: 7 });
    expect(registry.get('default', 'web'), 'web in default').toEqual(first);
    registry.update(web(8, { namespace: '' }));
    expect(registry.get('default', 'web').spec, 'web in default').toEqual({ replicas: 8 });
  });

  it('a stale resourceVersion is 409 Conflict, and nothing is written (rule 13)', () => {
    const second = registry.update({ ...first, spec: { replicas: 2 } });
    const error = refused(() => registry.update({ ...first, spec: {} }), 'update from version 2');
    expect([error.reason, error.message]).toEqual([
      'Conflict',
      'Operation cannot be fulfilled on deployments.apps "web": the object has been modified; please apply your changes to the latest version and try again',
    ]);
    expect(registry.get('default', 'web')).toEqual(second);
  });

  it('without a resourceVersion there is no such condition (rule 13)', () => {
    registry.update({ ...first, spec: { replicas: 2 } });
    const updated = registry.update(web(3, { resourceVersion: '' }));
    expect(updated).toMatchObject({ spec: { replicas: 3 }, metadata: { resourceVersion: '4' } });
  });

  it('another uid is 409: it is not the object that you read (rule 13)', () => {
    etcd.deleteRange(webKey);
    const [second] = seed(web());
    expectRefused(
      () => registry.update(web(5, { uid: 'u1' })),
      ...(['Conflict', 'update with the uid of the former web'] as const),
    );
    expect(registry.update(web(5, { uid: 'u2' })).metadata.uid).toBe('u2');
    expect(second?.metadata.uid).toBe('u2');
  });

  it('a stale object is 409 even if it changes nothing, or is invalid (rule 13)', () => {
    registry.update({ ...first, spec: { replicas: 2 } });
    const stale = { ...registry.get('default', 'web') };
    stale.metadata = { ...stale.metadata, resourceVersion: '2' };
    expectRefused(() => registry.update(stale), 'Conflict', 'Stale, without a difference');
    const strict = registryOf({
      ...deployments,
      validate: (_object, old) =>
        old ? [{ type: 'FieldValueForbidden', field: 'spec', detail: 'always' }] : [],
    });
    strict.create(web());
    expectRefused(
      () => strict.update(web(2, { resourceVersion: '1' })),
      ...(['Conflict', 'Stale and invalid'] as const),
    );
  });

  it('generation counts what is wanted, not labels and not status (rule 15)', () => {
    const steps = [
      web(1, { labels: { c: '3' } }),
      web(2),
      web(2, { annotations: { d: '4' } }),
      { ...web(2), data: { key: 'value' } },
      { ...web(2), data: { key: 'value' }, status: { ready: 1 } },
    ];
    const calls = steps.map((object) => ({ on: registry, method: 'update', args: [object] }));
    const updated = callAll(calls) as Stored<Unstructured>[];
    expect(updated.map(({ metadata }) => metadata.generation)).toEqual([1, 2, 2, 3, 3]);
  });

  it('a change that a hook makes counts as well (rule 15)', () => {
    let extra = 1;
    const hooked = registryOf({
      ...deployments,
      admit: (object) => ({ ...object, spec: { extra: extra++ } }),
    });
    hooked.create(web());
    expect(hooked.update(web()).metadata.generation).toBe(2);
  });

  it('no difference: nothing is written (rule 16)', () => {
    const same = [
      first,
      { ...first, metadata: { ...first.metadata, resourceVersion: '' } },
      { spec: { replicas: 1 }, metadata: { ...first.metadata, finalizers: [] } },
    ];
    const calls = same.map((object) => ({ on: registry, method: 'update', args: [object] }));
    for (const answer of callAll(calls))
      expect((answer as Unstructured).metadata?.resourceVersion).toBe('2');
    expect(etcd.revision, 'Revision of etcd').toBe(2);
  });

  it('somebody is faster: whoever named a resourceVersion gets 409 (rule 17)', () => {
    hidden.meanwhile(others(webKey, relabel('others')));
    expectRefused(
      () => registry.update({ ...first, spec: { replicas: 2 } }),
      ...(['Conflict', 'web was changed between reading and writing'] as const),
    );
    expect(storedAt(webKey), 'What the other one stored').toMatchObject({ spec: { replicas: 1 } });
  });

  it('somebody is faster: all others have their way, on top of what is stored now (rule 17)', () => {
    hidden.meanwhile(
      others(webKey, (object) => ({ ...object, status: { ready: 1 } })),
      others(webKey, (object) => ({ ...object, status: { ready: 2 } })),
    );
    const updated = registry.update(web(2));
    expect(updated).toMatchObject({
      ...{ spec: { replicas: 2 }, status: { ready: 2 } },
      metadata: { generation: 2, resourceVersion: '5' },
    });
    expect(registry.get('default', 'web')).toEqual(updated);
  });

  it('somebody deletes it: 404 (rule 17)', () => {
    hidden.meanwhile(() => etcd.deleteRange(webKey));
    expectRefused(() => registry.update(web(2)), 'NotFound', 'web was deleted meanwhile');
    expect(storedAt(webKey), 'What is stored').toEqual({ nothing: `at ${webKey}` });
  });

  it('old is absent for a create, and what is stored for an update (rule 9)', () => {
    const olds: unknown[] = [];
    const note = (old?: Stored<Unstructured>) => olds.push(old?.metadata.resourceVersion ?? 'none');
    const registry = registryOf({
      ...deployments,
      admit: (object, old) => {
        note(old);
        return object;
      },
      validate: (_object, old) => {
        note(old);
        return [];
      },
    });
    registry.create(web());
    registry.update(web(2));
    registry.update(web(3));
    expect(olds, 'resourceVersion of old in admit, validate, admit ...').toEqual([
      ...['none', 'none', '2', '2', '3', '3'],
    ]);
  });

  it('a field that must not change is refused at update, with old at hand (rules 9 and 11)', () => {
    const registry = registryOf({
      ...deployments,
      validate: ({ spec }, old) =>
        old && JSON.stringify(spec) !== JSON.stringify(old.spec) ? [wrong('spec')] : [],
    });
    const created = registry.create(web());
    const error = refused(() => registry.update(web(2)), 'update of an immutable field');
    expect(shapeOf(error)).toMatchObject({ code: 422, subject: 'Deployment apps web' });
    expect(registry.get('default', 'web'), 'What is stored').toEqual(created);
  });

  it('what default fills in is no change (rules 9 and 16)', () => {
    const registry = registryOf({
      ...deployments,
      default: (object) => ({ ...object, spec: { replicas: 1, ...(object.spec as object) } }),
    });
    registry.create(named('web'));
    const updated = registry.update({ ...named('web'), spec: {} });
    expect(updated.metadata).toMatchObject({ generation: 1, resourceVersion: '2' });
  });

  it('the argument is not changed', () => {
    const sent = { ...web(2), status: {} };
    expect(copyBack([registry, 'update'], sent).args).toEqual([sent]);
  });
}
