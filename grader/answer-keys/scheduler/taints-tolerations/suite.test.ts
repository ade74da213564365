import type { Node, Pod, Taint, Toleration } from 'course/kit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  filterTaints,
  filterUnschedulable,
  scoreTaints,
  toleratesTaint,
} from '#exercise/scheduler/taints-tolerations';
import { batch, copyBack } from '#suite';
import { scored, uncovered } from './model.ts';
import { node, pod, taint } from './objects.ts';

const accepted = { code: 'Success', reasons: [] };
const refusedFor = (keyAndValue: string) => ({
  code: 'UnschedulableAndUnresolvable',
  reasons: [`node(s) had untolerated taint {${keyAndValue}}`],
});
const everything: Toleration = { operator: 'Exists' };

describe('One toleration, one taint', () => {
  const tolerates = (toleration: Toleration, text: string) =>
    toleratesTaint(toleration, taint(text));

  it('Equal needs the same key, value and effect', () => {
    const toleration: Toleration = {
      ...{ key: 'dedicated', operator: 'Equal', value: 'db', effect: 'NoSchedule' },
    };
    expect(tolerates(toleration, 'dedicated=db:NoSchedule')).toBe(true);
    expect(tolerates(toleration, 'dedicated=web:NoSchedule'), 'The values differ').toBe(false);
    expect(tolerates(toleration, 'team=db:NoSchedule'), 'The keys differ').toBe(false);
    expect(tolerates(toleration, 'dedicated=db:NoExecute'), 'The effects differ').toBe(false);
  });

  it('an operator that is missing or empty means Equal, not Exists', () => {
    for (const operator of [undefined, '']) {
      const toleration: Toleration = {
        key: 'dedicated',
        value: 'db',
        ...(operator === '' && { operator }),
      };
      expect(tolerates(toleration, 'dedicated=db:NoSchedule')).toBe(true);
      expect(tolerates(toleration, 'dedicated=web:NoSchedule'), 'The values differ').toBe(false);
    }
  });

  it('Exists does not look at the value', () => {
    const toleration: Toleration = { key: 'gpu', operator: 'Exists', effect: 'NoSchedule' };
    expect(tolerates(toleration, 'gpu:NoSchedule'), 'A taint without a value').toBe(true);
    expect(tolerates(toleration, 'gpu=a100:NoSchedule'), 'A taint with a value').toBe(true);
    expect(tolerates({ ...toleration, value: 'h100' }, 'gpu=a100:NoSchedule')).toBe(true);
  });

  it('Exists still needs the key and the effect', () => {
    const toleration: Toleration = { key: 'gpu', operator: 'Exists', effect: 'NoSchedule' };
    expect(tolerates(toleration, 'fpga:NoSchedule'), 'The keys differ').toBe(false);
    expect(tolerates(toleration, 'gpu:NoExecute'), 'The effects differ').toBe(false);
  });

  it('an empty effect fits every effect', () => {
    for (const effect of ['NoSchedule', 'PreferNoSchedule', 'NoExecute']) {
      expect(tolerates({ key: 'old', operator: 'Exists' }, `old:${effect}`), effect).toBe(true);
      expect(tolerates({ key: 'old', operator: 'Exists', effect: '' }, `old:${effect}`)).toBe(true);
    }
  });

  it('an empty key with Exists fits every key, within its effect', () => {
    expect(tolerates(everything, 'dedicated=db:NoExecute')).toBe(true);
    expect(tolerates({ key: '', operator: 'Exists' }, 'old:NoSchedule')).toBe(true);
    const within: Toleration = { operator: 'Exists', effect: 'NoSchedule' };
    expect(tolerates(within, 'old:NoSchedule')).toBe(true);
    expect(tolerates(within, 'old:NoExecute'), 'The effects differ').toBe(false);
  });

  it('an empty key with Equal still compares the values', () => {
    expect(tolerates({ value: 'db' }, 'dedicated=db:NoSchedule')).toBe(true);
    expect(tolerates({ value: 'db' }, 'dedicated=web:NoSchedule')).toBe(false);
  });

  it('a missing value equals an empty one, and no other', () => {
    expect(tolerates({ key: 'old' }, 'old:NoSchedule'), 'Both have no value').toBe(true);
    expect(tolerates({ key: 'old', value: '' }, 'old:NoSchedule'), 'An empty value and none').toBe(
      true,
    );
    expect(tolerates({ key: 'old' }, 'old=:NoSchedule'), 'No value and an empty one').toBe(true);
    expect(tolerates({ key: 'old' }, 'old=yes:NoSchedule'), 'No value and "yes"').toBe(false);
  });

  it('an operator that nobody knows tolerates nothing', () => {
    for (const operator of ['exists', 'EXISTS', 'equal', 'In', 'DoesNotExist'])
      expect(tolerates({ key: 'a', operator, value: 'b' }, 'a=b:NoSchedule'), operator).toBe(false);
  });

  it('tolerationSeconds does not matter, not even 0', () => {
    for (const tolerationSeconds of [0, 300]) {
      const toleration: Toleration = { operator: 'Exists', effect: 'NoExecute', tolerationSeconds };
      expect(tolerates(toleration, 'node.kubernetes.io/unreachable:NoExecute')).toBe(true);
    }
  });
});

