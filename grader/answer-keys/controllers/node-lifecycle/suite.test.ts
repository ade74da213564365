import { ApiError, type Node, type Taint, type Toleration } from 'course/kit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  defaultTolerations,
  evictionDelayMs,
  evictionRates,
  isSilent,
  NodeLifecycleController,
  observe,
  silentConditions,
  TaintEvictionController,
  TaintQueue,
  withConditionTaints,
  zoneState,
} from '#exercise/controllers/node-lifecycle';
import { batch, batchAll, callAll, copyBack, seed } from '#suite';
import { BucketModel, type QueueCall, zoneStateOf } from './model.ts';
import {
  condition,
  fiveMinutes,
  fullCondition,
  lease,
  ms,
  node,
  notReady,
  pod,
  short,
  stamp,
  start,
  taint,
  tolerates,
  toleration,
  unreachable,
} from './objects.ts';
import { thrown, World } from './world.ts';

const newWorld = () => new World({ NodeLifecycleController, TaintEvictionController });

const serverError = new ApiError({ code: 500, reason: 'InternalError', message: 'broken' });

type Look = readonly [seconds: number, node: Node, leaseRenewed?: number];

/** Looks at a node again and again; the seconds at which its last heartbeat was noticed, after each look. */
function noticed(...looks: Look[]): number[] {
  let seen: ReturnType<typeof observe> | undefined;
  return looks.map(([seconds, seenNode, renewed]) => {
    const held = renewed === undefined ? undefined : lease('n1', renewed);
    seen = observe(seen, seenNode, held, ms(seconds));
    return (seen.at - start) / 1000;
  });
}

/** What the numbers in a failure are. */
const inSeconds = (rule: string) =>
  `${rule}; \`at\` after each look, in seconds since the node was created`;

const told = (heartbeat: number, ready = 'True') => node('n1', { ready, heartbeat });
const mute = node('n1');

describe('Heartbeats', () => {
  it('the first look at a node that has told of itself is a heartbeat, whatever its stamps say', () => {
    expect([noticed([100, told(0)]), noticed([100, told(7200)])], inSeconds('rule 2')).toEqual([
      [100],
      [100],
    ]);
  });

  it('a node without condition Ready was last heard of when it was created', () => {
    expect(noticed([100, mute], [200, mute]), inSeconds('rule 2')).toEqual([0, 0]);
  });

  it('another stamp is a heartbeat, noticed now; the same stamp is none', () => {
    const at = noticed([10, told(1)], [20, told(1)], [30, told(2)], [40, told(2)]);
    expect(at, inSeconds('rules 3 and 5')).toEqual([10, 10, 30, 30]);
  });

  it('a stamp that went back is a heartbeat too', () => {
    expect(noticed([10, told(100)], [20, told(50)]), inSeconds('rule 3')).toEqual([10, 20]);
  });

  it('stamps of a clock that is years ahead or behind change nothing', () => {
    const far = 10_000_000;
    const ahead = noticed([10, told(far)], [20, told(far)], [30, told(far + 1)]);
    const behind = noticed([10, told(-far)], [20, told(-far)], [30, told(-far + 1)]);
    expect([ahead, behind], inSeconds('rule 1')).toEqual([
      [10, 10, 30],
      [10, 10, 30],
    ]);
  });

  it('another status with the same stamp is not from the kubelet: no heartbeat', () => {
    expect(noticed([10, told(1)], [20, told(1, 'Unknown')]), inSeconds('rules 3 and 5')).toEqual([
      10, 10,
    ]);
  });

  it('Ready that comes or goes is a heartbeat', () => {
    expect(noticed([10, mute], [20, told(0)], [30, mute], [40, mute]), inSeconds('rule 3')).toEqual(
      [...[0, 20, 30, 30]],
    );
  });

  it('Ready without a stamp is still there', () => {
    const bare = { ...mute, status: { conditions: [{ type: 'Ready', status: 'True' }] } };
    expect(noticed([10, bare], [20, bare], [30, mute]), inSeconds('rules 2 and 3')).toEqual([
      10, 10, 30,
    ]);
  });

  it('a Lease that is renewed is a heartbeat, the same Lease again is none', () => {
    const at = noticed([10, told(1), 5], [20, told(1), 5], [30, told(1), 6]);
    expect(at, inSeconds('rules 4 and 5')).toEqual([10, 10, 30]);
  });

  it('the first Lease is a heartbeat, even of a node without Ready', () => {
    expect(noticed([10, mute, 5], [20, mute, 5]), inSeconds('rule 4, first look')).toEqual([
      10, 10,
    ]);
    expect(noticed([10, mute], [20, mute, 5]), inSeconds('rule 4, Lease seen later')).toEqual([
      0, 20,
    ]);
  });

  it('only a Lease that is later than all before it counts', () => {
    const at = noticed([10, told(1), 50], [20, told(1), 40], [30, told(1), 50], [40, told(1), 51]);
    expect(at, inSeconds('rule 4')).toEqual([10, 10, 10, 40]);
  });

  it('no Lease for a while: nothing is forgotten', () => {
    const at = noticed([10, told(1), 50], [20, told(1)], [30, told(1), 50]);
    expect(at, inSeconds('rule 4')).toEqual([10, 10, 10]);
  });

  it('a Lease without renewTime says nothing', () => {
    const first = observe(undefined, mute, lease('n1'), ms(10));
    const second = observe(first, mute, { metadata: { name: 'n1' } }, ms(20));
    expect([first.at, second.at], 'rule 4').toEqual([ms(0), ms(0)]);
  });

  it('one kind of heartbeat is enough', () => {
    const status = noticed([10, told(1), 5], [20, told(2), 5]);
    const renewed = noticed([10, told(1), 5], [20, told(1), 6]);
    expect([status, renewed], inSeconds('rule 5')).toEqual([
      [10, 20],
      [10, 20],
    ]);
  });

  it('nothing that it is given is changed', () => {
    const seen = observe(undefined, told(1), lease('n1', 5), ms(10));
    const args = [seen, told(2), lease('n1', 6), ms(20)];
    expect(copyBack(observe, ...args).args).toEqual(args);
  });
});

