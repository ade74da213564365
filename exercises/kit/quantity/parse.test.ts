import { describe, expect, it } from 'vitest';
import type { QuantityFormat } from './amount.ts';
import { parseQuantity, QuantityError } from './parse.ts';

// Inputs and values: apimachinery v0.32 pkg/api/resource/quantity_test.go, TestQuantityParse.
// Each value is mantissa x 10^exponent.
type Row = [text: string, mantissa: number | bigint, exponent: number];

const KiB = 1024;
const MiB = KiB ** 2;
const GiB = KiB ** 3;
const TiB = KiB ** 4;
const largest = 2n ** 63n - 1n;

const decimal: Row[] = [
  ['0', 0, 0],
  ['0n', 0, 0],
  ['0u', 0, 0],
  ['0m', 0, 0],
  ['0k', 0, 0],
  ['0M', 0, 0],
  ['0G', 0, 0],
  ['0T', 0, 0],
  ['1', 1, 0],
  ['5n', 5, -9],
  ['4u', 4, -6],
  ['3m', 3, -3],
  ['9', 9, 0],
  ['8k', 8, 3],
  ['50k', 5, 4],
  ['7M', 7, 6],
  ['6G', 6, 9],
  ['5T', 5, 12],
  ['40T', 4, 13],
  ['300T', 3, 14],
  ['2P', 2, 15],
  ['1E', 1, 18],
  ['100.035k', 100035, 0],
  ['0.001', 1, -3],
  ['0.0005k', 5, -1],
  ['0.005', 5, -3],
  ['0.05', 5, -2],
  ['0.5', 5, -1],
  ['0.00050k', 5, -1],
  ['0.00500', 5, -3],
  ['0.05000', 5, -2],
  ['0.50000', 5, -1],
  ['10.035M', 10035, 3],
  ['9.01', 901, -2],
  ['8.1k', 81, 2],
  ['7.123456M', 7123456, 0],
  ['6.987654321G', 6987654321, 0],
  ['5.444T', 5444, 9],
  ['40.1T', 401, 11],
  ['300.2T', 3002, 11],
  ['2.5P', 25, 14],
  ['1.01E', 101, 16],
  ['3.001n', 4, -9],
  ['0.0000000001', 1, -9],
  ['0.0000000005', 1, -9],
  ['0.00000000050', 1, -9],
  ['0.9n', 1, -9],
  ['0.00000012345', 124, -9],
  ['0.00000012354', 124, -9],
  ['12E', 12, 18],
  ['0.000000000001Ki', 2, -9],
  ['.001', 1, -3],
  ['.0001k', 100, -3],
  ['1.', 1, 0],
  ['1.G', 1, 9],
];

const exponent: Row[] = [
  ['1E-3', 1, -3],
  ['1e3', 1, 3],
  ['1E6', 1, 6],
  ['1e9', 1, 9],
  ['1E12', 1, 12],
  ['1e13', 1, 13],
  ['1e14', 1, 14],
  ['1e15', 1, 15],
  ['1E18', 1, 18],
  ['0.5e0', 5, -1],
  ['0.5e-1', 5, -2],
  ['0.5e-2', 5, -3],
  ['1.2e3', 12, 2],
  ['1.3E+6', 13, 5],
  ['1.40e9', 14, 8],
  ['1.53E12', 153, 10],
  ['1.6e15', 16, 14],
  ['1.7E18', 17, 17],
  ['1.1E-9', 2, -9],
  ['0.5e-9', 1, -9],
];

const binary: Row[] = [
  ['0Ki', 0, 0],
  ['0Mi', 0, 0],
  ['0Gi', 0, 0],
  ['0Ti', 0, 0],
  ['1Ki', KiB, 0],
  ['8Ki', 8 * KiB, 0],
  ['7Mi', 7 * MiB, 0],
  ['6Gi', 6 * GiB, 0],
  ['5Ti', 5 * TiB, 0],
  ['4Pi', 4 * KiB ** 5, 0],
  ['3Ei', 3n * 1024n ** 6n, 0],
  ['10Ti', 10 * TiB, 0],
  ['100Ti', 100 * TiB, 0],
  ['9Ei', largest, 0],
  ['9223372036854775807Ki', largest, 0],
  ['100.035Ki', 10243584, -2],
  ['0.5Mi', MiB / 2, 0],
  ['0.05Gi', 536870912, -1],
  ['0.025Ti', 274877906944, -1],
];

const rows: [string, bigint, QuantityFormat][] = [
  ...decimal.map((row) => read(row, 'DecimalSI')),
  ...exponent.map((row) => read(row, 'DecimalExponent')),
  ...binary.map((row) => read(row, 'BinarySI')),
];

function read([text, mantissa, power]: Row, format: QuantityFormat): (typeof rows)[number] {
  return [text, BigInt(mantissa) * 10n ** BigInt(power + 9), format];
}

describe('reading a quantity', () => {
  it.each(rows)('%s has the value and format that Kubernetes gives it', (text, nano, format) => {
    expect(parseQuantity(text)).toEqual({ nano, format });
  });

  it.each(rows)('a sign before %s is understood', (text, nano, format) => {
    expect(parseQuantity(`+${text}`)).toEqual({ nano, format });
    expect(parseQuantity(`-${text}`)).toEqual({ nano: -nano, format });
  });

  // TestQuantityParse, `invalid`, and what follows from ErrFormatWrong and ErrSuffix.
  it.each([
    ['', 'match'],
    ['1.1.M', 'match'],
    ['1+1.0M', 'match'],
    ['0.1am', 'match'],
    ['aoeu', 'match'],
    [' 1', 'match'],
    ['1 ', 'match'],
    ['1Gb', 'match'],
    ['0.1mi', 'suffix'],
    ['.5i', 'suffix'],
    ['1i', 'suffix'],
    ['-3.01i', 'suffix'],
    ['-3.01e-', 'suffix'],
    ['1K', 'suffix'],
    ['1e1000', 'suffix'],
  ])('"%s" is refused', (text, why) => {
    expect(() => parseQuantity(text)).toThrow(QuantityError);
    expect(() => parseQuantity(text)).toThrow(
      why === 'match'
        ? "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
        : "unable to parse quantity's suffix",
    );
  });
});
