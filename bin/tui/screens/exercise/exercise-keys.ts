import { isFailure } from '../../../../exercises/standing.ts';
import type { KeyFacts, Mode } from '../../input/key-facts.ts';
import type { Outcome } from '../../session/ask.ts';
import { findExercise, findItem, hasPassed, neighborOf, type World } from '../../session/world.ts';
import { edges, topOf } from '../../text/page.ts';
import type { SearchAction } from '../../text/page-search.ts';
import { matchesIn } from '../../text/search.ts';
import { exercisePages } from './exercise-pages.ts';
import {
  type ExerciseAction,
  type ExercisePages,
  type ExerciseState,
  exerciseReduced,
  type Folds,
} from './exercise-state.ts';
import { hintless, hintTaken } from './hint-ladder.ts';
import { placeToEdit } from './place-to-edit.ts';
import { rungsOf } from './sheet-blocks.ts';
import { movedFold } from './verdict/fold-page.ts';
import { words } from './wording.ts';

/** Who takes the keys of an open exercise. */
export function exerciseMode(state: ExerciseState): Mode {
  if (state.confirming) return 'confirm';
  if (state.reading.search?.typing) return 'search';
  return state.sheet ? 'sheet' : 'exercise';
}

/** What decides which of its keys work. */
export function exerciseFacts(state: ExerciseState, world: World): KeyFacts {
  const here = { kind: 'exercise', id: state.id } as const;
  const exercise = findExercise(world.outline, state.id);
  const { sheet } = state;
  return {
    passed: hasPassed(world.progress, state.id),
    simulation: exercise?.simulation != null,
    undo: state.canUndo,
    failing: testToReplay(state) !== undefined,
    editor: world.editor() !== null,
    hints: (state.text?.hints.length ?? 0) > 0,
    hintless: sheet?.kind === 'hints' ? null : hintless(state),
    ...edgesOf(state, exercisePages(state, world)),
    pane: state.pane,
    done: state.record?.status === 'passed',
    matches: state.reading.search
      ? matchesIn(exercisePages(state, world).brief.lines, state.reading.search.query).length
      : null,
    foldable: state.pane === 'verdict' && state.folds.selected !== null,
    unfolded: state.folds.unfolded.some((id) => id === state.folds.selected),
    lesson:
      exercise !== undefined &&
      findItem(world.outline, { kind: 'lesson', id: exercise.lesson }) !== undefined,
    before: neighborOf(world.outline, here, -1) !== undefined,
    after: neighborOf(world.outline, here, 1) !== undefined,
    ...(sheet ? { sheet: sheet.kind } : {}),
    compares: nextDiff(state, world) === 'reference',
    untouched: state.record === null,
    rungs: sheet?.kind === 'hints' && sheet.rungs < rungsOf(state.text, sheet.group).length,
  };
}

/** Where the text in front is, or of the verdict what is selected in it. */
function edgesOf({ sheet, sheetTop, pane, reading, folds }: ExerciseState, pages: ExercisePages) {
  if (sheet) return edges(pages.sheet, sheetTop);
  if (pane === 'brief') return edges(pages.brief, topOf(reading.position, pages.brief));
  const leads = (binding: string) => !sameFolds(folds, movedFold(folds, binding, pages.verdict));
  return { atTop: !leads('up'), atEnd: !leads('down') };
}

function sameFolds(one: Folds, other: Folds): boolean {
  return one.selected === other.selected && one.top === other.top;
}

