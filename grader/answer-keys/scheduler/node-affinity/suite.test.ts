import type { FieldError, Node, NodeSelector, Pod } from 'course/kit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  filterNodeAffinity,
  matchNodeSelector,
  scoreNodeAffinity,
} from '#exercise/scheduler/node-affinity';
import { batch, copyBack } from '#suite';
import { scores, selected } from './model.ts';
import * as make from './objects.ts';
import * as random from './random-selectors.ts';

const { allOf, anyOf, expression, node, nodeName, podOn, podPreferring, prefer, term } = make;

type Labels = Record<string, string>;

const accepted = { code: 'Success', reasons: [] };
const refused = {
  code: 'UnschedulableAndUnresolvable',
  reasons: ["node(s) didn't match Pod's node affinity/selector"],
};

const matches = (selector: NodeSelector, labels: Labels) =>
  matchNodeSelector(selector, node('node-1', labels));

describe('Operators', () => {
  const holds = (labels: Labels, key: string, operator: string, ...values: string[]) =>
    matches(allOf({ key, operator, values }), labels);

  it('In matches a label whose value is in the list, and never a missing label', () => {
    expect(holds({ zone: 'eu-2' }, 'zone', 'In', 'eu-1', 'eu-2')).toBe(true);
    expect(holds({ zone: 'eu-20' }, 'zone', 'In', 'eu-1', 'eu-2')).toBe(false);
    expect(holds({ zone: '' }, 'zone', 'In', '', 'eu-1'), 'an empty value is a value').toBe(true);
    expect(holds({ disk: 'ssd' }, 'zone', 'In', '', 'eu-1'), 'no label zone').toBe(false);
  });

  it('NotIn matches every value outside the list', () => {
    expect(holds({ zone: 'eu-3' }, 'zone', 'NotIn', 'eu-1', 'eu-2')).toBe(true);
    expect(holds({ zone: 'eu-2' }, 'zone', 'NotIn', 'eu-1', 'eu-2')).toBe(false);
  });

  it('NotIn matches a node without the label', () => {
    expect(holds({ disk: 'ssd' }, 'zone', 'NotIn', '', 'eu-1')).toBe(true);
  });

  it('Exists and DoesNotExist ask only for the key: an empty value counts', () => {
    expect(holds({ gpu: '' }, 'gpu', 'Exists')).toBe(true);
    expect(holds({ disk: 'ssd' }, 'gpu', 'Exists')).toBe(false);
    expect(holds({ gpu: '' }, 'gpu', 'DoesNotExist')).toBe(false);
    expect(holds({ disk: 'ssd' }, 'gpu', 'DoesNotExist')).toBe(true);
  });

  it('Gt and Lt compare integers, not text, and equal is neither', () => {
    expect(holds({ cores: '16' }, 'cores', 'Gt', '9'), '16 is greater than 9').toBe(true);
    expect(holds({ cores: '16' }, 'cores', 'Lt', '9'), '16 is not less than 9').toBe(false);
    expect(holds({ cores: '008' }, 'cores', 'Lt', '9'), '008 is the integer 8').toBe(true);
    for (const bound of ['8', '08']) {
      expect(holds({ cores: '8' }, 'cores', 'Gt', bound), `8 Gt ${bound}`).toBe(false);
      expect(holds({ cores: '8' }, 'cores', 'Lt', bound), `8 Lt ${bound}`).toBe(false);
    }
  });

  it('Gt and Lt do not match a label that is missing or not an integer', () => {
    expect(holds({ disk: 'ssd' }, 'cores', 'Gt', '4'), 'no label, Gt 4').toBe(false);
    expect(holds({ disk: 'ssd' }, 'cores', 'Lt', '4'), 'no label, Lt 4').toBe(false);
    const tooLarge = '9223372036854775808';
    for (const cores of ['', 'many', 'v8', '8cores', '8.0', '8e0', '0x8', '1_0', tooLarge]) {
      expect(holds({ cores }, 'cores', 'Gt', '4'), `"${cores}" Gt 4`).toBe(false);
      expect(holds({ cores }, 'cores', 'Lt', '9'), `"${cores}" Lt 9`).toBe(false);
    }
  });

  it('Gt and Lt compare large integers exactly', () => {
    expect(holds({ serial: '9007199254740993' }, 'serial', 'Gt', '9007199254740992')).toBe(true);
    expect(holds({ serial: '9223372036854775806' }, 'serial', 'Lt', '9223372036854775807')).toBe(
      true,
    );
    expect(holds({ serial: '9223372036854775807' }, 'serial', 'Gt', '9223372036854775806')).toBe(
      true,
    );
  });

  it('a node has the label "constructor" only if somebody put it there', () => {
    expect(holds({ disk: 'ssd' }, 'constructor', 'Exists')).toBe(false);
    expect(holds({ constructor: 'acme' }, 'constructor', 'Exists')).toBe(true);
  });
});

