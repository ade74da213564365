import type { FieldError, LabelSelector, SelectorOperator, SelectorRequirement } from 'course/kit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatSelector,
  fromLabelSelector,
  matches,
  matchesSelector,
  parseSelector,
} from '#exercise/apiserver/label-selectors';
import { batch, copyBack } from '#suite';
import { selected } from './model.ts';
import * as random from './random-selectors.ts';

type Labels = Record<string, string>;

const requirement = (key: string, operator: SelectorOperator, ...values: string[]) => ({
  key,
  operator,
  values,
});

describe('Matching', () => {
  const holds = (labels: Labels, key: string, operator: SelectorOperator, ...values: string[]) =>
    matches([requirement(key, operator, ...values)], labels);

  it('no requirements match everything', () => {
    expect(matches([], { app: 'web' })).toBe(true);
    expect(matches([], {})).toBe(true);
    expect(matches([], undefined)).toBe(true);
  });

  it('= and == hold for exactly that value, never for a missing label', () => {
    for (const operator of ['=', '=='] as const) {
      expect(holds({ app: 'web' }, 'app', operator, 'web')).toBe(true);
      expect(holds({ app: 'webs' }, 'app', operator, 'web')).toBe(false);
      expect(holds({ app: '' }, 'app', operator, ''), 'an empty value').toBe(true);
      expect(holds({ tier: 'db' }, 'app', operator, ''), 'no label app').toBe(false);
    }
  });

  it('in holds for each value of the set, never for a missing label', () => {
    expect(holds({ app: 'web' }, 'app', 'in', 'api', 'web')).toBe(true);
    expect(holds({ app: 'api' }, 'app', 'in', 'api', 'web')).toBe(true);
    expect(holds({ app: 'db' }, 'app', 'in', 'api', 'web')).toBe(false);
    expect(holds({ tier: 'db' }, 'app', 'in', '', 'web'), 'no label app').toBe(false);
  });

  it('!= and notin hold for every other value', () => {
    expect(holds({ app: 'db' }, 'app', '!=', 'web')).toBe(true);
    expect(holds({ app: 'web' }, 'app', '!=', 'web')).toBe(false);
    expect(holds({ app: 'db' }, 'app', 'notin', 'api', 'web')).toBe(true);
    expect(holds({ app: 'web' }, 'app', 'notin', 'api', 'web')).toBe(false);
  });

  it('!= and notin hold when the label is missing', () => {
    expect(holds({ tier: 'db' }, 'app', '!=', 'web')).toBe(true);
    expect(holds({ tier: 'db' }, 'app', 'notin', '', 'web')).toBe(true);
    expect(matches([requirement('app', '!=', 'web')], undefined), 'no labels').toBe(true);
  });

  it('exists and ! ask only for the key: an empty value is a value', () => {
    expect(holds({ app: '' }, 'app', 'exists')).toBe(true);
    expect(holds({ tier: 'db' }, 'app', 'exists')).toBe(false);
    expect(holds({ app: '' }, 'app', '!')).toBe(false);
    expect(holds({ tier: 'db' }, 'app', '!')).toBe(true);
    expect(matches([requirement('app', 'exists')], undefined), 'no labels').toBe(false);
  });

  it('gt and lt compare integers, not text, and equal is neither', () => {
    expect(holds({ cores: '16' }, 'cores', 'gt', '9'), '16 > 9').toBe(true);
    expect(holds({ cores: '16' }, 'cores', 'lt', '9'), '16 < 9').toBe(false);
    expect(holds({ cores: '008' }, 'cores', 'lt', '9'), '008 is 8').toBe(true);
    for (const bound of ['8', '08']) {
      expect(holds({ cores: '8' }, 'cores', 'gt', bound), `8 > ${bound}`).toBe(false);
      expect(holds({ cores: '8' }, 'cores', 'lt', bound), `8 < ${bound}`).toBe(false);
    }
  });

  it('gt and lt do not match a label that is missing or no integer', () => {
    expect(holds({}, 'cores', 'gt', '4'), 'no label > 4').toBe(false);
    expect(holds({}, 'cores', 'lt', '4'), 'no label < 4').toBe(false);
    const tooLarge = '9223372036854775808';
    for (const cores of ['', 'many', 'v8', '8cores', '8.0', '8e0', '0x8', '1_0', tooLarge]) {
      expect(holds({ cores }, 'cores', 'gt', '4'), `"${cores}" > 4`).toBe(false);
      expect(holds({ cores }, 'cores', 'lt', '9'), `"${cores}" < 9`).toBe(false);
    }
  });

  it('gt and lt compare large integers exactly', () => {
    expect(holds({ n: '9007199254740993' }, 'n', 'gt', '9007199254740992')).toBe(true);
    expect(holds({ n: '9223372036854775807' }, 'n', 'gt', '9223372036854775806')).toBe(true);
    expect(holds({ n: '9223372036854775806' }, 'n', 'lt', '9223372036854775807')).toBe(true);
  });

  it('all requirements must hold, also those on one key', () => {
    const both = [requirement('app', '=', 'web'), requirement('tier', '!=', 'test')];
    expect(matches(both, { app: 'web', tier: 'live' })).toBe(true);
    expect(matches(both, { app: 'web', tier: 'test' })).toBe(false);
    expect(matches(both, { app: 'db', tier: 'live' })).toBe(false);
    const neither = [requirement('app', '!=', 'a'), requirement('app', '!=', 'b')];
    expect(matches(neither, { app: 'a' })).toBe(false);
    expect(matches(neither, { app: 'b' })).toBe(false);
    expect(matches(neither, { app: 'c' })).toBe(true);
  });

  it('an object has the label "constructor" only if somebody put it there', () => {
    expect(holds({ app: 'web' }, 'constructor', 'exists')).toBe(false);
    expect(holds({ constructor: 'acme' }, 'constructor', 'exists')).toBe(true);
  });
});

