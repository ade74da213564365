import { basename } from 'node:path';
import type { Exercise } from '../../../exercises/catalog.ts';

/**
 * Where in a submission each exercise's file lies: `etcd/mvcc-store.ts` at its top or below the one folder that holds most
 * of them (the workspace packed as a whole); else a file of that bare name, if no other exercise and no other file has it.
 * Exercises without a file are left out.
 */
export function findWork(
  exercises: readonly Exercise[],
  paths: readonly string[],
): ReadonlyMap<string, string> {
  const prefix = likeliestPrefix(exercises, paths);
  const here = new Set(paths);
  const found = new Map<string, string>();
  for (const exercise of exercises) {
    const placed = prefix === null ? undefined : prefix + exercise.file;
    const path =
      placed !== undefined && here.has(placed) ? placed : byName(exercise, exercises, paths);
    if (path !== undefined) found.set(exercise.id, path);
  }
  return found;
}

function likeliestPrefix(exercises: readonly Exercise[], paths: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const path of paths)
    for (const { file } of exercises)
      if (path === file || path.endsWith(`/${file}`)) {
        const prefix = path.slice(0, path.length - file.length);
        counts.set(prefix, (counts.get(prefix) ?? 0) + 1);
      }
  const [best] = [...counts].sort(
    ([a, m], [b, n]) => n - m || a.length - b.length || (a < b ? -1 : 1),
  );
  return best?.[0] ?? null;
}

function byName(
  exercise: Exercise,
  exercises: readonly Exercise[],
  paths: readonly string[],
): string | undefined {
  const name = basename(exercise.file);
  if (exercises.some((other) => other !== exercise && basename(other.file) === name))
    return undefined;
  const placed = new Set(exercises.map(({ file }) => file));
  const candidates = paths.filter(
    (path) => basename(path) === name && ![...placed].some((file) => path.endsWith(`/${file}`)),
  );
  return candidates.length === 1 ? candidates[0] : undefined;
}