describe('Terms', () => {
  const ssd = expression('disk', 'In', 'ssd');
  const large = expression('size', 'In', 'large');

  it('a term needs all of its expressions, also those on one key', () => {
    expect(matches(allOf(ssd, large), { disk: 'ssd', size: 'large' })).toBe(true);
    expect(matches(allOf(ssd, large), { disk: 'ssd', size: 'small' })).toBe(false);
    expect(matches(allOf(ssd, large), { disk: 'hdd', size: 'large' })).toBe(false);
    const neither = allOf(expression('zone', 'NotIn', 'eu-1'), expression('zone', 'NotIn', 'eu-2'));
    expect(matches(neither, { zone: 'eu-1' })).toBe(false);
    expect(matches(neither, { zone: 'eu-2' })).toBe(false);
    expect(matches(neither, { zone: 'eu-3' })).toBe(true);
  });

  it('one matching term is enough', () => {
    const selector = anyOf(term(ssd), term(large));
    expect(matches(selector, { disk: 'ssd', size: 'small' })).toBe(true);
    expect(matches(selector, { disk: 'hdd', size: 'large' })).toBe(true);
    expect(matches(selector, { disk: 'hdd', size: 'small' })).toBe(false);
  });

  it('an empty term matches nothing, and does not stop another term from matching', () => {
    expect(matches(anyOf({}), { disk: 'ssd' })).toBe(false);
    expect(matches(anyOf({ matchExpressions: [], matchFields: [] }), { disk: 'ssd' })).toBe(false);
    expect(matches(anyOf({}, term(ssd)), { disk: 'ssd' })).toBe(true);
  });

  it('a selector without terms matches nothing', () => {
    expect(matches(anyOf(), { disk: 'ssd' })).toBe(false);
  });

  it('matchFields compares the name of the node', () => {
    const onlyA = anyOf({ matchFields: [nodeName('In', 'a')] });
    expect(matchNodeSelector(onlyA, node('a'))).toBe(true);
    expect(matchNodeSelector(onlyA, node('b'))).toBe(false);
    const allButA = anyOf({ matchExpressions: [], matchFields: [nodeName('NotIn', 'a')] });
    expect(matchNodeSelector(allButA, node('a'))).toBe(false);
    expect(matchNodeSelector(allButA, node('b'))).toBe(true);
  });

  it('matchFields reads the name, matchExpressions the labels, even for the key metadata.name', () => {
    const impostor = node('b', { 'metadata.name': 'a' });
    expect(matchNodeSelector(anyOf({ matchFields: [nodeName('In', 'a')] }), impostor)).toBe(false);
    expect(matchNodeSelector(allOf(nodeName('In', 'a')), impostor)).toBe(true);
    expect(matchNodeSelector(allOf(nodeName('In', 'b')), impostor)).toBe(false);
  });

  it('a term needs its expressions and its fields', () => {
    const notAorB = [nodeName('NotIn', 'a'), nodeName('NotIn', 'b')];
    const selector = anyOf({ matchExpressions: [ssd], matchFields: notAorB });
    expect(matchNodeSelector(selector, node('c', { disk: 'ssd' }))).toBe(true);
    expect(matchNodeSelector(selector, node('b', { disk: 'ssd' }))).toBe(false);
    expect(matchNodeSelector(selector, node('c', { disk: 'hdd' }))).toBe(false);
  });
});

