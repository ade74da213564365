import { questionsOf } from '../../../content/lesson.ts';
import type { Lesson, LessonProgress, Position, Question } from '../../ports.ts';
import type { Ask } from '../../session/ask.ts';
import { clampTop, movedTop, type Page, positionAt, topOf } from '../../text/page.ts';
import {
  accepted,
  emptySearch,
  matchesIn,
  retyped,
  type Search,
  turned,
} from '../../text/search.ts';
import { type QuizAction, type QuizState, quizReduced } from './quiz-state.ts';

/** A lesson that is open. */
export interface LessonState {
  readonly kind: 'lesson';
  readonly id: string;
  /** Null until its text is read. */
  readonly lesson: Lesson | null;
  readonly position: Position;
  readonly search: Search | null;
  /** Words to open the text at, until it is read. */
  readonly seek: string | null;
  /** Where the reader was when the search began. */
  readonly searchedFrom: Position;
  readonly quiz: QuizState;
  /** Are the terms in view explained? */
  readonly terms: boolean;
}

export type LessonAction =
  | { readonly type: 'move'; readonly binding: string }
  | { readonly type: 'show-line'; readonly line: number }
  | { readonly type: 'start-search' }
  | { readonly type: 'type-query'; readonly query: string }
  | { readonly type: 'accept-search' }
  | { readonly type: 'cancel-search' }
  | { readonly type: 'forget-search' }
  | { readonly type: 'go-to-match'; readonly by: 1 | -1 }
  | { readonly type: 'show-terms' }
  | { readonly type: 'hide-terms' }
  | { readonly type: 'quiz'; readonly quiz: QuizAction };

/** A lesson as it is when it opens. */
export function openedLesson(id: string, progress: LessonProgress): LessonState {
  const { position } = progress;
  const answers = Object.entries(progress.answers).map(([question, { last }]) => [question, last]);
  return {
    kind: 'lesson',
    id,
    lesson: null,
    position,
    search: null,
    seek: null,
    searchedFrom: position,
    quiz: { at: null, choice: 0, answers: Object.fromEntries(answers) },
    terms: false,
  };
}

/** The lesson after an action. `page` is the text as it is laid out now. */
export function lessonReduced(state: LessonState, action: LessonAction, page: Page): LessonState {
  const top = topOf(state.position, page);
  const showing = (line: number): LessonState => ({
    ...state,
    position: positionAt(clampTop(line, page), page),
  });
  switch (action.type) {
    case 'move':
      return showing(movedTop(action.binding, top, page) ?? top);
    case 'show-line':
      return showing(action.line);
    case 'start-search':
      return { ...state, search: emptySearch, searchedFrom: state.position };
    case 'type-query':
      return searched(state, action.query, page);
    case 'accept-search':
      return { ...state, search: accepted(state.search) };
    case 'cancel-search':
      return { ...state, search: null, position: state.searchedFrom };
    case 'forget-search':
      return { ...state, search: null };
    case 'go-to-match':
      return atMatch(state, action.by, page);
    case 'show-terms':
      return { ...state, terms: true };
    case 'hide-terms':
      return { ...state, terms: false };
    case 'quiz':
      return { ...state, quiz: quizReduced(state.quiz, action.quiz, questions(state)) };
  }
}

/** All questions of the lesson, in order. */
export function questions(state: LessonState): Question[] {
  return state.lesson ? questionsOf(state.lesson) : [];
}

/** While letters are typed the page shows the first match from where the search began. */
function searched(state: LessonState, query: string, page: Page): LessonState {
  const start = topOf(state.searchedFrom, page);
  const matches = matchesIn(page.lines, query);
  const search = retyped(query, matches, start);
  const match = matches[search.match];
  const position = match === undefined ? state.searchedFrom : withAir(match, page);
  return { ...state, search, position };
}

function atMatch(state: LessonState, by: 1 | -1, page: Page): LessonState {
  if (!state.search) return state;
  const matches = matchesIn(page.lines, state.search.query);
  const search = turned(state.search, matches.length, by);
  const match = matches[search.match];
  return match === undefined ? state : { ...state, search, position: withAir(match, page) };
}

/** A match stands a few lines below the top, so that what leads to it is seen as well. */
export function withAir(line: number, page: Page): Position {
  return positionAt(line - 3, page);
}

/** What is to be kept of where the reader is; at line `bodyEnd`, where only sources follow, that the lesson was read. */
export function keptOf(
  state: LessonState,
  page: Page & { readonly bodyEnd: number },
  wasRead: boolean,
): Ask[] {
  const atEnd = topOf(state.position, page) + page.height >= page.bodyEnd;
  return [
    { ask: 'keep-position', lesson: state.id, position: state.position },
    ...(atEnd && !wasRead ? [{ ask: 'keep-read', lesson: state.id } as const] : []),
  ];
}
