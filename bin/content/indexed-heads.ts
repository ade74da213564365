import type { LessonHead } from './lesson.ts';
import { headsIn } from './lesson-folders.ts';
import { lookUp, readLessonIndex } from './lesson-index.ts';

class NotInIndex extends Error {}

/**
 * The heads of all lessons, from the index that the build made; null when a lesson has changed since.
 * Loads no YAML parser, which would cost a plain command more than all else that it does.
 */
export function indexedHeads(root: string, language = 'en'): LessonHead[] | null {
  const index = readLessonIndex(root);
  try {
    return headsIn(root, language, (text) => {
      const facts = lookUp(index, text);
      if (!facts) throw new NotInIndex();
      return facts;
    });
  } catch (error) {
    if (error instanceof NotInIndex) return null;
    throw error;
  }
}
