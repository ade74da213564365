import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { buildLessonIndex } from './build-lesson-index.ts';
import { indexedHeads } from './indexed-heads.ts';
import { readLessonHeads } from './lesson-heads.ts';
import { readLessonIndex } from './lesson-index.ts';
import { frontMatter, lessonFolder } from './testing/lesson-folder.ts';

function indexed(): { root: string; lesson: string } {
  const root = lessonFolder({
    'etcd/01-revisions/en.md': `${frontMatter}Hello.\n`,
    'etcd/01-revisions/zh.md': `${frontMatter}你好\n`,
    'README.md': 'no lesson',
  });
  mkdirSync(join(root, 'dist'));
  buildLessonIndex(root);
  return { root, lesson: join(root, 'lessons/etcd/01-revisions/en.md') };
}

it('says of every lesson in every language what its front matter says', () => {
  const { root } = indexed();
  expect(Object.values(readLessonIndex(root)).map(({ title }) => title)).toEqual([
    'Revisions',
    'Revisions',
  ]);
});

it('gives the same as the lessons themselves', () => {
  const { root } = indexed();
  const heads = readLessonHeads(root);
  writeFileSync(join(root, 'dist/lesson-index.json'), 'not JSON');
  expect(readLessonHeads(root)).toEqual(heads);
});

it('is asked instead of the front matter', () => {
  const { root } = indexed();
  const path = join(root, 'dist/lesson-index.json');
  const text = JSON.stringify(readLessonIndex(root));
  writeFileSync(path, text.replaceAll('Revisions', 'From the index'));
  expect(readLessonHeads(root)[0]?.title).toBe('From the index');
});

it('says nothing of a lesson that was changed since', () => {
  const { root, lesson } = indexed();
  const path = join(root, 'dist/lesson-index.json');
  writeFileSync(
    path,
    JSON.stringify(readLessonIndex(root)).replaceAll('Revisions', 'From the index'),
  );
  appendFileSync(lesson, 'More.\n');
  expect(readLessonHeads(root)[0]?.title).toBe('Revisions');
});

it('gives all heads by itself, or none when a lesson has changed since', () => {
  const { root, lesson } = indexed();
  expect(indexedHeads(root)).toEqual(readLessonHeads(root));
  appendFileSync(lesson, 'More.\n');
  expect(indexedHeads(root)).toBeNull();
});
