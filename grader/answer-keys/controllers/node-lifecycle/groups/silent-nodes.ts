import type { NodeCondition } from 'course/kit';
import { expect, it } from 'vitest';
import { condition, fullCondition, pod, stamp, taint } from '../objects.ts';
import { thrown } from '../world.ts';
import { newWorld, serverError, three } from './set-up.ts';

const pressures = ['MemoryPressure', 'DiskPressure', 'PIDPressure'];

/** The conditions, by type, that a node with these has once it is silent, at second 100. */
function silenced(conditions: NodeCondition[]): Record<string, NodeCondition> {
  const world = newWorld();
  world.join({ ready: 'True' }, 'n2');
  world.join({ conditions }, 'n1');
  world.monitor(0);
  world.beat('True', 'n2');
  world.monitor(50);
  world.monitor(100);
  const after = world.node('n1').status?.conditions ?? [];
  return Object.fromEntries(after.map((each) => [each.type, each]));
}

const stopped = (type: string, heartbeat: number) => ({
  ...fullCondition(type, 'Unknown', heartbeat),
  ...{ reason: 'NodeStatusUnknown', message: 'Kubelet stopped posting node status.' },
  lastTransitionTime: stamp(100),
});

const never = (type: string) => ({
  ...{ type, status: 'Unknown', reason: 'NodeStatusNeverUpdated' },
  message: 'Kubelet never posted node status.',
  ...{ lastHeartbeatTime: stamp(0), lastTransitionTime: stamp(100) },
});