/** What a key of the table does in an exercise. */
export function exercisePressed(
  state: ExerciseState,
  world: World,
  binding: string,
): Outcome<ExerciseState> {
  const act = (action: ExerciseAction) => ({
    state: exerciseReduced(state, action, exercisePages(state, world)),
  });
  const exercise = state.id;
  switch (binding) {
    case 'find':
      return { state, go: { to: 'find' } };
    case 'search':
      return searched(state, world, { type: 'start-search' });
    case 'accept-search':
    case 'cancel-search':
      return searched(state, world, { type: binding });
    case 'next-match':
      return searched(state, world, { type: 'go-to-match', by: 1 });
    case 'previous-match':
      return searched(state, world, { type: 'go-to-match', by: -1 });
    case 'switch-pane':
      return act({ type: 'switch-pane' });
    case 'unfold': {
      const { state: unfolded } = act({ type: 'unfold-or-fold' });
      const pages = exercisePages(unfolded, world);
      return { state: exerciseReduced(unfolded, { type: 'show-selected' }, pages) };
    }
    case 'edit':
      return { state, asks: [{ ask: 'edit', exercise, place: placeToEdit(state) }] };
    case 'grade':
      // The key stays in the footer meanwhile: nothing flickers with each save.
      if (state.grading !== 'no')
        return { ...act({ type: 'grading-takes-long' }), says: words.gradingNow };
      return { state, asks: [{ ask: 'grade', exercise }] };
    case 'hint':
      return hintTaken(state, world);
    case 'diff':
      return diffAsked(state, world);
    case 'solution':
      return { state, asks: [{ ask: 'solution', exercise }] };
    case 'trace':
      return { state, asks: [{ ask: 'trace', exercise, test: testToReplay(state)! }] };
    case 'reset':
      return { ...act({ type: 'ask-to-reset' }), says: words.confirmReset };
    case 'yes':
      return { ...act({ type: 'stop-asking' }), asks: [{ ask: 'reset', exercise }] };
    case 'no':
      return { ...act({ type: 'stop-asking' }), says: 'Nothing was changed.' };
    case 'undo':
      return { state, asks: [{ ask: 'undo', exercise }] };
    case 'play':
      return { state, go: playing(state, world) };
    case 'open-lesson':
      return { state, go: { to: 'lesson', id: findExercise(world.outline, exercise)!.lesson } };
    case 'next-step':
    case 'previous-step':
      return { state, go: besides(state, world, binding === 'next-step' ? 1 : -1) };
    case 'back':
      if (state.sheet) return act({ type: 'close-sheet' });
      if (state.reading.search) return searched(state, world, { type: 'forget-search' });
      return { state, go: { to: 'back' } };
    default:
      return keeping(state, act({ type: 'move', binding }).state);
  }
}

/** Watch your own: after a pass the learner's file plays the part. */
function playing({ id }: ExerciseState, world: World) {
  const simulation = findExercise(world.outline, id)!.simulation!;
  return {
    to: 'simulation',
    id: simulation,
    own: hasPassed(world.progress, id) ? [id] : [],
  } as const;
}

/** What letters do while a search in the brief is typed. */
export function exerciseTyped(
  state: ExerciseState,
  world: World,
  query: string,
): Outcome<ExerciseState> {
  return searched(state, world, { type: 'type-query', query });
}

function searched(
  state: ExerciseState,
  world: World,
  search: SearchAction,
): Outcome<ExerciseState> {
  return keeping(
    state,
    exerciseReduced(state, { type: 'search', search }, exercisePages(state, world)),
  );
}

/** Where the brief is read is kept as it changes. */
function keeping(before: ExerciseState, state: ExerciseState): Outcome<ExerciseState> {
  const { position } = state.reading;
  if (position === before.reading.position) return { state };
  return { state, asks: [{ ask: 'keep-brief', exercise: state.id, position }] };
}

function besides(state: ExerciseState, world: World, by: 1 | -1) {
  const item = neighborOf(world.outline, { kind: 'exercise', id: state.id }, by)!;
  return { to: 'instead', kind: item.kind, id: item.id } as const;
}

/** d compares with the stub; after a pass with the solution, and d again with the stub. */
function diffAsked(state: ExerciseState, world: World): Outcome<ExerciseState> {
  return { state, asks: [{ ask: 'diff', exercise: state.id, against: nextDiff(state, world) }] };
}

function nextDiff({ id, sheet }: ExerciseState, { progress }: World): 'stub' | 'reference' {
  const compared = sheet?.kind === 'diff' && sheet.against === 'reference';
  return hasPassed(progress, id) && !compared ? 'reference' : 'stub';
}

/** The selected failure, else the first. */
function testToReplay({ record, folds }: ExerciseState): string | undefined {
  const failing = record?.tests.filter(isFailure);
  return (failing?.find(({ id }) => id === folds.selected) ?? failing?.[0])?.id;
}
