import type { ReplicaSet } from 'course/kit';
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

/** The sizes of all sets once these are written: names left out keep theirs. */
export function written(
  sizes: Record<string, number>,
  sets: readonly ReplicaSet[],
): Record<string, number> {
  const now = sets.map(({ metadata, spec }) => [metadata?.name, spec?.replicas ?? 1]);
  return { ...Object.fromEntries(now), ...sizes };
}
