import type { AppState } from '../app-state.ts';
import type { Setting } from '../markdown/typeset.ts';
import type {
  DiffLine,
  ExerciseText,
  Lesson,
  Progress,
  ResultRecord,
  SimulationMoment,
  TestTrace,
} from '../ports.ts';
import { exercisePages } from '../screens/exercise/exercise-pages.ts';
import { seekingExercise } from '../screens/exercise/exercise-seek.ts';
import {
  type ExerciseAction,
  type ExerciseState,
  exerciseReduced,
  openedExercise,
} from '../screens/exercise/exercise-state.ts';
import { firstRunReduced } from '../screens/first-run/first-run-state.ts';
import { homeList } from '../screens/home/home-list.ts';
import { homeReduced } from '../screens/home/home-state.ts';
import { seeking } from '../screens/lesson/lesson-seek.ts';
import {
  type KeptRun,
  type SimulationAbout,
  type SimulationState,
  simulationReduced,
} from '../screens/simulation/simulation-state.ts';

import { completedBetween } from './completed.ts';
import type { OpenScreen } from './open-screen.ts';
import type { Size } from './world.ts';

/** Something that came from outside: the terminal, the disk, the grader. */
export type Happening =
  | { readonly type: 'resized'; readonly size: Size }
  | { readonly type: 'lesson-read'; readonly lesson: Lesson }
  | {
      readonly type: 'exercise-read';
      readonly exercise: string;
      readonly text: ExerciseText;
      readonly record: ResultRecord | null;
      readonly canUndo: boolean;
    }
  | { readonly type: 'undo-changed'; readonly exercise: string; readonly canUndo: boolean }
  | { readonly type: 'grading-started'; readonly exercise: string }
  | { readonly type: 'grading-took-long'; readonly exercise: string }
  | { readonly type: 'graded'; readonly record: ResultRecord; readonly turn: boolean }
  | { readonly type: 'not-begun'; readonly exercise: string }
  | { readonly type: 'grading-failed'; readonly exercise: string; readonly trouble: string }
  | {
      readonly type: 'diff-made';
      readonly exercise: string;
      readonly against: 'stub' | 'reference';
      readonly lines: readonly DiffLine[];
    }
  | { readonly type: 'solution-read'; readonly exercise: string; readonly text: string }
  | { readonly type: 'trace-made'; readonly exercise: string; readonly trace: TestTrace }
  | { readonly type: 'progress-changed'; readonly progress: Progress }
  | { readonly type: 'highlighter-loaded'; readonly highlight: Setting['highlight'] }
  | { readonly type: 'simulation-ready'; readonly run: number; readonly about: SimulationAbout }
  | {
      readonly type: 'simulation-moments';
      readonly run: number;
      /** The whole of a fresh run, or what came next in it. */
      readonly how: 'begun' | 'gone-on';
      readonly moments: readonly SimulationMoment[];
    }
  | { readonly type: 'simulation-failed'; readonly run: number; readonly trouble: string }
  | { readonly type: 'run-kept'; readonly simulation: string; readonly kept: KeptRun }
  | { readonly type: 'news'; readonly news: readonly string[] }
  | { readonly type: 'not-created'; readonly trouble: string }
  | { readonly type: 'said'; readonly says: string };

