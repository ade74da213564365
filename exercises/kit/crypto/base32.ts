import { encodeBytes } from './radix.ts';

const lower = 'abcdefghijklmnopqrstuvwxyz234567';

/** How to write base32: upper case with padding unless told otherwise, as Go's base32.StdEncoding and kube-proxy write it. */
export interface Base32Options {
  readonly lowerCase?: boolean;
  /** Fill up with `=` to a multiple of 8 characters; true when absent. */
  readonly padding?: boolean;
}

/** Bytes as base32 text. A text stands for its UTF-8 bytes. Settled by RFC 4648, section 6. */
export function base32(data: string | Uint8Array, options: Base32Options = {}): string {
  const { lowerCase = false, padding = true } = options;
  const characters = lowerCase ? lower : lower.toUpperCase();
  return encodeBytes(data, { characters, bits: 5, group: padding ? 8 : 0 });
}
