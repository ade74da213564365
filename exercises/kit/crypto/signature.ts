import { createPublicKey, type KeyObject, verify } from 'node:crypto';

/** A public key as a JSON Web Key (RFC 7517), the form in which an issuer publishes it. Numbers are base64url. */
export type PublicJwk =
  | { readonly kty: 'RSA'; readonly n: string; readonly e: string; readonly kid?: string }
  | {
      readonly kty: 'EC';
      readonly crv: 'P-256';
      readonly x: string;
      readonly y: string;
      readonly kid?: string;
    };

/** A public key as PEM text (`-----BEGIN PUBLIC KEY-----` or a certificate) or as a JSON Web Key. */
export type PublicKey = string | PublicJwk;

/**
 * Says whether a JSON Web Token's signature is the key's over `data` (the first two parts with their dot).
 * False for any other signature, for a key of another type than the algorithm's, and for every algorithm but RS256 and ES256:
 * `none` and HS256 are never right under a public key. Throws Error when the key cannot be read.
 * Settled by RFC 7518, sections 3.3 and 3.4.
 */
export function verifySignature(
  algorithm: string,
  key: PublicKey,
  data: string | Uint8Array,
  signature: Uint8Array,
): boolean {
  const publicKey = readKey(key);
  if (algorithmOf(publicKey) !== algorithm) return false;
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
  // An ES256 signature is the two numbers side by side, not their ASN.1 form.
  return verify('sha256', bytes, { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature);
}

function readKey(key: PublicKey): KeyObject {
  try {
    return typeof key === 'string'
      ? createPublicKey(key)
      : createPublicKey({ key: { ...key }, format: 'jwk' });
  } catch (error) {
    throw new Error(`this is not a public key (${(error as Error).message}): ${excerpt(key)}`);
  }
}

function excerpt(key: PublicKey): string {
  const text = typeof key === 'string' ? key : JSON.stringify(key);
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}...` : text);
}

/** The only algorithm that this key may be used with. */
function algorithmOf(key: KeyObject): string | undefined {
  if (key.asymmetricKeyType === 'rsa') return 'RS256';
  const onP256 = key.asymmetricKeyDetails?.namedCurve === 'prime256v1';
  return key.asymmetricKeyType === 'ec' && onP256 ? 'ES256' : undefined;
}
