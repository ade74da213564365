import { expect, it } from 'vitest';
import { failedRecord } from '../../../fixture/records.ts';
import { line } from '../../../text/line.ts';
import type { Folds } from '../exercise-state.ts';
import {
  broughtIntoView,
  failuresBelow,
  firstFailure,
  foldPageOf,
  groupFold,
  movedFold,
} from './fold-page.ts';

const lines = (count: number) => Array.from({ length: count }, () => line('x'));
/** A head of three lines, an unfolded remark that is taller than the screen, two folded ones. */
const page = foldPageOf(
  [
    { id: null, lines: lines(3) },
    { id: 'tall', lines: lines(12) },
    { id: 'second', lines: lines(1) },
    { id: 'third', lines: lines(1) },
  ],
  6,
);
const start: Folds = { selected: 'tall', unfolded: ['tall'], top: 0 };

function after(...bindings: string[]): Folds {
  return bindings.reduce((folds, binding) => movedFold(folds, binding, page), start);
}

it('down goes to the next remark, and scrolls where that would pass over lines nobody has seen', () => {
  expect(after('down')).toMatchObject({ selected: 'tall', top: 1 });
  expect(after(...Array<string>(4).fill('down'))).toMatchObject({ selected: 'tall', top: 4 });
  expect(after(...Array<string>(5).fill('down'))).toMatchObject({ selected: 'second', top: 10 });
});

it('down leaves a remark that hangs over the edge with one press', () => {
  const parts = [
    { id: null, lines: lines(3) },
    { id: 'hanging', lines: lines(5) },
    { id: 'next', lines: lines(1) },
  ];
  const hanging: Folds = { selected: 'hanging', unfolded: ['hanging'], top: 0 };
  const moved = movedFold(hanging, 'down', foldPageOf(parts, 6));
  expect(moved).toMatchObject({ selected: 'next', top: 3 });
});

it('failures below the edge are counted, those of a folded group as well', () => {
  const failing = new Set(['Ranges', 'Deleting', 'Compaction']);
  const record = {
    ...failedRecord,
    tests: failedRecord.tests.filter(({ group }) => failing.has(group)),
  };
  const first = firstFailure(record)!;
  const folds: Folds = { selected: first.id, unfolded: ['group Ranges', first.id], top: 0 };
  const parts = [
    { id: groupFold('Ranges'), lines: lines(1) },
    { id: first.id, lines: lines(7) },
    { id: groupFold('Deleting'), lines: lines(1) },
    { id: groupFold('Compaction'), lines: lines(1) },
  ];
  expect(failuresBelow(record, folds, foldPageOf(parts, 6))).toBe(2);
  expect(failuresBelow(record, folds, foldPageOf(parts, 9))).toBe(1);
  expect(failuresBelow(record, folds, foldPageOf(parts, 10))).toBe(0);
});

it('up scrolls back to the beginning of a tall remark', () => {
  const there = Array<string>(11).fill('down');
  expect(after(...there)).toMatchObject({ selected: 'third' });
  expect(after(...there, 'up', 'up')).toMatchObject({ selected: 'tall', top: 9 });
  const all = Array<string>(20).fill('up');
  expect(after(...there, ...all)).toMatchObject({ selected: 'tall', top: 0 });
});

it('the ends are the head and the last remark', () => {
  expect(after('bottom')).toMatchObject({ selected: 'third', top: 11 });
  expect(after('bottom', 'top')).toMatchObject({ selected: 'tall', top: 0 });
});

it('a page selects what comes into view', () => {
  expect(after('page-down')).toMatchObject({ selected: 'tall', top: 4 });
  expect(after('bottom', 'page-up').selected).toBe('tall');
});

it('a verdict without remarks scrolls all the same', () => {
  const plain = foldPageOf([{ id: null, lines: lines(10) }], 6);
  const none: Folds = { selected: null, unfolded: [], top: 0 };
  expect(movedFold(none, 'down', plain).top).toBe(1);
  expect(movedFold(none, 'bottom', plain).top).toBe(4);
});

it('a group that is unfolded on the last line shows the first of its tests', () => {
  const group = groupFold('Deleting');
  const parts = [
    { id: null, lines: lines(9) },
    { id: group, lines: lines(1) },
    { id: 'Deleting > one', lines: lines(4) },
  ];
  const unfolded: Folds = { selected: group, unfolded: [group], top: 4 };
  const there = broughtIntoView(unfolded, foldPageOf(parts, 6));
  expect(there).toMatchObject({ selected: group, top: 8 });
});
