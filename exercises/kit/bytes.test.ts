import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareBytes } from './bytes.ts';

describe('comparing texts by their bytes', () => {
  it('puts upper case before lower case and z before é, unlike a dictionary', () => {
    const words = ['zone', 'été', 'Zone', 'app', '10', '9'];
    expect(words.sort(compareBytes)).toEqual(['10', '9', 'Zone', 'app', 'zone', 'été']);
  });

  it('puts a text before the longer ones that begin with it', () => {
    expect(compareBytes('a', 'aa')).toBeLessThan(0);
    expect(compareBytes('', '\0')).toBeLessThan(0);
    expect(compareBytes('a/b', 'a/b')).toBe(0);
  });

  it('puts characters above U+FFFF last, where UTF-16 puts them before U+E000', () => {
    expect('\u{ff21}' < '\u{1f600}', 'the order of UTF-16').toBe(false);
    expect(compareBytes('\u{ff21}', '\u{1f600}')).toBeLessThan(0);
    expect(compareBytes('\u{1f600}', '\u{1f601}')).toBeLessThan(0);
  });

  it('agrees with comparing the encoded bytes', () => {
    const text = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(text, text, (a, b) => {
        const bytes = Buffer.compare(Buffer.from(a), Buffer.from(b));
        expect(Math.sign(compareBytes(a, b))).toBe(bytes);
      }),
      { seed: 1 },
    );
  });
});
