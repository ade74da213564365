import {
  base64url,
  fromBase64url,
  hex,
  hmacSha256,
  type PublicJwk,
  sha256,
  utf8,
} from 'course/kit';
import type { Claims } from '#exercise/apiserver/authentication';

// A suite has no function that signs. RSA is short enough to write down, and quick when the secret exponent is the small
// one: then these two keys are no secrets at all, and each test's token is the same in every run. They are as short as a
// SHA-256 allows, since a failure prints them.

/** The public keys, `kid` the name. */
export const publicKeys = {
  new: {
    kty: 'RSA',
    n: 'uF1-Wh78W_aaT4XA3vXCEeo2lg_Bxh1deqsV0qEFV6Lr42JPaUOcetqIDuOoZ3wGRrbirccPV0mjv6PdTowygQ',
    e: 'MbYL5rLqKsXQj9apzbSIUppLg6TWA9xRI01UQgnmzd0L6JGFvKdveSvmRYFKVr2azdqO6G8gll9RsTwn72n2HQ',
    kid: 'new',
  },
  old: {
    kty: 'RSA',
    n: 'lbbsL6dcIMUVI57HKm-29QQe6vWGYFKHm2Ga6HIIQH1HcyAZGiFYGKiqiPHd-OmJuxov7d7mei3vVYT33gKvqQ',
    e: 'QwQWxV4NBz4xMDiqvnwzUYn-rP4qoINQ4GTYiqRAvVynkiA2TWZDMBksTLzISCNIOWN3YW-CYBuTx6I4-xD1gQ',
    kid: 'old',
  },
} satisfies Record<string, PublicJwk>;

export type KeyName = keyof typeof publicKeys;

/** A token with these claims, signed with a key. The header can say something else. */
export function token(claims: Claims, key: KeyName = 'new', header: object = { kid: key }): string {
  const signed = unsigned(claims, { alg: 'RS256', ...header });
  return `${signed}.${base64url(signature(signed, key))}`;
}

/** The first two parts of a token. */
export function unsigned(claims: unknown, header: unknown): string {
  return `${base64url(JSON.stringify(header))}.${base64url(JSON.stringify(claims))}`;
}

/** A token that says HS256, signed with what everybody knows: the public key's text. */
export function signedWithPublicKey(claims: Claims): string {
  const signed = unsigned(claims, { alg: 'HS256' });
  return `${signed}.${base64url(hmacSha256(publicKeys.new.n, signed))}`;
}

/** RSASSA-PKCS1-v1_5 with SHA-256 under a key of 64 bytes: RFC 8017, section 8.2.1. */
function signature(text: string, key: KeyName): Uint8Array {
  const digest = `3031300d060960864801650304020105000420${hex(sha256(text))}`;
  const padded = `0001${'ff'.repeat(64 - 3 - digest.length / 2)}00${digest}`;
  const modulus = number(hex(fromBase64url(publicKeys[key].n)));
  return bytes(toThe65537(number(padded), modulus));
}

/** 65537 is 2 to the 16th, and one. */
function toThe65537(base: bigint, modulus: bigint): bigint {
  let power = base;
  for (let i = 0; i < 16; i++) power = (power * power) % modulus;
  return (power * base) % modulus;
}

function number(digits: string): bigint {
  return BigInt(`0x${digits}`);
}

function bytes(value: bigint): Uint8Array {
  const digits = value.toString(16).padStart(128, '0');
  return Uint8Array.from(digits.match(/../g)!, (pair) => Number.parseInt(pair, 16));
}

/** What a token says, for a person to read; the text itself when it is none. */
export function told(text: string): string {
  try {
    const [header, claims] = text
      .split('.')
      .slice(0, 2)
      .map((part) => utf8(fromBase64url(part)));
    return `header ${JSON.stringify(JSON.parse(header!))}, claims ${JSON.stringify(JSON.parse(claims!))}`;
  } catch {
    return JSON.stringify(text);
  }
}