/** The state after something came from outside. */
export function happened(state: AppState, event: Happening): AppState {
  switch (event.type) {
    case 'resized':
      return resized({ ...state, world: { ...state.world, size: event.size } });
    case 'progress-changed':
      return {
        ...state,
        world: { ...state.world, progress: event.progress },
        completed:
          completedBetween(state.world, state.world.progress, event.progress) ?? state.completed,
      };
    case 'highlighter-loaded':
      return { ...state, world: { ...state.world, highlight: event.highlight } };
    case 'news': {
      const says = event.news.join(' ');
      return { ...state, says, world: { ...state.world, news: event.news } };
    }
    case 'said':
      return { ...state, says: event.says };
    case 'simulation-ready':
    case 'simulation-moments':
    case 'simulation-failed':
      return onSimulation(state, event);
    case 'run-kept': {
      const runs = { ...state.world.runs, [event.simulation]: event.kept };
      return { ...state, world: { ...state.world, runs } };
    }
    case 'lesson-read':
      return onScreens(state, (screen) =>
        screen.kind === 'lesson' && screen.id === event.lesson.id
          ? seeking({ ...screen, lesson: event.lesson }, state.world)
          : screen,
      );
    case 'not-created':
      return onScreens(state, (screen) =>
        screen.kind === 'first-run'
          ? firstRunReduced(screen, { type: 'show-trouble', trouble: event.trouble })
          : screen,
      );
    case 'exercise-read':
      return onExercise(state, event.exercise, ({ id, reading, seek, pane: left }) => {
        const { text, canUndo, record } = event;
        const pane = record ? left : 'brief';
        const read = { ...openedExercise(id, record), text, canUndo, reading, seek, pane };
        return seekingExercise(read, state.world);
      });
    case 'undo-changed':
      return onExercise(state, event.exercise, (exercise) => ({
        ...exercise,
        canUndo: event.canUndo,
      }));
    case 'graded':
      return graded(state, event.record, event.turn);
    default:
      return onExercise(state, event.exercise, (exercise) =>
        exerciseReduced(exercise, actionOf(event), exercisePages(exercise, state.world)),
      );
  }
}

type ExerciseHappening = Extract<
  Happening,
  {
    type:
      | 'grading-started'
      | 'grading-took-long'
      | 'not-begun'
      | 'grading-failed'
      | 'diff-made'
      | 'solution-read'
      | 'trace-made';
  }
>;

function actionOf(event: ExerciseHappening): ExerciseAction {
  switch (event.type) {
    case 'grading-started':
      return { type: 'start-grading' };
    case 'grading-took-long':
      return { type: 'grading-takes-long' };
    case 'not-begun':
      return { type: 'show-stub' };
    case 'grading-failed':
      return { type: 'show-trouble', trouble: event.trouble };
    case 'diff-made':
      return {
        type: 'open-sheet',
        sheet: { kind: 'diff', against: event.against, lines: event.lines },
      };
    case 'solution-read':
      return { type: 'open-sheet', sheet: { kind: 'solution', text: event.text } };
    case 'trace-made':
      return { type: 'open-sheet', sheet: { kind: 'trace', ...event.trace } };
  }
}

function graded(state: AppState, record: ResultRecord, turn: boolean): AppState {
  const action = { type: 'show-verdict', record, turn } as const;
  const shown = onExercise(state, record.exercise, (exercise) =>
    exerciseReduced(exercise, action, exercisePages(exercise, state.world)),
  );
  return { ...shown, lastVerdict: record };
}

/** The selection of home stays in sight; the others find their line by themselves. */
function resized(state: AppState): AppState {
  return onScreens(state, (screen) =>
    screen.kind === 'home' && screen.selected
      ? homeReduced(screen, { type: 'select', item: screen.selected }, homeList(state.world))
      : screen,
  );
}

function onScreens(state: AppState, change: (screen: OpenScreen) => OpenScreen): AppState {
  return { ...state, screens: state.screens.map(change) };
}

function onExercise(
  state: AppState,
  id: string,
  change: (exercise: ExerciseState) => ExerciseState,
): AppState {
  return onScreens(state, (screen) =>
    screen.kind === 'exercise' && screen.id === id ? change(screen) : screen,
  );
}

type SimulationHappening = Extract<
  Happening,
  { type: 'simulation-ready' | 'simulation-moments' | 'simulation-failed' }
>;

/** News of the run that is seen; those of an earlier one come too late. */
function onSimulation(state: AppState, event: SimulationHappening): AppState {
  return onScreens(state, (screen) =>
    screen.kind === 'simulation' && screen.run === event.run
      ? simulationAfter(screen, event)
      : screen,
  );
}

function simulationAfter(state: SimulationState, event: SimulationHappening): SimulationState {
  switch (event.type) {
    case 'simulation-ready':
      return simulationReduced(state, { type: 'show-about', about: event.about });
    case 'simulation-moments': {
      const type = event.how === 'begun' ? 'begin-anew' : 'show-moments';
      return simulationReduced(state, { type, moments: event.moments });
    }
    case 'simulation-failed':
      return simulationReduced(state, { type: 'show-trouble', trouble: event.trouble });
  }
}
