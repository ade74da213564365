import { type Exercise, readCatalog } from '../../exercises/catalog.ts';
import { readLessonHeads } from './lesson-heads.ts';
import { buildOutline, type Outline } from './outline.ts';

/** What the course has: its exercises, and everything in teaching order. */
export interface CourseOutline {
  readonly catalog: readonly Exercise[];
  readonly outline: Outline;
}

/** Reads the outline of the course in `root`. Throws AuthorError. */
export function courseOutline(root: string): CourseOutline {
  const catalog = readCatalog(root);
  return { catalog, outline: buildOutline(readLessonHeads(root), catalog) };
}
