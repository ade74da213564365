import { EtcdError } from 'course/kit';
import { expect, it } from 'vitest';
import type { Registry } from '#exercise/apiserver/registry';
import { expectRefused, named, nodes, refused, unlessRefused, web } from '../world.ts';
import { createAll, etcd, hidden, names, registryOf, seed } from './set-up.ts';

/** Rules 25 to 28. */
export function list(): void {
  it('an empty list has a revision too (rule 25)', () => {
    const registry = registryOf();
    etcd.put('/registry/pods/default/p', '{}');
    expect(registry.list()).toEqual({
      ...{ apiVersion: 'apps/v1', kind: 'DeploymentList', items: [] },
      metadata: { resourceVersion: '2' },
    });
  });

  it('objects come in the order of their keys, each with its own revision (rule 25)', () => {
    const registry = registryOf();
    const [c, a, b] = seed(named('c'), named('a'), named('b', {}, 'x'));
    etcd.put('/registry/pods/default/p', '{}');
    const list = registry.list();
    expect(list.items).toEqual([a, c, b]);
    expect(list.metadata.resourceVersion, 'The revision of etcd, not of the newest object').toBe(
      '5',
    );
  });

  it('of one namespace, and not of those that begin the same (rule 25)', () => {
    const registry = registryOf();
    seed(named('a', {}, 'x'), named('b', {}, 'x-y'), named('c', {}, 'w'));
    expect([
      names(registry.list('x')),
      names(registry.list('')),
      names(registry.list('v')),
    ]).toEqual([['a'], ['c', 'b', 'a'], []]);
    const cluster = registryOf(nodes);
    createAll(cluster, named('n1'), named('n2'));
    expect(names(cluster.list(''))).toEqual(['n1', 'n2']);
  });

  it('with selectors only what they mean (rule 26)', () => {
    const registry = registryOf();
    seed(named('a', { app: 'x' }), named('b', { app: 'y' }), web(3));
    expect(names(registry.list('default', { labelSelector: 'app in (x,z)' }))).toEqual(['a']);
    expect(names(registry.list('', { fieldSelector: 'spec.replicas=3' }))).toEqual(['web']);
    const both = { labelSelector: 'app', fieldSelector: 'metadata.name!=a' };
    expect(names(registry.list('', both))).toEqual(['b']);
    expect(names(registry.list('', { labelSelector: '' })), 'An empty text').toEqual([
      ...['a', 'b', 'web'],
    ]);
  });

  it('Exact is the state at that very revision; else the latest is new enough (rule 27)', () => {
    const registry = registryOf();
    seed(named('a'), named('b'));
    registry.delete('default', 'a');
    const exact = registry.list('', { resourceVersion: '2', resourceVersionMatch: 'Exact' });
    expect([names(exact), exact.metadata.resourceVersion]).toEqual([['a'], '2']);
    for (const options of [
      { resourceVersion: '0' },
      { resourceVersion: '2' },
      { resourceVersion: '2', resourceVersionMatch: 'NotOlderThan' as const },
    ])
      expect(registry.list('', options).metadata.resourceVersion, JSON.stringify(options)).toBe(
        '4',
      );
  });

  /** The names of all pages, and their resourceVersions; between them somebody else acts. */
  function pages(registry: Registry, namespace: string, options: object, between?: () => void) {
    const found: unknown[] = [];
    let next: string | undefined;
    for (let page = 0; page < 6; page++) {
      const list = registry.list(namespace, { ...options, ...(next && { continue: next }) });
      found.push(`${names(list).join(' ')} at ${list.metadata.resourceVersion}`);
      next = list.metadata.continue;
      if (!next) return found;
      between?.();
    }
    return [...found, 'and so on'];
  }

  it('a limit makes pages, all of the state of the first (rule 28)', () => {
    const registry = registryOf();
    seed(...['a', 'b', 'c', 'd', 'e'].map((name) => named(name)));
    let changes = 0;
    const between = () => {
      seed(named(`c${++changes}`));
      if (changes === 1) registry.delete('default', 'd');
    };
    expect(pages(registry, 'default', { limit: 2 }, between)).toEqual([
      ...['a b at 6', 'c d at 6', 'e at 6'],
    ]);
  });

  it('a page that ends where the list ends says so (rule 28)', () => {
    const registry = registryOf();
    seed(named('a'), named('b'));
    expect(pages(registry, '', { limit: 2 })).toEqual(['a b at 3']);
    expect(pages(registry, '', { limit: 0 }), 'A limit of 0').toEqual(['a b at 3']);
    expect(pages(registry, '', { limit: 9 })).toEqual(['a b at 3']);
  });

  it('a limit counts what matches, and pages stay in their namespace (rule 28)', () => {
    const registry = registryOf();
    seed(
      ...[named('a', { x: '1' }), named('b'), named('c', { x: '1' }), named('d', { x: '1' })],
      ...[named('e'), named('z', { x: '1' }, 'later')],
    );
    expect(pages(registry, 'default', { limit: 2, labelSelector: 'x' })).toEqual([
      ...['a c at 7', 'd at 7'],
    ]);
  });

  it('a name that begins like the last one of a page is not left out (rule 28)', () => {
    const registry = registryOf();
    seed(...['a', 'a-b', 'a.b', 'ab'].map((name) => named(name)));
    expect(pages(registry, '', { limit: 1 })).toEqual([
      ...['a at 5', 'a-b at 5', 'a.b at 5', 'ab at 5'],
    ]);
  });

  it('Exact can have pages as well (rules 27 and 28)', () => {
    const registry = registryOf();
    seed(named('a'), named('b'), named('c'));
    const options = { limit: 1, resourceVersion: '3', resourceVersionMatch: 'Exact' };
    const { metadata, items } = registry.list('', options as object);
    registry.delete('default', 'b');
    const rest = registry.list('', { limit: 1, continue: metadata.continue ?? '' });
    expect([names({ items }), names(rest), rest.metadata]).toEqual([
      ...[['a'], ['b'], { resourceVersion: '3' }],
    ]);
  });

  it('a state that is compacted is 410 Expired (rule 28)', () => {
    const registry = registryOf();
    seed(named('a'), named('b'), named('c'));
    const first = registry.list('', { limit: 1 });
    registry.delete('default', 'c');
    etcd.compact(5);
    const exact = { resourceVersion: '4', resourceVersionMatch: 'Exact' } as const;
    const list = (options: object) => () => registry.list('', options);
    const rest = { continue: first.metadata.continue ?? '' };
    expectRefused(list(rest), 'Expired', 'The next page of a list at revision 4');
    expectRefused(list(exact), 'Expired', 'Exact at revision 4');
    expect(names(registry.list()), 'A new list').toEqual(['a', 'b']);
  });

  it('any other error of etcd is no 410, and goes through as it is (rule 28)', () => {
    const registry = registryOf();
    hidden.fails(new EtcdError('FutureRev'));
    expect(() => registry.list()).toThrow(new EtcdError('FutureRev').message);
  });

  it('a continue of another namespace shows nothing outside of this one (rule 28)', () => {
    const registry = registryOf();
    seed(named('a', {}, 'x'), named('b', {}, 'x'), named('c', {}, 'y'));
    const { metadata } = registry.list('x', { limit: 1 });
    const options = { continue: metadata.continue ?? '' };
    const found = unlessRefused(() => names(registry.list('y', options))) ?? [];
    expect(
      found.filter((name) => name !== 'c'),
      'What a list of y gives of x',
    ).toEqual([]);
  });

  it('a continue that nobody can read is 400 (rule 28)', () => {
    const registry = registryOf();
    const tokens = [
      ...[{}, { revision: 1 }, { after: 'a' }, { revision: 0, after: 'a' }],
      ...[
        { revision: 1, after: 2 },
        { revision: '1', after: 'a' },
      ],
    ];
    for (const text of ['{', 'null', '5', ...tokens.map((token) => JSON.stringify(token))]) {
      const error = refused(() => registry.list('', { continue: text }), `continue: ${text}`);
      expect([error.reason, error.message]).toEqual(['BadRequest', 'continue key is not valid']);
    }
  });
}
