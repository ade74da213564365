import type { QuantityFormat } from './amount.ts';

/** What a suffix says: the number before it is times base^exponent. */
export interface Scale {
  readonly base: 2n | 10n;
  readonly exponent: number;
  readonly format: QuantityFormat;
}

/** Suffixes of thousands, by exponent / 3, from -3. */
const decimal = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
/** Suffixes of 1024s, by exponent / 10. */
const binary = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

/** The greatest exponents that have a suffix: what is larger gets more digits instead. */
export const largestDecimalExponent = 18;
export const largestBinaryPower = 6;

/** What a suffix means, undefined when it is none. */
export function readSuffix(suffix: string): Scale | undefined {
  if (decimal.includes(suffix))
    return { base: 10n, exponent: (decimal.indexOf(suffix) - 3) * 3, format: 'DecimalSI' };
  if (binary.includes(suffix))
    return { base: 2n, exponent: binary.indexOf(suffix) * 10, format: 'BinarySI' };
  if (/^[eE][-+]?\d{1,3}$/.test(suffix))
    return { base: 10n, exponent: Number(suffix.slice(1)), format: 'DecimalExponent' };
  return undefined;
}

/** `m` for 10^-3; the exponent is a multiple of 3 from -9 to 18. */
export function decimalSuffix(exponent: number): string {
  return decimal[exponent / 3 + 3]!;
}

/** `Mi` for 1024^2. */
export function binarySuffix(power: number): string {
  return binary[power]!;
}

/** `e6` for 10^6, nothing for 10^0. */
export function exponentSuffix(exponent: number): string {
  return exponent === 0 ? '' : `e${exponent}`;
}
