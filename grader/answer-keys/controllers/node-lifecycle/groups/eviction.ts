import { ApiError, type Toleration } from 'course/kit';
import { expect, it } from 'vitest';
import { fiveMinutes, notReady, pod, taint, toleration, unreachable } from '../objects.ts';
import { thrown, type World } from '../world.ts';
import { newWorld, serverError } from './set-up.ts';

/** The tests of this group. */
export function eviction(): void {
  /** A node with this NoExecute taint, and a Pod on it. */
  function tainted(key: string, tolerations?: Toleration[]): World {
    const world = newWorld();
    world.join({ ready: 'True', taints: [taint(key)] }, 'n1');
    world.run('a', 'n1', tolerations);
    world.cluster.deliver();
    return world;
  }

  it('a Pod that is new, changed or deleted is put into the queue', () => {
    const world = newWorld();
    world.join({ ready: 'True' }, 'n1');
    world.run('a', 'n1');
    expect(world.waitingPods(), 'rule 29, a new Pod').toEqual(['default/a']);
    world.cluster.server.updateStatus('pods', { ...pod('a'), status: { phase: 'Running' } });
    expect(world.waitingPods(), 'rule 29, a changed Pod').toEqual(['default/a']);
    world.cluster.server.delete('pods', 'default', 'a', { gracePeriodSeconds: 0 });
    expect(world.waitingPods(), 'rule 29, a deleted Pod').toEqual(['default/a']);
  });

  it('a Pod whose deletion was missed is put into the queue', () => {
    const world = newWorld();
    world.run('a', 'n1');
    world.waitingPods();
    world.cluster.server.delete('pods', 'default', 'a', { gracePeriodSeconds: 0 });
    world.cluster.informer('pods').relist();
    expect(world.waitingPods(), 'rule 29, a Tombstone').toEqual(['default/a']);
  });

  it('a node that is new or has changed brings all Pods that are on it', () => {
    const world = newWorld();
    world.run('a', 'n1');
    world.run('b', 'n1');
    world.run('c', 'n2');
    world.waitingPods();
    world.join({ ready: 'True' }, 'n1');
    expect(world.waitingPods(), 'rule 29, a new node').toEqual(['default/a', 'default/b']);
    world.taint('n1', taint('x'));
    expect(world.waitingPods(), 'rule 29, a changed node').toEqual(['default/a', 'default/b']);
  });

  it('a Pod that does not tolerate the taint goes at once', () => {
    const world = tainted('x', fiveMinutes);
    expect(world.syncPod('a'), 'rule 30').toBeUndefined();
    expect(world.pods(), 'rule 30').toEqual([]);
  });

  it('a Pod goes when its time is up, not earlier', () => {
    const world = tainted(unreachable, fiveMinutes);
    expect(world.syncPod('a', 10), 'rule 30').toEqual({ requeueAfterMs: 300_000 });
    expect(world.syncPod('a', 309.999), 'rule 30').toEqual({ requeueAfterMs: 1 });
    expect(world.pods(), 'rule 31').toEqual(['a']);
    expect(world.syncPod('a', 310), 'rule 31').toBeUndefined();
    expect(world.pods(), 'rule 31').toEqual([]);
  });

  it('a Pod of a DaemonSet stays', () => {
    const world = tainted(unreachable, [toleration(unreachable), toleration(notReady)]);
    expect(world.syncPod('a'), 'rule 30').toBeUndefined();
    expect(world.syncPod('a', 1000), 'rule 30').toBeUndefined();
    expect(world.pods(), 'rule 30').toEqual(['a']);
  });

  it('the taint goes: the plan is dropped, and a later taint begins anew', () => {
    const world = tainted(unreachable, fiveMinutes);
    world.syncPod('a', 0);
    world.taint('n1');
    expect(world.syncPod('a', 200), 'rule 30').toBeUndefined();
    expect(world.syncPod('a', 300), 'rule 30').toBeUndefined();
    world.taint('n1', taint(unreachable));
    expect(world.syncPod('a', 310), 'rule 30').toEqual({ requeueAfterMs: 300_000 });
  });

  it('a plan keeps its time, whatever other taint comes', () => {
    const world = tainted(unreachable, [toleration(unreachable, 300), toleration(notReady, 20)]);
    world.syncPod('a', 0);
    world.taint('n1', taint(notReady));
    expect(world.syncPod('a', 100), 'rule 30: it would be 20 s now').toEqual({
      requeueAfterMs: 200_000,
    });
    world.taint('n1', taint(unreachable), taint('x'));
    world.syncPod('a', 110);
    expect(world.pods(), 'rule 30: x is not tolerated').toEqual([]);
  });

  it('it is deleted by its uid; that it is gone already is no error', () => {
    const world = tainted('x');
    const { uid } = world.cluster.server.get('pods', 'default', 'a').metadata;
    world.cluster.fail({
      ...{ verb: 'delete', resource: 'pods', nth: 1 },
      error: new ApiError({ code: 404, reason: 'NotFound', message: 'gone' }),
    });
    expect(
      thrown(() => world.syncPod('a')),
      'rule 31: 404',
    ).toBeUndefined();
    expect(world.cluster.takeWrites()[0]?.body, 'rule 31').toMatchObject({
      preconditions: { uid },
    });
  });

  it('a refused deletion is thrown, and tried again', () => {
    const world = tainted(unreachable, [toleration(unreachable, 5)]);
    world.syncPod('a', 0);
    world.cluster.fail({ verb: 'delete', resource: 'pods', nth: 1, error: serverError });
    expect(
      thrown(() => world.syncPod('a', 5)),
      'rule 31',
    ).toMatchObject({ code: 500 });
    expect([world.syncPod('a', 6), world.pods()], 'rule 31: the next sync').toEqual([
      undefined,
      [],
    ]);
  });

  it('a Pod that is being deleted, has no node or is gone needs nothing', () => {
    const world = tainted('x');
    world.cluster.server.delete('pods', 'default', 'a');
    world.cluster.server.create('pods', pod('b'));
    expect([world.syncPod('a'), world.syncPod('b'), world.syncPod('c')], 'rule 32').toEqual([
      ...[undefined, undefined, undefined],
    ]);
    expect(world.cluster.writes, 'rule 32').toEqual([]);
  });

  it('a new Pod of an old name has a plan of its own', () => {
    const world = tainted(unreachable, fiveMinutes);
    world.syncPod('a', 0);
    world.cluster.server.delete('pods', 'default', 'a', { gracePeriodSeconds: 0 });
    world.syncPod('a', 100);
    world.run('a', 'n1', fiveMinutes);
    expect(world.syncPod('a', 200), 'rule 32').toEqual({ requeueAfterMs: 300_000 });
  });

  it('a new Pod of an old name has no plan, even if nobody looked in between', () => {
    const world = tainted(unreachable, fiveMinutes);
    world.syncPod('a', 0);
    world.cluster.server.delete('pods', 'default', 'a', { gracePeriodSeconds: 0 });
    world.run('a', 'n1', fiveMinutes);
    expect(world.syncPod('a', 200), 'rule 30: another uid').toEqual({ requeueAfterMs: 300_000 });
    expect(world.syncPod('a', 300), 'rule 30: another uid').toEqual({ requeueAfterMs: 200_000 });
  });

  it('what may be missing is missing: spec, status, tolerations', () => {
    const world = newWorld();
    world.run('a', 'n1');
    world.cluster.server.place('pods', { metadata: { name: 'b' } });
    world.waitingPods();
    world.cluster.server.place('nodes', { metadata: { name: 'n1' } });
    expect(world.waitingPods(), 'rule 29').toEqual(['default/a']);
    expect([world.syncPod('a'), world.syncPod('b')], 'rule 32').toEqual([undefined, undefined]);
    expect(world.pods(), 'rule 32').toEqual(['a', 'b']);
  });

  it('a node that is not there has no taints', () => {
    const world = newWorld();
    world.run('a', 'n9');
    expect([world.syncPod('a'), world.pods()], 'rule 32').toEqual([undefined, ['a']]);
  });
}