describe('Malformed selectors', () => {
  /** The paths reported for one expression alone, on a node without labels. */
  const alone = (key: string, operator: string, values?: string[]) =>
    badPaths(() => matches(allOf({ key, operator, ...(values && { values }) }), {}));
  /** The same for one requirement on the node's name. */
  const fieldAlone = (operator: string, values?: string[]) => {
    const requirement = { key: 'metadata.name', operator, ...(values && { values }) };
    return badPaths(() => matches(anyOf({ matchFields: [requirement] }), {}));
  };
  const inExpression = (part: string) => [`nodeSelectorTerms[0].matchExpressions[0].${part}`];
  const inField = (part: string) => [`nodeSelectorTerms[0].matchFields[0].${part}`];
  const malformed = expression('cores', 'Gt', 'many');

  it('an unknown operator is an error, not a mismatch', () => {
    for (const operator of ['Equals', 'in', 'NotExists', '', 'constructor'])
      expect(alone('zone', operator, ['eu-1']), `"${operator}" is no operator`).toEqual(
        inExpression('operator'),
      );
  });

  it('too few or too many values for the operator are an error', () => {
    for (const operator of ['In', 'NotIn', 'Gt', 'Lt']) {
      expect(alone('zone', operator, []), `${operator} with an empty list`).toEqual(
        inExpression('values'),
      );
      expect(alone('zone', operator), `${operator} without values`).toEqual(inExpression('values'));
    }
    for (const operator of ['Exists', 'DoesNotExist'])
      expect(alone('zone', operator, ['a']), `${operator} with a value`).toEqual(
        inExpression('values'),
      );
    for (const operator of ['Gt', 'Lt'])
      expect(alone('zone', operator, ['4', '8']), `${operator} with two values`).toEqual(
        inExpression('values'),
      );
  });

  it('Gt and Lt take only an integer', () => {
    for (const bound of ['', 'many', '8.0', '8e0', '0x8', '1_0', '-1', '9223372036854775808']) {
      expect(alone('cores', 'Gt', [bound]), `Gt "${bound}"`).toEqual(inExpression('values'));
      expect(alone('cores', 'Lt', [bound]), `Lt "${bound}"`).toEqual(inExpression('values'));
    }
    expect(alone('cores', 'Gt', ['9223372036854775807'])).toEqual({ returned: false });
  });

  it('a key must be a legal label key', () => {
    for (const key of ['', 'two words', '/zone', 'a/b/c', 'z'.repeat(64)])
      expect(alone(key, 'DoesNotExist'), `key "${key}"`).toEqual(inExpression('key'));
    expect(alone('topology.kubernetes.io/zone', 'Exists')).toEqual({ returned: false });
  });

  it('every value must be a legal label value', () => {
    expect(alone('zone', 'NotIn', ['___@#$%^'])).toEqual(inExpression('values'));
    expect(alone('zone', 'NotIn', ['eu-1', '-1'])).toEqual(inExpression('values'));
  });

  it('matchFields takes only In and NotIn, with exactly one value', () => {
    for (const operator of ['Exists', 'DoesNotExist', 'Gt', 'Lt', 'Equals'])
      expect(fieldAlone(operator, ['a']), `${operator} on a field`).toEqual(inField('operator'));
    for (const operator of ['In', 'NotIn'])
      for (const names of [undefined, [], ['node-1', 'node-2']])
        expect(
          fieldAlone(operator, names),
          `${operator} with ${names?.length ?? 'no'} values`,
        ).toEqual(inField('values'));
  });

  it('a node name in matchFields may be longer than a label value', () => {
    const long = `${'n'.repeat(60)}.example.com`;
    const selector = anyOf({ matchFields: [nodeName('In', long)] });
    expect(matchNodeSelector(selector, node(long))).toBe(true);
  });

  it('a malformed requirement is an error even where its term fails on this node anyway', () => {
    const selector = allOf(expression('zone', 'In', 'eu-1'), malformed);
    expect(badPaths(() => matches(selector, { zone: 'us-1' }))).toEqual([
      'nodeSelectorTerms[0].matchExpressions[1].values',
    ]);
  });

  it('each error says whether a value is unsupported or invalid, and why', () => {
    const selector = allOf(expression('zone', 'Equals', 'eu-1'), expression('two words', 'Exists'));
    const because = expect.stringMatching(/\S/);
    expect(errorsOf(() => matches(selector, {}))).toEqual([
      expect.objectContaining({ type: 'FieldValueNotSupported', detail: because }),
      expect.objectContaining({ type: 'FieldValueInvalid', detail: because }),
    ]);
  });

  it('a malformed term does no harm while another term matches', () => {
    const good = term(expression('disk', 'In', 'ssd'));
    expect(matches(anyOf(good, term(malformed)), { disk: 'ssd' }), 'malformed last').toBe(true);
    expect(matches(anyOf(term(malformed), good), { disk: 'ssd' }), 'malformed first').toBe(true);
  });

  it('the error names every malformed requirement by its path in the selector as given', () => {
    const badKeys = [expression('two words', 'In'), expression('two words', 'Equals')];
    const selector = anyOf(
      {},
      {
        matchFields: [nodeName('In', 'a'), nodeName('In', 'a', 'b')],
        matchExpressions: [expression('disk', 'In', 'ssd'), ...badKeys],
      },
      term(expression('cores', 'Gt', '8')),
      term(malformed),
    );
    expect(badPaths(() => matches(selector, { disk: 'ssd' }))).toEqual([
      'nodeSelectorTerms[1].matchExpressions[1].key',
      'nodeSelectorTerms[1].matchExpressions[2].operator',
      'nodeSelectorTerms[1].matchFields[1].values',
      'nodeSelectorTerms[3].matchExpressions[0].values',
    ]);
  });
});

