import type { Quantity } from '../kubernetes.ts';
import { type Amount, magnitude, nanosInOne } from './amount.ts';
import {
  binarySuffix,
  decimalSuffix,
  exponentSuffix,
  largestBinaryPower,
  largestDecimalExponent,
} from './suffix.ts';

/**
 * Writes a quantity in canonical form: no fraction, the largest suffix that needs none, in the amount's format;
 * a binary amount that is not whole or is below 1024 is written as a decimal one. `0.5` becomes `500m`, `1024Mi` becomes `1Gi`.
 * Settled by apimachinery pkg/api/resource/quantity.go, CanonicalizeBytes.
 */
export function formatQuantity({ nano, format }: Amount): Quantity {
  if (nano === 0n) return '0';
  if (format === 'BinarySI' && nano % nanosInOne === 0n && magnitude(nano) >= 1024n * nanosInOne)
    return binaryText(nano / nanosInOne);
  return decimalText(nano, format === 'DecimalExponent');
}

function binaryText(whole: bigint): string {
  let mantissa = whole;
  let power = 0;
  while (mantissa % 1024n === 0n && power < largestBinaryPower) {
    mantissa /= 1024n;
    power += 1;
  }
  return `${mantissa}${binarySuffix(power)}`;
}

function decimalText(nano: bigint, withExponent: boolean): string {
  const largest = withExponent ? Number.POSITIVE_INFINITY : largestDecimalExponent;
  let mantissa = nano;
  let exponent = -9;
  while (mantissa % 1000n === 0n && exponent < largest) {
    mantissa /= 1000n;
    exponent += 3;
  }
  return `${mantissa}${withExponent ? exponentSuffix(exponent) : decimalSuffix(exponent)}`;
}
