import type { LessonHead } from './lesson.ts';
import { headsIn } from './lesson-folders.ts';
import { lookUp, readLessonIndex } from './lesson-index.ts';
import { readFrontMatter } from './markdown/front-matter.ts';

/** Reads what every list needs, front matter only, in course order. Throws AuthorError. */
export function readLessonHeads(root: string, language = 'en'): LessonHead[] {
  const index = readLessonIndex(root);
  return headsIn(
    root,
    language,
    (text, file) => lookUp(index, text) ?? readFrontMatter(text, file).facts,
  );
}
