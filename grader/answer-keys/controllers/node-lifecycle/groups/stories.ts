import { expect, it } from 'vitest';
import { fiveMinutes, ms, notReady, toleration, unreachable } from '../objects.ts';
import type { World } from '../world.ts';
import { newWorld } from './set-up.ts';

/** The tests of this group. */
export function stories(): void {
  /** Monitor and both controllers, every so many seconds; the Leases of `alive` are renewed. */
  function pass(world: World, alive: readonly string[], ...seconds: number[]): void {
    for (const each of seconds) {
      world.cluster.run(ms(each) - world.cluster.clock.now(), world.lifecycle, world.eviction);
      world.renew(each, ...alive);
      world.monitor();
      world.cluster.settle(world.lifecycle, world.eviction);
    }
  }

  function cluster(): World {
    const world = newWorld();
    world.join({ ready: 'True' }, 'n1', 'n2');
    world.run('web', 'n1', fiveMinutes);
    world.run('agent', 'n1', [toleration(unreachable), toleration(notReady)]);
    world.renew(0, 'n1', 'n2');
    pass(world, ['n1', 'n2'], 5);
    return world;
  }

  it('a node falls silent; five minutes after its taint the Pod that can go has to', () => {
    const world = cluster();
    pass(world, ['n2'], 30, 55, 60);
    expect(world.taints('n1'), 'at 60 s').toEqual([
      'unreachable:NoExecute',
      'unreachable:NoSchedule',
    ]);
    expect([world.podReady('web'), world.pods()], 'at 60 s').toEqual(['False', ['agent', 'web']]);
    pass(world, ['n2'], 100, 150, 200, 250, 300, 350);
    world.cluster.run(9_999, world.lifecycle, world.eviction);
    expect(world.pods(), 'a millisecond before 360 s').toEqual(['agent', 'web']);
    world.cluster.run(1, world.lifecycle, world.eviction);
    expect(world.pods(), 'at 360 s').toEqual(['agent']);
  });

  it('the node comes back in time: nothing was lost but traffic', () => {
    const world = cluster();
    pass(world, ['n2'], 30, 60, 100, 150, 200, 250, 300, 350);
    world.beat('True', 'n1');
    pass(world, ['n1', 'n2'], 355);
    expect([world.taints('n1'), world.ready('n1')], 'at 355 s').toEqual([[], 'True']);
    world.cluster.run(10_000, world.lifecycle, world.eviction);
    expect(world.pods(), 'at 365 s').toEqual(['agent', 'web']);
  });

  it('no node reaches the apiserver: the controller does not clear the cluster', () => {
    const world = cluster();
    pass(world, [], 60, 100, 200, 400);
    expect([world.ready('n1'), world.ready('n2')], 'at 400 s').toEqual(['Unknown', 'Unknown']);
    expect([world.tainted('n1', 'n2'), world.pods()], 'at 400 s').toEqual([[], ['agent', 'web']]);
  });
}
