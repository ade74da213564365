import type { ReplicaSet } from 'course/kit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resizedSizes } from '#exercise/controllers/deployment-rollout';
import { shared } from '../any/model.ts';
import { cases, moment, once, setsOf, told } from '../any/sizes.ts';
import { set, type Wish, web } from '../objects.ts';
import { each, written } from './asked.ts';

/** Resizing. */
export function testResizing(): void {
  describe('Resizing', () => {
    const sizes = (wish: Wish, own: ReplicaSet | undefined, ...olds: ReplicaSet[]) =>
      written(resizedSizes(web(wish), own, olds), own ? [own, ...olds] : olds);
    const five = { desired: 5, max: 5 };

    it('the only ReplicaSet with Pods takes it all, up and down, new or old', () => {
      expect(sizes({ replicas: 12 }, set('new', 10, { desired: 10 })), 'rule 9').toEqual({
        new: 12,
      });
      expect(sizes({ replicas: 3 }, set('new', 0), set('old', 10)), 'rule 9').toEqual({
        ...{ new: 0, old: 3 },
      });
      expect(sizes({ replicas: 3, recreate: true }, undefined, set('old', 5)), 'rule 9').toEqual({
        old: 3,
      });
    });

    it('where nobody has Pods, the new one takes it all, or else the newest', () => {
      const olds = [set('b', 0, { at: 1 }), set('a', 0, { at: 7 }), set('c', 0, { at: 4 })];
      expect(sizes({ replicas: 6 }, set('new', 0), ...olds), 'rule 9').toEqual({
        ...{ new: 6, a: 0, b: 0, c: 0 },
      });
      expect(sizes({ replicas: 6 }, undefined, ...olds), 'rule 9').toEqual({ a: 6, b: 0, c: 0 });
      expect(sizes({ replicas: 6 }, undefined), 'rule 9: no ReplicaSet').toEqual({});
    });

    it('a rollout that is over ends the old ones', () => {
      const own = set('new', 5, five);
      expect(sizes({ replicas: 5 }, own, set('a', 2), set('b', 1)), 'rule 10').toEqual({
        ...{ new: 5, a: 0, b: 0 },
      });
      expect(sizes({ replicas: 5, recreate: true }, own, set('a', 2)), 'rule 10').toEqual({
        ...{ new: 5, a: 0 },
      });
    });

    it('it is not over while Pods of the new one are missing, or were meant for another size', () => {
      const recreate = { replicas: 5, recreate: true };
      const kept = { new: 5, old: 1 };
      const old = set('old', 1, five);
      const broken = set('new', 5, { ...five, available: 4 });
      expect(sizes(recreate, broken, old), 'rule 10: 4 of 5 available').toEqual(kept);
      const other = set('new', 5, { desired: 7 });
      expect(sizes(recreate, other, old), 'rule 10: meant for 7').toEqual(kept);
      expect(sizes(recreate, set('new', 5), old), 'rule 10: no annotation').toEqual(kept);
      const small = set('new', 4, { desired: 5, available: 5, running: 5 });
      expect(sizes(recreate, small, old), 'rule 10: size 4').toEqual({ new: 4, old: 1 });
    });

    it('with Recreate several keep their sizes', () => {
      expect(
        sizes({ replicas: 9, recreate: true }, set('new', 2, five), set('old', 3, five)),
        'rule 11',
      ).toEqual({ new: 2, old: 3 });
    });

    it('in the middle of a rollout each keeps its share', () => {
      const [own, old] = [set('new', 2, { at: 9, ...five }), set('old', 3, five)];
      expect(sizes({ replicas: 10, surge: 0 }, own, old), 'rule 12: twice as many').toEqual({
        ...{ new: 4, old: 6 },
      });
      expect(sizes({ replicas: 0 }, own, old), 'rule 12: 0 replicas').toEqual({
        ...{ new: 0, old: 0 },
      });
      expect(sizes({ replicas: 0, surge: 2 }, own, old), 'rule 12: 0 replicas, no surge').toEqual({
        ...{ new: 0, old: 0 },
      });
    });

    it('the surge is shared as well, that of then and that of now', () => {
      const then = { desired: 10, max: 12 };
      const sets = [set('new', 6, { at: 9, ...then }), set('old', 6, then)] as const;
      expect(sizes({ replicas: 20, surge: 2 }, ...sets), 'rule 12: 6 · 22 / 12').toEqual({
        ...{ new: 11, old: 11 },
      });
      expect(sizes({ replicas: 20, surge: '50%' }, ...sets), 'rule 12: 6 · 30 / 12').toEqual({
        ...{ new: 15, old: 15 },
      });
    });

    it('a share is rounded, a half up', () => {
      const four = { desired: 4, max: 4 };
      const sets = [set('new', 1, { at: 9, ...four }), set('old', 3, four)] as const;
      // 3 · 6 / 4 is 4.5, 1 · 6 / 4 is 1.5: nothing is left for the second but 1.
      expect(sizes({ replicas: 6, surge: 0 }, ...sets), 'rules 12, 13').toEqual({ new: 1, old: 5 });
    });

    it('the largest goes first and takes what is left over', () => {
      const ten = { desired: 10, max: 10 };
      const sets = [set('c', 2, { at: 3, ...ten }), set('a', 5, { at: 1, ...ten })];
      const own = set('new', 3, { at: 9, ...ten });
      // a 5 · 14 / 10 is 7, new 3 · 14 / 10 is 4.2, c 2 · 14 / 10 is 2.8; together 14.
      expect(sizes({ replicas: 14, surge: 0 }, own, ...sets), 'rules 12, 13').toEqual({
        ...{ a: 7, new: 4, c: 3 },
      });
      // a 5 · 11 / 10 is 5.5, new 3.3, c 2.2: a takes the one there is.
      expect(sizes({ replicas: 11, surge: 0 }, own, ...sets), 'rules 12, 13').toEqual({
        ...{ a: 6, new: 3, c: 2 },
      });
      // a 5 · 12 / 10 is 6, new 3.6, c 2.4: 6 + 4 + 2.
      expect(sizes({ replicas: 12, surge: 0 }, own, ...sets), 'rules 12, 13').toEqual({
        ...{ a: 6, new: 4, c: 2 },
      });
    });

    it('of equal size the newer one grows first, and the older one shrinks first', () => {
      const three = { desired: 3, max: 3 };
      const olds = [set('b', 1, { at: 5, ...three }), set('a', 1, { at: 1, ...three })];
      const own = set('new', 1, { at: 9, ...three });
      expect(sizes({ replicas: 4, surge: 0 }, own, ...olds), 'rule 12: 1 more').toEqual({
        ...{ new: 2, a: 1, b: 1 },
      });
      expect(sizes({ replicas: 2, surge: 0 }, own, ...olds), 'rule 12: 1 less').toEqual({
        ...{ new: 1, a: 0, b: 1 },
      });
    });

    it('each share is measured by its own annotation', () => {
      const own = set('new', 2, { at: 9, max: 5 });
      const olds = [set('b', 1, { at: 5, max: 3 }), set('a', 1, { at: 1, max: 5 })];
      expect(sizes({ replicas: 5, surge: 0 }, own, ...olds), 'rule 12: b 1 · 5 / 3').toEqual({
        ...{ new: 2, b: 2, a: 1 },
      });
    });

    it('without the annotation, the Deployment’s Pods stand for it; without Pods there is no share', () => {
      const own = set('new', 2, { at: 9 });
      const old = set('old', 3, { max: 0 });
      const wish = web({ replicas: 10, surge: 0 });
      const known = resizedSizes({ ...wish, status: { replicas: 5 } }, own, [old]);
      expect(written(known, [own, old]), 'rule 12: status.replicas 5').toEqual({ new: 4, old: 6 });
      const unknown = resizedSizes(wish, own, [old]);
      expect(written(unknown, [own, old]), 'rules 12, 13: all to the largest').toEqual({
        ...{ new: 2, old: 8 },
      });
    });

    it('the sum that is right already changes nothing', () => {
      const own = set('new', 2, { at: 9, max: 9 });
      expect(sizes({ replicas: 5, surge: 0 }, own, set('old', 3, { max: 4 })), 'rule 13').toEqual({
        ...{ new: 2, old: 3 },
      });
    });

    it('a share of the other sign is taken as it is, and leaves more', () => {
      const own = set('new', 4, { at: 9, max: 20 });
      // The sum shall grow by 4, from 6 to 10. new: 4 · 10 / 20 is 2; old: 2 · 10 / 20 is 1; 7 are left for new.
      expect(sizes({ replicas: 10, surge: 0 }, own, set('old', 2, { max: 20 })), 'rule 13').toEqual(
        {
          ...{ new: 9, old: 1 },
        },
      );
    });

    it('nobody falls below 0', () => {
      const own = set('new', 3, { at: 9, max: 1 });
      const olds = [set('a', 2, { at: 1, max: 1 }), set('b', 2, { at: 2, max: 1 })];
      // The sum shall shrink by 5, but all shares are of the other sign.
      expect(sizes({ replicas: 2, surge: 0 }, own, ...olds), 'rules 12, 13').toEqual({
        ...{ new: 0, a: 4, b: 4 },
      });
    });

    it('whatever the sizes', () => {
      const several = moment.filter(
        ({ own, olds }) => [own, ...olds].filter(({ size }) => size > 0).length > 1,
      );
      const property = fc.property(cases(several), (given) => {
        const answers = each(
          resizedSizes,
          given.map((one) => [
            { ...web(one.rolling), status: { replicas: one.running } },
            ...setsOf(one),
          ]),
        );
        for (const [i, one] of given.entries()) {
          const [own, olds] = setsOf(one);
          const active = [one.own, ...one.olds].filter(({ size }) => size > 0);
          const expected = written(shared(one.rolling, active, one.running), [own, ...olds]);
          expect(
            written(answers[i]!, [own, ...olds]),
            `rules 12, 13: ${told(one.rolling, one)}, status.replicas ${one.running}`,
          ).toEqual(expected);
        }
      });
      fc.assert(property, once);
    });

    it('what is missing is no reason to fail', () => {
      expect(resizedSizes({}, {}, []), 'rule 9').toEqual({ '': 1 });
      const two: ReplicaSet[] = ['a', 'b'].map((name) => ({ metadata: { name } }));
      // 1 and 1 surge are allowed, and there are 2.
      expect(written(resizedSizes({}, undefined, two), two), 'rule 12').toEqual({ a: 1, b: 1 });
      const nameless: ReplicaSet = { spec: { replicas: 2, selector: {} } };
      // 2 are allowed: -2 for the larger one, and without any annotation no share; all of it is left over.
      expect(resizedSizes({}, nameless, [set('a', 1)])[''], 'rule 13').toBe(1);
    });
  });
}