describe('Silence', () => {
  const silentAt = (which: Node, ...sinceMs: number[]) =>
    batch(
      isSilent,
      sinceMs.map((since) => [which, { at: start }, start + since]),
    ).map((each) => ('value' in each ? each.value : each.error));

  it('a node is silent after more than 50 seconds', () => {
    expect(silentAt(told(0), 0, 49_999, 50_000, 50_001), 'rule 6').toEqual([
      ...[false, false, false, true],
    ]);
  });

  it('a node that has never told how it is gets 60 seconds', () => {
    expect(silentAt(mute, 50_001, 60_000, 60_001), 'rule 6').toEqual([false, false, true]);
    const other = node('n1', { conditions: [condition('DiskPressure', 'False')] });
    expect(silentAt(other, 60_000, 60_001), 'rule 6, only DiskPressure').toEqual([false, true]);
  });

  it('a node that says it is not ready is not silent', () => {
    expect(silentAt(told(0, 'False'), 50_000, 50_001), 'rule 6').toEqual([false, true]);
  });

  /** Conditions by their type. */
  const silenced = (which: Node, seconds = 100) =>
    Object.fromEntries(silentConditions(which, ms(seconds)).map((each) => [each.type, each]));

  const stopped = (type: string, heartbeat: number) => ({
    ...fullCondition(type, 'Unknown', heartbeat),
    ...{ reason: 'NodeStatusUnknown', message: 'Kubelet stopped posting node status.' },
    lastTransitionTime: stamp(100),
  });

  it('what only the kubelet knows becomes Unknown, and keeps its last stamp', () => {
    const four = ['MemoryPressure', 'DiskPressure', 'PIDPressure'];
    const which = node('n1', {
      conditions: [
        fullCondition('Ready', 'True', 7),
        ...four.map((type) => fullCondition(type, 'False', 8)),
      ],
    });
    expect(silenced(which), 'rules 7 and 8').toEqual({
      Ready: stopped('Ready', 7),
      ...Object.fromEntries(four.map((type) => [type, stopped(type, 8)])),
    });
  });

  it('a condition that is missing is added', () => {
    const never = (type: string) => ({
      ...{ type, status: 'Unknown', reason: 'NodeStatusNeverUpdated' },
      message: 'Kubelet never posted node status.',
      ...{ lastHeartbeatTime: stamp(0), lastTransitionTime: stamp(100) },
    });
    expect(silenced(mute), 'rule 9, no conditions at all').toEqual({
      ...{ Ready: never('Ready'), MemoryPressure: never('MemoryPressure') },
      ...{ DiskPressure: never('DiskPressure'), PIDPressure: never('PIDPressure') },
    });
    const ready = node('n1', { conditions: [fullCondition('Ready', 'True', 7)] });
    expect(silenced(ready), 'rule 9, only Ready is there').toMatchObject({
      ...{ Ready: stopped('Ready', 7), PIDPressure: never('PIDPressure') },
    });
  });

  it('what is Unknown already stays as it is', () => {
    const unknown = { ...fullCondition('Ready', 'Unknown', 7), reason: 'Earlier' };
    expect(silenced(node('n1', { conditions: [unknown] })).Ready, 'rule 8').toEqual(unknown);
  });

  it('other conditions stay: NetworkUnavailable is not the kubelet’s', () => {
    const others = [condition('NetworkUnavailable', 'False'), condition('Example', 'True')];
    const result = silenced(node('n1', { ready: 'True', conditions: others }));
    expect([result.NetworkUnavailable, result.Example], 'rule 7').toEqual(others);
    expect(Object.keys(result), 'rule 7').toHaveLength(6);
  });

  it('the node that it is given is not changed', () => {
    expect(copyBack(silentConditions, told(7), ms(100)).args[0]).toEqual(told(7));
  });
});

