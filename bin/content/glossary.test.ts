import { expect, it } from 'vitest';
import { AuthorError } from '../../exercises/checked.ts';
import { checkTerm } from './check-term.ts';
import { parseGlossary, readGlossary } from './glossary.ts';
import { lessonFolder } from './testing/lesson-folder.ts';

const glossary = parseGlossary(
  'lease: A time limit.\nRevision: A number.\nproxy: In between.\nproperty: What one has.\n',
  'g.yaml',
);

it('is in alphabetical order', () => {
  expect(glossary.entries.map(({ term }) => term)).toEqual([
    'lease',
    'property',
    'proxy',
    'Revision',
  ]);
});

it.each([
  ['lease', 'lease'],
  ['Leases', 'lease'],
  ['revision', 'Revision'],
  ['proxies', 'proxy'],
  ['properties', 'property'],
  ['constructor', 'undefined'],
])('finds %s as %s', (word, term) => {
  expect(String(glossary.find(word)?.term)).toBe(term);
});

it('is read in the language asked for, else in English, else it is empty', () => {
  const root = lessonFolder({
    'glossary.en.yaml': 'lease: A time limit.',
    'glossary.zh.yaml': 'lease: 租约',
  });
  expect(readGlossary(root, 'zh').find('lease')?.definition).toBe('租约');
  expect(readGlossary(root, 'nn').find('lease')?.definition).toBe('A time limit.');
  expect(readGlossary(lessonFolder({})).entries).toEqual([]);
});

it.each([
  ['lease:', /lease is null/],
  ['- lease', /the glossary is a list/],
  ['lease: [1, 2]', /lease/],
  ['lease: a\nlease: b', /is not YAML: Map keys must be unique/],
])('tells an author what is wrong with %j', (yaml, message) => {
  expect(() => parseGlossary(yaml, 'g.yaml')).toThrow(AuthorError);
  expect(() => parseGlossary(yaml, 'g.yaml')).toThrow(message);
});

it('tells an author which word is missing and which one is near', () => {
  const check = () => checkTerm('revison', glossary, 'en.md');
  expect(check).toThrow(
    'en.md: [[revison]] is not in the glossary. Fix: add it to lessons/glossary.en.yaml or write a word that is there, such as [[Revision]].',
  );
});
