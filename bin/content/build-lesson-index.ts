import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashOf, indexPath } from './lesson-index.ts';
import { readFrontMatter } from './markdown/front-matter.ts';

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
