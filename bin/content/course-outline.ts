import { type Exercise, readCatalog } from '../../exercises/catalog.ts';
import { indexedHeads } from './indexed-heads.ts';
import { buildOutline, type Outline } from './outline.ts';

/** What the course has: its exercises, and everything in teaching order. */
export interface CourseOutline {
  readonly catalog: readonly Exercise[];
  readonly outline: Outline;
}

/** Reads the outline of the course in `root`. Throws AuthorError. */
export async function courseOutline(root: string): Promise<CourseOutline> {
  const catalog = readCatalog(root);
  const heads = indexedHeads(root) ?? (await import('./lesson-heads.ts')).readLessonHeads(root);
  return { catalog, outline: buildOutline(heads, catalog) };
}
