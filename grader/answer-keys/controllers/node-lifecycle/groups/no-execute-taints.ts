import { expect, it } from 'vitest';
import { notReady, taint, unreachable } from '../objects.ts';
import { thrown } from '../world.ts';
import { newWorld, serverError, three } from './set-up.ts';

/** The second half of Monitor: who gets and who loses a NoExecute taint (rules 24 to 28). */
export function noExecuteTaints(): void {
  it('a node that is back loses the taint at once, and only that', () => {
    const world = three({ taints: [taint('gpu'), taint(notReady, 'NoSchedule')] });
    world.beat('True', 'n2', 'n3');
    world.monitor(55);
    world.beat('True', 'n1');
    world.monitor(56);
    expect(world.taints('n1'), 'rules 26 and 28').toEqual([
      'gpu:NoExecute',
      'not-ready:NoSchedule',
    ]);
  });

  it('unreachable and not-ready are exchanged at once, without a turn', () => {
    const world = three();
    world.beat('False', 'n1');
    world.monitor(10);
    world.beat('True', 'n2', 'n3');
    world.monitor(55);
    expect([world.tainted('n1', 'n2', 'n3'), world.taints('n1')]).toEqual([
      ['n1'],
      ['not-ready:NoExecute'],
    ]);
    world.beat('False', 'n2');
    world.monitor(61);
    expect(world.taints('n1'), 'rule 25: n1 is silent now').toEqual(['unreachable:NoExecute']);
    expect(world.taints('n2'), 'rule 27: the turn is there for n2').toEqual([
      'not-ready:NoExecute',
    ]);
  });

  it('one node in 10 seconds gets the taint', () => {
    const world = newWorld();
    world.join({ ready: 'True' }, 'n1', 'n2', 'n3', 'n4');
    world.monitor(0);
    world.beat('False', 'n1', 'n2');
    for (const [seconds, count] of [
      [20, 1],
      [29, 1],
      [30, 2],
    ] as const) {
      world.monitor(seconds);
      expect(world.tainted('n1', 'n2'), `rule 27: at ${seconds} s`).toHaveLength(count);
    }
  });

  it('who has waited longest goes first', () => {
    const world = newWorld();
    world.join({ ready: 'True' }, 'n1', 'n2', 'n3', 'n4', 'n5', 'n6', 'n7');
    world.monitor(0);
    for (const [seconds, name] of [
      [5, 'n2'],
      [6, 'n3'],
      [7, 'n1'],
    ] as const) {
      world.beat('False', name);
      world.monitor(seconds);
    }
    world.monitor(15);
    expect(
      world.tainted('n1', 'n2', 'n3'),
      'rules 15 and 24: n2, n3, n1 were not ready from 5, 6, 7 s; tainted at 15 s',
    ).toEqual(['n2', 'n3']);
  });

  it('each zone has its own turns', () => {
    const world = newWorld();
    world.join({ ready: 'True', zone: 'a' }, 'a1', 'a2');
    world.join({ ready: 'True', zone: 'b' }, 'b1', 'b2');
    world.monitor(0);
    world.beat('False', 'a1', 'b1');
    world.monitor(5);
    expect(world.tainted('a1', 'b1'), 'rule 24: a1 and b1 are not ready').toEqual(['a1', 'b1']);
  });

  it('a node that is back before its turn gets no taint', () => {
    const world = newWorld();
    world.join({ ready: 'True' }, 'n1', 'n2', 'n3');
    world.monitor(0);
    world.beat('False', 'n1', 'n2');
    world.monitor(5);
    const [waits] = ['n1', 'n2'].filter((name) => world.tainted(name).length === 0);
    world.beat('True', waits!);
    world.monitor(20);
    expect(world.tainted(waits!), 'rule 26').toEqual([]);
    world.beat('False', 'n3');
    world.monitor(21);
    expect(
      world.tainted('n3'),
      `rule 26: ${waits} waited and was back at 20 s, n3 is not ready at 21 s, its taint at 21 s`,
    ).toEqual(['n3']);
  });

  it('a node that loses its condition Ready waits no more', () => {
    const world = newWorld();
    world.join({ ready: 'True' }, 'n1', 'n2', 'n3', 'n4', 'n5', 'n6');
    world.monitor(0);
    world.beat('False', 'n1', 'n2');
    world.monitor(5);
    const [waits] = ['n1', 'n2'].filter((name) => world.tainted(name).length === 0);
    world.cluster.server.updateStatus('nodes', { metadata: { name: waits! }, status: {} });
    world.monitor(10);
    world.beat('False', 'n3');
    world.monitor(15);
    expect(
      world.tainted('n3'),
      `rule 25: ${waits} waited and has no Ready at 10 s, n3 is not ready at 15 s, its taint at 15 s`,
    ).toEqual(['n3']);
  });

  it('more than half of a small zone is not ready: nobody gets a taint', () => {
    const world = newWorld();
    world.join({ ready: 'True' }, 'n1', 'n2', 'n3', 'n4');
    world.monitor(0);
    world.beat('False', 'n1', 'n2', 'n3');
    world.monitor(5);
    world.monitor(45);
    expect(world.tainted('n1', 'n2', 'n3'), 'rule 24: three of four are not ready, rate 0').toEqual(
      [],
    );
    world.beat('True', 'n1', 'n4');
    world.monitor(46);
    world.monitor(55);
    expect(world.tainted('n2', 'n3'), 'rules 17 and 24: a full wait').toEqual([]);
    world.monitor(56);
    expect(world.tainted('n2', 'n3'), 'rule 24: two of four is normal').toHaveLength(1);
  });

  it('taints that are there stay when a zone slows down', () => {
    const world = newWorld();
    world.join({ ready: 'True' }, 'n1', 'n2', 'n3', 'n4');
    world.monitor(0);
    world.beat('False', 'n1');
    world.monitor(5);
    world.beat('False', 'n2', 'n3');
    world.monitor(10);
    expect(
      world.tainted('n1', 'n2', 'n3'),
      'rules 24 to 26: n1 has its taint at 5 s, n2 and n3 are not ready either at 10 s; n4 is',
    ).toEqual(['n1']);
  });

  it('a node that has a taint and no condition Ready keeps it', () => {
    const world = newWorld();
    world.join({ ready: 'True' }, 'n1');
    world.join({ taints: [taint(notReady), taint(unreachable)] }, 'n2');
    world.monitor(0);
    expect(world.taints('n2'), 'rule 25').toEqual(['not-ready:NoExecute', 'unreachable:NoExecute']);
  });

  it('nobody is ready: no taints, and those that are there go', () => {
    const world = three();
    world.beat('False', 'n1');
    world.monitor(10);
    expect(world.tainted('n1'), 'rule 27').toEqual(['n1']);
    world.monitor(70);
    expect(world.ready('n2'), 'rule 22').toBe('Unknown');
    expect(
      world.tainted('n1', 'n2', 'n3'),
      'rule 26: n1 has had its taint since 10 s, nobody is ready at 70 s',
    ).toEqual([]);
    world.beat('True', 'n3');
    world.monitor(80);
    expect(world.tainted('n1', 'n2', 'n3'), 'rules 17 and 26: a full wait').toEqual([]);
    world.monitor(90);
    expect(world.tainted('n1', 'n2', 'n3'), 'rule 27').toHaveLength(1);
  });

  it('a ready node that is excluded does not prove that we are connected', () => {
    const world = newWorld();
    world.join({ ready: 'True' }, 'n1', 'n2');
    world.join({ ready: 'True', excluded: true }, 'm');
    world.monitor(0);
    world.beat('False', 'n1');
    world.monitor(10);
    expect(world.tainted('n1', 'n2', 'm'), 'rule 27').toEqual(['n1']);
    world.beat('False', 'n2');
    world.monitor(30);
    expect(world.tainted('n1', 'n2', 'm'), 'rules 14 and 26: only m is ready').toEqual([]);
  });

  it('a node that is excluded gets its taint like any other', () => {
    const world = newWorld();
    world.join({ ready: 'True' }, 'n1');
    world.join({ ready: 'True', excluded: true }, 'm');
    world.monitor(0);
    world.beat('False', 'm');
    world.monitor(10);
    expect(world.tainted('n1', 'm'), 'rules 14 and 25').toEqual(['m']);
  });

  it('a zone that is wholly down is evicted, when another zone is there', () => {
    const world = newWorld();
    world.join({ ready: 'True', zone: 'a' }, 'a1', 'a2', 'a3');
    world.join({ ready: 'True', zone: 'b' }, 'b1');
    world.monitor(0);
    world.beat('False', 'a1', 'a2', 'a3');
    world.monitor(5);
    expect(
      world.tainted('a1', 'a2', 'a3'),
      'rules 13 and 24: zone a is down, b1 is ready',
    ).toHaveLength(1);
  });

  it('a node that is gone uses no turn', () => {
    const world = newWorld();
    world.join({ ready: 'True' }, 'n1', 'n2', 'n3', 'n4');
    world.monitor(0);
    world.beat('False', 'n1', 'n2');
    world.monitor(5);
    const [waits] = ['n1', 'n2'].filter((name) => world.tainted(name).length === 0);
    world.cluster.server.delete('nodes', '', waits!);
    world.beat('False', 'n3');
    world.monitor(15);
    expect(
      world.tainted('n3'),
      `rule 27: ${waits} waited and is gone, n3 is not ready at 15 s, its taint at 15 s`,
    ).toEqual(['n3']);
  });

  it('a refused write stops nothing else, and is made good', () => {
    const world = newWorld();
    world.join({ ready: 'True' }, 'n1', 'n2', 'n3', 'n4', 'n5', 'n6');
    world.run('a', 'n1');
    world.run('b', 'n1');
    world.monitor(0);
    world.beat('True', 'n4', 'n5', 'n6');
    world.monitor(10);
    for (const resource of ['nodes', 'pods'] as const)
      for (const verb of ['updateStatus', 'patch'] as const)
        world.cluster.fail({ verb, resource, nth: 1, error: serverError });
    expect(
      thrown(() => world.monitor(55)),
      'rule 28: nothing is thrown',
    ).toBeUndefined();
    const unknown = () => ['n1', 'n2', 'n3'].filter((name) => world.ready(name) === 'Unknown');
    expect(unknown(), 'rule 28: the other two').toHaveLength(2);
    world.monitor(56);
    expect(unknown(), 'rule 28: the next call').toHaveLength(3);
    world.monitor(57);
    expect([world.podReady('a'), world.podReady('b')], 'rules 23 and 28').toEqual([
      'False',
      'False',
    ]);
  });

  it('a refused taint is made good at the next turn', () => {
    const world = three();
    world.beat('False', 'n1');
    for (const verb of ['update', 'patch'] as const)
      world.cluster.fail({ verb, resource: 'nodes', error: serverError });
    expect(
      thrown(() => world.monitor(5)),
      'rule 28',
    ).toBeUndefined();
    world.cluster.heal();
    world.monitor(15);
    expect(world.tainted('n1'), 'rule 28').toEqual(['n1']);
  });
}
