import { describe, expect, it } from 'vitest';
import { formatMicroTime, formatTime, parseTime } from './time.ts';

describe('a time of the API', () => {
  it('is written in whole seconds, in UTC', () => {
    expect(formatTime(1735689600000)).toBe('2025-01-01T00:00:00Z');
    expect(formatTime(1735689600999)).toBe('2025-01-01T00:00:00Z');
  });

  it('is written with six digits where leases renew', () => {
    expect(formatMicroTime(1735689600250)).toBe('2025-01-01T00:00:00.250000Z');
    expect(formatMicroTime(1735689600000)).toBe('2025-01-01T00:00:00.000000Z');
  });

  it.each([
    ['2025-01-01T00:00:00Z', 1735689600000],
    ['2025-01-01T00:00:00.250000Z', 1735689600250],
    ['2025-01-01T01:30:00+01:30', 1735689600000],
    ['2024-02-29T23:59:59Z', 1709251199000],
  ])('%s is read', (text, ms) => {
    expect(parseTime(text)).toBe(ms);
  });

  it.each([
    '',
    'yesterday',
    '2025-01-01',
    '2025-01-01T00:00:00',
    '2025-13-01T00:00:00Z',
    '2025-02-29T00:00:00Z',
    '2025-01-01T24:00:00Z',
    '2025-01-01T00:00:60Z',
  ])('"%s" is refused', (text) => {
    expect(() => parseTime(text)).toThrow(
      `"${text}" is not a time; write it like 2025-01-01T00:00:00Z`,
    );
  });
});
