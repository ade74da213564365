import type { World } from '../../session/world.ts';
import { sought } from '../../text/page-search.ts';
import { exercisePages } from './exercise-pages.ts';
import type { ExerciseState } from './exercise-state.ts';

/** An exercise that was opened for some words shows them in its brief, once that is read. */
export function seekingExercise(state: ExerciseState, world: World): ExerciseState {
  if (!state.text || state.seek === null) return state;
  const reading = sought(state.reading, state.seek, exercisePages(state, world).brief);
  return { ...state, reading, pane: 'brief', seek: null };
}
