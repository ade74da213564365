import { expect, it } from 'vitest';
import type { Line } from '../../../text/line.ts';
import { comparedLines, comparedSpans } from './difference.ts';

const marked = (line: Line) =>
  line.map(({ text, as }) => (as?.includes('differs') ? `<${text}>` : text)).join('');
const spans = (expected: string, received: string) => comparedSpans(expected, received).map(marked);

it('of two short values what differs is marked in both', () => {
  expect(spans('{ revision: 2, deleted: 0 }', '{ revision: 13, deleted: 0 }')).toEqual([
    '{ revision: <2>, deleted: 0 }',
    '{ revision: <13>, deleted: 0 }',
  ]);
  expect(spans('["a"]', '["a", "b"]')).toEqual(['["a"]', '["a"<, "b">]']);
});

it('values that have nothing in common are not marked', () => {
  expect(spans('1', 'undefined')).toEqual(['1', 'undefined']);
});

it('long values are laid over each other, and what is equal is left out but for its edges', () => {
  const list = (revision: number) =>
    ['[', ...'abcdefg', `  revision: ${revision},`, ...'hijklmn', ']'].join('\n');
  expect(comparedLines(list(3), list(2))).toEqual([
    { side: 'left-out', text: '… 6 equal lines …' },
    { side: 'both', text: 'f' },
    { side: 'both', text: 'g' },
    { side: 'expected', text: '  revision: 3,' },
    { side: 'received', text: '  revision: 2,' },
    { side: 'both', text: 'h' },
    { side: 'both', text: 'i' },
    { side: 'left-out', text: '… 6 equal lines …' },
  ]);
});
