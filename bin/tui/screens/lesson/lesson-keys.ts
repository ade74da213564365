import type { KeyFacts, Mode } from '../../input/key-facts.ts';
import type { Ask, Go, Outcome } from '../../session/ask.ts';
import { exercisesOf, isRead, neighborOf, type World } from '../../session/world.ts';
import { edges, topOf } from '../../text/page.ts';
import { matchesIn } from '../../text/search.ts';
import { type LessonPage, lessonPage } from './lesson-page.ts';
import {
  isAtEnd,
  keptOf,
  type LessonAction,
  type LessonState,
  lessonReduced,
  questions,
} from './lesson-state.ts';
import { quizAction } from './quiz-keys.ts';
import { answerTo, type QuizAction } from './quiz-state.ts';
import { termsInView } from './terms.ts';

/** Who takes the keys of an open lesson. */
export function lessonMode(state: LessonState): Mode {
  if (state.search?.typing) return 'search';
  if (state.terms) return 'terms';
  return state.quiz.at === null ? 'lesson' : 'quiz';
}

/** What decides which of its keys work. */
export function lessonFacts(state: LessonState, world: World): KeyFacts {
  const page = lessonPage(state, world);
  const here = { kind: 'lesson', id: state.id } as const;
  const question = questions(state)[state.quiz.at ?? -1];
  const answer = question && answerTo(question, state.quiz);
  return {
    ...edges(page, topOf(state.position, page)),
    done: isAtEnd(state, page),
    matches: state.search ? matchesIn(page.lines, state.search.query).length : null,
    questions: page.questions.length,
    terms: termsInView(page, state, world).length,
    lastQuestion: state.quiz.at === page.questions.length - 1,
    answered: answer !== undefined,
    right: question && answer !== undefined ? question.choices[answer]!.correct : false,
    exercise: exercisesOf(world.outline, state.id).length > 0,
    simulation: page.simulations.length > 0,
    before: neighborOf(world.outline, here, -1) !== undefined,
    after: neighborOf(world.outline, here, 1) !== undefined,
  };
}

/** What a key of the table does in a lesson. */
export function lessonPressed(
  state: LessonState,
  world: World,
  binding: string,
  key: string,
): Outcome<LessonState> {
  const page = lessonPage(state, world);
  const act = (action: LessonAction) => acted(state, world, action, page);
  switch (binding) {
    case 'find':
      return leftFor(state, { to: 'find' });
    case 'search':
      return act({ type: 'start-search' });
    case 'accept-search':
      return act({ type: 'accept-search' });
    case 'cancel-search':
      return act({ type: 'cancel-search' });
    case 'next-match':
      return act({ type: 'go-to-match', by: 1 });
    case 'previous-match':
      return act({ type: 'go-to-match', by: -1 });
    case 'show-terms':
      return act({ type: 'show-terms' });
    case 'next-question':
      return toQuestion(state, world, page, 1);
    case 'previous-question':
      return toQuestion(state, world, page, -1);
    case 'open-exercise': {
      const { id } = exercisesOf(world.outline, state.id)[0]!;
      return goingOn(state, world, { to: 'exercise', id });
    }
    case 'play':
      return leftFor(state, { to: 'simulation', id: simulationAt(state, page), own: [] });
    case 'next-step':
      return goingOn(state, world, besides(state, world, 1));
    case 'previous-step':
      return leftFor(state, besides(state, world, -1));
    case 'back':
      return left(state, world, page);
    default:
      return quizPressed(state, world, page, binding, key) ?? act({ type: 'move', binding });
  }
}

/** What letters do while a search is typed. */
export function lessonTyped(state: LessonState, world: World, query: string): Outcome<LessonState> {
  return acted(state, world, { type: 'type-query', query }, lessonPage(state, world));
}

function acted(
  state: LessonState,
  world: World,
  action: LessonAction,
  page: LessonPage,
): Outcome<LessonState> {
  const after = lessonReduced(state, action, page);
  return { state: after, asks: after.position === state.position ? [] : kept(after, world, page) };
}

function kept(state: LessonState, world: World, page: LessonPage): readonly Ask[] {
  return keptOf(state, page, isRead(world.progress, state.id));
}