describe('Filter', () => {
  it('a node without taints refuses nobody', () => {
    for (const on of [{}, { spec: {} }, node()])
      for (const who of [{}, pod(), pod({ key: 'dedicated', operator: 'Exists' })])
        expect(filterTaints(who, on)).toEqual(accepted);
  });

  it('a taint with NoSchedule or NoExecute refuses a Pod that does not tolerate it', () => {
    expect(filterTaints(pod(), node('dedicated=db:NoSchedule'))).toEqual(
      refusedFor('dedicated: db'),
    );
    expect(filterTaints(pod(), node('dedicated=db:NoExecute'))).toEqual(
      refusedFor('dedicated: db'),
    );
    for (const who of [{}, { spec: { containers: [] } }])
      expect(filterTaints(who, node('a=b:NoSchedule')), 'A Pod without tolerations').toEqual(
        refusedFor('a: b'),
      );
  });

  it('one toleration that fits is enough, whatever the others say', () => {
    const who = pod({ key: 'other', operator: 'Exists' }, { key: 'dedicated', value: 'db' });
    expect(filterTaints(who, node('dedicated=db:NoSchedule'))).toEqual(accepted);
    expect(filterTaints(who, node('dedicated=web:NoSchedule'))).toEqual(
      refusedFor('dedicated: web'),
    );
  });

  it('every taint needs a toleration', () => {
    const on = node('dedicated=db:NoSchedule', 'gpu:NoSchedule');
    expect(filterTaints(pod({ key: 'dedicated', value: 'db' }), on)).toEqual(refusedFor('gpu: '));
    const both = pod({ key: 'dedicated', value: 'db' }, { key: 'gpu', operator: 'Exists' });
    expect(filterTaints(both, on)).toEqual(accepted);
  });

  it('a key with two effects needs both tolerated', () => {
    const on = node('out:NoSchedule', 'out:NoExecute');
    const half = pod({ key: 'out', operator: 'Exists', effect: 'NoSchedule' });
    expect(filterTaints(half, on)).toEqual(refusedFor('out: '));
    expect(filterTaints(pod({ key: 'out', operator: 'Exists' }), on)).toEqual(accepted);
  });

  it('PreferNoSchedule never refuses, nor does an effect that nobody knows', () => {
    expect(filterTaints(pod(), node('old:PreferNoSchedule', 'odd:NoSleep'))).toEqual(accepted);
  });

  it('the reason names the first taint that is not tolerated, in the order of the node', () => {
    const on = node('wish:PreferNoSchedule', 'a=1:NoSchedule', 'b=2:NoExecute', 'c=3:NoSchedule');
    expect(filterTaints(pod(), on)).toEqual(refusedFor('a: 1'));
    expect(filterTaints(pod({ key: 'a', operator: 'Exists' }), on)).toEqual(refusedFor('b: 2'));
    const aAndB = pod({ key: 'b', operator: 'Exists' }, { key: 'a', operator: 'Exists' });
    expect(filterTaints(aAndB, on)).toEqual(refusedFor('c: 3'));
  });

  it('a taint without a value leaves its place empty', () => {
    expect(filterTaints(pod(), node('node.kubernetes.io/not-ready:NoSchedule'))).toEqual(
      refusedFor('node.kubernetes.io/not-ready: '),
    );
  });

  it('a cordoned node without taints is not this plugin’s business', () => {
    expect(filterTaints(pod(), { spec: { unschedulable: true } })).toEqual(accepted);
  });

  it('the filter changes neither the Pod nor the node', () => {
    const given = [
      pod({ key: 'b', operator: 'Exists' }, { key: 'a' }),
      node('b:NoSchedule', 'a=1:NoSchedule'),
    ];
    expect(copyBack(filterTaints, ...given).args).toEqual(structuredClone(given));
  });
});