describe('Filter', () => {
  const filter = (pod: Pod, labels: Labels) => filterNodeAffinity(pod, node('node-1', labels));

  it('a Pod that requires nothing fits every node, whatever it prefers', () => {
    const noAffinity = { spec: { containers: [], affinity: {} } };
    const noNodeAffinity = { spec: { containers: [], affinity: { nodeAffinity: {} } } };
    const preferring = podPreferring(prefer(100, term(expression('zone', 'In', 'eu-1'))));
    for (const pod of [{}, podOn(), podOn({}), noAffinity, noNodeAffinity, preferring])
      expect(filterNodeAffinity(pod, {})).toEqual(accepted);
  });

  it('nodeSelector needs every one of its labels with exactly that value', () => {
    const pod = podOn({ disk: 'ssd', zone: 'eu-1' });
    expect(filter(pod, { disk: 'ssd', zone: 'eu-1', cores: '4' }).code).toBe('Success');
    expect(filter(pod, { disk: 'ssd', zone: 'eu-2' }).code).not.toBe('Success');
    expect(filter(pod, { disk: 'ssd' }).code).not.toBe('Success');
  });

  it('an empty value in nodeSelector still needs the label', () => {
    expect(filter(podOn({ gpu: '' }), { gpu: '' })).toEqual(accepted);
    expect(filter(podOn({ gpu: '' }), { disk: 'ssd' })).toEqual(refused);
    expect(filterNodeAffinity(podOn({ gpu: '' }), {}), 'a node without labels').toEqual(refused);
  });

  it('a refused node is UnschedulableAndUnresolvable, with the reason that kubectl shows', () => {
    const pod = podOn(undefined, allOf(expression('zone', 'In', 'eu-1')));
    expect(filter(pod, { zone: 'us-1' })).toEqual(refused);
  });

  it('nodeSelector and required affinity must both hold', () => {
    const pod = podOn({ disk: 'ssd' }, allOf(expression('zone', 'In', 'eu-1')));
    expect(filter(pod, { disk: 'ssd', zone: 'eu-1' })).toEqual(accepted);
    expect(filter(pod, { disk: 'ssd', zone: 'us-1' })).toEqual(refused);
    expect(filter(pod, { disk: 'hdd', zone: 'eu-1' })).toEqual(refused);
  });

  it('a required affinity without terms refuses every node', () => {
    expect(filter(podOn(undefined, anyOf()), { disk: 'ssd' })).toEqual(refused);
  });

  it('a malformed required selector refuses the node, unless another term matches', () => {
    const [bad, good] = [expression('zone', 'NotIn', '-1'), expression('disk', 'In', 'ssd')];
    const pod = podOn(undefined, anyOf(term(bad), term(good)));
    expect(filter(pod, { disk: 'hdd' }), 'no exception').toEqual(refused);
    expect(filter(pod, { disk: 'ssd' }), 'the other term matches').toEqual(accepted);
  });

  it('a Pod of a DaemonSet, bound to its node by name, fits that node and no other', () => {
    const linux = { 'kubernetes.io/os': 'linux' };
    const windows = { 'kubernetes.io/os': 'windows' };
    const pod = podOn(linux, anyOf({ matchFields: [nodeName('In', 'b')] }));
    expect(filterNodeAffinity(pod, node('a', linux)), 'node a').toEqual(refused);
    expect(filterNodeAffinity(pod, node('b', linux)), 'node b').toEqual(accepted);
    expect(filterNodeAffinity(pod, node('b', windows)), 'b reinstalled').toEqual(refused);
  });

  it('the filter does not change the Pod or the node', () => {
    const pod = podOn({ disk: 'ssd' }, anyOf({}, term(expression('zone', 'In', 'eu-2', 'eu-1'))));
    const given = [pod, node('a', { disk: 'ssd', zone: 'eu-1' })];
    expect(copyBack(filterNodeAffinity, ...given).args).toEqual(structuredClone(given));
  });
});

