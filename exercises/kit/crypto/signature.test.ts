import { createPublicKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fromBase64url } from './base64.ts';
import { type PublicJwk, verifySignature } from './signature.ts';

// RFC 7515, appendices A.2 (RS256) and A.3 (ES256).
const rsa = {
  kty: 'RSA',
  n: 'ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ',
  e: 'AQAB',
} as const;
const rsaSignature = fromBase64url(
  'cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw',
);
const ec = {
  kty: 'EC',
  crv: 'P-256',
  x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
  y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
} as const;
const ecSignature = fromBase64url(
  'DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q',
);
const claims =
  'eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ';
const rsaData = `eyJhbGciOiJSUzI1NiJ9.${claims}`;
const ecData = `eyJhbGciOiJFUzI1NiJ9.${claims}`;

const pem = (key: PublicJwk) =>
  createPublicKey({ key, format: 'jwk' }).export({ type: 'spki', format: 'pem' }) as string;

describe('a signature', () => {
  it.each([
    ['RS256', rsa, rsaData, rsaSignature],
    ['ES256', ec, ecData, ecSignature],
  ] as const)('with %s as in RFC 7515 is right', (algorithm, key, data, signature) => {
    expect(verifySignature(algorithm, key, data, signature)).toBe(true);
    expect(verifySignature(algorithm, pem(key), data, signature)).toBe(true);
    const bytes = new TextEncoder().encode(data);
    expect(verifySignature(algorithm, key, bytes, signature)).toBe(true);
  });

  it('is wrong when the data or the signature was changed', () => {
    expect(verifySignature('RS256', rsa, `${rsaData}x`, rsaSignature)).toBe(false);
    expect(verifySignature('ES256', ec, `${ecData}x`, ecSignature)).toBe(false);
    const changed = Uint8Array.from(ecSignature);
    changed[0]! ^= 1;
    expect(verifySignature('ES256', ec, ecData, changed)).toBe(false);
    expect(verifySignature('ES256', ec, ecData, new Uint8Array())).toBe(false);
    expect(verifySignature('RS256', rsa, rsaData, new Uint8Array(3))).toBe(false);
  });

  it.each(['none', 'HS256', 'RS512', 'ES384', ''])(
    'is never right when the token says "%s"',
    (algorithm) => {
      expect(verifySignature(algorithm, rsa, rsaData, rsaSignature)).toBe(false);
      expect(verifySignature(algorithm, ec, ecData, ecSignature)).toBe(false);
    },
  );

  it('is wrong under a key of another type than the algorithm', () => {
    expect(verifySignature('ES256', rsa, rsaData, rsaSignature)).toBe(false);
    expect(verifySignature('RS256', ec, ecData, ecSignature)).toBe(false);
  });

  it('cannot be checked with something that is no key', () => {
    expect(() => verifySignature('RS256', 'hello', rsaData, rsaSignature)).toThrow(
      /^this is not a public key .*"hello"$/,
    );
    const broken = { kty: 'EC', crv: 'P-256', x: '', y: '' } as const;
    expect(() => verifySignature('ES256', broken, ecData, ecSignature)).toThrow(
      'this is not a public key',
    );
  });
});
