import { readFileSync } from 'node:fs';
import { type Glossary, readGlossary } from './glossary.ts';
import type { Block, Lesson, LessonHead } from './lesson.ts';
import { readLessonHeads } from './lesson-heads.ts';
import { readFrontMatter } from './markdown/front-matter.ts';
import { proseOf } from './markdown/prose.ts';
import { readBlocks } from './markdown/read-blocks.ts';

/** Reads every lesson below `root` (the course's own folder) in course order, and checks all of them. Throws AuthorError. */
export function readLessons(root: string, language = 'en'): Lesson[] {
  const glossary = readGlossary(root, language);
  return readLessonHeads(root, language).map((head) => readLesson(head, glossary));
}

/** Reads the whole of one lesson. Throws AuthorError. */
export function readLesson(head: LessonHead, glossary: Glossary): Lesson {
  const { body } = readFrontMatter(readFileSync(head.file, 'utf8'), head.file);
  const blocks = readBlocks(body, glossary, head.file);
  return { ...head, body, blocks, words: wordsIn(blocks) };
}

function wordsIn(blocks: readonly Block[]): number {
  return blocks
    .flatMap((block) => (block.type === 'markdown' ? proseOf(block.tokens) : []))
    .join(' ')
    .split(/\s+/)
    .filter(Boolean).length;
}