describe('Keys and values', () => {
  it('a text of nothing but blanks has no requirements', () => {
    for (const text of ['', ' ', ' \t\r\n'])
      expect(parseSelector(text), JSON.stringify(text)).toEqual([]);
  });

  it('the signs give =, ==, != with one value', () => {
    expect(parseSelector('app=web')).toEqual([requirement('app', '=', 'web')]);
    expect(parseSelector('app==web')).toEqual([requirement('app', '==', 'web')]);
    expect(parseSelector('app!=web')).toEqual([requirement('app', '!=', 'web')]);
  });

  it('> and < give gt and lt, the number stays the text it was', () => {
    expect(parseSelector('cores>08')).toEqual([requirement('cores', 'gt', '08')]);
    expect(parseSelector('cores<9223372036854775807')).toEqual([
      requirement('cores', 'lt', '9223372036854775807'),
    ]);
  });

  it('a key alone asks for the label, with ! for its absence', () => {
    expect(parseSelector('app')).toEqual([requirement('app', 'exists')]);
    expect(parseSelector('!app')).toEqual([requirement('app', '!')]);
  });

  it('the value may be left out after =, == and !=', () => {
    expect(parseSelector('x=')).toEqual([requirement('x', '=', '')]);
    expect(parseSelector('a=,b==,c!=')).toEqual([
      requirement('a', '=', ''),
      requirement('b', '==', ''),
      requirement('c', '!=', ''),
    ]);
  });

  it('blanks around signs and commas mean nothing', () => {
    expect(parseSelector(' a = 1 ,\t! b ,\r\nc != , d\n')).toEqual([
      requirement('a', '=', '1'),
      requirement('b', '!'),
      requirement('c', '!=', ''),
      requirement('d', 'exists'),
    ]);
  });

  it('keys may have a prefix, and words may have any characters that labels have', () => {
    const key = 'App-1.example.com/Name_1.x-y'.toLowerCase();
    expect(parseSelector(`${key}=A_b-c.9`)).toEqual([requirement(key, '=', 'A_b-c.9')]);
    const longest = 'k'.repeat(63);
    expect(parseSelector(`${longest}=${longest}`)).toEqual([requirement(longest, '=', longest)]);
  });

  it('in and notin are ordinary words where a key or a value is expected', () => {
    expect(parseSelector('in=notin')).toEqual([requirement('in', '=', 'notin')]);
    expect(parseSelector('notin')).toEqual([requirement('notin', 'exists')]);
    expect(parseSelector('a!=in,!in')).toEqual([
      requirement('a', '!=', 'in'),
      requirement('in', '!'),
    ]);
  });

  it('the result is sorted by key, capitals first', () => {
    expect(keysOf('b=1,a=2,C=3,a.b/c,a-b')).toEqual(['C', 'a', 'a-b', 'a.b/c', 'b']);
  });

  it('requirements with one key all stay, in their order', () => {
    expect(parseSelector('b,a=2,a!=1,a')).toEqual([
      requirement('a', '=', '2'),
      requirement('a', '!=', '1'),
      requirement('a', 'exists'),
      requirement('b', 'exists'),
    ]);
  });
});