describe('Conditions and taints', () => {
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
});

describe('Zones', () => {
  /** So many nodes that are ready and that are not. */
  const states = (...counts: [ready: number, not: number][]) =>
    batch(
      zoneState,
      counts.map(([ready, not]) => [[...Array(ready).fill('True'), ...Array(not).fill('Unknown')]]),
    ).map((each) => ('value' in each ? each.value : each.error));
  const zone = (name: string, ready: number, not: number) => [
    ...Array.from({ length: ready }, (_, i) => node(`${name}${i}`, { zone: name, ready: 'True' })),
    ...Array.from({ length: not }, (_, i) => node(`${name}x${i}`, { zone: name, ready: 'False' })),
  ];

  it('a zone is normal while most of it is ready', () => {
    expect(states([1, 0], [5, 0], [10, 5], [100, 99]), 'rule 12').toEqual([
      ...['Normal', 'Normal', 'Normal', 'Normal'],
    ]);
  });

  it('nobody is ready: full disruption, even of one node', () => {
    expect(states([0, 1], [0, 3], [0, 60]), 'rule 12').toEqual([
      ...['FullDisruption', 'FullDisruption', 'FullDisruption'],
    ]);
  });

  it('a zone without nodes is normal', () => {
    expect(states([0, 0]), 'rule 12').toEqual(['Normal']);
  });

  it('up to two that are not ready disrupt nothing while one is', () => {
    expect(states([1, 2], [1, 3]), 'rule 12').toEqual(['Normal', 'PartialDisruption']);
  });

  it('exactly 55 % is a partial disruption', () => {
    expect(states([9, 11], [10, 11], [45, 55], [46, 54]), 'rule 12').toEqual([
      ...['PartialDisruption', 'Normal', 'PartialDisruption', 'Normal'],
    ]);
  });

  it('only True is ready', () => {
    expect(zoneState(['False', undefined, 'Unknown', 'True']), 'rule 12').toBe('PartialDisruption');
    expect(zoneState([undefined]), 'rule 12').toBe('FullDisruption');
  });

  it('a normal zone: one node in 10 seconds', () => {
    expect(evictionRates(zone('a', 3, 2)), 'rule 13').toEqual({ '/a': 0.1 });
    expect(evictionRates([]), 'rule 13, no nodes').toEqual({});
  });

  it('a partial disruption slows a large zone down and stops a small one', () => {
    expect(evictionRates(zone('a', 20, 30)), 'rule 13: 50 nodes are small').toEqual({ '/a': 0 });
    expect(evictionRates(zone('a', 20, 31)), 'rule 13: 51 nodes').toEqual({ '/a': 0.01 });
  });

  it('a zone that is wholly down goes on at the normal rate, as long as another is not', () => {
    const nodes = [...zone('a', 0, 3), ...zone('b', 1, 0)];
    expect(evictionRates(nodes), 'rule 13').toEqual({ '/a': 0.1, '/b': 0.1 });
    const partly = [...zone('a', 0, 3), ...zone('b', 1, 3)];
    expect(evictionRates(partly), 'rule 13').toEqual({ '/a': 0.1, '/b': 0 });
  });

  it('all zones are wholly down: it all stops', () => {
    expect(evictionRates([...zone('a', 0, 3), ...zone('b', 0, 1)]), 'rule 13').toEqual({
      ...{ '/a': 0, '/b': 0 },
    });
  });

  it('zones are told apart by region and zone', () => {
    const nodes = [
      node('n1', { region: 'r', zone: 'a', ready: 'True' }),
      node('n2', { region: 's', zone: 'a', ready: 'True' }),
      node('n3', { region: 's', ready: 'True' }),
      node('n4', { ready: 'True' }),
    ];
    expect(Object.keys(evictionRates(nodes)).sort(), 'rule 13').toEqual(['', 'r/a', 's/', 's/a']);
  });

  it('a node that is excluded counts neither as ready nor as a node', () => {
    const excluded = node('m', { zone: 'a', ready: 'True', excluded: true });
    expect(evictionRates([...zone('a', 0, 2), excluded]), 'rule 14').toEqual({ '/a': 0 });
    expect(evictionRates([...zone('a', 20, 30), excluded]), 'rule 14: size').toEqual({ '/a': 0 });
    const alone = node('m', { zone: 'c', ready: 'True', excluded: true });
    expect(evictionRates([...zone('a', 0, 2), alone]), 'rule 14: its zone').toEqual({ '/a': 0 });
  });

  it('any numbers of nodes', () => {
    const counts = fc.tuple(fc.nat(70), fc.nat(70));
    fc.assert(
      fc.property(fc.array(counts, { minLength: 30, maxLength: 30 }), (all) => {
        const expected = all.map(([ready, not]) => zoneStateOf(ready, not));
        const wrong = states(...all).findIndex((state, i) => state !== expected[i]);
        const [ready, not] = all[wrong] ?? [];
        expect(wrong, `rule 12: ${ready} ready, ${not} not: ${expected[wrong]}`).toBe(-1);
      }),
      { seed: seed(), numRuns: 3 },
    );
  });
});

