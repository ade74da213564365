import { describe, expect, it } from 'vitest';
import { Opaque } from '../boundary/decode.ts';
import { printBriefly, printValue } from './print-value.ts';

describe('a value is printed as a person would write it', () => {
  it.each<[unknown, string]>([
    ['a "b"', '"a \\"b\\""'],
    [-0, '-0'],
    [3n, '3n'],
    [null, 'null'],
    [undefined, 'undefined'],
    [{}, '{}'],
    [[], '[]'],
    [{ a: 1, 'b-c': [true] }, '{ a: 1, "b-c": [true] }'],
    [new Map([['a', { b: 1 }]]), 'Map { "a" => { b: 1 } }'],
    [new Set([1, 2]), 'Set { 1, 2 }'],
    [new Date(0), 'Date 1970-01-01T00:00:00.000Z'],
    [new Date(Number.NaN), 'Date Invalid'],
    [new Uint8Array([1, 255]), 'bytes 01ff'],
    [new TypeError('no'), 'TypeError: no'],
    [/a+/g, '/a+/g'],
    [function named() {}, 'function named'],
    [new Opaque('a symbol'), 'a symbol'],
    [expect.any(Number), 'Any<Number>'],
  ])('%s', (value, printed) => {
    expect(printValue(value)).toBe(printed);
  });

  it('a promise says what is wrong with it', () => {
    expect(printValue(new Opaque('a Promise'))).toContain('no async, no await');
  });

  it('what only looks like a matcher is shown as the data that it is', () => {
    const fake = { asymmetricMatch: new Opaque('a function'), $$typeof: 1 };
    expect(printValue(fake)).toBe('{ asymmetricMatch: a function, $$typeof: 1 }');
  });

  it('breaks long lines with a width', () => {
    expect(printValue({ key: 'a'.repeat(10), list: [1, 2] }, { width: 20 })).toBe(
      '{\n  key: "aaaaaaaaaa",\n  list: [1, 2],\n}',
    );
  });
});

describe('a large value', () => {
  it('is cut, and looked at no further than it is shown', () => {
    let looked = 0;
    const many = {
      *[Symbol.iterator]() {
        for (;;) yield looked++;
      },
    };
    const endless = Object.setPrototypeOf(new Set(), { __proto__: Set.prototype, ...many });
    expect(printValue(endless, { limit: 100 })).toMatch(/^Set \{ 0, 1, 2.*\.\.\./);
    expect(looked).toBeLessThan(60);
  });

  it('that is one long text says how long', () => {
    const printed = printValue(['x'.repeat(1_000_000), 2], { limit: 100 });
    expect(printed).toContain('xxx"... (1000000 characters)');
    expect(printed.length).toBeLessThan(150);
  });

  it('that nests deeply ends in dots', () => {
    let deep: unknown = 1;
    for (let i = 0; i < 50; i++) deep = { deep };
    expect(printValue(deep)).toContain('deep: ... }');
  });

  it('stands on one short line in a list of calls', () => {
    const printed = printBriefly(Array.from({ length: 1000 }, (_, i) => ({ i })));
    expect(printed.length).toBeLessThanOrEqual(120);
    expect(printed).toMatch(/ \.\.\.$/);
  });
});
