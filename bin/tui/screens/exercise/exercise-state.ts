import type { DiffLine, ExerciseText, Position, ResultRecord, TestTrace } from '../../ports.ts';
import { movedTop, type Page, positionAt, topOf } from '../../text/page.ts';
import {
  type Reading,
  readingFrom,
  type SearchAction,
  searchReduced,
} from '../../text/page-search.ts';
import {
  broughtIntoView,
  type FoldPage,
  failsIn,
  firstFailure,
  firstWaiting,
  groupFold,
  movedFold,
} from './verdict/fold-page.ts';

/** An exercise that is open: its brief on one side, its verdict on the other, sometimes a sheet over both. */
export interface ExerciseState {
  readonly kind: 'exercise';
  readonly id: string;
  /** Null until its text is read. */
  readonly text: ExerciseText | null;
  readonly pane: 'brief' | 'verdict';
  /** How far the brief is read, and what is searched in it. */
  readonly reading: Reading;
  /** Words to open the brief at, until it is read. */
  readonly seek: string | null;
  readonly record: ResultRecord | null;
  /** `slow` after a moment: until then the verdict before stays as it is, so that nothing flickers. */
  readonly grading: 'no' | 'started' | 'slow';
  /** Why there is no verdict, when that is not the learner's doing. */
  readonly trouble: string | null;
  readonly folds: Folds;
  readonly sheet: Sheet | null;
  readonly sheetTop: number;
  /** Did a verdict come while a sheet lay over it? */
  readonly unseen: boolean;
  /** Is the learner asked whether the stub shall be put back? */
  readonly confirming: boolean;
  /** Was it reset, so that the learner's file can come back? */
  readonly canUndo: boolean;
}

/** The verdict's remarks: which one is selected, which are unfolded, which line is at the top. */
export interface Folds {
  readonly selected: string | null;
  readonly unfolded: readonly string[];
  readonly top: number;
}

export type Sheet =
  | { readonly kind: 'hints'; readonly group: string; readonly rungs: number }
  | {
      readonly kind: 'diff';
      readonly against: 'stub' | 'reference';
      readonly lines: readonly DiffLine[];
    }
  | { readonly kind: 'solution'; readonly text: string }
  | ({ readonly kind: 'trace' } & TestTrace);

export type ExerciseAction =
  | { readonly type: 'move'; readonly binding: string }
  | { readonly type: 'search'; readonly search: SearchAction }
  | { readonly type: 'switch-pane' }
  | { readonly type: 'unfold-or-fold' }
  | { readonly type: 'show-selected' }
  | { readonly type: 'start-grading' }
  | { readonly type: 'grading-takes-long' }
  | { readonly type: 'show-verdict'; readonly record: ResultRecord; readonly turn: boolean }
  | { readonly type: 'show-stub' }
  | { readonly type: 'show-trouble'; readonly trouble: string }
  | { readonly type: 'open-sheet'; readonly sheet: Sheet }
  | { readonly type: 'close-sheet' }
  | { readonly type: 'ask-to-reset' }
  | { readonly type: 'stop-asking' };

/** The pages that the terminal's size gives to brief, verdict and sheet. */
export interface ExercisePages {
  readonly brief: Page;
  readonly verdict: FoldPage;
  readonly sheet: Page;
}

/** An exercise as it is when it opens; `record` is its last verdict. */
export function openedExercise(
  id: string,
  record: ResultRecord | null,
  position: Position = { block: 0, line: 0 },
): ExerciseState {
  return {
    kind: 'exercise',
    id,
    text: null,
    pane: 'brief',
    reading: readingFrom(position),
    seek: null,
    record,
    grading: 'no',
    trouble: null,
    folds: foldsOf(record),
    sheet: null,
    sheetTop: 0,
    unseen: false,
    confirming: false,
    canUndo: false,
  };
}

/** The exercise after an action. `pages` lays out what it is asked for; only moving needs it. */
export function exerciseReduced(
  state: ExerciseState,
  action: ExerciseAction,
  pages: ExercisePages,
): ExerciseState {
  switch (action.type) {
    case 'move':
      return moved(state, action.binding, pages);
    case 'search':
      return { ...state, reading: searchReduced(state.reading, action.search, pages.brief) };
    case 'switch-pane':
      return { ...state, pane: state.pane === 'brief' ? 'verdict' : 'brief' };
    case 'unfold-or-fold':
      return { ...state, folds: toggled(state.folds) };
    case 'show-selected':
      return { ...state, folds: broughtIntoView(state.folds, pages.verdict) };
    case 'start-grading':
      return { ...state, grading: 'started' };
    case 'grading-takes-long':
      return state.grading === 'started' ? { ...state, grading: 'slow' } : state;
    case 'show-verdict':
      return withVerdict(state, action.record, action.turn);
    case 'show-stub':
      return { ...state, record: null, grading: 'no', trouble: null, folds: foldsOf(null) };
    case 'show-trouble':
      return { ...state, grading: 'no', trouble: action.trouble };
    case 'open-sheet':
      return { ...state, sheet: action.sheet, sheetTop: 0 };
    case 'close-sheet':
      return { ...state, sheet: null, unseen: false };
    case 'ask-to-reset':
      return { ...state, confirming: true };
    case 'stop-asking':
      return { ...state, confirming: false };
  }
}

/** Movement keys go to what is in front: the sheet, else the pane that has the keys. */
function moved(state: ExerciseState, binding: string, pages: ExercisePages): ExerciseState {
  if (state.sheet)
    return { ...state, sheetTop: movedTop(binding, state.sheetTop, pages.sheet) ?? state.sheetTop };
  if (state.pane === 'verdict')
    return { ...state, folds: movedFold(state.folds, binding, pages.verdict) };
  const { brief } = pages;
  const top = movedTop(binding, topOf(state.reading.position, brief), brief);
  if (top === undefined) return state;
  return { ...state, reading: { ...state.reading, position: positionAt(top, brief) } };
}

function withVerdict(state: ExerciseState, record: ResultRecord, turn: boolean): ExerciseState {
  return {
    ...state,
    record,
    grading: 'no',
    trouble: null,
    folds: foldsAfter(state.folds, record),
    pane: turn ? 'verdict' : state.pane,
    unseen: state.unseen || (turn && state.sheet !== null),
  };
}

/** The first failure is unfolded, and of the groups the one that it belongs to; where nothing fails, what is next is selected. */
function foldsOf(record: ResultRecord | null): Folds {
  const first = record ? firstFailure(record) : undefined;
  const next = record ? firstWaiting(record) : undefined;
  if (!first) return { selected: next ? groupFold(next) : null, unfolded: [], top: 0 };
  return { selected: first.id, unfolded: [groupFold(first.group), first.id], top: 0 };
}

/** Who works on one failure keeps it in sight while it fails. */
function foldsAfter(folds: Folds, record: ResultRecord): Folds {
  if (folds.selected === null || !failsIn(record, folds.selected)) return foldsOf(record);
  return { ...folds, unfolded: folds.unfolded.filter((id) => failsIn(record, id)) };
}

function toggled(folds: Folds): Folds {
  const { selected, unfolded } = folds;
  if (selected === null) return folds;
  return unfolded.includes(selected)
    ? { ...folds, unfolded: unfolded.filter((id) => id !== selected) }
    : { ...folds, unfolded: [...unfolded, selected] };
}