describe('Rate', () => {
  type Call = readonly [method: string, ...args: unknown[]];
  const add = (...names: string[]): Call[] => names.map((name) => ['add', name]);
  const next = (seconds: number): Call => ['next', ms(seconds)];
  const rate = (perSecond: number, seconds: number): Call => ['setRate', perSecond, ms(seconds)];

  /** What each `next` of these calls gives. */
  function given(...calls: readonly Call[]): unknown[] {
    const steps = calls.map(([method, ...args]) => ({ on: 0, method, args }));
    const values = callAll([{ new: TaintQueue, args: [] }, ...steps]).slice(1);
    return values.filter((_, i) => calls[i]?.[0] === 'next');
  }

  it('the first goes at once, the second 10 seconds later', () => {
    const calls = [...add('a', 'b'), next(0), next(0), next(9.999), next(10)];
    expect(given(...calls), 'rules 16 and 17; what each next gave').toEqual([
      'a',
      undefined,
      undefined,
      'b',
    ]);
  });

  it('they go in the order in which they came, each once', () => {
    const calls = [...add('c', 'a', 'b', 'c'), next(0), next(10), next(20), next(30)];
    expect(given(...calls), 'rule 15; what each next gave').toEqual(['c', 'a', 'b', undefined]);
  });

  it('who was given may wait again, at the end', () => {
    const calls = [...add('a', 'b'), next(0), ...add('a'), next(10), next(20)];
    expect(given(...calls), 'rule 15; what each next gave').toEqual(['a', 'b', 'a']);
  });

  it('who is removed does not come, and uses no turn', () => {
    const calls = [...add('a', 'b'), ['remove', 'a'], ['remove', 'x'], next(0), next(10)] as Call[];
    expect(given(...calls), 'rule 15; what each next gave').toEqual(['b', undefined]);
  });

  it('while nobody waits no turn is used up', () => {
    const calls = [next(0), next(1), ...add('a'), next(1), ...add('b'), next(10.999), next(11)];
    expect(given(...calls), 'rule 16; what each next gave').toEqual([
      undefined,
      undefined,
      'a',
      undefined,
      'b',
    ]);
  });

  it('turns that were not used do not add up', () => {
    const calls = [...add('a', 'b', 'c'), next(0), next(500), next(500), next(509), next(510)];
    expect(given(...calls), 'rule 16; what each next gave').toEqual([
      'a',
      'b',
      undefined,
      undefined,
      'c',
    ]);
  });

  it('at rate 0 nobody goes', () => {
    const calls = [...add('a'), rate(0, 0), next(0), next(100_000)];
    expect(given(...calls), 'rules 16 and 17; what each next gave').toEqual([undefined, undefined]);
  });

  it('the same rate again changes nothing', () => {
    const calls = [...add('a', 'b'), rate(0.1, 0), next(0), rate(0.1, 9), next(10)];
    expect(given(...calls), 'rule 17; what each next gave').toEqual(['a', 'b']);
  });

  it('another rate while a turn is there: it is still there', () => {
    const calls = [...add('a', 'b'), rate(0.01, 5), next(5), next(104.999), next(105)];
    expect(given(...calls), 'rule 17; what each next gave').toEqual(['a', undefined, 'b']);
  });

  it('another rate at the very moment at which the turn is there: it is still there', () => {
    const calls = [...add('a', 'b'), next(0), rate(0.01, 10), next(10)];
    expect(given(...calls), 'rule 17; what each next gave').toEqual(['a', 'b']);
  });

  it('another rate while waiting: a full wait begins, by the new rate', () => {
    const slower = [...add('a', 'b'), next(0), rate(0.01, 9), next(10), next(108.999), next(109)];
    expect(given(...slower), 'rule 17, slower; what each next gave').toEqual([
      'a',
      undefined,
      undefined,
      'b',
    ]);
    const faster = [...add('a', 'b'), rate(0.01, 0), next(0), rate(0.1, 95), next(104), next(105)];
    expect(given(...faster), 'rule 17, faster; what each next gave').toEqual(['a', undefined, 'b']);
  });

  it('after rate 0 there is a full wait, also when a turn was there before', () => {
    const calls = [
      ...add('a'),
      rate(0, 0),
      rate(0.1, 1000),
      next(1000),
      next(1009.999),
      next(1010),
    ];
    expect(given(...calls), 'rule 17; what each next gave').toEqual([undefined, undefined, 'a']);
  });

  it('a turn comes to the millisecond', () => {
    const calls = [...add('a', 'b'), rate(0.01, 0), next(0), next(99.999), next(100)];
    expect(given(...calls), 'rule 16; what each next gave').toEqual(['a', undefined, 'b']);
  });

  it('any calls', () => {
    const names = fc.constantFrom('a', 'b', 'c');
    const call: fc.Arbitrary<QueueCall> = fc.oneof(
      fc.tuple(fc.constant('add' as const), names),
      fc.tuple(fc.constant('remove' as const), names),
      fc.tuple(fc.constant('setRate' as const), fc.constantFrom(0, 10, 100)),
      fc.tuple(fc.constant('next' as const)),
      fc.tuple(fc.constant('next' as const)),
    );
    const calls = fc.array(fc.tuple(fc.constantFrom(0, 1, 5, 10, 95), call), { maxLength: 60 });
    fc.assert(
      fc.property(calls, (timed) => {
        let now = 0;
        const model = new BucketModel();
        const expected = timed.map(([seconds, each]) => model.run(each, seconds));
        const steps = timed.map(([seconds, each]) => {
          now += seconds;
          return { on: 0, ...stepOf(each, ms(now)) };
        });
        const answers = batchAll([{ new: TaintQueue, args: [] }, ...steps]).slice(1);
        const got = answers.map((each, i) =>
          timed[i]?.[1][0] !== 'next' ? undefined : 'value' in each ? each.value : each.error,
        );
        const wrong = got.findIndex((each, i) => each !== expected[i]);
        const story = timed.slice(0, wrong + 1).map(([s, each]) => `+${s} s ${each.join(' ')}`);
        expect(got[wrong], `rules 15 to 17: ${story.join(', ')}`).toBe(expected[wrong]);
      }),
      { seed: seed(), numRuns: 30 },
    );
  });

  function stepOf(call: QueueCall, now: number): { method: string; args: unknown[] } {
    if (call[0] === 'next') return { method: 'next', args: [now] };
    if (call[0] === 'setRate')
      return { method: 'setRate', args: [call[1] === 0 ? 0 : 1 / call[1], now] };
    return { method: call[0], args: [call[1]] };
  }
});

