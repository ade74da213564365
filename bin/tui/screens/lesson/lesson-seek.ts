import type { World } from '../../session/world.ts';
import { sought } from '../../text/page-search.ts';
import { lessonPage } from './lesson-page.ts';
import type { LessonState } from './lesson-state.ts';

/** A lesson that was opened for some words shows them, once it is read. */
export function seeking(state: LessonState, world: World): LessonState {
  if (!state.lesson || state.seek === null) return state;
  return { ...sought(state, state.seek, lessonPage(state, world)), seek: null };
}