describe('Score', () => {
  const inZone = (zone: string) => term(expression('zone', 'In', zone));
  const eu1 = node('eu-1', { zone: 'eu-1' });
  const eu2 = node('eu-2', { zone: 'eu-2' });
  const us1 = node('us-1', { zone: 'us-1' });

  it('every node scores 0 when the Pod prefers nothing, or nothing that is there', () => {
    const requiring = podOn({ zone: 'eu-1' }, allOf(expression('zone', 'In', 'eu-1')));
    const noNodeAffinity = { spec: { containers: [], affinity: {} } };
    const elsewhere = podPreferring(prefer(50, inZone('ap-1')));
    for (const pod of [{}, podOn(), noNodeAffinity, podPreferring(), requiring, elsewhere])
      expect(scoreNodeAffinity(pod, [eu1, us1])).toEqual([0, 0]);
  });

  it('what the Pod requires does not count, not even on a node that the filter refuses', () => {
    const pod = podOn({ zone: 'eu-1' });
    pod.spec!.affinity = podPreferring(prefer(10, inZone('us-1'))).spec!.affinity;
    expect(scoreNodeAffinity(pod, [eu1, us1])).toEqual([0, 100]);
  });

  it('the best node scores 100 and the others in proportion, in the order of the nodes', () => {
    const manyCores = prefer(30, term(expression('cores', 'Gt', '4')));
    const outside = prefer(20, term(expression('zone', 'NotIn', 'eu-1')));
    const pod = podPreferring(manyCores, prefer(50, inZone('eu-1')), outside);
    const a = node('a', { disk: 'ssd', zone: 'eu-1', cores: '8' });
    const b = node('b', { disk: 'ssd', zone: 'eu-2', cores: '2' });
    expect(scoreNodeAffinity(pod, [a, b])).toEqual([100, 25]);
    expect(scoreNodeAffinity(pod, [b, a]), 'the same nodes the other way round').toEqual([25, 100]);
  });

  it('the scale is the best of these nodes: when the best is lost, the next takes its place', () => {
    const pod = podPreferring(prefer(80, inZone('eu-1')), prefer(20, inZone('eu-2')));
    expect(scoreNodeAffinity(pod, [us1, eu2, eu1])).toEqual([0, 25, 100]);
    expect(scoreNodeAffinity(pod, [us1, eu2]), 'eu-1 is gone').toEqual([0, 100]);
    expect(scoreNodeAffinity(pod, [us1]), 'eu-2 is gone too').toEqual([0]);
    expect(scoreNodeAffinity(pod, []), 'no node is left').toEqual([]);
  });

  it('scores are rounded down, once, at the end', () => {
    const outOf = (best: number, other: number) => {
      const pod = podPreferring(prefer(best, inZone('eu-1')), prefer(other, inZone('eu-2')));
      return scoreNodeAffinity(pod, [eu1, eu2]);
    };
    expect(outOf(9, 8), '800/9 is 88.89').toEqual([100, 88]);
    expect(outOf(11, 4), '400/11 is 36.36').toEqual([100, 36]);
    expect(outOf(100, 29), '2900/100 is 29').toEqual([100, 29]);
  });

  it('a preference counts only as a whole, and each one that matches counts', () => {
    const euWithDisk = [expression('zone', 'In', 'eu-1'), expression('disk', 'Exists')];
    const twice = [prefer(2, inZone('eu-1')), prefer(2, inZone('eu-1'))];
    const byName = prefer(1, { matchFields: [nodeName('In', 'us-1')] });
    const pod = podPreferring(...twice, prefer(90, term(...euWithDisk)), byName);
    expect(scoreNodeAffinity(pod, [eu1, us1])).toEqual([100, 25]);
  });

  it('an empty preference adds nothing', () => {
    const pod = podPreferring(prefer(50, {}), prefer(10, inZone('eu-1')));
    expect(scoreNodeAffinity(pod, [eu1, us1])).toEqual([100, 0]);
  });

  it('a preference of weight 0 is skipped, even a malformed one', () => {
    const malformed = prefer(0, term(expression('zone', 'Equals', 'eu-1')));
    const pod = podPreferring(malformed, prefer(10, inZone('us-1')));
    expect(scoreNodeAffinity(pod, [eu1, us1])).toEqual([0, 100]);
  });

  it('a malformed preference is an error even while others match, and all of them are named', () => {
    const pod = podPreferring(
      prefer(10, inZone('eu-1')),
      prefer(0, term(expression('zone', 'Equals', 'eu-1'))),
      prefer(5, term(expression('zone', 'Exists'), expression('cores', 'Gt', 'many'))),
      prefer(5, { matchFields: [nodeName('In', 'a', 'b')] }),
    );
    expect(badPaths(() => scoreNodeAffinity(pod, [eu1, us1]))).toEqual([
      '[2].matchExpressions[1].values',
      '[3].matchFields[0].values',
    ]);
  });

  it('scoring does not change the Pod or the nodes', () => {
    const pod = podPreferring(prefer(1, inZone('us-1')), prefer(9, inZone('eu-1')));
    const given = [pod, [us1, eu1, eu2]];
    expect(copyBack(scoreNodeAffinity, ...given).args).toEqual(structuredClone(given));
  });
});

