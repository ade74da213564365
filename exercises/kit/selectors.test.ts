import { expect, it } from 'vitest';
import type { LabelSelector } from './kubernetes.ts';
import { matchesLabelSelector } from './selectors.ts';

const labels = { app: 'db', tier: 'back', empty: '' };
const expression = (key: string, operator: string, values?: string[]): LabelSelector => ({
  matchExpressions: [{ key, operator, ...(values && { values }) }],
});

it('no selector matches nothing, an empty one everything', () => {
  expect(matchesLabelSelector(undefined, labels)).toBe(false);
  expect(matchesLabelSelector(undefined, undefined)).toBe(false);
  for (const empty of [{}, { matchLabels: {} }, { matchExpressions: [] }]) {
    expect(matchesLabelSelector(empty, labels)).toBe(true);
    expect(matchesLabelSelector(empty, undefined)).toBe(true);
  }
});

it('matchLabels wants every label with its value', () => {
  expect(matchesLabelSelector({ matchLabels: { app: 'db', tier: 'back' } }, labels)).toBe(true);
  expect(matchesLabelSelector({ matchLabels: { app: 'db', tier: 'front' } }, labels)).toBe(false);
  expect(matchesLabelSelector({ matchLabels: { app: '' } }, {})).toBe(false);
  expect(matchesLabelSelector({ matchLabels: { constructor: '' } }, {})).toBe(false);
});

it('In and Exists want the label; NotIn and DoesNotExist hold without it', () => {
  const answers = (key: string, values: string[]) => [
    matchesLabelSelector(expression(key, 'In', values), labels),
    matchesLabelSelector(expression(key, 'NotIn', values), labels),
    matchesLabelSelector(expression(key, 'Exists'), labels),
    matchesLabelSelector(expression(key, 'DoesNotExist'), labels),
  ];
  expect(answers('app', ['web', 'db'])).toEqual([true, false, true, false]);
  expect(answers('app', ['web'])).toEqual([false, true, true, false]);
  expect(answers('empty', [''])).toEqual([true, false, true, false]);
  expect(answers('none', [''])).toEqual([false, true, false, true]);
  expect(answers('constructor', ['x'])).toEqual([false, true, false, true]);
});

it('all of a selector must hold', () => {
  const both = { matchLabels: { app: 'db' }, ...expression('tier', 'NotIn', ['back']) };
  expect(matchesLabelSelector(both, labels)).toBe(false);
  expect(matchesLabelSelector(both, { app: 'db' })).toBe(true);
});

// kubernetes: staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/helpers_test.go, TestLabelSelectorAsSelector.
it('what makes no sense is an error, whatever the rest says', () => {
  for (const selector of [
    expression('app', 'In'),
    expression('app', 'NotIn', []),
    expression('app', 'Exists', ['db']),
    expression('app', 'DoesNotExist', ['db']),
    expression('app', 'Gt'),
    { matchLabels: { app: 'no' }, ...expression('app', 'In', []) },
  ])
    expect(() => matchesLabelSelector(selector, labels), JSON.stringify(selector)).toThrow(
      /operator/,
    );
});
