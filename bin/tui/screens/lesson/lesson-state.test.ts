import { expect, it } from 'vitest';
import { line } from '../../text/line.ts';
import { pageOf, topOf } from '../../text/page.ts';
import {
  keptOf,
  type LessonAction,
  type LessonState,
  lessonReduced,
  openedLesson,
} from './lesson-state.ts';

const words = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const text = pageOf(
  [...words, ...words].map((word) => [line(word)]),
  6,
);
const page = { ...text, bodyEnd: text.lines.length - 2 };
const opened = openedLesson('etcd/revisions', { position: { block: 0, line: 0 }, answers: {} });

function after(...actions: LessonAction[]): LessonState {
  return actions.reduce((state, action) => lessonReduced(state, action, page), opened);
}
const top = (state: LessonState) => topOf(state.position, page);
const move = (binding: string): LessonAction => ({ type: 'move', binding });

it('the text never scrolls past its ends', () => {
  expect(top(after(move('up')))).toBe(0);
  expect(top(after(move('bottom'), move('down')))).toBe(page.lines.length - 6);
});

it('a page keeps two lines in sight', () => {
  expect(top(after(move('page-down')))).toBe(4);
  expect(top(after(move('page-down'), move('page-up')))).toBe(0);
});

it('a search begins where the reader is, goes around, and cancelling goes back', () => {
  const there = [move('page-down'), move('page-down')];
  const typing = [{ type: 'start-search' }, { type: 'type-query', query: 'THREE' }] as const;
  const found = after(...there, ...typing);
  expect(found.search).toEqual({ query: 'THREE', typing: true, match: 1 });
  expect(top(after(...there, ...typing, { type: 'cancel-search' }))).toBe(8);
  const next = after(
    ...there,
    ...typing,
    { type: 'accept-search' },
    { type: 'go-to-match', by: 1 },
  );
  expect(next.search).toEqual({ query: 'THREE', typing: false, match: 0 });
});

it('an empty search is no search', () => {
  expect(after({ type: 'start-search' }, { type: 'accept-search' }).search).toBeNull();
});

it('a search without a match stays where it began', () => {
  const state = after(
    move('page-down'),
    { type: 'start-search' },
    { type: 'type-query', query: 'zero' },
  );
  expect(top(state)).toBe(4);
});

it('the end of the text counts as read, once', () => {
  const end = after(move('bottom'), move('up'), move('up'));
  expect(keptOf(end, page, false).map(({ ask }) => ask)).toEqual(['keep-position', 'keep-read']);
  expect(keptOf(end, page, true).map(({ ask }) => ask)).toEqual(['keep-position']);
  expect(keptOf(opened, page, false).map(({ ask }) => ask)).toEqual(['keep-position']);
});

it('a lesson opens with the answers of last time', () => {
  const progress = { position: { block: 3, line: 0 }, answers: { q: { first: 0, last: 2 } } };
  expect(openedLesson('etcd/revisions', progress).quiz).toMatchObject({
    answers: { q: 2 },
    taken: { q: [0, 2] },
  });
});
