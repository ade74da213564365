import fc from 'fast-check';
import { expect, it } from 'vitest';
import { evictionRates, zoneState } from '#exercise/controllers/node-lifecycle';
import { batch, seed } from '#suite';
import { zoneStateOf } from '../model.ts';
import { node } from '../objects.ts';

/** The tests of this group. */
export function zones(): void {
  /** So many nodes that are ready and that are not. */
  const states = (...counts: [ready: number, not: number][]) =>
    batch(
      zoneState,
      counts.map(([ready, not]) => [[...Array(ready).fill('True'), ...Array(not).fill('Unknown')]]),
    ).map((each) => ('value' in each ? each.value : each.error));
  const zone = (name: string, ready: number, not: number) => [
    ...Array.from({ length: ready }, (_, i) => node(`${name}${i}`, { zone: name, ready: 'True' })),
    ...Array.from({ length: not }, (_, i) => node(`${name}x${i}`, { zone: name, ready: 'False' })),
  ];

  it('a zone is normal while most of it is ready', () => {
    expect(states([1, 0], [5, 0], [10, 5], [100, 99]), 'rule 12').toEqual([
      ...['Normal', 'Normal', 'Normal', 'Normal'],
    ]);
  });

  it('nobody is ready: full disruption, even of one node', () => {
    expect(states([0, 1], [0, 3], [0, 60]), 'rule 12').toEqual([
      ...['FullDisruption', 'FullDisruption', 'FullDisruption'],
    ]);
  });

  it('a zone without nodes is normal', () => {
    expect(states([0, 0]), 'rule 12').toEqual(['Normal']);
  });

  it('up to two that are not ready disrupt nothing while one is', () => {
    expect(states([1, 2], [1, 3]), 'rule 12').toEqual(['Normal', 'PartialDisruption']);
  });

  it('exactly 55 % is a partial disruption', () => {
    expect(states([9, 11], [10, 11], [45, 55], [46, 54]), 'rule 12').toEqual([
      ...['PartialDisruption', 'Normal', 'PartialDisruption', 'Normal'],
    ]);
  });

  it('only True is ready', () => {
    expect(zoneState(['False', undefined, 'Unknown', 'True']), 'rule 12').toBe('PartialDisruption');
    expect(zoneState([undefined]), 'rule 12').toBe('FullDisruption');
  });

  it('a normal zone: one node in 10 seconds', () => {
    expect(evictionRates(zone('a', 3, 2)), 'rule 13').toEqual({ '/a': 0.1 });
    expect(evictionRates([]), 'rule 13, no nodes').toEqual({});
  });

  it('a partial disruption slows a large zone down and stops a small one', () => {
    expect(evictionRates(zone('a', 20, 30)), 'rule 13: 50 nodes are small').toEqual({ '/a': 0 });
    expect(evictionRates(zone('a', 20, 31)), 'rule 13: 51 nodes').toEqual({ '/a': 0.01 });
  });

  it('a zone that is wholly down goes on at the normal rate, as long as another is not', () => {
    const nodes = [...zone('a', 0, 3), ...zone('b', 1, 0)];
    expect(evictionRates(nodes), 'rule 13').toEqual({ '/a': 0.1, '/b': 0.1 });
    const partly = [...zone('a', 0, 3), ...zone('b', 1, 3)];
    expect(evictionRates(partly), 'rule 13').toEqual({ '/a': 0.1, '/b': 0 });
  });

  it('all zones are wholly down: it all stops', () => {
    expect(evictionRates([...zone('a', 0, 3), ...zone('b', 0, 1)]), 'rule 13').toEqual({
      ...{ '/a': 0, '/b': 0 },
    });
  });

  it('zones are told apart by region and zone', () => {
    const nodes = [
      node('n1', { region: 'r', zone: 'a', ready: 'True' }),
      node('n2', { region: 's', zone: 'a', ready: 'True' }),
      node('n3', { region: 's', ready: 'True' }),
      node('n4', { ready: 'True' }),
    ];
    expect(Object.keys(evictionRates(nodes)).sort(), 'rule 13').toEqual(['', 'r/a', 's/', 's/a']);
  });

  it('a node that is excluded counts neither as ready nor as a node', () => {
    const excluded = node('m', { zone: 'a', ready: 'True', excluded: true });
    expect(evictionRates([...zone('a', 0, 2), excluded]), 'rule 14').toEqual({ '/a': 0 });
    expect(evictionRates([...zone('a', 20, 30), excluded]), 'rule 14: size').toEqual({ '/a': 0 });
    const alone = node('m', { zone: 'c', ready: 'True', excluded: true });
    expect(evictionRates([...zone('a', 0, 2), alone]), 'rule 14: its zone').toEqual({ '/a': 0 });
  });

  it('any numbers of nodes', () => {
    const counts = fc.tuple(fc.nat(70), fc.nat(70));
    fc.assert(
      fc.property(fc.array(counts, { minLength: 30, maxLength: 30 }), (all) => {
        const expected = all.map(([ready, not]) => zoneStateOf(ready, not));
        const wrong = states(...all).findIndex((state, i) => state !== expected[i]);
        const [ready, not] = all[wrong] ?? [];
        expect(wrong, `rule 12: ${ready} ready, ${not} not: ${expected[wrong]}`).toBe(-1);
      }),
      { seed: seed(), numRuns: 3 },
    );
  });
}
