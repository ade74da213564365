import { batch } from '#suite';

/** What a function gives for several inputs; what it throws comes out. */
export function each<T>(
  what: (...args: never[]) => T,
  inputs: readonly (readonly unknown[])[],
): T[] {
  return batch(what, inputs).map((outcome) => {
    if ('error' in outcome) throw outcome.error;
    return outcome.value as T;
  });
}