describe('Sets', () => {
  it('in and notin take the values in parentheses', () => {
    expect(parseSelector('app in (api,web)')).toEqual([requirement('app', 'in', 'api', 'web')]);
    expect(parseSelector('app notin (web)')).toEqual([requirement('app', 'notin', 'web')]);
  });

  it('the values are sorted, capitals first, and each is there once', () => {
    expect(parseSelector('x in (b,a,C,b,10,9)')).toEqual([
      requirement('x', 'in', '10', '9', 'C', 'a', 'b'),
    ]);
  });

  it('blanks in and around the parentheses mean nothing', () => {
    expect(parseSelector('x in(a)')).toEqual([requirement('x', 'in', 'a')]);
    expect(parseSelector('x\tnotin\n(\ta , b )\r')).toEqual([requirement('x', 'notin', 'a', 'b')]);
  });

  it('empty parentheses are the set of the empty value', () => {
    expect(parseSelector('x in ()')).toEqual([requirement('x', 'in', '')]);
    expect(parseSelector('x notin ( )')).toEqual([requirement('x', 'notin', '')]);
  });

  it('a value left out before, between or after commas is empty', () => {
    for (const text of ['x in (a,)', 'x in (,a)', 'x in (a,,a)', 'x in (,,a)', 'x in (, a,)'])
      expect(parseSelector(text), text).toEqual([requirement('x', 'in', '', 'a')]);
    expect(parseSelector('x in (,)')).toEqual([requirement('x', 'in', '')]);
  });

  it('in and notin may be values, and keys, of a set', () => {
    expect(parseSelector('a in (in,notin)')).toEqual([requirement('a', 'in', 'in', 'notin')]);
    expect(parseSelector('in in (in)')).toEqual([requirement('in', 'in', 'in')]);
    expect(parseSelector('notin notin (notin)')).toEqual([requirement('notin', 'notin', 'notin')]);
  });

  it('a set is one requirement among others', () => {
    expect(parseSelector('x notin (b,,a),bar,z in (),w>1')).toEqual([
      requirement('bar', 'exists'),
      requirement('w', 'gt', '1'),
      requirement('x', 'notin', '', 'a', 'b'),
      requirement('z', 'in', ''),
    ]);
  });
});

