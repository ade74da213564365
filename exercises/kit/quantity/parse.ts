import type { Quantity } from '../kubernetes.ts';
import { type Amount, divideUp, magnitude, nanosInOne } from './amount.ts';
import { readSuffix } from './suffix.ts';

/** A text is not a quantity. The message is what Kubernetes says of it. */
export class QuantityError extends Error {
  override readonly name = 'QuantityError';
  constructor(
    /** The text as given. */
    readonly text: string,
    why: string,
  ) {
    super(why);
  }
}

const shape = /^([+-]?)(\d*)(?:\.(\d*))?((?:[eEinumkKMGTP]+[-+]?|[-+])\d*)?$/;
const wrongFormat =
  "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const wrongSuffix = "unable to parse quantity's suffix";
/** Binary quantities end at the largest 64-bit integer; larger ones become it. */
const largestBinary = (2n ** 63n - 1n) * nanosInOne;

/**
 * Reads a quantity: `100m`, `0.5`, `2`, `1e3`, `2k`, `1Gi`. What is finer than a billionth is rounded up (away from zero),
 * so that nothing asked for becomes nothing. Throws QuantityError. Exponents of more than three digits are refused.
 * Settled by apimachinery pkg/api/resource/quantity.go, ParseQuantity.
 */
export function parseQuantity(text: Quantity): Amount {
  const match = text === '' ? null : shape.exec(text);
  if (!match) throw new QuantityError(text, wrongFormat);
  const [, sign, whole = '', fraction = '', suffix = ''] = match;
  const scale = readSuffix(suffix);
  if (!scale) throw new QuantityError(text, wrongSuffix);

  const digits = BigInt(whole + fraction) * nanosInOne;
  const nano = scaled(digits, scale.base, scale.exponent, 10n ** BigInt(fraction.length));
  const capped = scale.format === 'BinarySI' && nano > largestBinary ? largestBinary : nano;
  // A binary quantity below one could only be printed rounded, so it becomes a decimal one.
  const tiny = scale.format === 'BinarySI' && magnitude(nano) < nanosInOne && nano !== 0n;
  return {
    nano: sign === '-' ? -capped : capped,
    format: tiny ? 'DecimalSI' : scale.format,
  };
}

function scaled(n: bigint, base: bigint, exponent: number, divisor: bigint): bigint {
  const factor = base ** BigInt(Math.abs(exponent));
  return exponent < 0 ? divideUp(n, divisor * factor) : divideUp(n * factor, divisor);
}
