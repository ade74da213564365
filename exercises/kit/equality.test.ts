import { describe, expect, it } from 'vitest';
import { deepEqual } from './equality.ts';

describe('two parts of API objects', () => {
  // Where Go's cases have a JSON form: deep_equal_test.go, TestEqualities, column deepEqual.
  it.each([
    ['foo', 'foo', true],
    ['foo', 'fo', false],
    [['1', '2', '3'], ['1', '2', '3'], true],
    [['1'], ['1', '2', '3'], false],
    [[], ['1'], false],
    [['1'], undefined, false],
    [[], undefined, true],
    [undefined, undefined, true],
    [{ foo: 1 }, { foo: 1 }, true],
    [{ foo: 1 }, { foo: 2 }, false],
    [{ foo: 1 }, { foo: 1, bar: 6 }, false],
    [{ foo: 1, bar: 6 }, { foo: 1 }, false],
    [{ foo: undefined }, { foo: [] }, true],
    [{ a: null, b: { foo: null } }, { a: [], b: { foo: [] } }, true],
  ])('%j and %j: %s', (a, b, same) => {
    expect(deepEqual(a, b)).toBe(same);
    expect(deepEqual(b, a)).toBe(same);
  });

  it('are the same in any order of fields, not of entries', () => {
    expect(deepEqual({ a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 })).toBe(true);
    expect(deepEqual([1, 2], [2, 1])).toBe(false);
  });

  it('are the same with no labels and with an empty map of labels', () => {
    expect(deepEqual({ metadata: { labels: {} } }, { metadata: {} })).toBe(true);
    expect(deepEqual({ requests: {} }, {})).toBe(true);
  });

  it('differ when only one has a selector that selects everything', () => {
    expect(deepEqual({ namespaceSelector: {} }, {})).toBe(false);
    expect(deepEqual({ emptyDir: {} }, {})).toBe(false);
  });

  it('differ in type though they look alike', () => {
    expect(deepEqual(1, '1')).toBe(false);
    expect(deepEqual(0, false)).toBe(false);
    expect(deepEqual([], '')).toBe(false);
    expect(deepEqual(['a'], { 0: 'a' })).toBe(false);
  });

  it('are not fooled by names that every object has', () => {
    expect(deepEqual({ constructor: Object }, {})).toBe(false);
    expect(deepEqual({ a: 1 }, JSON.parse('{"a": 1, "__proto__": "x"}'))).toBe(false);
  });

  it('may hold numbers of any size and bytes', () => {
    expect(deepEqual(2n ** 70n, 2n ** 70n)).toBe(true);
    expect(deepEqual(new Uint8Array([1, 2]), new Uint8Array([1, 2]))).toBe(true);
    expect(deepEqual(new Uint8Array([1, 2]), new Uint8Array([1, 3]))).toBe(false);
  });
});