describe('Malformed text', () => {
  /** Each of the texts must be refused, by an error that quotes it. */
  const refused = (...texts: string[]) => {
    const answers = batch(
      parseSelector,
      texts.map((text) => [text]),
    );
    for (const [i, text] of texts.entries())
      expect(verdict(answers[i]!), `the text ${JSON.stringify(text)}`).toEqual({ refused: text });
  };

  it('commas stand between requirements, and nowhere else', () => {
    refused('x,,y', ',x', 'x,', ',', 'a in (b),', 'x=,,y', '!x, ,y');
  });

  it('the error quotes the whole text as given, blanks around it included', () => {
    refused('  x,  ', '\tx in a\n');
  });

  it('only the four blanks of rule 6 are blanks', () => {
    refused('a\u00a0', '\u00a0', 'a\vb', 'x in (a\u00a0,b)', 'x = a\f', 'a\u2003in (b)');
  });

  it('there is nothing between a requirement and the next comma', () => {
    refused('x y', 'x=a b', 'x==a==b', 'x=a=b', 'x in (a) b', 'a in (b)c notin (d)', 'x=a!y');
  });

  it('a negation takes a key and nothing else', () => {
    refused('!x=a', '!x in (a)', '!x>1', '!', '!,x', '!!x', '!=a', 'x!', 'x ! = a');
  });

  it('an operator must be one of the known ones, with the key before it', () => {
    refused('=a', '>1', 'in (a)', '(a)', 'x nott in (y)', 'x IN (a)', 'x exists', 'x===a', 'x=>1');
    refused('x (a)', 'x)', '(', ')');
  });

  it('a set needs both its parentheses, and commas between its values', () => {
    refused('x in a', 'x in', 'x notin', 'x in,y', 'x in )', 'x in (', 'x in (a', 'x in (a,');
    refused('x in (a b)', 'x in ((a))', 'x in (a=b)', 'x in (!a)', 'x in (a))', 'x=(a)');
  });

  it('a key must be a legal label key', () => {
    refused('-x', 'x/y/z', '/x=a', 'x/', '!x.', 'Prefix/x', 'x~ in (a)', 'x=a||y=b');
    refused('k'.repeat(64), `${'k'.repeat(254)}/x`);
    expect(keysOf(`${'k'.repeat(253)}/x`)).toEqual([`${'k'.repeat(253)}/x`]);
  });

  it('every value must be a legal label value', () => {
    refused('x=-a', 'x=a/b', 'x!=a.', 'x==*', 'x in (a,-b)', 'x notin (b_,a)', 'x="a"');
    refused(`x=${'v'.repeat(64)}`);
  });

  it('> and < take only an integer', () => {
    refused('x>a', 'x<', 'x>,y', 'x>1.0', 'x<-1', 'x>0x8', 'x>1e1', 'x<9223372036854775808');
  });
});

