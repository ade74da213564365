import { createHash, createHmac } from 'node:crypto';

/** The SHA-256 digest: 32 bytes. A text stands for its UTF-8 bytes. Settled by FIPS 180-4. */
export function sha256(data: string | Uint8Array): Uint8Array {
  return new Uint8Array(createHash('sha256').update(data).digest());
}

/** The SHA-256 message authentication code of data under a key: 32 bytes. Texts stand for their UTF-8 bytes. Settled by RFC 2104. */
export function hmacSha256(key: string | Uint8Array, data: string | Uint8Array): Uint8Array {
  return new Uint8Array(createHmac('sha256', key).update(data).digest());
}

/** Bytes as lower-case hexadecimal digits, two each. */
export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
