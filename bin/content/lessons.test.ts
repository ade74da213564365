import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AuthorError } from '../../exercises/checked.ts';
import { readLessonHeads } from './lesson-heads.ts';
import { readLessons } from './lessons.ts';
import { frontMatter, lessonFolder, lessonWith } from './testing/lesson-folder.ts';

const text = `${frontMatter}Hello.\n`;
const ids = (files: Readonly<Record<string, string>>) =>
  readLessons(lessonFolder(files)).map(({ id }) => id);

describe('lessons', () => {
  it('come in the order of the course: by component, then by number', () => {
    const files = {
      'proxy/01-overview/en.md': text,
      'etcd/10-raft/en.md': text,
      'etcd/02-watch/en.md': text,
      'course/01-the-whole/en.md': text,
      'README.md': '',
    };
    expect(ids(files)).toEqual(['course/the-whole', 'etcd/watch', 'etcd/raft', 'proxy/overview']);
  });

  it('are none in a course without any', () => {
    expect(readLessons(lessonFolder({}))).toEqual([]);
  });

  it('say what their front matter says', () => {
    const facts = [
      ...[
        '---',
        'title: "Revisions: 1, 2, 3"',
        'summary: Every change has a number.',
        'minutes: 12',
        'sources:',
      ],
      ...[
        '  - etcd v3.4.23 mvcc/kvstore.go',
        '  - {title: Raft, url: "https://raft.github.io/raft.pdf"}',
      ],
      ...['outdated:', '  - {was: etcd v2 API, now: etcd v3 API}', '---', 'Two words.'],
    ].join('\n');
    const root = lessonFolder({ 'etcd/01-revisions/en.md': facts });
    expect(readLessons(root)[0]).toMatchObject({
      ...{
        id: 'etcd/revisions',
        component: 'etcd',
        number: 1,
        language: 'en',
        minutes: 12,
        words: 2,
      },
      ...{ title: 'Revisions: 1, 2, 3', summary: 'Every change has a number.', body: 'Two words.' },
      sources: [
        { title: 'etcd v3.4.23 mvcc/kvstore.go' },
        { title: 'Raft', url: 'https://raft.github.io/raft.pdf' },
      ],
      outdated: [{ was: 'etcd v2 API', now: 'etcd v3 API' }],
      file: join(root, 'lessons/etcd/01-revisions/en.md'),
    });
  });

  it('come in the language asked for, in English where they are not translated', () => {
    const root = lessonFolder({
      'etcd/01-revisions/en.md': text,
      'etcd/01-revisions/zh.md': text.replace('Revisions', '版本号'),
      'etcd/02-watch/en.md': text,
    });
    const found = readLessonHeads(root, 'zh').map(({ title, language }) => [title, language]);
    expect(found).toEqual([
      ['版本号', 'zh'],
      ['Revisions', 'en'],
    ]);
    expect(readLessonHeads(root, 'nn').map(({ language }) => language)).toEqual(['en', 'en']);
  });

  it('count the words of their prose, without code, diagrams and quizzes', () => {
    const body = [
      ...[
        '## Two words',
        '',
        'A **bold** `code` [[lease]] and a [link](https://x.y).',
        '',
        '- one',
        '- two',
        '',
      ],
      ...['```go', 'not counted', '```', '', '| a | b |', '|---|---|', '| c | d e |'],
    ].join('\n');
    expect(lessonWith(body, 'lease: a time limit').words).toBe(2 + 7 + 2 + 5);
  });
});

describe('an author is told', () => {
  const wrong: [string, Record<string, string>, RegExp][] = [
    [
      'which component is unknown',
      { 'etdc/01-a/en.md': text },
      /etdc: is no component. Fix: use one of course, etcd,/,
    ],
    [
      'how a folder must be named',
      { 'etcd/1-a/en.md': text },
      /1-a: is no lesson folder. Fix: name it NN-name/,
    ],
    ['that English is missing', { 'etcd/01-a/zh.md': text }, /en\.md: is missing/],
    [
      'that two have one number',
      { 'etcd/01-a/en.md': text, 'etcd/01-b/en.md': text },
      /01-b.*has the same number as .*01-a/,
    ],
    [
      'that two have one name',
      { 'etcd/01-a/en.md': text, 'etcd/02-a/en.md': text },
      /02-a.*has the same name as .*01-a/,
    ],
    [
      'that the front matter is missing',
      { 'etcd/01-a/en.md': '# Hello\n' },
      /front matter is missing. Fix: start the file with ---/,
    ],
    ['that it is empty', { 'etcd/01-a/en.md': '---\n---\nHello\n' }, /front matter is missing/],
    ['what is missing in it', { 'etcd/01-a/en.md': text.replace(/minutes.*\n/, '') }, /minutes/],
    [
      'what is unknown in it',
      { 'etcd/01-a/en.md': text.replace('minutes', 'author: me\nminutes') },
      /author/,
    ],
    [
      'that it names no source',
      { 'etcd/01-a/en.md': text.replace('[the manual]', '[]') },
      /sources.*name at least one source/,
    ],
    [
      'what a source looks like',
      { 'etcd/01-a/en.md': text.replace('the manual', '{titel: x}') },
      /sources\.0.*write a text, or title and url/,
    ],
    [
      'that it is not YAML',
      { 'etcd/01-a/en.md': text.replace('title: ', 'title: a: ') },
      /front matter is not YAML: .* line 1/,
    ],
  ];
  it.each(wrong)('%s', (_, files, message) => {
    const read = () => readLessons(lessonFolder(files));
    expect(read).toThrow(AuthorError);
    expect(read).toThrow(message);
  });

  it('of an empty lesson folder', () => {
    const root = lessonFolder({ 'etcd/01-a/en.md': text });
    mkdirSync(join(root, 'lessons/etcd/02-b'));
    expect(() => readLessonHeads(root)).toThrow(/02-b\/en\.md: is missing/);
  });
});