describe('Selector objects', () => {
  const expressions = (...list: [key: string, operator: string, ...values: string[]][]) => ({
    matchExpressions: list.map(([key, operator, ...values]) => ({ key, operator, values })),
  });

  it('no selector matches nothing', () => {
    expect(fromLabelSelector(undefined)).toBeUndefined();
    expect(matchesSelector(undefined, { app: 'web' })).toBe(false);
    expect(matchesSelector(undefined, undefined)).toBe(false);
  });

  it('an empty selector matches everything', () => {
    for (const empty of [{}, { matchLabels: {} }, { matchLabels: {}, matchExpressions: [] }]) {
      expect(fromLabelSelector(empty)).toEqual([]);
      expect(matchesSelector(empty, { app: 'web' })).toBe(true);
      expect(matchesSelector(empty, undefined)).toBe(true);
    }
  });

  it('each entry of matchLabels is a requirement =', () => {
    expect(fromLabelSelector({ matchLabels: { tier: '', app: 'web' } })).toEqual([
      requirement('app', '=', 'web'),
      requirement('tier', '=', ''),
    ]);
  });

  it('the four operators are in, notin, exists and !', () => {
    const selector = expressions(
      ['d', 'In', 'y', 'x'],
      ['c', 'NotIn', 'x'],
      ['b', 'Exists'],
      ['a', 'DoesNotExist'],
    );
    expect(fromLabelSelector(selector)).toEqual([
      requirement('a', '!'),
      requirement('b', 'exists'),
      requirement('c', 'notin', 'x'),
      requirement('d', 'in', 'y', 'x'),
    ]);
    const bare = { matchExpressions: [{ key: 'b', operator: 'Exists' }] };
    expect(fromLabelSelector(bare), 'without values').toEqual([requirement('b', 'exists')]);
  });

  it('both parts count, and on one key matchLabels stands first', () => {
    const selector = { matchLabels: { app: 'web' }, ...expressions(['app', 'NotIn', 'db']) };
    expect(fromLabelSelector(selector)).toEqual([
      requirement('app', '=', 'web'),
      requirement('app', 'notin', 'db'),
    ]);
    const never = { matchLabels: { app: 'web' }, ...expressions(['app', 'NotIn', 'web']) };
    expect(matchesSelector(selector, { app: 'web' })).toBe(true);
    expect(matchesSelector(never, { app: 'web' })).toBe(false);
  });

  it('an unknown operator is an error, not a mismatch', () => {
    for (const operator of ['Gt', 'Lt', 'in', 'Equals', '=', '', 'constructor'])
      expect(badPaths(() => fromLabelSelector(expressions(['app', operator, '1'])))).toEqual([
        'matchExpressions[0].operator',
      ]);
  });

  it('In and NotIn need values, Exists and DoesNotExist take none', () => {
    for (const operator of ['In', 'NotIn']) {
      const absent = { matchExpressions: [{ key: 'app', operator }] };
      for (const selector of [expressions(['app', operator]), absent])
        expect(
          badPaths(() => fromLabelSelector(selector)),
          operator,
        ).toEqual(['matchExpressions[0].values']);
    }
    for (const operator of ['Exists', 'DoesNotExist'])
      expect(badPaths(() => fromLabelSelector(expressions(['app', operator, 'a'])))).toEqual([
        'matchExpressions[0].values',
      ]);
  });

  it('every malformed entry is named, by its first bad part', () => {
    const selector = {
      matchLabels: { 'two words': 'a', app: 'web', tier: '-1' },
      ...expressions(
        ['two words', 'Equals'],
        ['app', 'In', 'web'],
        ['two words', 'In'],
        ['app', 'NotIn', 'a', '-1'],
      ),
    };
    expect(badPaths(() => fromLabelSelector(selector))).toEqual([
      'matchLabels',
      'matchLabels',
      'matchExpressions[0].operator',
      'matchExpressions[2].key',
      'matchExpressions[3].values',
    ]);
  });

  it('a malformed selector is an error whatever the labels are', () => {
    const selector = { matchLabels: { app: 'web' }, ...expressions(['tier', 'In']) };
    for (const labels of [{ app: 'web' }, { app: 'db' }, undefined])
      expect(badPaths(() => matchesSelector(selector, labels))).toEqual([
        'matchExpressions[0].values',
      ]);
  });

  it('each error says whether a value is unsupported or invalid, and why', () => {
    const selector = {
      matchLabels: { app: '-1' },
      ...expressions(['app', 'Gt', '1'], ['app', 'In']),
    };
    const because = expect.stringMatching(/\S/);
    const invalid = expect.objectContaining({ type: 'FieldValueInvalid', detail: because });
    expect(errorsOf(() => fromLabelSelector(selector))).toEqual([
      invalid,
      expect.objectContaining({ type: 'FieldValueNotSupported', detail: because }),
      invalid,
    ]);
  });

  it('the selector of a Deployment finds its Pods, and no others', () => {
    const selector = { matchLabels: { app: 'web' }, ...expressions(['canary', 'DoesNotExist']) };
    expect(matchesSelector(selector, { app: 'web', 'pod-template-hash': '5d4' })).toBe(true);
    expect(matchesSelector(selector, { app: 'web', canary: '' })).toBe(false);
    expect(matchesSelector(selector, { app: 'api' })).toBe(false);
  });

  it('the selector and the labels are not changed', () => {
    const selector = { matchLabels: { b: '1', a: '2' }, ...expressions(['c', 'In', 'y', 'x']) };
    const given: [LabelSelector, Labels] = [selector, { b: '1' }];
    expect(copyBack(matchesSelector, ...given).args).toEqual(structuredClone(given));
  });
});