/** The simulation in view or, without one, the next below, else the last. */
function simulationAt(state: LessonState, page: LessonPage): string {
  const top = topOf(state.position, page);
  const below = page.simulations.find(({ end }) => end > top);
  return (below ?? page.simulations.at(-1)!).id;
}

function besides(state: LessonState, world: World, by: 1 | -1) {
  const step = neighborOf(world.outline, { kind: 'lesson', id: state.id }, by)!;
  return { to: 'instead', kind: step.kind, id: step.id } as const;
}

/** Esc leaves what is open, one after the other, and the lesson last. */
function left(state: LessonState, world: World, page: LessonPage): Outcome<LessonState> {
  if (state.terms) return acted(state, world, { type: 'hide-terms' }, page);
  if (state.quiz.at !== null)
    return acted(state, world, { type: 'quiz', quiz: { type: 'leave-quiz' } }, page);
  if (state.search) return acted(state, world, { type: 'forget-search' }, page);
  return leftFor(state, { to: 'back' });
}

/**
 * A lesson counts as read when the reader has moved to its end, or goes on from it with ] or x.
 * That its end is in view is not enough: in a large terminal it is as soon as the lesson opens.
 */
function goingOn(state: LessonState, world: World, go: Go): Outcome<LessonState> {
  const leaving = leftFor(state, go);
  if (isRead(world.progress, state.id)) return leaving;
  return { ...leaving, asks: [...leaving.asks, { ask: 'keep-read', lesson: state.id }] };
}

function leftFor(state: LessonState, go: Go) {
  const asks: Ask[] = [{ ask: 'keep-position', lesson: state.id, position: state.position }];
  return { state, asks, go };
}

/** From the text: to the first question in view or below; from a question: to its neighbor. */
function toQuestion(
  state: LessonState,
  world: World,
  page: LessonPage,
  by: 1 | -1,
): Outcome<LessonState> {
  const top = topOf(state.position, page);
  const last = page.questions.length - 1;
  const below = page.questions.findIndex((question) => question.end > top);
  const at = state.quiz.at === null ? (below < 0 ? last : below) : state.quiz.at + by;
  if (at > last) return goneOn(state, world, page);
  if (at < 0) return { state, says: 'This is the first question.' };
  const quiz: QuizAction = { type: 'enter-question', at };
  const entered = lessonReduced(state, { type: 'quiz', quiz }, page);
  return broughtIntoView(entered, world);
}

/** After the last question the text goes on below it. */
function goneOn(state: LessonState, world: World, page: LessonPage): Outcome<LessonState> {
  const left = lessonReduced(state, { type: 'quiz', quiz: { type: 'leave-quiz' } }, page);
  const line = page.questions.at(-1)!.end;
  return acted(left, world, { type: 'show-line', line }, lessonPage(left, world));
}

/** Scrolls so that the question that has the keys is seen, its end as well if it fits; once it is answered its end, where the result stands, comes first. */
function broughtIntoView(state: LessonState, world: World): Outcome<LessonState> {
  const page = lessonPage(state, world);
  const { start, end } = page.questions[state.quiz.at ?? 0] ?? { start: 0, end: 0 };
  const top = topOf(state.position, page);
  // Of a question that is much taller than the screen the choices come first.
  const answered = lessonFacts(state, world).answered && end - start <= page.height + 3;
  const lowest = Math.max(0, answered ? end - page.height : Math.min(start, end - page.height));
  const line = start < top && !answered ? start - 1 : Math.max(Math.min(top, start - 1), lowest);
  return acted(state, world, { type: 'show-line', line }, page);
}

function quizPressed(
  state: LessonState,
  world: World,
  page: LessonPage,
  binding: string,
  key: string,
): Outcome<LessonState> | undefined {
  const quiz = quizAction(binding, key);
  if (!quiz || state.quiz.at === null) return undefined;
  const after = broughtIntoView(lessonReduced(state, { type: 'quiz', quiz }, page), world);
  const question = questions(state)[state.quiz.at]!;
  const choice = after.state.quiz.answers[question.id];
  if (quiz.type !== 'answer' || choice === undefined) return after;
  const kept = { ask: 'keep-answer', lesson: state.id, question: question.id, choice } as const;
  return { ...after, asks: [...(after.asks ?? []), kept] };
}
