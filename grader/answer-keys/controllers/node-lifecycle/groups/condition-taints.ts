import type { Taint } from 'course/kit';
import { expect, it } from 'vitest';
import { withConditionTaints } from '#exercise/controllers/node-lifecycle';
import { copyBack } from '#suite';
import { condition, node, notReady, short, stamp, taint, unreachable } from '../objects.ts';

/** The tests of this group. */
export function conditionTaints(): void {
  const taintsOf = (facts: Parameters<typeof node>[1]) =>
    short(withConditionTaints(node('n1', facts)));
  const only = (type: string, status: string) =>
    taintsOf({ conditions: [condition(type, status)] });

  it('a node that is well has none', () => {
    const well = ['MemoryPressure', 'DiskPressure', 'PIDPressure', 'NetworkUnavailable'];
    const conditions = well.map((type) => condition(type, 'False'));
    expect(taintsOf({ ready: 'True', conditions }), 'rule 10').toEqual([]);
    expect([taintsOf({}), taintsOf({ unschedulable: false })], 'rule 10').toEqual([[], []]);
  });

  it('Ready False is not-ready, Ready Unknown is unreachable', () => {
    expect([only('Ready', 'False'), only('Ready', 'Unknown')], 'rule 10').toEqual([
      ['not-ready:NoSchedule'],
      ['unreachable:NoSchedule'],
    ]);
  });

  it('pressure and a missing network have their taints; that they are Unknown is no reason', () => {
    const conditions = [
      ...[condition('Ready', 'True'), condition('MemoryPressure', 'True')],
      ...[condition('DiskPressure', 'True'), condition('PIDPressure', 'True')],
      ...[condition('NetworkUnavailable', 'True'), condition('Example', 'True')],
    ];
    expect(taintsOf({ conditions }), 'rule 10').toEqual([
      ...['disk-pressure:NoSchedule', 'memory-pressure:NoSchedule'],
      ...['network-unavailable:NoSchedule', 'pid-pressure:NoSchedule'],
    ]);
    expect(only('MemoryPressure', 'Unknown'), 'rule 10').toEqual([]);
  });

  it('a node that is cordoned has the taint for it', () => {
    expect(taintsOf({ ready: 'True', unschedulable: true }), 'rule 10').toEqual([
      'unschedulable:NoSchedule',
    ]);
  });

  it('what is not asked for any more goes', () => {
    const taints = [notReady, 'node.kubernetes.io/unschedulable'].map((key) =>
      taint(key, 'NoSchedule'),
    );
    expect(taintsOf({ ready: 'True', taints }), 'rule 11').toEqual([]);
    expect(taintsOf({ ready: 'Unknown', taints }), 'rule 11').toEqual(['unreachable:NoSchedule']);
  });

  it('what is asked for and there stays as it is, once', () => {
    const there = { ...taint(notReady, 'NoSchedule'), timeAdded: stamp(5), value: 'v' };
    const result = withConditionTaints(node('n1', { ready: 'False', taints: [there] }));
    expect(result, 'rule 11').toEqual([there]);
  });

  it('what is added has no value', () => {
    const [added] = withConditionTaints(node('n1', { ready: 'False' }));
    expect(added?.value ?? '', 'rule 11').toBe('');
  });

  it('taints of others stay, and those with another effect', () => {
    const taints: Taint[] = [
      taint('gpu', 'NoSchedule'),
      taint(unreachable),
      taint(notReady, 'PreferNoSchedule'),
      taint('node.kubernetes.io/out-of-service', 'NoSchedule'),
    ];
    const result = withConditionTaints(node('n1', { ready: 'True', taints }));
    expect(short(result), 'rule 11').toEqual(short(taints));
    const unready = withConditionTaints(node('n1', { ready: 'False', taints: [taint(notReady)] }));
    expect(short(unready), 'rule 11: same key, other effect').toEqual([
      'not-ready:NoExecute',
      'not-ready:NoSchedule',
    ]);
  });

  it('the node that it is given is not changed', () => {
    const given = node('n1', { ready: 'False', taints: [taint('gpu', 'NoSchedule')] });
    expect(copyBack(withConditionTaints, given).args[0]).toEqual(given);
  });
}
