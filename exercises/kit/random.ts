/**
 * A source of chance. Passed in wherever the real component throws dice; nothing throws its own,
 * so that a run with the same seed is the same run.
 */
export interface Random {
  /** A number in [0, 1), evenly spread. */
  next(): number;
  /** A whole number in [0, n), evenly spread, like Go's rand.Intn. Throws RangeError unless n is a whole number from 1 to 2^32. */
  intn(n: number): number;
}

/**
 * Chance from a seed: the same seed gives the same numbers on every machine. For suites and simulations, not for secrets.
 * The generator is mulberry32: 32 bits of state, period 2^32.
 */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;

  function bits32(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  }

  const next = () => bits32() / 2 ** 32;
  return {
    next,
    intn(n) {
      if (!Number.isInteger(n) || n < 1 || n > 2 ** 32)
        throw new RangeError(`intn needs a whole number from 1 to 2^32, not ${n}`);
      return Math.floor(next() * n);
    },
  };
}
