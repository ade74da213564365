import { describe, expect, it } from 'vitest';
import { seededRandom } from './random.ts';

describe('chance from a seed', () => {
  // From the generator written in C with 32-bit unsigned arithmetic.
  it('gives the numbers of mulberry32', () => {
    const random = seededRandom(1);
    const bits = Array.from({ length: 4 }, () => random.next() * 2 ** 32);
    expect(bits).toEqual([2693262067, 11749833, 2265367787, 4213581821]);
  });

  it('is the same for the same seed and differs for another', () => {
    const rolls = (seed: number) => {
      const random = seededRandom(seed);
      return Array.from({ length: 8 }, () => random.intn(1000));
    };
    expect(rolls(7)).toEqual(rolls(7));
    expect(rolls(7)).not.toEqual(rolls(8));
  });

  it('is spread evenly', () => {
    const random = seededRandom(42);
    const counts = new Array<number>(6).fill(0);
    for (let i = 0; i < 6000; i++) counts[random.intn(6)]! += 1;
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(100);
  });

  it('stays in its range', () => {
    const random = seededRandom(-1);
    for (let i = 0; i < 1000; i++) {
      expect(random.next()).toBeGreaterThanOrEqual(0);
      expect(random.next()).toBeLessThan(1);
      expect(random.intn(1)).toBe(0);
    }
  });

  it.each([0, -1, 1.5, Number.NaN, 2 ** 33])('has no number below %d', (n) => {
    expect(() => seededRandom(1).intn(n)).toThrow(`not ${n}`);
  });
});
