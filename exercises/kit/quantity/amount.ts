/** How a quantity was written, and is written again: `12M`, `12Mi` or `12e6`. */
export type QuantityFormat = 'DecimalSI' | 'BinarySI' | 'DecimalExponent';

/** A quantity as a number. Plain data: it can be stored, sent and compared. */
export interface Amount {
  /** The exact value in billionths (10^-9): nothing smaller can be said. */
  readonly nano: bigint;
  readonly format: QuantityFormat;
}

/** Billionths in one. */
export const nanosInOne = 1_000_000_000n;

/** Divides, rounding away from zero. */
export function divideUp(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  if (dividend % divisor === 0n) return quotient;
  return dividend < 0n ? quotient - 1n : quotient + 1n;
}

/** The size of a number, without its sign. */
export function magnitude(n: bigint): bigint {
  return n < 0n ? -n : n;
}
