import { describe, expect, it } from 'vitest';
import { clientAuth, isIssuedBy, parseCertificate } from './certificate.ts';
import { hex, sha256 } from './digest.ts';

// Made with OpenSSL 3.0; what is expected of them is what `openssl x509 -text` prints.

/** O=developers, O=system:masters, CN=bob; for clients; issued by the authority. */
const bob = `-----BEGIN CERTIFICATE-----
MIIBpTCCAUqgAwIBAgIBBzAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAljb3Vyc2Ut
Y2EwHhcNMjYxMTIzMDU1NjA0WhcNMjcxMTIzMDU1NjA0WjA8MRMwEQYDVQQKDApk
ZXZlbG9wZXJzMRcwFQYDVQQKDA5zeXN0ZW06bWFzdGVyczEMMAoGA1UEAwwDYm9i
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEYWJM1Jwz15CWUegS2leVpnlHcJxJ
HuITbvIa6T6PMDG9/tfipwdK69q0tBdbARnv4Kr2iTtoIrYorUNvTAcA6qNlMGMw
EwYDVR0lBAwwCgYIKwYBBQUHAwIwDAYDVR0TAQH/BAIwADAdBgNVHQ4EFgQUfozA
VA3tXJ6gXmxkU3iNta0Tq6AwHwYDVR0jBBgwFoAUTWl+8YGpjKUxRBVUixwEHGWl
L24wCgYIKoZIzj0EAwIDSQAwRgIhAKoUOf0r1Ao7L0oPz6giQvGXU5IZJC2xVdn+
XfvuMQJLAiEA/9MXIlFqCamAXzLDfoarw8u+pqCMKIENWxDN3egPUB0=
-----END CERTIFICATE-----`;

/** CN="kube-apiserver, not system:masters", O="a+b"; for servers; issued by the authority. */
const server = `-----BEGIN CERTIFICATE-----
MIIBlDCCATugAwIBAgIBCDAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAljb3Vyc2Ut
Y2EwHhcNMjYxMTIzMDU1NjA0WhcNMjcxMTIzMDU1NjA0WjA7MSswKQYDVQQDDCJr
dWJlLWFwaXNlcnZlciwgbm90IHN5c3RlbTptYXN0ZXJzMQwwCgYDVQQKDANhK2Iw
WTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAARhYkzUnDPXkJZR6BLaV5WmeUdwnEke
4hNu8hrpPo8wMb3+1+KnB0rr2rS0F1sBGe/gqvaJO2gitiitQ29MBwDqo1cwVTAT
BgNVHSUEDDAKBggrBgEFBQcDATAdBgNVHQ4EFgQUfozAVA3tXJ6gXmxkU3iNta0T
q6AwHwYDVR0jBBgwFoAUTWl+8YGpjKUxRBVUixwEHGWlL24wCgYIKoZIzj0EAwID
RwAwRAIgeHln8yqABj4qoSxXBfrFmYCqv+YF4aO0sQf7xFkfGZ8CICsk1VStUAzd
GpKz86O/bdql7yXt6rV7C0fS5Kl3ezCw
-----END CERTIFICATE-----`;

/** CN=course-ca; issued by itself. */
const authority = `-----BEGIN CERTIFICATE-----
MIIBfjCCASWgAwIBAgIUPHS3I5ftaubzKUrWA2XA2kpt4f0wCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJY291cnNlLWNhMCAXDTI2MTEyMzA1NTYwNFoYDzIxMjYxMDMw
MDU1NjA0WjAUMRIwEAYDVQQDDAljb3Vyc2UtY2EwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAATZaQ4P+5c9qIZVa3r15bSKFcQHfwav4/kRnSVgwVgelhgWtZX1ceF4
5bUwQ/MZ8wVOSeP1az3BYQOcBFh4ajaQo1MwUTAdBgNVHQ4EFgQUTWl+8YGpjKUx
RBVUixwEHGWlL24wHwYDVR0jBBgwFoAUTWl+8YGpjKUxRBVUixwEHGWlL24wDwYD
VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNHADBEAiBulcqxaMfzFaz0K1Cjrwzu
6gNOq93ahGxCWN33h5O2ngIgIGyGe12pw+5e6/8DZODL28SDsYsl1tk8oLafKOV1
EbQ=
-----END CERTIFICATE-----`;

/** CN=course-ca as well, but with another key. */
const impostor = `-----BEGIN CERTIFICATE-----
MIIBfzCCASWgAwIBAgIUcx6Q9k/CvNbXPJ6U01uQDDaf6ywwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJY291cnNlLWNhMCAXDTI2MTEyMzA1NTYwNFoYDzIxMjYxMDMw
MDU1NjA0WjAUMRIwEAYDVQQDDAljb3Vyc2UtY2EwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAATwJnr94b8ElOjNDCbwed/gO8YXyYJYy/dxG97CdfJfM+O664iECZSp
FxmfEJ6OTGiLJ++4mNakxGYh2K4T3jJ2o1MwUTAdBgNVHQ4EFgQU+eWoJrFH7mqi
/5YGkfzyqjUPBuAwHwYDVR0jBBgwFoAU+eWoJrFH7mqi/5YGkfzyqjUPBuAwDwYD
VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiEAwHte+t2h50Zti17KW623
fHE8Se2VfHdnhzToIG0GIjwCIDlctEv7P/KXpmhZBjZJFOrX3/buwAO22lhsLvS+
y4t5
-----END CERTIFICATE-----`;

describe('a certificate', () => {
  it('names the user and the groups, in their order', () => {
    expect(parseCertificate(bob)).toMatchObject({
      commonName: 'bob',
      organizations: ['developers', 'system:masters'],
      isAuthority: false,
      extendedKeyUsage: [clientAuth],
    });
  });

  it('has a first and a last moment', () => {
    const { notBefore, notAfter } = parseCertificate(bob);
    expect(new Date(notBefore).toISOString()).toBe('2026-11-23T05:56:04.000Z');
    expect(new Date(notAfter).toISOString()).toBe('2027-11-23T05:56:04.000Z');
  });

  it('keeps a name whole that looks like several', () => {
    expect(parseCertificate(server)).toMatchObject({
      commonName: 'kube-apiserver, not system:masters',
      organizations: ['a+b'],
      extendedKeyUsage: ['1.3.6.1.5.5.7.3.1'],
    });
  });

  it('may say nothing of groups and of use', () => {
    expect(parseCertificate(authority)).toMatchObject({
      commonName: 'course-ca',
      organizations: [],
      isAuthority: true,
      extendedKeyUsage: undefined,
    });
  });

  it('has the fingerprint that openssl prints', () => {
    expect(hex(sha256(parseCertificate(bob).raw))).toBe(
      '4d9d182854f00de3039d9c945450e5eac9e758dd2d2e047ca30d866df87987ba',
    );
  });

  it('is refused when it is something else', () => {
    expect(() => parseCertificate('hello')).toThrow('this is not a certificate');
    expect(() => parseCertificate('')).toThrow('this is not a certificate');
  });
});

describe('who issued a certificate', () => {
  it('is the authority whose key signed it', () => {
    expect(isIssuedBy(bob, authority)).toBe(true);
    expect(isIssuedBy(server, authority)).toBe(true);
    expect(isIssuedBy(authority, authority)).toBe(true);
  });

  it('is not another authority of the same name', () => {
    expect(isIssuedBy(bob, impostor)).toBe(false);
  });

  it('is not somebody without the right to issue', () => {
    expect(isIssuedBy(bob, bob)).toBe(false);
    expect(isIssuedBy(server, bob)).toBe(false);
  });
});