describe('Cordoned nodes', () => {
  const cordoned: Node = { spec: { unschedulable: true } };
  const refused = {
    code: 'UnschedulableAndUnresolvable',
    reasons: ['node(s) were unschedulable'],
  };
  const key = 'node.kubernetes.io/unschedulable';

  it('a cordoned node refuses a Pod, and an ordinary node does not', () => {
    expect(filterUnschedulable(pod(), cordoned)).toEqual(refused);
    expect(filterUnschedulable({}, cordoned), 'A Pod without a spec').toEqual(refused);
    for (const on of [{}, { spec: {} }, { spec: { unschedulable: false } }])
      expect(filterUnschedulable(pod(), on)).toEqual(accepted);
  });

  it('a Pod that tolerates the taint for it may come, as those of DaemonSets do', () => {
    for (const toleration of [
      { key, operator: 'Exists', effect: 'NoSchedule' },
      { key, effect: 'NoSchedule' },
      everything,
    ])
      expect(filterUnschedulable(pod(toleration), cordoned), JSON.stringify(toleration)).toEqual(
        accepted,
      );
  });

  it('a toleration for something else does not help', () => {
    for (const toleration of [
      { key, operator: 'Exists', effect: 'NoExecute' },
      { key, value: 'true', effect: 'NoSchedule' },
      { key: 'node.kubernetes.io/not-ready', operator: 'Exists' },
    ])
      expect(filterUnschedulable(pod(toleration), cordoned), JSON.stringify(toleration)).toEqual(
        refused,
      );
  });

  it('the taints of the node do not matter', () => {
    const on = node(`${key}:NoSchedule`, 'dedicated=db:NoSchedule');
    expect(filterUnschedulable(pod(), on), 'Tainted, but not cordoned').toEqual(accepted);
    const both: Node = {
      spec: { unschedulable: true, taints: [taint('dedicated=db:NoSchedule')] },
    };
    expect(filterUnschedulable(pod({ key, operator: 'Exists' }), both)).toEqual(accepted);
  });
});

describe('Score', () => {
  const old = 'old:PreferNoSchedule';
  const slow = 'slow:PreferNoSchedule';
  const far = 'far:PreferNoSchedule';

  it('nodes without such taints all score 100', () => {
    expect(scoreTaints(pod(), [node(), {}, { spec: {} }])).toEqual([100, 100, 100]);
    expect(scoreTaints({}, [node()]), 'A Pod without a spec').toEqual([100]);
  });

  it('the more taints are not tolerated, the lower the score', () => {
    expect(scoreTaints(pod(), [node(), node(old), node(old, slow)])).toEqual([100, 50, 0]);
    expect(
      scoreTaints(pod(), [node(old, slow), node(old), node()]),
      'The same nodes the other way round',
    ).toEqual([0, 50, 100]);
  });

  it('the scale is the worst of these nodes: when it goes, the next is at 0', () => {
    expect(scoreTaints(pod(), [node(), node(old)])).toEqual([100, 0]);
    expect(scoreTaints(pod(), [node(old)]), 'The only node').toEqual([0]);
  });

  it('the share is rounded down before it is taken from 100', () => {
    expect(
      scoreTaints(pod(), [node(old), node(old, slow, far)]),
      '100 − ⌊33.3⌋ and 100 − 100',
    ).toEqual([67, 0]);
    expect(
      scoreTaints(pod(), [node(old, slow), node(old, slow, far)]),
      '100 − ⌊66.7⌋ and 100 − 100',
    ).toEqual([34, 0]);
  });

  it('tolerated taints do not count, however many there are', () => {
    const who = pod(
      { key: 'old', operator: 'Exists', effect: 'PreferNoSchedule' },
      { key: 'slow' },
    );
    expect(scoreTaints(who, [node(), node(old, slow), node(old, slow, far)])).toEqual([
      100, 100, 0,
    ]);
  });

  it('a toleration for NoSchedule does not tolerate a wish, one without an effect does', () => {
    const strict = pod({ key: 'old', operator: 'Exists', effect: 'NoSchedule' });
    expect(scoreTaints(strict, [node(), node(old)])).toEqual([100, 0]);
    expect(scoreTaints(pod({ key: 'old', operator: 'Exists' }), [node(), node(old)])).toEqual([
      100, 100,
    ]);
  });

  it('taints that forbid do not count: the filter has spoken', () => {
    const hard = node('a:NoSchedule', 'b:NoExecute', 'c:NoSchedule');
    expect(scoreTaints(pod(), [hard, node(old), node()])).toEqual([100, 0, 100]);
  });

  it('no nodes, no scores', () => {
    expect(scoreTaints(pod(), [])).toEqual([]);
  });

  it('scoring changes neither the Pod nor the nodes', () => {
    const given = [pod({ key: 'b' }, { key: 'a' }), [node(old, slow), node()]];
    expect(copyBack(scoreTaints, ...given).args).toEqual(structuredClone(given));
  });
});

