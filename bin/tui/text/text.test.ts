import { expect, it } from 'vitest';
import { cut, cutAtWord, fill, spread } from './fill.ts';
import { line, lineWidth, plainText, span } from './line.ts';
import { pageOf, percent, positionAt, topOf } from './page.ts';
import { marked, matchesIn } from './search.ts';
import { wrap } from './wrap.ts';

const rows = (text: string, columns: number) => wrap(line(text), columns).map(plainText);

it('words stay whole', () => {
  expect(rows('one counter for the whole store', 12)).toEqual([
    'one counter',
    'for the',
    'whole store',
  ]);
});

it('prose that is too long ends with a whole word', () => {
  const cutTo = (columns: number) =>
    plainText(cutAtWord([span('one ', 'muted'), span('counter for all')], columns));
  expect(cutTo(19)).toBe('one counter for all');
  expect(cutTo(18)).toBe('one counter for …');
  expect(cutTo(15)).toBe('one counter …');
  expect(cutTo(12)).toBe('one counter…');
  expect(cutTo(8)).toBe('one …');
  expect(cutTo(3)).toBe('on…');
});

it('Chinese breaks between characters, but no line begins with a comma', () => {
  expect(rows('修订号是整个存储的计数器，每一次', 24)).toEqual([
    '修订号是整个存储的计数',
    '器，每一次',
  ]);
});

it('a word of several looks is still one word', () => {
  const spans = [span('the '), span('etcd', 'code'), span('ctl tool')];
  expect(wrap(spans, 9).map(plainText)).toEqual(['the', 'etcdctl', 'tool']);
});

it('a path that is too long breaks at its joints', () => {
  expect(rows('kubernetes/pkg/scheduler/framework/plugins', 20)).toEqual([
    'kubernetes/pkg/',
    'scheduler/framework/',
    'plugins',
  ]);
});

it('what has no joint breaks anywhere', () => {
  expect(rows('aaaaaaaaaaaa', 5)).toEqual(['aaaaa', 'aaaaa', 'aa']);
});

it('indentation survives, blanks at the end do not', () => {
  expect(rows('{\n  a: 1,   \n}', 20)).toEqual(['{', '  a: 1,', '}']);
});

it('no line is wider than it may be', () => {
  const text = 'Wide 宽 characters 字符, emoji 👩‍🚀 and é combine; a-very-long-name/with/joints.ts';
  for (let columns = 4; columns < 40; columns++)
    for (const row of wrap(line(text), columns))
      expect(lineWidth(row)).toBeLessThanOrEqual(columns);
});

it('a cut line ends in an ellipsis and keeps its width', () => {
  expect(plainText(cut(line('修订号计数器'), 6))).toBe('修订…');
  expect(lineWidth(fill(line('修订号计数器'), 6))).toBe(6);
});

it('left gives way to right', () => {
  expect(plainText(spread(line('a long title'), line('100 %'), 14))).toBe('a long…  100 %');
});

it('a place in a text survives another width', () => {
  const block = (count: number) => Array.from({ length: count }, () => line('x'));
  const wide = pageOf([block(3), block(4), block(9)], 5);
  const narrow = pageOf([block(6), block(8), block(18)], 5);
  const position = positionAt(6, wide);
  expect(position).toEqual({ block: 1, line: 2 });
  expect(topOf(position, narrow)).toBe(9);
});

it('a text that fits is seen whole', () => {
  const page = pageOf([[line('a')]], 5);
  expect(topOf({ block: 7, line: 3 }, page)).toBe(0);
  expect(percent(page, 0)).toBe(100);
});

it('a search finds words whatever their capitals, over the borders of looks', () => {
  const spans = [span('Revi'), span('sions', 'code'), span(' and revisions')];
  expect(matchesIn([spans, line('none')], 'REVISION')).toEqual([0]);
  const hits = marked(spans, 'revision').filter((part) => part.as?.includes('match'));
  expect(plainText(hits)).toBe('Revisionrevision');
});