/** The first half of Monitor: who is silent, and what that says of Pods (rules 21 to 23). */
export function silentNodes(): void {
  it('a node that is new or has changed is put into the queue', () => {
    const world = newWorld();
    const { queue } = world.lifecycle;
    world.join({ ready: 'True' }, 'n1');
    world.cluster.deliver();
    expect(queue.get(), 'rule 21, a new node').toBe('n1');
    queue.done('n1');
    world.beat('False', 'n1');
    world.cluster.deliver();
    expect(queue.get(), 'rule 21, a changed node').toBe('n1');
  });

  it('sync writes the NoSchedule taints, and only when there is something to write', () => {
    const world = newWorld();
    world.join({ ready: 'False', taints: [taint('gpu', 'NoSchedule')] }, 'n1');
    world.syncNode('n1');
    expect(world.taints('n1'), 'rule 21').toEqual(['gpu:NoSchedule', 'not-ready:NoSchedule']);
    world.cluster.takeWrites();
    world.syncNode('n1');
    expect(world.cluster.writes, 'rule 21: a second sync').toEqual([]);
  });

  it('sync of a node that is gone does nothing, a refused write is thrown', () => {
    const world = newWorld();
    world.join({ ready: 'False' }, 'n1');
    expect(
      thrown(() => world.syncNode('x')),
      'rule 21, node gone',
    ).toBeUndefined();
    world.cluster.fail({ verb: 'update', resource: 'nodes', error: serverError });
    world.cluster.fail({ verb: 'patch', resource: 'nodes', error: serverError });
    expect(
      thrown(() => world.syncNode('n1')),
      'rule 21, refused',
    ).toMatchObject({ code: 500 });
  });

  it('a silent node becomes Unknown and gets the taint, the others do not', () => {
    const world = three();
    world.beat('True', 'n2', 'n3');
    world.monitor(50);
    expect([world.ready('n1'), world.taints('n1')], 'rule 22: after 50 s').toEqual(['True', []]);
    world.monitor(51);
    expect(world.ready('n1'), 'rule 22: after 51 s').toBe('Unknown');
    expect(world.taints('n1'), 'rules 25 and 27').toEqual(['unreachable:NoExecute']);
    expect([world.ready('n2'), world.taints('n2')]).toEqual(['True', []]);
    expect(world.node('n1').status?.conditions, 'rule 22: all four').toHaveLength(4);
  });

  it('the Lease alone is a heartbeat, and the status alone', () => {
    const world = three();
    world.renew(40, 'n1');
    world.beat('True', 'n2');
    world.monitor(40);
    world.monitor(60);
    expect(
      ['n1', 'n2', 'n3'].map((name) => world.ready(name)),
      'rule 22',
    ).toEqual([...['True', 'True', 'Unknown']]);
  });

  it('clocks of nodes that are hours slow or fast change nothing', () => {
    const world = three();
    world.renew(-7200, 'n1');
    world.renew(7200, 'n2');
    world.monitor(5);
    world.renew(-7160, 'n1');
    world.beat('True', 'n3');
    world.monitor(45);
    world.monitor(60);
    expect(world.ready('n1'), 'rules 1, 4 and 22: slow, renewed since').toBe('True');
    expect(world.ready('n2'), 'rules 1, 4 and 22: fast, not renewed since').toBe('Unknown');
  });

  it('what only the kubelet knows becomes Unknown and keeps its last stamp', () => {
    const { Ready, ...others } = silenced([
      fullCondition('Ready', 'True', 7),
      ...pressures.map((type) => fullCondition(type, 'False', 8)),
    ]);
    expect(Ready, 'rule 8').toEqual(stopped('Ready', 7));
    expect(others, 'rules 7 and 8').toEqual(
      Object.fromEntries(pressures.map((type) => [type, stopped(type, 8)])),
    );
  });

  it('what is missing is added; what is Unknown or of others stays', () => {
    const unknown = { ...fullCondition('DiskPressure', 'Unknown', 7), reason: 'Earlier' };
    const network = condition('NetworkUnavailable', 'False');
    const result = silenced([fullCondition('Ready', 'True', 7), unknown, network]);
    expect(result.DiskPressure, 'rule 8').toEqual(unknown);
    expect(result.NetworkUnavailable, 'rule 7').toEqual(network);
    expect(result.PIDPressure, 'rule 9').toEqual(never('PIDPressure'));
    expect(Object.keys(result), 'rules 7 to 9').toHaveLength(5);
    expect(silenced([]).Ready, 'rule 9, no conditions at all').toEqual(never('Ready'));
  });

  it('a node that never says anything is Unknown after 60 seconds', () => {
    const world = three();
    world.join({}, 'n4');
    world.beat('True', 'n1', 'n2', 'n3');
    world.monitor(60);
    expect(world.ready('n4'), 'rule 22: after 60 s').toBeUndefined();
    expect(world.taints('n4'), 'rule 25').toEqual([]);
    world.monitor(61);
    expect(world.ready('n4'), 'rule 22: after 61 s').toBe('Unknown');
  });

  it('Pods of a node that is Unknown are no longer ready, those of others are', () => {
    const world = three();
    world.run('a', 'n1');
    world.run('b', 'n2');
    world.cluster.server.create('pods', pod('c', 'n1'));
    world.beat('True', 'n2', 'n3');
    world.monitor(10);
    world.cluster.takeWrites();
    world.monitor(55);
    expect([world.podReady('a'), world.podReady('b'), world.podReady('c')], 'rule 23').toEqual([
      ...['False', 'True', undefined],
    ]);
    const { status } = world.cluster.server.get('pods', 'default', 'a');
    expect(status, 'rule 23: nothing else of the Pod changes').toEqual({
      phase: 'Running',
      conditions: [
        { type: 'PodScheduled', status: 'True' },
        { type: 'Ready', status: 'False', lastTransitionTime: stamp(55) },
      ],
    });
    world.cluster.takeWrites();
    world.monitor(56);
    expect(world.cluster.writes, 'rule 23: nothing is left to write').toEqual([]);
  });

  it('a node that says that it is not ready keeps the word on its Pods', () => {
    const world = three();
    world.run('a', 'n1');
    world.beat('False', 'n1');
    world.monitor(10);
    expect(world.taints('n1'), 'rule 25').toEqual(['not-ready:NoExecute']);
    expect(world.podReady('a'), 'rule 23: Ready is False, not Unknown').toBe('True');
  });

  it('what may be missing is missing: spec, status, conditions, taints', () => {
    const world = newWorld();
    const { server } = world.cluster;
    world.join({ ready: 'True' }, 'n1', 'n2');
    server.place('nodes', { metadata: { name: 'n3' }, spec: {}, status: {} });
    server.place('pods', { metadata: { name: 'a' } });
    server.place('pods', { ...pod('b', 'n1'), status: {} });
    server.place('pods', pod('c', 'n1'));
    world.monitor(0);
    expect(
      thrown(() => world.syncNode('n3')),
      'rule 21',
    ).toBeUndefined();
    world.beat('True', 'n2');
    world.monitor(30);
    world.monitor(61);
    expect([world.ready('n1'), world.ready('n2'), world.ready('n3')], 'rule 22').toEqual([
      ...['Unknown', 'True', 'Unknown'],
    ]);
  });

  it('a new node of an old name is a new node', () => {
    const world = three();
    world.beat('True', 'n2', 'n3');
    world.monitor(40);
    world.cluster.server.delete('nodes', '', 'n1');
    world.join({ ready: 'True' }, 'n1');
    world.monitor(55);
    expect(world.ready('n1'), 'rule 27: first seen now').toBe('True');
  });
}
