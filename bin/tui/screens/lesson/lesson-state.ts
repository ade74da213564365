import { questionsOf } from '../../../content/lesson.ts';
import type { Lesson, LessonProgress, Question } from '../../ports.ts';
import type { Ask } from '../../session/ask.ts';
import { clampTop, movedTop, type Page, positionAt, topOf } from '../../text/page.ts';
import {
  type Reading,
  readingFrom,
  type SearchAction,
  searchReduced,
} from '../../text/page-search.ts';
import { type QuizAction, type QuizState, quizReduced } from './quiz-state.ts';

/** A lesson that is open. */
export interface LessonState extends Reading {
  readonly kind: 'lesson';
  readonly id: string;
  /** Null until its text is read. */
  readonly lesson: Lesson | null;
  /** Words to open the text at, until it is read. */
  readonly seek: string | null;
  readonly quiz: QuizState;
  /** Are the terms in view explained? */
  readonly terms: boolean;
}

export type LessonAction =
  | { readonly type: 'move'; readonly binding: string }
  | { readonly type: 'show-line'; readonly line: number }
  | SearchAction
  | { readonly type: 'show-terms' }
  | { readonly type: 'hide-terms' }
  | { readonly type: 'quiz'; readonly quiz: QuizAction };

/** A lesson as it is when it opens. */
export function openedLesson(id: string, progress: LessonProgress): LessonState {
  const { position } = progress;
  const answers = Object.entries(progress.answers);
  return {
    kind: 'lesson',
    id,
    lesson: null,
    ...readingFrom(position),
    seek: null,
    quiz: {
      at: null,
      choice: 0,
      answers: Object.fromEntries(answers.map(([id, { last }]) => [id, last])),
      taken: Object.fromEntries(answers.map(([id, { first, last }]) => [id, [first, last]])),
    },
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
    case 'show-terms':
      return { ...state, terms: true };
    case 'hide-terms':
      return { ...state, terms: false };
    case 'quiz':
      return { ...state, quiz: quizReduced(state.quiz, action.quiz, questions(state)) };
    default:
      return searchReduced(state, action, page);
  }
}

/** All questions of the lesson, in order. */
export function questions(state: LessonState): Question[] {
  return state.lesson ? questionsOf(state.lesson) : [];
}

/** Has the reader come to line `bodyEnd`, below which there is only what can be looked up? */
export function isAtEnd(
  { position }: Pick<LessonState, 'position'>,
  page: Page & { readonly bodyEnd: number },
): boolean {
  return topOf(position, page) + page.height >= page.bodyEnd;
}

/** What is to be kept after the reader has moved: the place and, at line `bodyEnd`, where only sources follow, that the lesson was read. */
export function keptOf(
  state: LessonState,
  page: Page & { readonly bodyEnd: number },
  wasRead: boolean,
): Ask[] {
  return [
    { ask: 'keep-position', lesson: state.id, position: state.position },
    ...(isAtEnd(state, page) && !wasRead ? [{ ask: 'keep-read', lesson: state.id } as const] : []),
  ];
}