describe('Tolerations', () => {
  const keys = (tolerations: readonly Toleration[] | undefined) =>
    defaultTolerations(tolerations).map(({ key, tolerationSeconds }) => [key, tolerationSeconds]);

  it('a Pod that says nothing tolerates both for 300 seconds', () => {
    for (const none of [undefined, []])
      expect(defaultTolerations(none), 'rule 18').toEqual(expect.arrayContaining(fiveMinutes));
    expect(defaultTolerations([]), 'rule 18').toHaveLength(2);
  });

  it('its own tolerations stay; one of its own for the key replaces the default', () => {
    const own = [toleration('gpu'), toleration(unreachable, 5)];
    const result = defaultTolerations(own);
    expect(result.slice().sort(byKey), 'rule 18').toEqual(
      [...own, toleration(notReady, 300)].sort(byKey),
    );
    expect(keys([toleration(unreachable)]), 'rule 18: for ever').toEqual(
      expect.arrayContaining([
        [unreachable, undefined],
        [notReady, 300],
      ]),
    );
  });

  const byKey = (a: Toleration, b: Toleration) => ((a.key ?? '') < (b.key ?? '') ? -1 : 1);

  it('no key or an empty one is every key, no effect or an empty one every effect', () => {
    const everything: Toleration[] = [
      { operator: 'Exists' },
      { operator: 'Exists', key: '', effect: '' },
    ];
    for (const each of everything) expect(defaultTolerations([each]), 'rule 18').toEqual([each]);
    expect(keys([{ key: notReady, operator: 'Exists' }]), 'rule 18').toHaveLength(2);
  });

  it('another effect is no reason to leave the default out, another value is', () => {
    const schedule: Toleration = { key: notReady, operator: 'Exists', effect: 'NoSchedule' };
    expect(keys([schedule]), 'rule 18: effect NoSchedule').toHaveLength(3);
    const value: Toleration = { key: notReady, operator: 'Equal', value: 'v', effect: 'NoExecute' };
    expect(keys([value]), 'rule 18: any value').toHaveLength(2);
  });

  const delay = (tolerations: Toleration[] | undefined, ...taints: Taint[]) =>
    evictionDelayMs(tolerations, taints, tolerates);

  it('without a NoExecute taint a Pod may stay for ever', () => {
    expect(delay(undefined, taint('a', 'NoSchedule')), 'rule 19').toBeUndefined();
    expect(evictionDelayMs([], undefined, tolerates), 'rule 19').toBeUndefined();
  });

  it('a NoExecute taint that is not tolerated: not at all', () => {
    expect(delay(undefined, taint('a')), 'rule 19, no tolerations').toBe(0);
    expect(delay([toleration('a', 5)], taint('a'), taint('b')), 'rule 19, one of two').toBe(0);
  });

  it('tolerated with seconds: so long; without: for ever', () => {
    expect(delay([toleration('a', 5)], taint('a')), 'rule 20').toBe(5000);
    expect(delay([toleration('a')], taint('a')), 'rule 20').toBeUndefined();
  });

  it('of several taints the least seconds decide; those without seconds say nothing', () => {
    const all = [toleration('a', 300), toleration('b', 5), toleration('c')];
    expect(delay(all, taint('a'), taint('b'), taint('c')), 'rule 20').toBe(5000);
    expect(delay(all, taint('c'), taint('a')), 'rule 20').toBe(300_000);
  });

  it('only the first toleration that fits a taint counts', () => {
    const two = [toleration('a', 300), toleration('a', 5)];
    expect(delay(two, taint('a')), 'rule 19').toBe(300_000);
    expect(delay([toleration('a'), toleration('a', 5)], taint('a')), 'rule 19').toBeUndefined();
  });

  it('tolerations that no taint asks about say nothing', () => {
    expect(delay([toleration('a', 5), toleration('b', 300)], taint('b')), 'rule 20').toBe(300_000);
  });

  it('0 seconds and less: not at all', () => {
    expect([
      delay([toleration('a', 0)], taint('a')),
      delay([toleration('a', -9)], taint('a')),
    ]).toEqual([0, 0]);
  });

  it('a taint with another effect does not matter', () => {
    const taints = [taint('a'), taint('b', 'NoSchedule'), taint('c', 'PreferNoSchedule')];
    expect(delay([toleration('a', 5)], ...taints), 'rule 19').toBe(5000);
  });

  it('what tolerates what is for the function that it is given to say', () => {
    const asked: string[] = [];
    const strange = ({ key }: Toleration, { value }: Taint) => {
      asked.push(`${key} ${value}`);
      return key === value;
    };
    const taints = [{ ...taint('x'), value: 'b' }];
    expect(evictionDelayMs([toleration('a', 1), toleration('b', 2)], taints, strange)).toBe(2000);
    expect(asked.at(-1), 'rule 19: the last that was asked').toBe('b b');
  });
});

