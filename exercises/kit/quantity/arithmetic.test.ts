import { describe, expect, it } from 'vitest';
import {
  addQuantities,
  compareQuantities,
  quantityMilliValue,
  quantityValue,
  subtractQuantities,
} from './arithmetic.ts';
import { formatQuantity } from './format.ts';

describe('the value of a quantity', () => {
  it.each([
    ['1', 1],
    ['1Ki', 1024],
    ['1k', 1000],
    ['0.5', 1],
    ['100m', 1],
    ['1e3', 1000],
    ['1.5Gi', 1610612736],
    ['-9.01', -10],
    ['0', 0],
  ])('%s is %d, rounded up away from zero', (text, value) => {
    expect(quantityValue(text)).toBe(value);
  });

  it.each([
    ['100m', 100],
    ['2', 2000],
    ['0.5', 500],
    ['0.0001', 1],
    ['1n', 1],
    ['1234k', 1234000000],
  ])('%s is %d thousandths', (text, milli) => {
    expect(quantityMilliValue(text)).toBe(milli);
  });
});

describe('comparing quantities', () => {
  // quantity_test.go, TestQuantityCmp, and equal values written differently.
  it.each([
    ['0', '0', 0],
    ['100m', '50m', 1],
    ['50m', '100m', -1],
    ['10000T', '100Gi', 1],
    ['1', '1000m', 0],
    ['1Ki', '1024', 0],
    ['1k', '1Ki', -1],
    ['1e3', '1k', 0],
    ['-1', '0', -1],
  ])('%s against %s is %d', (a, b, expected) => {
    expect(compareQuantities(a, b)).toBe(expected);
    expect(compareQuantities(b, a)).toBe(-expected + 0);
  });
});

describe('adding and subtracting quantities', () => {
  it('is exact and keeps the format of the first', () => {
    expect(formatQuantity(addQuantities('100m', '200m'))).toBe('300m');
    expect(formatQuantity(addQuantities('1Gi', '1024Mi'))).toBe('2Gi');
    expect(formatQuantity(subtractQuantities('1Gi', '1G'))).toBe('73741824');
    expect(formatQuantity(subtractQuantities('1', '1500m'))).toBe('-500m');
  });

  // quantity_test.go, TestQuantityAddZeroPreservesSuffix and TestQuantitySubZeroPreservesSuffix.
  it.each(['100m', '1Gi'])('zero and %s keep the format of the one that is not zero', (text) => {
    expect(formatQuantity(addQuantities(text, '0'))).toBe(text);
    expect(formatQuantity(addQuantities('0', text))).toBe(text);
    expect(formatQuantity(subtractQuantities(text, '0'))).toBe(text);
    expect(formatQuantity(subtractQuantities('0', text))).toBe(`-${text}`);
  });
});
