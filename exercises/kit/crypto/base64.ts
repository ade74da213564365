import { type Alphabet, decodeText, encodeBytes } from './radix.ts';

const lettersAndDigits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const standard: Alphabet = { characters: `${lettersAndDigits}+/`, bits: 6, group: 4 };
const forUrls: Alphabet = { characters: `${lettersAndDigits}-_`, bits: 6, group: 0 };

/** Bytes as base64 text with padding: the values in a Secret's `data`. A text stands for its UTF-8 bytes. Settled by RFC 4648, section 4. */
export function base64(data: string | Uint8Array): string {
  return encodeBytes(data, standard);
}

/** Undoes base64. Throws Error `illegal base64 data at input byte N`; the padding must be there. */
export function fromBase64(text: string): Uint8Array {
  return decodeText(text, standard);
}

/** Bytes as base64 text for URLs, without padding: the three parts of a JSON Web Token. Settled by RFC 4648, section 5, and RFC 7515, appendix C. */
export function base64url(data: string | Uint8Array): string {
  return encodeBytes(data, forUrls);
}

/** Undoes base64url. Throws Error `illegal base64 data at input byte N`; padding is not allowed. */
export function fromBase64url(text: string): Uint8Array {
  return decodeText(text, forUrls);
}

/** The text whose UTF-8 bytes these are. Bytes that are not UTF-8 become U+FFFD. */
export function utf8(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
