import { keyOf, type Pod } from 'course/kit';
import { describe, expect, it } from 'vitest';
import { failed, nameOf, own, pod, secondsAgo, start, web } from './objects.ts';
import { isActive, podsToDelete, ReplicaSetController, slowStart, statusOf } from './reference.ts';
import {
  claimCases,
  conditionCases,
  countCases,
  type Origin,
  orderCases,
  slowStartCases,
  syncCases,
  totalOrder,
} from './upstream-cases.ts';
import { World } from './world.ts';

describe('the reference agrees with the tests of Kubernetes', () => {
  it('TestActivePodFiltering: those that have ended are left out', () => {
    const phases = ['Succeeded', 'Failed', '', '', ''];
    const pods = phases.map((phase, i) => pod(`pod-${i + 1}`, { phase }));
    expect(pods.filter(isActive).map(nameOf)).toEqual(['pod-3', 'pod-4', 'pod-5']);
  });

  it('TestSortingActivePods: nine Pods, in whichever order they come', () => {
    for (let turn = 0; turn < totalOrder.length; turn++) {
      const turned = [...totalOrder.slice(turn), ...totalOrder.slice(0, turn)].reverse();
      const order = podsToDelete(turned, [], turned.length, start).map(nameOf);
      expect(order).toEqual(totalOrder.map(nameOf));
    }
  });

  for (const { origin, first, second } of orderCases)
    it(titled(origin), () => {
      const pods = [
        placed(first.pod, 'first', first.rank !== second.rank),
        placed(second.pod, 'second', first.rank !== second.rank),
      ];
      const related = [...neighbours(pods[0]!, first.rank), ...neighbours(pods[1]!, second.rank)];
      const orders = [pods, pods.toReversed()].map((each) =>
        podsToDelete(each, related, 1, start).map(nameOf),
      );
      expect(orders).toEqual([[nameOf(first.pod)], [nameOf(first.pod)]]);
    });

  for (const { origin, replicaSet, pods, counts } of countCases)
    it(titled(origin), () => {
      const status = statusOf(replicaSet, pods, start);
      const { replicas, fullyLabeledReplicas, readyReplicas, availableReplicas } = status;
      expect([replicas, fullyLabeledReplicas, readyReplicas, availableReplicas]).toEqual(counts);
    });

  for (const { origin, replicas, before, pods, failure, conditions } of conditionCases)
    it(titled(origin), () => {
      const status = { replicas: 0, ...(before && { conditions: before }) };
      const own10 = Array.from({ length: pods }, (_, i) => own(`pod${i}`, { ready: true }));
      const after = statusOf(web(replicas, { status }), own10, start, failure).conditions ?? [];
      expect(after.map(({ lastTransitionTime: _, ...each }) => each)).toEqual(conditions);
    });

  for (const { origin, count, limit, calls, done } of slowStartCases)
    it(titled(origin), () => {
      let made = 0;
      const outcome = slowStart(count, () => {
        made += 1;
        if (made > limit) throw failed;
      });
      expect([made, outcome.done, outcome.error]).toEqual([
        ...[calls, done, done < count ? failed : undefined],
      ]);
    });

  for (const { origin, deleted, pods, claimed, patches } of claimCases)
    it(titled(origin), () => {
      const metadata = deleted ? { deletionTimestamp: secondsAgo(1), finalizers: ['x'] } : {};
      const spec = { selector: { matchLabels: { type: 'production' } } };
      const replicaSets = [web(claimed, { metadata, spec })];
      const world = new World(ReplicaSetController, { replicaSets, pods });
      world.sync();
      expect(world.status()?.replicas).toBe(claimed);
      expect(world.writes().filter((each) => each.startsWith('patch'))).toHaveLength(patches);
    });

  for (const { origin, replicas, running, quota, creates, deletes } of syncCases)
    it(titled(origin), () => {
      const pods = Array.from({ length: running }, (_, i) => own(`pod${i}`));
      const world = new World(ReplicaSetController, { replicaSets: [web(replicas)], pods });
      for (let nth = (quota ?? replicas) + 1; nth <= replicas; nth++)
        world.cluster.fail({ verb: 'create', resource: 'pods', nth, error: failed });
      world.sync();
      const writes = world.writes();
      expect(writes.filter((each) => each.startsWith('create'))).toHaveLength(creates);
      expect(writes.filter((each) => each.startsWith('delete'))).toHaveLength(deletes);
    });

  it('TestDeleteFinalStateUnknown: a tombstone wakes the controller of its Pod', () => {
    const world = new World(ReplicaSetController, {
      ...{ replicaSets: [web(1)], pods: [own('pod0')], hears: true },
    });
    while (world.queue.get() !== undefined) world.queue.done('default/web');
    world.cluster.server.delete('pods', 'default', 'pod0', { gracePeriodSeconds: 0 });
    world.cluster.informer('pods').relist();
    expect(world.queue.get()).toBe('default/web');
  });

  it('TestPodControllerLookup: labels and namespace decide who might adopt', () => {
    const labels = { foo: 'bar' };
    const selecting = (name: string, namespace: string) =>
      web(1, {
        metadata: { name, namespace, uid: `u-${name}` },
        spec: { selector: { matchLabels: labels } },
      });
    const replicaSets = [
      { metadata: { name: 'basic', namespace: 'ns' } },
      ...[selecting('foo', 'default'), selecting('bar', 'ns')],
    ];
    const world = new World(ReplicaSetController, { replicaSets, hears: true });
    const woken = () => {
      const keys: string[] = [];
      for (let key = world.queue.get(); key !== undefined; key = world.queue.get()) {
        world.queue.done(key);
        keys.push(key);
      }
      return keys;
    };
    woken();
    for (const [each, expected] of [
      [pod('foo1', { namespace: 'ns' }), []],
      [pod('foo2', { namespace: 'elsewhere', labels }), []],
      [pod('foo3', { namespace: 'ns', labels }), ['ns/bar']],
    ] as const) {
      world.cluster.server.place('pods', each);
      world.cluster.deliver();
      expect(woken(), keyOf(each)).toEqual(expected);
    }
  });

  it('TestSyncReplicaSetDormancy: expectations keep it from creating, not from telling', () => {
    const world = new World(ReplicaSetController, { replicaSets: [web(2)], pods: [own('pod0')] });
    const creates = () => {
      world.sync();
      return world.writes().length;
    };
    expect(creates(), 'One is missing').toBe(1);
    expect(creates(), 'It is expected').toBe(0);
    world.expectations.creationObserved('default/web');
    world.cluster.fail({ verb: 'create', resource: 'pods', error: failed });
    expect(creates(), 'Seen, but not in the cache; the create fails').toBe(1);
    world.cluster.heal();
    expect(creates(), 'The failed one is not expected').toBe(1);
  });
});

/** A Pod on a node of its own, when ranks differ; where it was, when they are equal. */
function placed(each: Pod, node: string, apart: boolean): Pod {
  if (!apart || !each.spec?.nodeName) return each;
  return { ...each, spec: { ...each.spec, nodeName: node } };
}

/** So many related Pods on the same node. */
function neighbours({ spec }: Pod, count: number): Pod[] {
  if (!spec?.nodeName) return [];
  return Array.from({ length: count }, (_, i) => pod(`r${i}`, { node: spec.nodeName! }));
}

function titled([file, test, about]: Origin): string {
  return `${file.split('/').at(-1)} ${test}: ${about}`;
}
