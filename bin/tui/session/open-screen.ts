import type { KeyFacts, Mode } from '../input/key-facts.ts';
import {
  exerciseFacts,
  exerciseMode,
  exercisePressed,
  exerciseTyped,
} from '../screens/exercise/exercise-keys.ts';
import type { ExerciseState } from '../screens/exercise/exercise-state.ts';
import { findFacts, findPressed, findTyped } from '../screens/find/find-keys.ts';
import type { FindState } from '../screens/find/find-state.ts';
import { type FirstRunState, firstRunPressed } from '../screens/first-run/first-run-state.ts';
import { homeFacts, homeMode, homePressed, homeTyped } from '../screens/home/home-keys.ts';
import type { HomeState } from '../screens/home/home-state.ts';
import {
  lessonFacts,
  lessonMode,
  lessonPressed,
  lessonTyped,
} from '../screens/lesson/lesson-keys.ts';
import type { LessonState } from '../screens/lesson/lesson-state.ts';
import { partFacts, partPressed } from '../screens/part/part-keys.ts';
import type { PartState } from '../screens/part/part-state.ts';
import { simulationFacts, simulationPressed } from '../screens/simulation/simulation-keys.ts';
import type { SimulationState } from '../screens/simulation/simulation-state.ts';
import type { Outcome } from './ask.ts';
import type { World } from './world.ts';

/** A screen that is open. A new screen gets a line in each function below, and one in app.tsx. */
export type OpenScreen =
  | FirstRunState
  | HomeState
  | LessonState
  | ExerciseState
  | FindState
  | PartState
  | SimulationState;

/** Who takes the screen's keys. */
export function screenMode(screen: OpenScreen): Mode {
  switch (screen.kind) {
    case 'first-run':
      return 'first-run';
    case 'home':
      return homeMode(screen);
    case 'lesson':
      return lessonMode(screen);
    case 'exercise':
      return exerciseMode(screen);
    case 'simulation':
      return 'simulation';
    case 'find':
      return 'find';
    case 'part':
      return 'part';
  }
}

/** What decides which of its keys work. */
export function screenFacts(screen: OpenScreen, world: World): KeyFacts {
  switch (screen.kind) {
    case 'first-run':
      return {};
    case 'home':
      return homeFacts(screen, world);
    case 'lesson':
      return lessonFacts(screen, world);
    case 'exercise':
      return exerciseFacts(screen, world);
    case 'simulation':
      return simulationFacts(screen, world);
    case 'find':
      return findFacts(screen, world);
    case 'part':
      return partFacts(screen, world);
  }
}

/** What a key of the table does there. */
export function screenPressed(
  screen: OpenScreen,
  world: World,
  binding: string,
  key: string,
): Outcome<OpenScreen> {
  switch (screen.kind) {
    case 'first-run':
      return firstRunPressed(screen, binding);
    case 'home':
      return homePressed(screen, world, binding);
    case 'lesson':
      return lessonPressed(screen, world, binding, key);
    case 'exercise':
      return exercisePressed(screen, world, binding);
    case 'simulation':
      return simulationPressed(screen, world, binding);
    case 'find':
      return findPressed(screen, world, binding);
    case 'part':
      return partPressed(screen, world, binding);
  }
}

/** What the letters of a search do there. */
export function screenTyped(
  screen: OpenScreen,
  world: World,
  change: (query: string) => string,
): Outcome<OpenScreen> {
  if (screen.kind === 'home') return homeTyped(screen, world, change(screen.search?.query ?? ''));
  if (screen.kind === 'lesson')
    return lessonTyped(screen, world, change(screen.search?.query ?? ''));
  if (screen.kind === 'exercise')
    return exerciseTyped(screen, world, change(screen.reading.search?.query ?? ''));
  if (screen.kind === 'find') return findTyped(change(screen.query));
  return { state: screen };
}
