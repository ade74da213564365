import { expect, it } from 'vitest';
import type { Question } from '../../ports.ts';
import {
  answerTo,
  type QuizAction,
  type QuizState,
  quizReduced,
  rightAnswers,
  wasTaken,
} from './quiz-state.ts';

const question = (id: string, correct: number): Question => ({
  id,
  question: `${id}?`,
  choices: [0, 1, 2].map((index) => ({
    text: `${index}`,
    correct: index === correct,
    why: `because ${index}`,
  })),
});
const questions = [question('first', 1), question('second', 0)];
const reading: QuizState = { at: null, choice: 0, answers: {}, taken: {} };

function after(...actions: QuizAction[]): QuizState {
  return actions.reduce((quiz, action) => quizReduced(quiz, action, questions), reading);
}

it('the selection stays among the choices', () => {
  const enter = { type: 'enter-question', at: 0 } as const;
  const down = { type: 'choose-next', by: 1 } as const;
  expect(after(enter, down, down, down, down).choice).toBe(2);
  expect(after(enter, { type: 'choose-next', by: -1 }).choice).toBe(0);
  expect(after(enter, { type: 'choose', choice: 7 }).choice).toBe(0);
});

it('an answer is remembered by its question, not by its place', () => {
  const quiz = after(
    { type: 'enter-question', at: 1 },
    { type: 'choose', choice: 0 },
    { type: 'answer' },
  );
  expect(quiz.answers).toEqual({ second: 0 });
  expect(rightAnswers(questions, quiz)).toBe(1);
});

it('who comes back to a question finds the choice that was taken', () => {
  const quiz = after(
    { type: 'enter-question', at: 0 },
    { type: 'choose', choice: 2 },
    { type: 'answer' },
    { type: 'enter-question', at: 1 },
    { type: 'enter-question', at: 0 },
  );
  expect(quiz.choice).toBe(2);
});

it('trying again opens the question, others stay answered', () => {
  const quiz = after(
    { type: 'enter-question', at: 1 },
    { type: 'answer' },
    { type: 'enter-question', at: 0 },
    { type: 'answer' },
    { type: 'try-again' },
  );
  expect(answerTo(questions[0]!, quiz)).toBeUndefined();
  expect(answerTo(questions[1]!, quiz)).toBe(0);
});

it('every choice that was taken is remembered, also after trying again', () => {
  const enter = { type: 'enter-question', at: 0 } as const;
  const answer = { type: 'answer' } as const;
  const quiz = after(enter, answer, { type: 'try-again' }, { type: 'choose', choice: 1 }, answer);
  expect([0, 1, 2].map((choice) => wasTaken(questions[0]!, choice, quiz))).toEqual([
    true,
    true,
    false,
  ]);
});

it('an answer of a quiz that was rewritten since does not count', () => {
  expect(answerTo(questions[0]!, { ...reading, answers: { first: 9 } })).toBeUndefined();
});

it('nothing happens while nobody is asked', () => {
  expect(after({ type: 'answer' })).toEqual(reading);
});
