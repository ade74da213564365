import { expect, it } from 'vitest';
import { brokenRecord, failedRecord, passedRecord } from '../../fixture/records.ts';
import { pageOf } from '../../text/page.ts';
import {
  type ExerciseAction,
  type ExerciseState,
  exerciseReduced,
  openedExercise,
} from './exercise-state.ts';
import { foldPageOf } from './verdict/fold-page.ts';

const pages = { brief: pageOf([], 10), verdict: foldPageOf([], 10), sheet: pageOf([], 10) };
const opened = openedExercise('etcd/mvcc-store', null);

function after(...actions: ExerciseAction[]): ExerciseState {
  return actions.reduce((state, action) => exerciseReduced(state, action, pages), opened);
}
const verdict = (record = failedRecord, turn = false): ExerciseAction => ({
  type: 'show-verdict',
  record,
  turn,
});

it('the first failure is unfolded and selected', () => {
  const { folds } = after(verdict());
  expect(folds).toEqual({
    selected: 'Ranges > the end of a range is not part of it',
    unfolded: ['group Ranges', 'Ranges > the end of a range is not part of it'],
    top: 0,
  });
});

it('a pass and a broken file have nothing to unfold', () => {
  expect(after(verdict(passedRecord)).folds.selected).toBeNull();
  expect(after(verdict(brokenRecord)).folds.selected).toBeNull();
  expect(after(verdict(passedRecord), { type: 'unfold-or-fold' }).folds.unfolded).toEqual([]);
});

it('a save turns to the verdict, the grading at the beginning does not', () => {
  expect(after(verdict(failedRecord, false)).pane).toBe('brief');
  expect(after(verdict(failedRecord, true)).pane).toBe('verdict');
});

it('only a grading that is still under way takes long', () => {
  expect(after({ type: 'grading-takes-long' }).grading).toBe('no');
  expect(after({ type: 'start-grading' }, { type: 'grading-takes-long' }).grading).toBe('slow');
  expect(after({ type: 'start-grading' }, verdict()).grading).toBe('no');
});

it('our trouble leaves the verdict before it, and the next verdict ends it', () => {
  const trouble: ExerciseAction = { type: 'show-trouble', trouble: 'no box' };
  expect(after(verdict(), trouble)).toMatchObject({ trouble: 'no box', record: failedRecord });
  expect(after(verdict(), trouble, verdict()).trouble).toBeNull();
});

it('what was unfolded stays unfolded while it is still failing', () => {
  const id = 'Deleting > deleting a missing key makes no revision';
  const opened = after(verdict(), { type: 'move', binding: 'down' });
  const state = { ...opened, folds: { ...opened.folds, selected: id, unfolded: [id] } };
  expect(exerciseReduced(state, verdict(), pages).folds).toMatchObject({
    selected: id,
    unfolded: [id],
  });
  expect(exerciseReduced(state, verdict(passedRecord), pages).folds.unfolded).toEqual([]);
});
