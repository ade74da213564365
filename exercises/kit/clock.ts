/**
 * Tells the time. Passed in wherever a decision depends on time; nothing reads the real clock.
 * What has `now` as a parameter instead needs no Clock.
 */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z, whole. Never goes back between two calls. */
  now(): number;
}

/** A clock that stands still until it is moved: for suites, simulations and replays. */
export interface ManualClock extends Clock {
  /** Moves the clock on by whole milliseconds, 0 or more. */
  advance(ms: number): void;
}

/** Makes a clock that stands at `start`: by default 2025-01-01T00:00:00Z, a whole second. */
export function manualClock(start = 1735689600000): ManualClock {
  let now = start;
  return {
    now: () => now,
    advance(ms) {
      if (!Number.isSafeInteger(ms) || ms < 0)
        throw new RangeError(`a clock moves on by whole milliseconds, 0 or more, not by ${ms}`);
      now += ms;
    },
  };
}
