import type { Taint, Toleration } from 'course/kit';

// The model thinks in sets: all taints of a small world that a toleration names, written out.

const effects = ['NoSchedule', 'NoExecute', 'PreferNoSchedule'];

/** The taints of a world of keys and values, as texts `key=value:effect`, that a toleration covers. */
export function covered(
  toleration: Toleration,
  keys: readonly string[],
  values: readonly string[],
) {
  const choose = (wanted: string | undefined, all: readonly string[]) =>
    wanted ? all.filter((each) => each === wanted) : all;
  const known = [undefined, '', 'Equal', 'Exists'].includes(toleration.operator);
  const anyValue = toleration.operator === 'Exists';
  return new Set(
    choose(toleration.effect, effects).flatMap((effect) =>
      choose(toleration.key, keys).flatMap((key) =>
        values
          .filter((value) => known && (anyValue || value === (toleration.value ?? '')))
          .map((value) => `${key}=${value}:${effect}`),
      ),
    ),
  );
}

/** A taint as the model's text. */
export function told({ key, value = '', effect }: Taint): string {
  return `${key}=${value}:${effect}`;
}

/** The taints of a node that no toleration covers, in order. */
export function uncovered(
  taints: readonly Taint[],
  tolerations: readonly Toleration[],
  world: { readonly keys: readonly string[]; readonly values: readonly string[] },
): Taint[] {
  const sets = tolerations.map((toleration) => covered(toleration, world.keys, world.values));
  return taints.filter((taint) => !sets.some((set) => set.has(told(taint))));
}

/** Scores from counts, by whole numbers. */
export function scored(counts: readonly number[]): number[] {
  const highest = counts.reduce((most, count) => (count > most ? count : most), 0);
  return counts.map((count) =>
    highest === 0 ? 100 : 100 - Number((100n * BigInt(count)) / BigInt(highest)),
  );
}
