import { expect, it } from 'vitest';
import type { SearchText } from '../../ports.ts';
import { foundIn } from './found.ts';

const text = (kind: SearchText['kind'], title: string, words: string): SearchText => ({
  kind,
  id: `etcd/${title.toLowerCase()}`,
  title,
  text: words,
});

const texts = [
  text('term', 'lease', 'A time limit that must be renewed.'),
  text('term', 'quorum', 'More than half.'),
  text(
    'lesson',
    'Watching',
    '## The problem\n\nA watcher misses **no** change.\n\n- It names a revision.\n- A [[lease]] ends it.\n\n```quiz\n- question: secret?\n```\n',
  ),
  text('exercise', 'Lessor', 'Build what grants a lease.'),
];
const titles = (query: string) => foundIn(texts, query).map((found) => found.text.title);

it('titles come first, then texts, in the order of the course', () => {
  expect(titles('lease')).toEqual(['lease', 'Watching', 'Lessor']);
});

it('all words have to stand in one paragraph, in any order and in any capitals', () => {
  expect(titles('Change WATCHER')).toEqual(['Watching']);
  expect(titles('watcher revision')).toEqual([]);
});

it('a paragraph is shown without its marks', () => {
  expect(foundIn(texts, 'misses')[0]!.excerpt).toBe('A watcher misses no change.');
  expect(foundIn(texts, 'ends')[0]!.excerpt).toBe('A lease ends it.');
});

it('a quiz is not searched: it would give its answers away', () => {
  expect(titles('secret')).toEqual([]);
});

it('a term opens the first lesson that marks it, else the first that holds it, or nothing', () => {
  expect(foundIn(texts, 'lease')[0]!.opens).toEqual({ kind: 'lesson', id: 'etcd/watching' });
  const held = [...texts, text('term', 'watcher', 'Who wants to be told.')];
  expect(foundIn(held, 'watcher')[0]!.opens).toEqual({ kind: 'lesson', id: 'etcd/watching' });
  expect(foundIn(texts, 'quorum')[0]!.opens).toBeNull();
});

it('no words find nothing', () => {
  expect(titles('  ')).toEqual([]);
});
