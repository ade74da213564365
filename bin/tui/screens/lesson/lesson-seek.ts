import type { World } from '../../session/world.ts';
import { matchesIn } from '../../text/search.ts';
import { lessonPage } from './lesson-page.ts';
import { type LessonState, withAir } from './lesson-state.ts';

/** A lesson that was opened for some words shows them, once it is read: all of them in one line, or else the first that is there. */
export function seeking(state: LessonState, world: World): LessonState {
  if (!state.lesson || state.seek === null) return state;
  const page = lessonPage(state, world);
  const query = [state.seek.trim(), ...state.seek.trim().split(/\s+/)].find(
    (words) => matchesIn(page.lines, words).length > 0,
  );
  if (!query) return { ...state, seek: null };
  const position = withAir(matchesIn(page.lines, query)[0]!, page);
  return { ...state, seek: null, position, search: { query, typing: false, match: 0 } };
}
