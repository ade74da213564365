import { describe, expect, it } from 'vitest';
import {
  InvalidSelectorError,
  labelKeyProblem,
  labelValueProblem,
  SelectorSyntaxError,
} from './labels.ts';

// Tables of apimachinery v0.32, pkg/util/validation/validation_test.go.
const legalKeys =
  `simple now-with-dashes 1-starts-with-num 1234 simple/simple now-with-dashes/simple
  now-with-dashes/now-with-dashes now.with.dots/simple now-with.dashes-and.dots/simple 1-num.2-num/3-num 1234/5678
  1.2.3.4/5678 Uppercase_Is_OK_123 example.com/Uppercase_Is_OK_123 requests.storage-foo`.split(
    /\s+/,
  );
const illegalKeys = [
  'nospecialchars%^=@',
  'cantendwithadash-',
  '-cantstartwithadash-',
  'only/one/slash',
];
const moreIllegalKeys = [
  'Example.com/abc',
  'example_com/abc',
  'example.com/',
  '/simple',
  '',
  'a b',
];
const legalValues =
  `simple now-with-dashes 1-starts-with-num end-with-num-1 1234 ${'a'.repeat(63)}`.split(' ');
const illegalValues = [
  'nospecialchars%^=@',
  'Tama-nui-te-rā.is.Māori.sun',
  '\\backslashes\\are\\bad',
];
const moreIllegalValues = [
  '-starts-with-dash',
  'ends-with-dash-',
  '.starts.with.dot',
  'ends.with.dot.',
];

describe('what is legal in a label', () => {
  it('a key is a name of up to 63 characters, perhaps behind a DNS subdomain of up to 253', () => {
    for (const key of [...legalKeys, 'a'.repeat(63), `${'a'.repeat(253)}/${'b'.repeat(63)}`])
      expect(labelKeyProblem(key), key).toBeUndefined();
    for (const key of [
      ...illegalKeys,
      ...moreIllegalKeys,
      'a'.repeat(64),
      `${'a'.repeat(254)}/abc`,
    ])
      expect(labelKeyProblem(key), key).toMatch(/^(must|its)/);
  });

  it('a value is empty or a name', () => {
    for (const value of ['', ...legalValues])
      expect(labelValueProblem(value), value).toBeUndefined();
    for (const value of [...illegalValues, ...moreIllegalValues, 'a'.repeat(64), 'a b', 'a\n'])
      expect(labelValueProblem(value), value).toMatch(/^must/);
  });
});

it('an invalid selector says each thing that is wrong, as the apiserver would', () => {
  const field = 'nodeSelectorTerms[0].matchExpressions[0]';
  const error = new InvalidSelectorError([
    { type: 'FieldValueNotSupported', field: `${field}.operator`, badValue: 'in', detail: '' },
    {
      type: 'FieldValueInvalid',
      field: `${field}.values`,
      badValue: [],
      detail: 'must not be empty',
    },
  ]);
  expect(error.message).toBe(
    `${field}.operator: Unsupported value: "in", ${field}.values: Invalid value: []: must not be empty`,
  );
});

it('an unreadable selector shows the text and what is wrong with it', () => {
  const error = new SelectorSyntaxError('x,,y', 'found ",", expected a key');
  expect(error.message).toBe('cannot read selector "x,,y": found ",", expected a key');
  expect(error.text).toBe('x,,y');
});
