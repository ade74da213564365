import { describe, expect, it } from 'vitest';
import { base32 } from './base32.ts';
import { hex, hmacSha256, sha256 } from './digest.ts';

const bytes = (byte: number, count: number) => new Uint8Array(count).fill(byte);

describe('sha256', () => {
  // NIST's examples for FIPS 180-4.
  it.each([
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    [
      'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    ],
  ])('of "%s"', (text, digest) => {
    expect(hex(sha256(text))).toBe(digest);
    expect(hex(sha256(new TextEncoder().encode(text)))).toBe(digest);
  });

  it('gives plain bytes', () => {
    expect(sha256('').constructor).toBe(Uint8Array);
    expect(sha256('')).toHaveLength(32);
  });

  it('gives the names of chains that kube-proxy gives', () => {
    const chain = (text: string) => base32(sha256(text)).slice(0, 16);
    // pkg/proxy/iptables/proxier_test.go: service ns1/svc1, port p80.
    expect(`KUBE-SVC-${chain('ns1/svc1:p80tcp')}`).toBe('KUBE-SVC-XPGD46QRK7WJZT7O');
  });
});

describe('hmacSha256', () => {
  // RFC 4231, test cases 1, 2, 3 and 6.
  it.each([
    [
      bytes(0x0b, 20),
      'Hi There',
      'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
    ],
    [
      'Jefe',
      'what do ya want for nothing?',
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    ],
    [
      bytes(0xaa, 20),
      bytes(0xdd, 50),
      '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe',
    ],
    [
      bytes(0xaa, 131),
      'Test Using Larger Than Block-Size Key - Hash Key First',
      '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
    ],
  ])('agrees with RFC 4231 (%#)', (key, data, code) => {
    expect(hex(hmacSha256(key, data))).toBe(code);
  });
});