describe('Any taints', () => {
  const world = { keys: ['a', 'b', 'c'], values: ['', 'x', 'y'] };
  const effect = fc.constantFrom('NoSchedule', 'NoExecute', 'PreferNoSchedule');
  const anyTaint: fc.Arbitrary<Taint> = fc.record(
    { key: fc.constantFrom(...world.keys), value: fc.constantFrom(...world.values), effect },
    { requiredKeys: ['key', 'effect'] },
  );
  const toleration: fc.Arbitrary<Toleration> = fc.record(
    {
      key: fc.constantFrom('', ...world.keys),
      operator: fc.constantFrom('', 'Equal', 'Exists', 'Exists', 'exists'),
      value: fc.constantFrom(...world.values),
      effect: fc.oneof(fc.constant(''), effect),
    },
    { requiredKeys: [] },
  );
  const tolerations = fc.array(toleration, { maxLength: 4 });
  const taints = fc.array(anyTaint, { maxLength: 5 });
  const nodeOf = (list: Taint[]): Node => ({ spec: { taints: list } });
  const cases = fc.array(fc.tuple(tolerations, fc.array(taints, { minLength: 1, maxLength: 3 })), {
    ...{ minLength: 10, maxLength: 20 },
  });
  const forbidding = ({ effect }: Taint) => effect !== 'PreferNoSchedule';
  const show = (who: Pod, on: unknown) =>
    `${JSON.stringify(who.spec?.tolerations)} and ${JSON.stringify(on)}`;

  it('random Pods are refused by random nodes for the first taint that no toleration covers', () => {
    const property = fc.property(cases, (list) => {
      const pairs = list.flatMap(([given, nodes]) =>
        nodes.map((own) => ({ who: pod(...given), own, given })),
      );
      const answers = batch(
        filterTaints,
        pairs.map(({ who, own }) => [who, nodeOf(own)]),
      );
      for (const [i, { who, own, given }] of pairs.entries()) {
        const first = uncovered(own.filter(forbidding), given, world)[0];
        const value = first ? refusedFor(`${first.key}: ${first.value ?? ''}`) : accepted;
        expect(answers[i], show(who, own)).toEqual({ value });
      }
    });
    fc.assert(property, { numRuns: 8 });
  });

  it('random nodes score by how many wishes a Pod does not tolerate', () => {
    const property = fc.property(cases, (list) => {
      const answers = batch(
        scoreTaints,
        list.map(([given, nodes]) => [pod(...given), nodes.map(nodeOf)]),
      );
      for (const [i, [given, nodes]] of list.entries()) {
        const counts = nodes.map(
          (own) =>
            uncovered(
              own.filter((each) => !forbidding(each)),
              given,
              world,
            ).length,
        );
        expect(answers[i], show(pod(...given), nodes)).toEqual({ value: scored(counts) });
      }
    });
    fc.assert(property, { numRuns: 8 });
  });
});
