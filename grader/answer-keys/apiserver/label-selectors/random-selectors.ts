import type { SelectorOperator, SelectorRequirement } from 'course/kit';
import fc from 'fast-check';

const key = fc.constantFrom('app', 'tier', 'cores', 'in', 'notin', 'example.com/App');
const value = fc.constantFrom('', 'a', 'b', 'in', 'notin', '4', '16', '016', 'v2');
const number = fc.constantFrom('3', '4', '15', '16', '100');
const blank = fc.constantFrom('', '', ' ', '\t', ' \n', '\r\n  ');

/** The labels of a few objects out of a small world. */
export const objects: fc.Arbitrary<Record<string, string>[]> = fc.array(
  fc.dictionary(key, value, { maxKeys: 4, noNullPrototype: true }),
  { minLength: 1, maxLength: 6 },
);

/** A text and the requirements that it stands for. */
export interface Written {
  readonly text: string;
  readonly requirements: SelectorRequirement[];
}

const operators: Record<string, SelectorOperator> = { '>': 'gt', '<': 'lt' };

/** A requirement as its pieces, between which blanks may stand, and what it means. */
const single = fc
  .tuple(key, fc.constantFrom('=', '==', '!='), value)
  .map(([k, sign, v]) => piece([k, sign, v], k, sign as SelectorOperator, [v]));
const compared = fc
  .tuple(key, fc.constantFrom('>', '<'), number)
  .map(([k, sign, v]) => piece([k, sign, v], k, operators[sign]!, [v]));
const there = key.map((k) => piece([k], k, 'exists', []));
const absent = key.map((k) => piece(['!', k], k, '!', []));
const set = fc
  .tuple(key, fc.constantFrom('in', 'notin'), fc.array(value, { minLength: 1, maxLength: 4 }))
  .filter(([, , values]) => values.length < 3 || values.slice(-2).some((v) => v !== ''))
  .map(([k, operator, values]) => {
    const listed = values.flatMap((v, i) => (i === 0 ? [v] : [',', v]));
    const sorted = [...new Set(values)].sort();
    const words = [k, ' ', operator, '(', ...listed, ')'];
    return piece(words, k, operator as SelectorOperator, sorted);
  });

function piece(words: string[], k: string, operator: SelectorOperator, values: string[]) {
  return { words, requirement: { key: k, operator, values } };
}

/** A well-formed selector, with blanks wherever they may stand. */
export const written: fc.Arbitrary<Written> = fc
  .tuple(
    fc.array(fc.oneof(single, compared, there, absent, set), { maxLength: 5 }),
    fc.array(blank, { minLength: 60, maxLength: 60 }),
  )
  .map(([pieces, blanks]) => {
    const words = pieces.flatMap(({ words: some }, i) => (i === 0 ? some : [',', ...some]));
    const text = words.map((word, i) => blanks[i % 60] + word).join('') + blanks[59];
    const requirements = pieces.map(({ requirement }) => requirement);
    return { text, requirements: byKey(requirements) };
  });

/** Sorted by insertion, so that requirements on one key keep their order. */
function byKey(requirements: SelectorRequirement[]): SelectorRequirement[] {
  const keys = [...new Set(requirements.map((r) => r.key))].sort();
  return keys.flatMap((k) => requirements.filter((r) => r.key === k));
}

const flaw = fc.constantFrom(
  'x,',
  ',,x',
  'x==a==b',
  '!x=a',
  'x y',
  'x in a',
  'x in (a b)',
  'x in (a',
);

/** A text that no reading saves: a good beginning, a flaw, and perhaps more. */
export const unreadable: fc.Arbitrary<string> = fc
  .tuple(written, flaw, fc.constantFrom('', ',,y'))
  .map(([{ text, requirements }, bad, after]) =>
    requirements.length === 0 ? bad + after : `${text},${bad}${after}`,
  );
