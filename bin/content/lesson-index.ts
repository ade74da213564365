import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrontMatter } from './markdown/front-matter.ts';

/**
 * What the front matters say, by the hash of their text: reading forty of them as YAML takes longer than all else
 * that a plain command does. It is made with the build; a front matter that was changed since is simply not in it.
 */
export type LessonIndex = Readonly<Record<string, FrontMatter>>;

/** Reads the index of the course in `root`; an empty one when none was built. */
export function readLessonIndex(root: string): LessonIndex {
  try {
    return JSON.parse(readFileSync(indexPath(root), 'utf8')) as LessonIndex;
  } catch {
    return {};
  }
}

/** What the front matter of this lesson says, if it is in the index. */
export function lookUp(index: LessonIndex, lesson: string): FrontMatter | undefined {
  return index[hashOf(lesson)];
}

/** Where the index of the course in `root` lies. */
export function indexPath(root: string): string {
  return join(root, 'dist', 'lesson-index.json');
}

/** Under what a lesson stands in the index: its front matter decides, and the rest is many times as long. */
export function hashOf(lesson: string): string {
  return createHash('sha256').update(frontMatterOf(lesson)).digest('hex');
}

/** All of a lesson that has none. */
function frontMatterOf(lesson: string): string {
  return /^---\r?\n(?:[\s\S]*?\n)?---[ \t]*(?:\r?\n|$)/.exec(lesson)?.[0] ?? lesson;
}
