// The form in which values cross the boundary: JSON in which every array starts with a tag.
// Plain objects cross as JSON objects (`__proto__` is an ordinary key), scalars as themselves.

/** An encoded value. */
export type Wire = null | boolean | number | string | Wire[] | { [key: string]: Wire };

/** First item of an encoded array: what it stands for. */
export const Tag = {
  array: 0,
  undefined: 1,
  /** NaN, Infinity, -Infinity, -0 as text. */
  number: 2,
  bigint: 3,
  map: 4,
  set: 5,
  date: 6,
  bytes: 7,
  error: 8,
  /** Something of the sender's that the receiver may call: id, kind, name, method names, getter names. */
  mine: 9,
  /** Something of the receiver's own that comes home: id. */
  yours: 10,
  /** A data object that also has methods: id, data, method names, getter names. */
  object: 11,
  /** A value that cannot cross (a promise, a symbol): what it is, in words. */
  opaque: 12,
} as const;

/** What one frame may hold; anything above is refused before it is read or decoded. */
export const caps = {
  frameBytes: 4 * 1024 * 1024,
  depth: 200,
  nodes: 400_000,
  textBytes: 64 * 1024,
  bigintDigits: 4096,
  /** Methods and getters of one object. */
  names: 1000,
} as const;

/** How a function or object of the sender's is announced to the receiver. */
export interface Reference {
  readonly id: number;
  readonly kind: 'function' | 'instance';
  readonly name: string;
  readonly methods: readonly string[];
  readonly getters: readonly string[];
}

/** A value broke a cap or has no form on the wire. */
export class WireError extends Error {
  override readonly name = 'WireError';
}
