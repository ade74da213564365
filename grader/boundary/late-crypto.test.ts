import * as crypto from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { describe, expect, it } from 'vitest';
import * as late from './late-crypto.ts';

describe('cryptography that is loaded when it is first used', () => {
  it('hashes as node does', () => {
    const digest = ({ createHash, createHmac }: typeof crypto | typeof late) => [
      createHash('sha256').update('a').digest('hex'),
      createHmac('sha256', 'key').update('a').digest('hex'),
    ];
    expect(digest(late)).toEqual(digest(crypto));
  });

  it('verifies as node does', () => {
    const { publicKey, privateKey } = crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const signature = crypto.sign('sha256', Buffer.from('a'), privateKey);
    const key = late.createPublicKey(publicKey.export({ type: 'spki', format: 'pem' }));
    expect(late.verify('sha256', Buffer.from('a'), key, signature)).toBe(true);
    expect(late.verify('sha256', Buffer.from('b'), key, signature)).toBe(false);
  });

  it('reads certificates as node does', () => {
    const [pem] = rootCertificates as [string];
    expect(new late.X509Certificate(pem).subject).toBe(new crypto.X509Certificate(pem).subject);
    expect(() => new late.X509Certificate('none')).toThrow();
  });
});
