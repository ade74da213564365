import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eight, Rollout, smallRolling, takeTurn } from '../any/rollout.ts';
import { once } from '../any/sizes.ts';
import { set, type Wish } from '../objects.ts';
import { imageOf, podOf, World } from '../world.ts';

const four: Wish = { replicas: 4, surge: 1, unavailable: 1 };
const first = (size: number) =>
  set('first', size, { image: 'v1', revision: 1, desired: size, max: size + 1 });

/** Notes sums that break the promise: too many Pods, or too few available. */
function guard(world: World, most: number, least: number) {
  const broken: string[] = [];
  const watch = () => {
    const sets = world.sets();
    const sum = sets.reduce((total, { spec }) => total + (spec?.replicas ?? 1), 0);
    const available = sets.reduce(
      (total, { spec, status }) =>
        total + Math.min(spec?.replicas ?? 1, status?.availableReplicas ?? 0),
      0,
    );
    if (sum > most || available < least) broken.push(JSON.stringify(world.sizes()));
  };
  return { broken, watch };
}

/** Stories. */
export function testStories(): void {
  describe('Stories', () => {
    it('a new version comes, Pod by Pod, and the one before it can come back', () => {
      const world = new World({ replicas: 2, surge: 1, unavailable: 0 }, [first(2)]);
      const { broken, watch } = guard(world, 3, 2);
      world.roll(undefined, watch);
      expect(world.sizes()).toEqual({ v1: 0, v2: 2 });
      expect(world.condition('Progressing')).toBe('True NewReplicaSetAvailable');
      world.edit((spec) => {
        spec.template.spec!.containers[0]!.image = 'v1';
      });
      world.roll(undefined, watch);
      expect(world.sizes(), 'after the undo').toEqual({ v1: 2, v2: 0 });
      const { annotations } = world.cluster.server.get('replicasets', 'default', 'first').metadata;
      expect(annotations?.['deployment.kubernetes.io/revision'], 'of the old new one').toBe('3');
      expect(broken, 'Moments with more than 3 Pods, or fewer than 2 available').toEqual([]);
    });

    it('a version that never comes up stops half way, is told so, and a better one takes over', () => {
      const world = new World(four, [first(4)]);
      const { broken, watch } = guard(world, 5, 3);
      const isBroken = (each: Parameters<typeof imageOf>[0]) => imageOf(each) === 'v2';
      world.roll(isBroken, watch);
      expect(world.sizes(), 'v2 does not come up').toEqual({ v1: 3, v2: 2 });
      world.cluster.clock.advance(700_000);
      world.sync();
      expect(world.condition('Progressing')).toBe('False ProgressDeadlineExceeded');
      expect(world.condition('Available')).toBe('True MinimumReplicasAvailable');
      world.edit((spec) => {
        spec.template.spec!.containers[0]!.image = 'v3';
      });
      world.roll(isBroken, watch);
      expect(world.sizes(), 'v3 is good').toEqual({ v1: 0, v2: 0, v3: 4 });
      expect(world.condition('Progressing')).toBe('True NewReplicaSetAvailable');
      expect(broken, 'Moments with more than 5 Pods, or fewer than 3 available').toEqual([]);
    });

    it('Recreate never has two versions at once', () => {
      const world = new World({ replicas: 4, recreate: true }, [first(4)]);
      const { server } = world.cluster;
      server.place('pods', podOf('slow', 'first', 'Running'));
      world.roll();
      expect(world.sizes(), 'a Pod of v1 is still there').toEqual({ v1: 0 });
      server.delete('pods', 'default', 'slow', { gracePeriodSeconds: 0 });
      world.roll();
      expect(world.sizes()).toEqual({ v1: 0, v2: 4 });
    });

    it('any rollout ends, between its fence posts all the way', () => {
      const run = fc.record({
        ...{ rolling: smallRolling, chance: fc.array(fc.integer({ min: 0, max: 4 }), eight) },
        olds: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 2 }),
      });
      const property = fc.property(fc.array(run, { minLength: 10, maxLength: 10 }), (runs) => {
        const rollouts = runs.map((each) => new Rollout(each));
        for (let turn = 0; turn < 24; turn++) takeTurn(rollouts, turn);
        for (const rollout of rollouts) expect(rollout.end(), rollout.story()).toBe('complete');
      });
      fc.assert(property, once);
    });
  });
}
