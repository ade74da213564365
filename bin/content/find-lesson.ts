import { closest } from 'fastest-levenshtein';
import { UsageError } from '../usage-error.ts';
import type { LessonHead } from './lesson.ts';

/** Finds a lesson by its id, or by its name where only one component has it. Throws UsageError with the nearest name. */
export function findLesson<L extends LessonHead>(lessons: readonly L[], id: string): L {
  const exact = lessons.find((lesson) => lesson.id === id);
  if (exact) return exact;
  const named = lessons.filter((lesson) => lesson.id.endsWith(`/${id}`));
  if (named.length === 1) return named[0]!;
  if (named.length > 1)
    throw new UsageError(
      `"${id}" is the name of ${named.length} lessons.`,
      `Say which: ${named.map((lesson) => lesson.id).join(' or ')}.`,
    );
  throw new UsageError(`There is no lesson "${id}".`, nearest(lessons, id));
}

function nearest(lessons: readonly LessonHead[], id: string): string {
  if (lessons.length === 0) return 'This course has no lessons.';
  const ids = lessons.map((lesson) => lesson.id);
  const names = ids.map((one) => one.slice(one.indexOf('/') + 1));
  const found = id.includes('/') ? closest(id, ids) : ids[names.indexOf(closest(id, names))]!;
  return `Did you mean "${found}"? \`course list\` shows all.`;
}
