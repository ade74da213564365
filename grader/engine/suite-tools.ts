// What a suite imports as `#suite`. The same calls work on the learner's code in the box and, under plain vitest, in place.
import { type BatchCall, type BatchOutcome, remoteOf } from '../boundary/remote.ts';

type Callable = (...args: never[]) => unknown;
type Methods = Record<string, Callable>;

let current = 1;

/** The grading's seed, a whole number from 0 up. fast-check is seeded with it already. */
export function seed(): number {
  return current;
}

/** For the engine alone: sets the seed of the next grading. */
export function setSeed(value: number): void {
  current = value;
}

/**
 * Many calls in one crossing. For an object each call is `[method, ...args]`; for a function `[...args]`.
 * Gives `{ value }` or `{ error }` for each, in order; an error does not stop the rest.
 */
export function batch(target: object, calls: readonly BatchCall[]): BatchOutcome[] {
  const behind = remoteOf(target);
  return behind ? behind.batch(calls) : calls.map((call) => outcomeOf(target, call));
}

/**
 * Calls a function, or a method given as `[target, 'method']`, and gives the arguments back as they are after the call:
 * the way to check that an argument was not modified.
 */
export function copyBack(
  what: Callable | readonly [object, string],
  ...args: unknown[]
): { value: unknown; args: unknown[] } {
  const [target, method] = typeof what === 'function' ? [what, null] : what;
  const behind = remoteOf(target);
  if (behind) return behind.copyBack(method, args);
  const copies = structuredClone(args);
  return { value: call(target, method, copies), args: copies };
}

function outcomeOf(target: object, given: BatchCall): BatchOutcome {
  const [method, args] =
    typeof target === 'function' ? [null, given] : [String(given[0]), given.slice(1)];
  try {
    return { value: call(target, method, args) };
  } catch (error) {
    return { error: error as Error };
  }
}

function call(target: object, method: string | null, args: readonly unknown[]): unknown {
  if (method === null) return (target as Callable)(...(args as never[]));
  return (target as Methods)[method]!(...(args as never[]));
}
