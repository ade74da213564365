import { describe, expect, it } from 'vitest';
import { lease, node, pod, short, tolerates, toleration } from './objects.ts';
import {
  evictionDelayMs,
  NodeLifecycleController,
  TaintEvictionController,
  TaintQueue,
  withConditionTaints,
  zoneState,
} from './reference.ts';
import {
  conditionCases,
  healthCases,
  minimumCases,
  type Origin,
  podCases,
  queueCases,
  type Said,
  zoneCases,
} from './upstream-cases.ts';
import { World } from './world.ts';

const newWorld = () => new World({ NodeLifecycleController, TaintEvictionController });
const longAgo = '2012-01-01T00:00:00Z';

describe('the reference agrees with the tests of Kubernetes', () => {
  for (const { origin, nodes, first, later } of zoneCases)
    it(titled(origin), () => {
      const world = newWorld();
      nodes.forEach(([zone], i) => {
        const [name = '', excluded] = zone.split('!');
        world.join({ ...(name && { zone: name }), excluded: excluded === '' }, `node${i}`);
      });
      nodes.forEach(([, said], i) => void say(world, `node${i}`, said, 0));
      world.monitor(0);
      expect(zoneStates(world)).toEqual(first);
      nodes.forEach(([, , said], i) => void say(world, `node${i}`, said, 3600));
      world.monitor(3600);
      expect(zoneStates(world)).toEqual(later);
    });

  for (const each of healthCases)
    it(titled(each.origin), () => {
      const world = newWorld();
      const { server } = world.cluster;
      const created = each.created === 'now' ? {} : { creationTimestamp: longAgo };
      server.place('nodes', { metadata: { name: 'node0', ...created } });
      world.run('pod0', 'node0');
      if (each.status) say(world, 'node0', 'well', 0);
      if (each.lease) server.create('leases', lease('node0', 0));
      world.monitor(0);
      if (each.status === 'posted again') say(world, 'node0', 'well', each.later);
      if (each.lease === 'renewed again') server.update('leases', lease('node0', each.later));
      world.monitor(each.later);
      const ready = world.node('node0').status?.conditions?.find(({ type }) => type === 'Ready');
      expect(ready?.status === 'Unknown' ? ready.reason : undefined).toBe(each.reason);
      if (each.podUpdated !== undefined)
        expect(world.podReady('pod0')).toBe(each.podUpdated ? 'False' : 'True');
    });

  for (const { origin, conditions, expected } of conditionCases)
    it(titled(origin), () => {
      const taints = withConditionTaints(node('node0', { conditions: [...conditions] }));
      expect(short(taints)).toEqual(expected);
    });

  for (const { origin, seconds, expected } of minimumCases)
    it(titled(origin), () => {
      const tolerations = seconds.map((each, i) => toleration(`t${i}`, each));
      const keys = seconds.length === 0 ? ['t0'] : seconds.map((_, i) => `t${i}`);
      const taints = keys.map((key) => ({ key, effect: 'NoExecute' }));
      const delay = evictionDelayMs(tolerations, taints, tolerates);
      expect(delay).toBe(expected === undefined ? undefined : expected * 1000);
    });

  for (const { origin, steps } of podCases)
    it(titled(origin), () => {
      const world = newWorld();
      world.join({ ready: 'True' }, 'node1');
      world.run('pod1', 'node1');
      for (const { at, taints, tolerations, there } of steps) {
        if (taints) world.taint('node1', ...taints);
        if (tolerations)
          world.cluster.server.update('pods', pod('pod1', 'node1', [...tolerations]));
        world.syncPod('pod1', at);
        expect(world.pods()).toEqual(there ? ['pod1'] : []);
      }
    });

  for (const { origin, removed, expected } of queueCases)
    it(titled(origin), () => {
      const queue = new TaintQueue();
      for (const name of ['first', 'second', 'third']) queue.add(name);
      if (removed) queue.remove(removed);
      expect(expected.map((_, i) => queue.next(i * 10_000))).toEqual(expected);
      expect(queue.next(1_000_000)).toBeUndefined();
    });

  it('node_lifecycle_controller_test.go TestApplyNoExecuteTaintsToUnreachableNode', () => {
    const world = newWorld();
    world.join({ ready: 'True' }, 'node0', 'node1');
    world.monitor(0);
    expect(world.tainted('node0', 'node1')).toEqual([]);
    say(world, 'node1', 'well', 51);
    world.monitor(51);
    expect(world.taints('node0')).toEqual(['unreachable:NoExecute']);
    expect(world.tainted('node1')).toEqual([]);
    say(world, 'node0', 'well', 51);
    world.monitor(52);
    expect(world.taints('node0')).toEqual([]);
  });

  it('node_lifecycle_controller_test.go TestApplyNoExecuteTaints', () => {
    const world = newWorld();
    world.join({ ready: 'Unknown', zone: 'a' }, 'node0');
    world.join({ ready: 'True', zone: 'a' }, 'node1');
    world.join({ ready: 'False', zone: 'b' }, 'node2');
    world.monitor(0);
    expect(world.taints('node0')).toEqual(['unreachable:NoExecute']);
    expect(world.taints('node2')).toEqual(['not-ready:NoExecute']);
    say(world, 'node2', 'well', 10);
    world.monitor(10);
    expect(world.taints('node2')).toEqual([]);
  });
});

/** What a kubelet posts at that second; silent ones have posted their last status at second 0. */
function say(world: World, name: string, said: Said, seconds: number): void {
  const status = {
    well: node(name, { ready: 'True', heartbeat: seconds }).status,
    unknown: node(name, { ready: 'Unknown' }).status,
    nothing: {},
  }[said];
  world.cluster.server.updateStatus('nodes', { metadata: { name }, ...(status && { status }) });
}

function zoneStates(world: World): Record<string, string> {
  const statuses: Record<string, (string | undefined)[]> = {};
  for (const { metadata } of world.cluster.server.list('nodes').items) {
    if (metadata.labels?.['node.kubernetes.io/exclude-disruption'] !== undefined) continue;
    const zone = metadata.labels?.['topology.kubernetes.io/zone'] ?? '';
    statuses[zone] = [...(statuses[zone] ?? []), world.ready(metadata.name)];
  }
  return Object.fromEntries(
    Object.entries(statuses).map(([zone, each]) => [zone, zoneState(each)]),
  );
}

function titled([file, test, about]: Origin): string {
  return `${file.split('/').at(-1)} ${test}: ${about}`;
}
