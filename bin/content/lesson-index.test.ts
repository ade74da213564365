import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
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
    'etcd/01-revisions/zh.md': `${frontMatter.replace('Revisions', 'Revisions 修订')}你好\n`,
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
    'Revisions 修订',
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
  edit(lesson, 'title: Revisions', 'title: Revisions, edited');
  expect(readLessonHeads(root)[0]?.title).toBe('Revisions, edited');
});

it('gives all heads by itself, or none when a lesson has changed since', () => {
  const { root, lesson } = indexed();
  expect(indexedHeads(root)).toEqual(readLessonHeads(root));
  edit(lesson, 'title: Revisions', 'title: Revisions, edited');
  expect(indexedHeads(root)).toBeNull();
});

it('does not mind a change below the front matter', () => {
  const { root, lesson } = indexed();
  appendFileSync(lesson, 'More.\n---\n');
  expect(indexedHeads(root)).toEqual(readLessonHeads(root));
});

function edit(file: string, find: string, replace: string): void {
  const text = readFileSync(file, 'utf8');
  expect(text).toContain(find);
  writeFileSync(file, text.replace(find, replace));
}