describe('Writing', () => {
  it('no requirements are the empty text', () => {
    expect(formatSelector([])).toBe('');
  });

  it('every operator is written as it is read', () => {
    for (const text of ['a=1', 'b==1', 'c!=1', 'd in (x)', 'e notin (x)', 'f', '!g', 'h>1', 'i<1'])
      expect(formatSelector(parseSelector(text)), text).toBe(text);
  });

  it('commas without blanks stand between requirements, which keep their order', () => {
    const requirements = [requirement('b', '=', '1'), requirement('a', '!')];
    expect(formatSelector(requirements)).toBe('b=1,!a');
  });

  it('an empty value is written as nothing', () => {
    expect(formatSelector([requirement('x', '!=', '')])).toBe('x!=');
    expect(formatSelector([requirement('x', 'in', '')])).toBe('x in ()');
    expect(formatSelector([requirement('x', 'notin', 'a', '')])).toBe('x notin (,a)');
  });

  it('the values of a set are sorted, in the text and not in what was given', () => {
    const requirements = [requirement('x', 'in', 'b', 'a', 'C')];
    const { args, value } = copyBack(formatSelector, requirements);
    expect(value).toBe('x in (C,a,b)');
    expect(args, 'what was given').toEqual([[requirement('x', 'in', 'b', 'a', 'C')]]);
  });
});

describe('Any selector', () => {
  const texts = fc.array(random.written, { minLength: 1, maxLength: 6 });

  it('random texts mean what they were made of', () => {
    const property = fc.property(texts, (all) => {
      const answers = batch(
        parseSelector,
        all.map(({ text }) => [text]),
      );
      for (const [i, { text, requirements }] of all.entries())
        expect(answers[i], JSON.stringify(text)).toEqual({ value: requirements });
    });
    fc.assert(property, { numRuns: 50 });
  });

  it('random selectors match the objects that their requirements, as sets, leave over', () => {
    const property = fc.property(random.objects, texts, (objects, all) => {
      const calls = all.flatMap(({ requirements }) =>
        objects.map((labels) => [requirements, labels] as const),
      );
      const answers = batch(matches, calls);
      for (const [i, [requirements, labels]] of calls.entries())
        expect(answers[i], JSON.stringify({ requirements, labels })).toEqual({
          value: selected(objects, requirements).includes(labels),
        });
    });
    fc.assert(property, { numRuns: 50 });
  });

  it('what is written is read back as the same requirements', () => {
    const property = fc.property(texts, (all) => {
      const wanted = all.map(({ requirements }) => requirements);
      const written = batch(
        formatSelector,
        wanted.map((requirements) => [requirements]),
      );
      const read = batch(
        parseSelector,
        written.map((answer) => ['value' in answer ? String(answer.value) : 'not, written']),
      );
      for (const [i, requirements] of wanted.entries())
        expect(read[i], JSON.stringify(written[i])).toEqual({ value: requirements });
    });
    fc.assert(property, { numRuns: 50 });
  });

  it('one flaw makes a text unreadable, whatever stands before it', () => {
    const property = fc.property(fc.array(random.unreadable, { maxLength: 6 }), (all) => {
      const answers = batch(
        parseSelector,
        all.map((text) => [text]),
      );
      for (const [i, text] of all.entries())
        expect(verdict(answers[i]!), `the text ${JSON.stringify(text)}`).toEqual({ refused: text });
    });
    fc.assert(property, { numRuns: 50 });
  });
});

function keysOf(text: string): string[] {
  return parseSelector(text).map(({ key }: SelectorRequirement) => key);
}

/** The text that a SelectorSyntaxError quotes; for a call that returns, what it returned. */
function verdict(answer: ReturnType<typeof batch>[number]): unknown {
  if (!('error' in answer)) return { returned: answer.value };
  const { name, text, problem } = answer.error as Error & { text?: string; problem?: string };
  if (name !== 'SelectorSyntaxError') throw answer.error;
  return problem?.trim() ? { refused: text } : 'an error whose problem is empty';
}

/** The paths that an InvalidSelectorError names; for a call that returns, what it returned. */
function badPaths(call: () => unknown): unknown {
  const errors = errorsOf(call);
  return Array.isArray(errors) ? errors.map(({ field }) => field) : errors;
}

function errorsOf(call: () => unknown): FieldError[] | { returned: unknown } {
  try {
    return { returned: call() };
  } catch (error) {
    const { name, errors } = error as Error & { errors?: FieldError[] };
    if (name !== 'InvalidSelectorError' || !Array.isArray(errors)) throw error;
    return errors;
  }
}