describe('Any selector', () => {
  it('random selectors match the nodes that their terms, as sets of nodes, add up to', () => {
    const selectors = fc.array(random.selector, { maxLength: 6 });
    const property = fc.property(random.nodes, selectors, (nodes, all) => {
      const pairs = all.flatMap((selector) => nodes.map((on) => [selector, on] as const));
      const answers = batch(matchNodeSelector, pairs);
      for (const [i, [selector, on]] of pairs.entries())
        expect(answers[i], told(selector, on)).toEqual({
          value: selected(nodes, selector).includes(on),
        });
    });
    fc.assert(property, { numRuns: 50 });
  });

  it('random selectors with malformed terms match, do not match or throw by the same rules', () => {
    const property = fc.property(random.nodes, random.flawedSelector, (nodes, flawed) => {
      const { selector, goodTerms, badPaths: malformed } = flawed;
      const matching = selected(nodes, anyOf(...goodTerms));
      const answers = batch(
        matchNodeSelector,
        nodes.map((on) => [selector, on]),
      );
      for (const [i, on] of nodes.entries()) {
        const answer = answers[i]!;
        const got =
          'error' in answer ? errorsIn(answer.error).map(({ field }) => field) : answer.value;
        const throws = malformed.length > 0 && !matching.includes(on);
        expect(got, told(selector, on)).toEqual(throws ? malformed : matching.includes(on));
      }
    });
    fc.assert(property, { numRuns: 50 });
  });

  it('random preferences score what their weights add up to', () => {
    const pods = fc.array(random.preferences, { maxLength: 6 });
    const property = fc.property(random.nodes, pods, (nodes, all) => {
      const calls = all.map((preferences) => [podPreferring(...preferences), nodes]);
      const answers = batch(scoreNodeAffinity, calls);
      for (const [i, preferences] of all.entries())
        expect(answers[i], JSON.stringify({ preferences, nodes })).toEqual({
          value: scores(nodes, preferences),
        });
    });
    fc.assert(property, { numRuns: 50 });
  });
});

/** The paths that an InvalidSelectorError names; for a call that returns, what it returned. */
function badPaths(call: () => unknown): unknown {
  const errors = errorsOf(call);
  return Array.isArray(errors) ? errors.map(({ field }) => field) : errors;
}

function errorsOf(call: () => unknown): FieldError[] | { returned: unknown } {
  try {
    return { returned: call() };
  } catch (error) {
    return errorsIn(error);
  }
}

function errorsIn(error: unknown): FieldError[] {
  const { name, errors } = error as Error & { errors?: FieldError[] };
  if (name !== 'InvalidSelectorError' || !Array.isArray(errors)) throw error;
  return errors;
}

function told(selector: NodeSelector, on: Node): string {
  return `${JSON.stringify(selector)} on ${JSON.stringify(on.metadata)}`;
}
