import { closest } from 'fastest-levenshtein';
import type { Exercise } from '../exercises/catalog.ts';
import { UsageError } from './usage-error.ts';

/** The exercise of that id; also by its name alone where that is unique. Throws UsageError with the nearest name. */
export function findExercise(catalog: readonly Exercise[], id: string): Exercise {
  const wanted = id.replace(/\.ts$/, '');
  const byName = catalog.filter((exercise) => exercise.id.endsWith(`/${wanted}`));
  const found =
    catalog.find((exercise) => exercise.id === wanted) ??
    (byName.length === 1 ? byName[0] : undefined);
  if (found) return found;
  const ids = catalog.map((exercise) => exercise.id);
  const near = ids.length > 0 ? `Did you mean ${nearest(wanted, ids)}? ` : '';
  throw new UsageError(`There is no exercise "${id}".`, `${near}"course list" shows all.`);
}

/** By whole id, or by the name behind the slash when only that was typed. */
function nearest(wanted: string, ids: readonly string[]): string {
  if (wanted.includes('/')) return closest(wanted, [...ids]);
  const name = closest(
    wanted,
    ids.map((id) => id.split('/')[1]!),
  );
  return ids.find((id) => id.endsWith(`/${name}`))!;
}
