import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Amount, QuantityFormat } from './amount.ts';
import { formatQuantity } from './format.ts';
import { parseQuantity } from './parse.ts';

// Rows: apimachinery v0.32 pkg/api/resource/quantity_test.go, TestQuantityString; value is mantissa x 10^exponent.
const rows: [text: string, mantissa: number, exponent: number, format: QuantityFormat][] = [
  ['1Gi', 1024 ** 3, 0, 'BinarySI'],
  ['300Mi', 300 * 1024 ** 2, 0, 'BinarySI'],
  ['6Ki', 6 * 1024, 0, 'BinarySI'],
  ['1001Gi', 1001 * 1024 ** 3, 0, 'BinarySI'],
  ['1Ti', 1024 ** 4, 0, 'BinarySI'],
  ['5', 5, 0, 'BinarySI'],
  ['500m', 500, -3, 'BinarySI'],
  ['1234567m', 1234567, -3, 'BinarySI'],
  ['1025', 1025, 0, 'BinarySI'],
  ['0', 0, 0, 'BinarySI'],
  ['1G', 1, 9, 'DecimalSI'],
  ['1G', 1000, 6, 'DecimalSI'],
  ['1G', 1000000000, 0, 'DecimalSI'],
  ['1m', 1, -3, 'DecimalSI'],
  ['80m', 80, -3, 'DecimalSI'],
  ['1080m', 1080, -3, 'DecimalSI'],
  ['1080m', 108, -2, 'DecimalSI'],
  ['300M', 300, 6, 'DecimalSI'],
  ['1T', 1, 12, 'DecimalSI'],
  ['1234567M', 1234567, 6, 'DecimalSI'],
  ['3k', 3, 3, 'DecimalSI'],
  ['0', 0, 0, 'DecimalSI'],
  ['1n', 1, -9, 'DecimalSI'],
  ['80n', 80, -9, 'DecimalSI'],
  ['1080n', 1080, -9, 'DecimalSI'],
  ['1080n', 108, -8, 'DecimalSI'],
  ['1u', 1, -6, 'DecimalSI'],
  ['1080u', 1080, -6, 'DecimalSI'],
  ['1e9', 1, 9, 'DecimalExponent'],
  ['1e-3', 1, -3, 'DecimalExponent'],
  ['1e-9', 1, -9, 'DecimalExponent'],
  ['80e-3', 80, -3, 'DecimalExponent'],
  ['300e6', 300, 6, 'DecimalExponent'],
  ['1e12', 1, 12, 'DecimalExponent'],
  ['3e3', 3, 3, 'DecimalExponent'],
  ['0', 0, 0, 'DecimalExponent'],
];

describe('writing a quantity', () => {
  it.each(rows)('%s is canonical for %d x 10^%d as %s', (text, mantissa, exponent, format) => {
    const nano = BigInt(mantissa) * 10n ** BigInt(exponent + 9);
    expect(formatQuantity({ nano, format })).toBe(text);
    if (nano !== 0n) expect(formatQuantity({ nano: -nano, format })).toBe(`-${text}`);
  });

  // Same file: the alternates of TestQuantityString, TestQuantityParseEmit, TestParseQuantity.
  it.each([
    ['1024Mi', '1Gi'],
    ['307200Ki', '300Mi'],
    ['1025024Mi', '1001Gi'],
    ['5000m', '5'],
    ['0.5', '500m'],
    ['1000M', '1G'],
    ['0.001T', '1G'],
    ['1000u', '1m'],
    ['1.08', '1080m'],
    ['1080000000n', '1080m'],
    ['.001e12', '1e9'],
    ['1000e-12', '1e-9'],
    ['00', '0'],
    ['.001Ki', '1024m'],
    ['.000001Ki', '1024u'],
    ['.000000001Ki', '1024n'],
    ['.000000000001Ki', '2n'],
    ['999999999999999999.1', '999999999999999999100m'],
    ['1.0E', '1E'],
    ['1.000000000000000001E', '1000000000000000001'],
    ['10000000000000000000', '10E'],
    ['9223372036854775808000m', '9223372036854775808'],
  ])('%s is written as %s', (text, canonical) => {
    expect(formatQuantity(parseQuantity(text))).toBe(canonical);
    expect(formatQuantity(parseQuantity(`-${text}`))).toBe(
      canonical === '0' ? '0' : `-${canonical}`,
    );
  });

  it('what is written is read as the same value, whatever the value', () => {
    const amounts: fc.Arbitrary<Amount> = fc.record({
      nano: fc.bigInt({ min: -(10n ** 27n), max: 10n ** 27n }),
      format: fc.constantFrom<QuantityFormat>('DecimalSI', 'BinarySI', 'DecimalExponent'),
    });
    fc.assert(
      fc.property(amounts, (amount) => {
        expect(parseQuantity(formatQuantity(amount)).nano).toBe(amount.nano);
      }),
    );
  });
});
