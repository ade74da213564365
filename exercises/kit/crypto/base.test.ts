import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base32 } from './base32.ts';
import { base64, base64url, fromBase64, fromBase64url, utf8 } from './base64.ts';

// RFC 4648, section 10.
const vectors = [
  ['', '', ''],
  ['f', 'Zg==', 'MY======'],
  ['fo', 'Zm8=', 'MZXQ===='],
  ['foo', 'Zm9v', 'MZXW6==='],
  ['foob', 'Zm9vYg==', 'MZXW6YQ='],
  ['fooba', 'Zm9vYmE=', 'MZXW6YTB'],
  ['foobar', 'Zm9vYmFy', 'MZXW6YTBOI======'],
] as const;

describe('base32', () => {
  it.each(vectors)('of "%s" is that of RFC 4648', (text, _64, expected) => {
    expect(base32(text)).toBe(expected);
  });

  it('is written in lower case and without padding on request', () => {
    expect(base32('foobar', { lowerCase: true, padding: false })).toBe('mzxw6ytboi');
  });
});

describe('base64', () => {
  it.each(vectors)('of "%s" is that of RFC 4648, there and back', (text, expected) => {
    expect(base64(text)).toBe(expected);
    expect(utf8(fromBase64(expected))).toBe(text);
    expect(base64url(text)).toBe(expected.replace(/=+$/, ''));
    expect(utf8(fromBase64url(expected.replace(/=+$/, '')))).toBe(text);
  });

  it('for URLs has no plus, slash or padding', () => {
    // RFC 7515, appendix C.
    const bytes = new Uint8Array([3, 236, 255, 224, 193]);
    expect(base64url(bytes)).toBe('A-z_4ME');
    expect(fromBase64url('A-z_4ME')).toEqual(bytes);
    expect(base64(bytes)).toBe('A+z/4ME=');
  });

  it('brings back any bytes, and agrees with Node', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        expect(fromBase64(base64(bytes))).toEqual(bytes);
        expect(fromBase64url(base64url(bytes))).toEqual(bytes);
        expect(base64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
        expect(base64url(bytes)).toBe(Buffer.from(bytes).toString('base64url'));
      }),
    );
  });

  it.each(['Zg', 'Zg=', 'Z===', 'Zm8=Zm8=', 'Zm9v\n', 'Z!==', 'A-z_4ME='])(
    '%j is refused',
    (text) => {
      expect(() => fromBase64(text)).toThrow('illegal base64 data at input byte');
    },
  );

  it.each(['Zg==', 'Z', 'Zm9vY', 'A+z/', 'Zm9v ', 'é'])('%j is refused for URLs', (text) => {
    expect(() => fromBase64url(text)).toThrow('illegal base64 data at input byte');
  });
});
