import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FrontMatter, readFrontMatter } from './markdown/front-matter.ts';

/**
 * What the front matters say, by the hash of the lesson's text: reading forty of them as YAML takes longer than all else
 * that a plain command does. It is made with the build; a lesson that was changed since is simply not in it.
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

/** Writes the index of all lessons in all languages to dist/. Throws AuthorError when a lesson is wrong. */
export function buildLessonIndex(root: string): void {
  const dir = join(root, 'lessons');
  const files = readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((file) => /^[^/\\]+[/\\][^/\\]+[/\\][^/\\]+\.md$/.test(file))
    .sort();
  const entries = files.map((file) => {
    const lesson = readFileSync(join(dir, file), 'utf8');
    return [hashOf(lesson), readFrontMatter(lesson, join(dir, file)).facts];
  });
  writeFileSync(indexPath(root), JSON.stringify(Object.fromEntries(entries)));
}

function indexPath(root: string): string {
  return join(root, 'dist', 'lesson-index.json');
}

function hashOf(lesson: string): string {
  return createHash('sha256').update(lesson).digest('hex');
}
