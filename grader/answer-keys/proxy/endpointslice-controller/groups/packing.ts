import { describe, expect, it } from 'vitest';
import { packSlices, planSlices } from '#exercise/proxy/endpointslice-controller';
import { copyBack } from '#suite';
import {
  empty,
  endpoint,
  endpoints,
  lettersOf,
  on8080,
  on9090,
  slice,
  targets,
  thin,
  thinSlice,
  told,
  web,
  webLabels,
} from '../objects.ts';

type Slices = Parameters<typeof packSlices>[0];

/** Packing, Planning. */
export function testPacking(): void {
  describe('Packing', () => {
    const packed = (existing: Slices, letters: string, max = 4) =>
      told(packSlices(existing, endpoints(letters), empty, max));

    it('what is as it should be is not written (rules 12, 15)', () => {
      expect(packed([thinSlice('s', 'ab'), thinSlice('t', 'cD')], 'cDab'), 'rules 12, 15').toEqual(
        [],
      );
    });

    it('new Pods make a new slice (rule 14)', () => {
      const { create } = packSlices([], endpoints('ab'), empty, 4);
      expect(create.map(lettersOf), 'rule 14').toEqual(['ab']);
      expect({ ...create[0], endpoints: [] }, 'rule 14: like empty').toEqual(empty);
    });

    it('nobody at all needs nothing (rule 14)', () => {
      expect(packed([], ''), 'rule 14').toEqual([]);
    });

    it('each new slice gets as many as it may have (rule 14)', () => {
      const { create } = packSlices([], endpoints('abcdefghij'), empty, 4);
      const sizes = create.map((each) => each.endpoints.length).sort();
      expect(sizes, 'rule 14: 10 Pods, at most 4 each').toEqual([2, 4, 4]);
    });

    it('a Pod that has changed is updated where it is (rules 11, 12)', () => {
      const existing = [thinSlice('s', 'ab'), thinSlice('t', 'c')];
      expect(packed(existing, 'aBc'), 'rules 11, 12: b is not ready now').toEqual([
        'update s 8080 aB',
      ]);
    });

    it('it stays at its place among the others (rule 11)', () => {
      const { update } = packSlices([thinSlice('s', 'abc')], endpoints('cbA'), empty, 4);
      expect(
        update.map((each) => each.endpoints),
        'rule 11',
      ).toEqual([endpoints('Abc')]);
    });

    it('another address, or another uid, is the same Pod with a change (rules 11, 12)', () => {
      const moved = { ...thin('a'), addresses: ['10.1.0.9'] };
      const { update, create } = packSlices([thinSlice('s', 'a')], [moved], empty, 4);
      expect(create, 'rule 11: known by its name').toEqual([]);
      expect(
        update.map((each) => each.endpoints),
        'rule 12',
      ).toEqual([[moved]]);
    });

    it('a Pod that is gone leaves its slice (rules 11, 12)', () => {
      expect(packed([thinSlice('s', 'abc'), thinSlice('t', 'd')], 'acd'), 'rule 11').toEqual([
        'update s 8080 ac',
      ]);
    });

    it('so does a stranger that is no Pod (rule 11)', () => {
      const foreign = { addresses: ['10.9.9.9'] };
      const existing = [thinSlice('s', [...endpoints('a'), foreign])];
      expect(packed(existing, 'a'), 'rule 11').toEqual(['update s 8080 a']);
    });

    it('a slice that keeps nobody is deleted, as it was (rule 12)', () => {
      const existing = [thinSlice('s', 'ab'), thinSlice('t', 'c')];
      const { delete: gone, update } = packSlices(existing, endpoints('c'), empty, 4);
      expect(gone, 'rule 12').toEqual([thinSlice('s', 'ab')]);
      expect(update, 'rule 12').toEqual([]);
    });

    it('a Pod in two slices stays in one (rule 11)', () => {
      const changes = packSlices(
        [thinSlice('s', 'ab'), thinSlice('t', 'bc')],
        endpoints('abc'),
        empty,
        4,
      );
      expect(changes.update, 'rule 11: one slice loses it').toHaveLength(1);
      expect(lettersOf(changes.update[0]!), 'rule 11').toMatch(/^[ac]$/);
    });

    it('other labels are written, and all else of the slice stays (rule 12)', () => {
      const old = thinSlice('s', 'a', { of: 'web', team: 'a' });
      const { update } = packSlices([old, thinSlice('t', 'b')], endpoints('ab'), empty, 4);
      expect(update, 'rule 12').toEqual([thinSlice('s', 'a')]);
    });

    it('a slice that is written anyway takes the new ones (rule 13)', () => {
      const existing = [thinSlice('s', 'ab'), thinSlice('t', 'cde')];
      expect(packed(existing, 'acdef'), 'rule 13: not the fuller one').toEqual([
        'update s 8080 af',
      ]);
    });

    it('the fullest of them first, up to max (rule 13)', () => {
      const existing = [thinSlice('s', 'ab'), thinSlice('t', 'cdef')];
      expect(packed(existing, 'Acdei'), 'rule 13: t keeps 3, s keeps 1').toEqual([
        ...['update s 8080 A', 'update t 8080 cdei'],
      ]);
      const both = packSlices(existing, endpoints('Acdeij'), empty, 4).update;
      expect(both.map((each) => each.endpoints.length).sort(), 'rule 13: two more').toEqual([2, 4]);
    });

    it('a slice that keeps nobody is not filled (rules 12, 13)', () => {
      const existing = [thinSlice('s', 'a'), thinSlice('t', 'bc')];
      expect(packed(existing, 'bCd'), 'rule 12').toEqual(['delete s', 'update t 8080 bCd']);
    });

    it('what is left goes into one untouched slice, the fullest where it fits (rule 14)', () => {
      const existing = [thinSlice('s', 'a'), thinSlice('t', 'bc'), thinSlice('u', 'def')];
      expect(packed(existing, 'abcdefgh'), 'rule 14: two more').toEqual(['update t 8080 bcgh']);
      expect(packed(existing, 'abcdefg'), 'rule 14: one more').toEqual(['update u 8080 defg']);
    });

    it('if it fits into none, a new slice is one write instead of several (rule 14)', () => {
      const existing = [thinSlice('s', 'abc'), thinSlice('t', 'def')];
      expect(packed(existing, 'abcdefgh'), 'rule 14').toEqual(['create 8080 gh']);
    });

    it('first the full slices, then what is left (rule 14)', () => {
      const { create, update } = packSlices(
        [thinSlice('s', 'ab'), thinSlice('t', 'c')],
        endpoints('abcdefghi'),
        empty,
        4,
      );
      expect(
        create.map((each) => each.endpoints.length),
        'rule 14: 6 more, 4 at once',
      ).toEqual([4]);
      expect(
        update.map((each) => each.metadata.name),
        'rule 14: 2 into the fullest',
      ).toEqual(['s']);
    });

    it('a slice that has too many since max is lower keeps them (rules 11, 13)', () => {
      const { create, update } = packSlices(
        [thinSlice('s', 'abcde')],
        endpoints('Abcdef'),
        empty,
        2,
      );
      expect([...create, ...update].map(lettersOf).sort(), 'rules 11, 13').toEqual(['Abcde', 'f']);
    });

    it('changes nothing that it is given', () => {
      const given = [[thinSlice('s', 'ab'), thinSlice('t', 'cd')], endpoints('Acdefg'), empty, 4];
      const { args } = copyBack(packSlices, ...structuredClone(given));
      expect(args, 'What you are given you do not change').toEqual(given);
    });
  });

  describe('Planning', () => {
    const plan = (list: ReturnType<typeof targets>, existing: Slices = [], max = 4) =>
      planSlices(web(), 'IPv4', list, existing, max);
    const planned = (...args: Parameters<typeof plan>) => told(plan(...args));

    it('different ports, different slices (rule 16)', () => {
      const list = [...targets('a'), ...targets('b', on9090), ...targets('c')];
      expect(planned(list), 'rule 16').toEqual(['create 8080 ac', 'create 9090 b']);
    });

    it('a new slice is that of newSlice, with its Pods (rule 16)', () => {
      const { create } = planSlices(web(), 'IPv6', targets('a'), [], 4);
      expect(create, 'rule 16').toEqual([
        {
          metadata: {
            ...{ generateName: 'web-', namespace: 'default', labels: webLabels },
            ownerReferences: [
              {
                ...{ apiVersion: 'v1', kind: 'Service', name: 'web', uid: 'u-web' },
                ...{ controller: true, blockOwnerDeletion: true },
              },
            ],
          },
          ...{ addressType: 'IPv6', ports: on8080, endpoints: endpoints('a', endpoint) },
        },
      ]);
    });

    it('each set of ports has its own slices and room (rule 16)', () => {
      const existing = [slice('s', 'a'), slice('t', 'b', { ports: on9090 })];
      const list = [...targets('ac'), ...targets('b', on9090)];
      expect(planned(list, existing), 'rule 16').toEqual(['update s 8080 ac']);
    });

    it('max counts for each set of ports (rule 16)', () => {
      const { create } = plan(targets('abc'), [], 2);
      const sizes = create.map((each) => each.endpoints.length).sort();
      expect(sizes, 'rules 14, 16').toEqual([1, 2]);
    });

    it('without Pods there is one empty slice (rule 17)', () => {
      expect(planned([]), 'rule 17').toEqual(['create - .']);
    });

    it('the empty slice stays as it is, and only one (rules 17, 18)', () => {
      const none = { ports: [] };
      expect(planned([], [slice('s', '', none)]), 'rule 18: no change').toEqual([]);
      const two = plan([], [slice('s', '', none), slice('t', '', none)]);
      expect([two.create.length, two.update.length, two.delete.length], 'rules 17, 18').toEqual([
        ...[0, 0, 1],
      ]);
    });

    it('it follows the labels of the Service (rules 17, 18)', () => {
      const existing = [slice('s', '', { ports: [], labels: { ...webLabels, team: 'a' } })];
      expect(planned([], existing), 'rule 18').toEqual(['update s - .']);
    });

    it('the last Pod gone, its slice becomes the empty one (rules 17, 18)', () => {
      expect(planned([], [slice('s', 'a')]), 'rules 17, 18').toEqual(['update s - .']);
    });

    it('a slice whose ports nobody has any more is used for those that are needed (rule 18)', () => {
      const existing = [slice('s', 'ab'), slice('t', 'cd')];
      const { create, update, delete: gone } = plan(targets('abcd', on9090), existing);
      expect(create, 'rule 18: one is there').toEqual([]);
      expect(gone, 'rule 18: the other goes').toHaveLength(1);
      const kept = gone[0]?.metadata.name === 's' ? 't' : 's';
      expect(update.map(lettersOf), 'rule 18').toEqual(['abcd']);
      expect({ ...update[0], endpoints: [] }, 'rule 18: what is there, made new').toEqual(
        slice(kept, '', { ports: on9090 }),
      );
    });

    it('what is needed beyond that is made (rule 18)', () => {
      const existing = [slice('s', 'a')];
      const { create, update } = plan(targets('abcdef', on9090), existing);
      expect([create.length, update.length], 'rule 18: six Pods, at most 4 each').toEqual([1, 1]);
    });

    it('what is left over is deleted (rules 16, 18)', () => {
      const existing = [slice('s', 'a'), slice('t', 'b', { ports: on9090 })];
      expect(planned(targets('a'), existing), 'rule 16').toEqual(['delete t']);
    });

    it('of those that keep nobody, one is used again (rules 12, 18)', () => {
      const existing = [slice('s', 'ab'), slice('t', 'cd')];
      const changes = plan(targets('efgh'), existing);
      expect(changes.create, 'rule 18').toEqual([]);
      expect(changes.update.map(lettersOf), 'rule 18').toEqual(['efgh']);
      expect(changes.delete, 'rule 18').toHaveLength(1);
    });

    it('a slice of an older Service of this name goes, unused (rule 19)', () => {
      const existing = [slice('s', 'a', { owner: 'u-old' })];
      expect(planned(targets('a'), existing), 'rule 19').toEqual(['create 8080 a', 'delete s']);
      expect(planned([], existing), 'rules 17, 19').toEqual(['create - .', 'delete s']);
    });

    it('one without any owner is not owned (rule 19)', () => {
      const one = slice('s', 'a');
      const { ownerReferences: _, ...metadata } = one.metadata;
      expect(planned(targets('a'), [{ ...one, metadata }]), 'rule 19').toEqual([
        ...['create 8080 a', 'delete s'],
      ]);
    });

    it('it does not stand in for the empty one either (rules 17, 19)', () => {
      const existing = [slice('s', 'b'), slice('t', '', { ports: [], owner: 'u-old' })];
      expect(planned([], existing), 'rules 17, 19').toEqual(['delete t', 'update s - .']);
    });
  });
}
