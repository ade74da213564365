import { InvalidSelectorError, SelectorSyntaxError } from 'course/kit';
import { describe, expect, it } from 'vitest';
import { formatSelector, fromLabelSelector, matches, parseSelector } from './reference.ts';
import * as cases from './upstream-cases.ts';

describe('the reference agrees with the test tables of Kubernetes', () => {
  for (const { origin, selector, requirements } of cases.readableCases)
    it(titled(origin), () => {
      expect(parseSelector(selector)).toEqual(requirements);
    });

  for (const { origin, selector } of cases.unreadableCases)
    it(titled(origin), () => {
      expect(() => parseSelector(selector)).toThrow(SelectorSyntaxError);
    });

  for (const { origin, selector, labels, expected } of cases.matchingCases)
    it(titled(origin), () => {
      expect(matches(parseSelector(selector), labels)).toBe(expected);
    });

  for (const { origin, requirements, written } of cases.writingCases)
    it(titled(origin), () => {
      expect(formatSelector(requirements)).toBe(written);
    });

  for (const { origin, selector, expected } of cases.objectCases)
    it(titled(origin), () => {
      if (expected instanceof Error)
        expect(() => fromLabelSelector(selector)).toThrow(InvalidSelectorError);
      else {
        const requirements = fromLabelSelector(selector);
        expect(requirements && formatSelector(requirements)).toBe(expected);
      }
    });
});

function titled([file, test, name]: cases.Origin): string {
  return `${file.split('/').at(-1)} ${test}: ${name}`;
}
