import type { Random } from 'course/kit';
import { expect, it } from 'vitest';
import { copyBack } from '#suite';
import { deployments, expectRefused, named, nodes, refused, web, webKey } from '../world.ts';
import { createAll, etcd, hidden, others, registryOf, relabel, storedAt } from './set-up.ts';

/** Rules 1 to 8. */
export function createAndGet(): void {
  it('a new object gets uid, creation time, generation 1 and its revision (rules 4 and 5)', () => {
    const created = registryOf().create(web());
    expect(created).toEqual({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: {
        ...{ name: 'web', namespace: 'default', uid: 'u1', generation: 1 },
        creationTimestamp: '2025-01-01T00:00:00Z',
        resourceVersion: '2',
      },
      spec: { replicas: 1 },
    });
  });

  it('get gives what was stored, with the revision of its last write (rule 3)', () => {
    const registry = registryOf();
    const [created, second] = createAll(registry, web(), named('b'));
    expect(registry.get('default', 'web')).toEqual(created);
    expect(registry.get('default', 'b'), 'An object that was created later').toEqual(second);
  });

  it('what is not there is 404, with the resource and the name (rule 3)', () => {
    const registry = registryOf();
    registry.create(web());
    const error = refused(() => registry.get('other', 'web'), 'get in another namespace');
    expect([error.reason, error.message]).toEqual(['NotFound', 'deployments.apps "web" not found']);
  });

  it('an object stands in etcd under its key, encoded, written once (rules 1 and 2)', () => {
    const registry = registryOf();
    registry.create(web());
    expect(storedAt(webKey)).toEqual({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: {
        ...{ name: 'web', namespace: 'default', uid: 'u1', generation: 1 },
        creationTimestamp: '2025-01-01T00:00:00Z',
      },
      spec: { replicas: 1 },
    });
    expect(etcd.revision, 'Revision of etcd after one create').toBe(2);
  });

  it('what others wrote into etcd counts at once: the registry remembers nothing (rule 3)', () => {
    const registry = registryOf();
    registry.create(web());
    others(webKey, relabel('others'))();
    expect(registry.get('default', 'web').metadata).toMatchObject({
      ...{ labels: { by: 'others' }, resourceVersion: '3' },
    });
  });

  it('apiVersion and kind are those of the resource (rule 4)', () => {
    const created = registryOf().create({ apiVersion: 'x/v9', kind: 'Odd', ...web() });
    expect([created.apiVersion, created.kind]).toEqual(['apps/v1', 'Deployment']);
  });

  it('a namespace that is sent is kept; the same name in two namespaces is two objects (rule 4)', () => {
    const registry = registryOf();
    const created = createAll(
      registry,
      ...[named('web', {}, 'a'), named('web', {}, 'b'), web(1, { namespace: '' })],
    );
    expect(created.map(({ metadata }) => metadata.namespace)).toEqual(['a', 'b', 'default']);
    expect(registry.get('b', 'web').metadata.uid, 'uid of web in b').toBe('u2');
  });

  it('a resource that lives in no namespace has none (rules 1 and 4)', () => {
    const registry = registryOf(nodes);
    createAll(registry, named('n1'), named('n2', undefined, 'dropped'));
    expect(registry.get('', 'n1').metadata).toEqual({
      ...{ name: 'n1', uid: 'u1', generation: 1, resourceVersion: '2' },
      creationTimestamp: '2025-01-01T00:00:00Z',
    });
    expect(Object.keys(registry.get('', 'n2').metadata)).not.toContain('namespace');
    expect(storedAt('/registry/nodes/n2').kind, 'What is at /registry/nodes/n2').toBe('Node');
  });

  it('what only the server may say is not taken from the client (rule 5)', () => {
    const { metadata, status } = registryOf().create({
      metadata: {
        ...{ name: 'web', uid: 'mine', generation: 9, creationTimestamp: '1999-01-01T00:00:00Z' },
        ...{ deletionTimestamp: '1999-01-01T00:00:00Z', deletionGracePeriodSeconds: 5 },
      },
      status: { replicas: 3 },
    });
    expect(metadata, 'Metadata').toEqual({
      ...{ name: 'web', namespace: 'default', uid: 'u1', generation: 1, resourceVersion: '2' },
      creationTimestamp: '2025-01-01T00:00:00Z',
    });
    expect(status, 'The status that was sent').toBeUndefined();
  });

  it('all the rest stays as it was sent (rule 5)', () => {
    const sent = { labels: { a: '1' }, annotations: { b: '2' }, finalizers: ['x/y'] };
    const created = registryOf().create({ ...web(3, sent), data: { key: 'value' } });
    expect(created).toMatchObject({
      metadata: sent,
      spec: { replicas: 3 },
      data: { key: 'value' },
    });
  });

  it('a generateName makes a name; both are stored (rule 6)', () => {
    const registry = registryOf();
    const created = createAll(
      registry,
      ...[{ metadata: { generateName: 'web-' } }, { metadata: { generateName: 'web-', name: '' } }],
    );
    const made = created.map(({ metadata }) => metadata.name);
    for (const name of made) expect(name).toMatch(/^web-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    expect(new Set(made).size, 'Different names').toBe(2);
    expect(created[0]?.metadata.generateName).toBe('web-');
  });

  it('the name is what generatedName makes of a draw: 63 characters at most (rule 6)', () => {
    const long = 'x'.repeat(60);
    const registry = registryOf(deployments, { random: draws(1 + 27 * (2 + 27 * 3), 26) });
    const created = createAll(
      registry,
      ...['w-', long].map((generateName) => ({ metadata: { generateName } })),
    );
    expect(created.map(({ metadata }) => metadata.name)).toEqual([
      ...['w-cdfbb', `${long.slice(0, 58)}9bbbb`],
    ]);
  });

  it('a name wins over a generateName (rule 6)', () => {
    const created = registryOf().create(web(1, { generateName: 'other-' }));
    expect(created.metadata).toMatchObject({ name: 'web', generateName: 'other-' });
  });

  it('a name that is taken is 409 AlreadyExists, and what was there stays (rule 7)', () => {
    const registry = registryOf();
    const first = registry.create(web(1));
    const error = refused(() => registry.create(web(9)), 'A second create of web');
    expect([error.reason, error.message]).toEqual([
      'AlreadyExists',
      'deployments.apps "web" already exists',
    ]);
    expect(registry.get('default', 'web')).toEqual(first);
    expect(etcd.revision, 'Revision of etcd after one create and a refusal').toBe(2);
  });

  it('who is faster has the name (rule 7)', () => {
    const registry = registryOf();
    hidden.meanwhile(() => etcd.put(webKey, '{"metadata":{"name":"web"},"mine":true}'));
    expectRefused(() => registry.create(web()), 'AlreadyExists', 'web was created meanwhile');
    expect(storedAt(webKey), 'What the other one stored').toMatchObject({ mine: true });
  });

  it('a name that was asked for is not asked for again (rule 7)', () => {
    for (const metadata of [{}, { generateName: 'w-' }]) {
      const registry = registryOf();
      hidden.meanwhile(
        () => etcd.put(webKey, '{"metadata":{"name":"web"}}'),
        () => etcd.deleteRange(webKey),
      );
      expectRefused(
        () => registry.create(web(1, metadata)),
        ...(['AlreadyExists', 'web existed when the transaction arrived'] as const),
      );
    }
  });

  it('a generated name that is taken is made anew (rule 8)', () => {
    const registry = registryOf(deployments, { random: draws(0, 0, 0, 1) });
    const generate = { metadata: { generateName: 'w-' } };
    const created = createAll(registry, generate, generate);
    expect(created.map(({ metadata }) => metadata.name)).toEqual(['w-bbbbb', 'w-cbbbb']);
  });

  it('eight generated names are tried, no more (rule 8)', () => {
    const taken = registryOf(deployments, { random: draws(0, 0, 0, 0, 0, 0, 0, 0, 1) });
    const generate = { metadata: { generateName: 'w-' } };
    taken.create(generate);
    expect(taken.create(generate).metadata.name, 'The eighth name is free').toBe('w-cbbbb');
    const hopeless = registryOf(deployments, { random: draws(0, 0, 0, 0, 0, 0, 0, 0, 0, 1) });
    hopeless.create(generate);
    expectRefused(() => hopeless.create(generate), 'AlreadyExists', 'Eight names are taken');
  });

  it('the argument is not changed', () => {
    const sent = { metadata: { generateName: 'w-' }, status: {} };
    expect(copyBack([registryOf(), 'create'], sent).args).toEqual([sent]);
  });
}

/** Chance for generated names: each number is drawn for one of them, the last one for all further names. */
function draws(...numbers: number[]): Random {
  let drawn = 0;
  const next = () => numbers[Math.min(drawn++, numbers.length - 1)] ?? 0;
  return { intn: next, next: () => next() / 27 ** 5 };
}
