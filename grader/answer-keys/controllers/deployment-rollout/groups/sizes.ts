import type { ReplicaSet } from 'course/kit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fencePosts,
  newReplicaSetSize,
  oldReplicaSetSizes,
} from '#exercise/controllers/deployment-rollout';
import { copyBack } from '#suite';
import { grown, posts, shrunk } from '../any/model.ts';
import { cases, moment, once, rolling, setsOf, told } from '../any/sizes.ts';
import { set, type Wish, web } from '../objects.ts';
import { each, written } from './asked.ts';

/** Fence posts, The new one grows, The old ones shrink. */
export function testSizes(): void {
  describe('Fence posts', () => {
    const inPods = (...wishes: Wish[]) =>
      each(
        fencePosts,
        wishes.map((wish) => [web(wish)]),
      );

    /** Rows of a Deployment and its fence posts; told as lines, so that each failure says which. */
    function check(
      rule: string,
      ...rows: [Wish, maxSurge: number, maxUnavailable: number][]
    ): void {
      const line = ({ replicas, surge = 'no', unavailable = 'no', recreate }: Wish) =>
        `${replicas ?? 'no'} replicas, ${recreate ? 'Recreate' : `${surge} maxSurge, ${unavailable} maxUnavailable`}`;
      const received = inPods(...rows.map(([wish]) => wish)).map(
        (posts, i) => `${line(rows[i]![0])}: ${posts.maxSurge} and ${posts.maxUnavailable}`,
      );
      expect(received, rule).toEqual(
        rows.map(([wish, surge, unavailable]) => `${line(wish)}: ${surge} and ${unavailable}`),
      );
    }

    it('numbers are numbers of Pods', () => {
      check('rule 1', [{ replicas: 10, surge: 3, unavailable: 2 }, 3, 2]);
    });

    it('of percentages the surge is rounded up, what may be unavailable down', () => {
      check(
        'rule 1',
        [{ replicas: 10, surge: '25%', unavailable: '25%' }, 3, 2],
        [{ replicas: 10, surge: '39%', unavailable: '39%' }, 4, 3],
        [{ replicas: 4, surge: '150%', unavailable: '50%' }, 6, 2],
        [{ replicas: 3, surge: '1%', unavailable: '99%' }, 1, 2],
      );
    });

    it('a whole percentage stays whole: no rounding error becomes a Pod', () => {
      check(
        'rule 1: 7 % of 100 is 7',
        [{ replicas: 100, surge: '7%', unavailable: '29%' }, 7, 29],
        [{ replicas: 100, surge: '14%', unavailable: '57%' }, 14, 57],
      );
    });

    it('absent, each is 25 %; absent replicas are 1', () => {
      check(
        'rule 1',
        [{ replicas: 10 }, 3, 2],
        [{ replicas: 10, surge: 1 }, 1, 2],
        [{ replicas: 10, unavailable: 1 }, 3, 1],
        [{ replicas: 10, surge: 0 }, 0, 2],
        [{}, 1, 0],
      );
    });

    it('both 0 would never end: then one Pod may be unavailable', () => {
      check(
        'rule 2',
        [{ replicas: 10, surge: 0, unavailable: 0 }, 0, 1],
        [{ replicas: 3, surge: '0%', unavailable: '10%' }, 0, 1],
        [{ replicas: 3, surge: '1%', unavailable: 0 }, 1, 0],
      );
    });

    it('no more can be unavailable than there are', () => {
      check(
        'rule 2',
        [{ replicas: 5, surge: 1, unavailable: 10 }, 1, 5],
        [{ replicas: 0, surge: 1, unavailable: 10 }, 1, 0],
        [{ replicas: 0, surge: 0, unavailable: 0 }, 0, 0],
      );
    });

    it('Recreate has none', () => {
      check('rule 3', [{ replicas: 10, recreate: true }, 0, 0]);
    });

    it('whatever the numbers', () => {
      const property = fc.property(cases(rolling), (given) => {
        const answers = inPods(...given);
        for (const [i, one] of given.entries())
          expect(answers[i], `rules 1, 2: ${told(one)}`).toEqual(posts(one));
      });
      fc.assert(property, once);
    });

    it('a Deployment may be nothing at all', () => {
      expect(fencePosts({}), 'rule 1: 1 replica, 25 % each').toEqual({
        ...{ maxSurge: 1, maxUnavailable: 0 },
      });
    });
  });

  describe('The new one grows', () => {
    const size = (wish: Wish, own: ReplicaSet | undefined, ...olds: ReplicaSet[]) =>
      newReplicaSetSize(web(wish), own, olds);

    it('it takes the room that the surge leaves', () => {
      const room = { replicas: 10, surge: 3 };
      expect(size(room, set('new', 0), set('old', 10)), 'rule 4: 13 - 10').toBe(3);
      expect(size(room, set('new', 3), set('old', 5), set('older', 3)), 'rule 4: 3 + 13 - 11').toBe(
        5,
      );
    });

    it('one that has yet to be created has size 0', () => {
      expect(size({ replicas: 10, surge: 3 }, undefined, set('old', 10)), 'rule 4').toBe(3);
      expect(size({ replicas: 4 }, undefined), 'rule 4: no old ones').toBe(4);
    });

    it('without room it keeps its size', () => {
      const full = { replicas: 10, surge: 2 };
      expect(size(full, set('new', 2), set('old', 10)), 'rule 4: 12 of 12').toBe(2);
      expect(size(full, set('new', 5), set('old', 10)), 'rule 4: 15 of 12').toBe(5);
      expect(size({ replicas: 10, surge: 0 }, undefined, set('old', 10)), 'rule 4: 10 of 10').toBe(
        0,
      );
    });

    it('it is never larger than what is wanted', () => {
      expect(size({ replicas: 6, surge: 10 }, set('new', 2), set('old', 5)), 'rule 4').toBe(6);
    });

    it('one that is larger shrinks to what is wanted, whatever the others are', () => {
      const smaller = { replicas: 10, surge: 2 };
      expect(size(smaller, set('new', 11), set('old', 2)), 'rule 4').toBe(10);
      expect(size({ replicas: 0 }, set('new', 3)), 'rule 4: 0 replicas').toBe(0);
    });

    it('sizes count, not the Pods that run', () => {
      const leaving = set('old', 2, { running: 9, available: 9 });
      expect(size({ replicas: 10, surge: 1 }, set('new', 4), leaving), 'rule 4: 4 + 11 - 6').toBe(
        9,
      );
    });

    it('with Recreate it is at once what is wanted', () => {
      const recreate = { replicas: 3, recreate: true };
      expect(size(recreate, set('new', 1), set('old', 5)), 'rule 5').toBe(3);
      expect(size(recreate, undefined), 'rule 5').toBe(3);
    });

    it('whatever the sizes', () => {
      const property = fc.property(cases(moment), (given) => {
        const answers = each(
          newReplicaSetSize,
          given.map((one) => [web(one.rolling), ...setsOf(one)]),
        );
        for (const [i, one] of given.entries())
          expect(answers[i], `rule 4: ${told(one.rolling, one)}`).toBe(
            grown(one.rolling, one.own.size, one.olds),
          );
      });
      fc.assert(property, once);
    });

    it('what is missing is 1 replica, and size 1', () => {
      expect(newReplicaSetSize({}, undefined, [{}]), 'rule 4: 2 - 1').toBe(1);
      expect(newReplicaSetSize(web({ replicas: 3, surge: 0 }), {}, [{}]), 'rule 4: 3 - 1').toBe(2);
    });
  });

  describe('The old ones shrink', () => {
    const sizes = (wish: Wish, own: ReplicaSet, ...olds: ReplicaSet[]) =>
      written(oldReplicaSetSizes(web(wish), own, olds), olds);
    const ten: Wish = { replicas: 10, surge: 3, unavailable: 2 };

    it('by as many as may be unavailable', () => {
      expect(sizes(ten, set('new', 0), set('old', 10)), 'rule 8: 10 available - 8').toEqual({
        old: 8,
      });
    });

    it('by as many as the new one has available', () => {
      const own = set('new', 5, { available: 3 });
      expect(sizes(ten, own, set('old', 8)), 'rule 8: 3 + 8 available - 8').toEqual({ old: 5 });
    });

    it('not while the new one’s Pods do not come up', () => {
      const broken = set('new', 5, { available: 0 });
      expect(sizes(ten, broken, set('old', 8)), 'rule 6: 13 - 8 - 5').toEqual({ old: 8 });
      const one = set('old', 8, { available: 7 });
      expect(sizes(ten, broken, one), 'rule 6: 13 - 8 - 5, though one old Pod is broken').toEqual({
        old: 8,
      });
    });

    it('Pods that are on their way out are no room: sizes make the budget', () => {
      const leaving = set('old', 8, { available: 10, running: 10 });
      expect(sizes(ten, set('new', 0), leaving), 'rule 6: 8 - 8, though 10 are available').toEqual({
        old: 8,
      });
    });

    it('Pods that serve nobody go first, though they free no room for others', () => {
      const broken = set('old', 10, { available: 8 });
      expect(sizes(ten, set('new', 0), broken), 'rule 7: 2 not available, then 8 - 8').toEqual({
        old: 8,
      });
      const worse = set('old', 10, { available: 5 });
      expect(sizes(ten, set('new', 0), worse), 'rule 7: no more than the budget 10 - 8').toEqual({
        old: 8,
      });
    });

    it('broken Pods go first from every old ReplicaSet, before any good one', () => {
      const good = set('a', 4, { at: 1 });
      const bad = set('b', 4, { at: 2, available: 1 });
      const own = set('new', 5);
      expect(sizes(ten, own, good, bad), 'rule 7: b loses 3; rule 8: 10 - 8 of a').toEqual({
        ...{ a: 2, b: 1 },
      });
    });

    it('the budget for broken Pods is spent on the oldest first', () => {
      const old = set('old', 6, { at: 5, available: 3 });
      const older = set('older', 4, { at: 1, available: 2 });
      expect(sizes(ten, set('new', 1), old, older), 'rule 7: 11 - 8 - 0 is 3; 2 and 1').toEqual({
        ...{ old: 5, older: 2 },
      });
    });

    it('the oldest is emptied before the next one is touched; of one second, by name', () => {
      const olds = [set('c', 3, { at: 9 }), set('b', 3, { at: 1 }), set('a', 2, { at: 1 })];
      expect(sizes(ten, set('new', 4), ...olds), 'rule 8: 12 - 8 is 4').toEqual({
        a: 0,
        b: 1,
        c: 3,
      });
    });

    it('each ReplicaSet is counted with what it still has after its broken Pods are gone', () => {
      const half = set('old', 6, { available: 2 });
      expect(sizes(ten, set('new', 10), half), 'rules 7, 8: 6 - 4, then 12 - 8 of 2').toEqual({
        old: 0,
      });
    });

    it('an old ReplicaSet with more available than its size has none that are broken', () => {
      const leaving = set('a', 2, { at: 1, available: 4, running: 4 });
      const broken = set('b', 6, { at: 2, available: 3 });
      expect(
        sizes(ten, set('new', 3), leaving, broken),
        'rule 7: a 0, b 3; rule 8: 10 - 8',
      ).toEqual({
        ...{ a: 0, b: 3 },
      });
    });

    it('fewer available than needed: only broken Pods go', () => {
      const own = set('new', 3);
      const few = set('old', 9, { available: 4 });
      expect(sizes(ten, own, few), 'rules 7, 8: budget 12 - 8; 7 available of 8').toEqual({
        old: 5,
      });
    });

    it('whatever the sizes', () => {
      const property = fc.property(cases(moment), (given) => {
        const answers = each(
          oldReplicaSetSizes,
          given.map((one) => [web(one.rolling), ...setsOf(one)]),
        );
        for (const [i, one] of given.entries())
          expect(
            written(answers[i]!, setsOf(one)[1]),
            `rules 6 to 8: ${told(one.rolling, one)}`,
          ).toEqual(shrunk(one.rolling, one.own, one.olds));
      });
      fc.assert(property, once);
    });

    it('the arguments are not changed', () => {
      const given = [web(ten), set('new', 4), [set('b', 6, { at: 2 }), set('a', 3, { at: 1 })]];
      const { args } = copyBack(oldReplicaSetSizes, ...given);
      expect(args, 'old ones given in another order').toEqual(structuredClone(given));
    });

    it('without a status nothing is available', () => {
      const bare = [set('a', 1), set('b', 1)].map(({ metadata }) => ({ metadata }));
      const sizes = oldReplicaSetSizes(web({ replicas: 1, surge: 1 }), {}, bare);
      // 3 in all, 1 has to be available, 1 of the new one is not: a budget of 1.
      expect(written(sizes, bare), 'rule 7').toEqual({ a: 0, b: 1 });
      expect(
        oldReplicaSetSizes({}, set('new', 1), [{}]),
        'rule 7: a ReplicaSet without a name',
      ).toEqual({ '': 0 });
    });
  });
}