describe('Monitor', () => {
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

  /** Three nodes that have just told that they are ready, and were seen by monitor. */
  function three(facts: Parameters<typeof node>[1] = {}): World {
    const world = newWorld();
    world.join({ ready: 'True', ...facts }, 'n1', 'n2', 'n3');
    world.monitor(0);
    return world;
  }

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
    expect(world.cluster.server.get('pods', 'default', 'a').status, 'rule 23').toMatchObject({
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
    expect(world.tainted('n1', 'n2', 'n3'), 'rules 15 and 24').toEqual(['n2', 'n3']);
  });

  it('each zone has its own turns', () => {
    const world = newWorld();
    world.join({ ready: 'True', zone: 'a' }, 'a1', 'a2');
    world.join({ ready: 'True', zone: 'b' }, 'b1', 'b2');
    world.monitor(0);
    world.beat('False', 'a1', 'b1');
    world.monitor(5);
    expect(world.tainted('a1', 'b1'), 'rule 24').toEqual(['a1', 'b1']);
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
    expect(world.tainted('n3'), 'rule 26: no turn was used for it').toEqual(['n3']);
  });

  it('more than half of a small zone is not ready: nobody gets a taint', () => {
    const world = newWorld();
    world.join({ ready: 'True' }, 'n1', 'n2', 'n3', 'n4');
    world.monitor(0);
    world.beat('False', 'n1', 'n2', 'n3');
    world.monitor(5);
    world.monitor(45);
    expect(world.tainted('n1', 'n2', 'n3'), 'rule 24: rate 0').toEqual([]);
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
    expect(world.tainted('n1', 'n2', 'n3'), 'rules 24 to 26').toEqual(['n1']);
  });

  it('a node that has a taint and no condition Ready keeps it', () => {
    const world = newWorld();
    world.join({ ready: 'True' }, 'n1');
    world.join({ taints: [taint(notReady), taint(unreachable)] }, 'n2');
    world.monitor(0);
    expect(world.taints('n2'), 'rule 25').toEqual(['not-ready:NoExecute', 'unreachable:NoExecute']);
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

  it('nobody is ready: no taints, and those that are there go', () => {
    const world = three();
    world.beat('False', 'n1');
    world.monitor(10);
    expect(world.tainted('n1'), 'rule 27').toEqual(['n1']);
    world.monitor(70);
    expect(world.ready('n2'), 'rule 22').toBe('Unknown');
    expect(world.tainted('n1', 'n2', 'n3'), 'rule 26').toEqual([]);
    world.beat('True', 'n3');
    world.monitor(80);
    expect(world.tainted('n1', 'n2', 'n3'), 'rules 17 and 26: a full wait').toEqual([]);
    world.monitor(90);
    expect(world.tainted('n1', 'n2', 'n3'), 'rule 27').toHaveLength(1);
  });

  it('a ready node that is excluded does not prove that we are connected', () => {
    const world = newWorld();
    world.join({ ready: 'True' }, 'n1');
    world.join({ ready: 'True', excluded: true }, 'm');
    world.monitor(0);
    world.beat('False', 'n1');
    world.monitor(10);
    expect(world.tainted('n1', 'm'), 'rules 14 and 26').toEqual([]);
  });

  it('a zone that is wholly down is evicted, when another zone is there', () => {
    const world = newWorld();
    world.join({ ready: 'True', zone: 'a' }, 'a1', 'a2', 'a3');
    world.join({ ready: 'True', zone: 'b' }, 'b1');
    world.monitor(0);
    world.beat('False', 'a1', 'a2', 'a3');
    world.monitor(5);
    expect(world.tainted('a1', 'a2', 'a3'), 'rules 13 and 24').toHaveLength(1);
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
    expect(world.tainted('n3'), 'rule 27').toEqual(['n3']);
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
});

describe('Eviction', () => {
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
});

describe('Stories', () => {
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

  it('the controller manager is cut off and sees nobody: it does not clear the cluster', () => {
    const world = cluster();
    pass(world, [], 60, 100, 200, 400);
    expect([world.ready('n1'), world.ready('n2')], 'at 400 s').toEqual(['Unknown', 'Unknown']);
    expect([world.tainted('n1', 'n2'), world.pods()], 'at 400 s').toEqual([[], ['agent', 'web']]);
  });
});
