import type { Question } from '../../ports.ts';

/** The questions of a lesson, as far as they are answered. */
export interface QuizState {
  /** Index of the question that has the keys; null while the reader reads. */
  readonly at: number | null;
  /** Index of the selected choice. */
  readonly choice: number;
  /** Question id -> index of the choice that was taken. */
  readonly answers: Readonly<Record<string, number>>;
  /** Question id -> every choice that was ever taken, as far as is known. */
  readonly taken: Readonly<Record<string, readonly number[]>>;
}

export type QuizAction =
  | { readonly type: 'enter-question'; readonly at: number }
  | { readonly type: 'leave-quiz' }
  | { readonly type: 'choose-next'; readonly by: 1 | -1 }
  | { readonly type: 'choose'; readonly choice: number }
  | { readonly type: 'answer' }
  | { readonly type: 'try-again' };

/** The quiz after an action. */
export function quizReduced(
  quiz: QuizState,
  action: QuizAction,
  questions: readonly Question[],
): QuizState {
  const question = quiz.at === null ? undefined : questions[quiz.at];
  if (action.type === 'enter-question') return entered(quiz, action.at, questions);
  if (action.type === 'leave-quiz') return { ...quiz, at: null };
  if (!question) return quiz;
  const last = question.choices.length - 1;
  switch (action.type) {
    case 'choose-next':
      return { ...quiz, choice: Math.max(0, Math.min(last, quiz.choice + action.by)) };
    case 'choose':
      return action.choice <= last ? { ...quiz, choice: action.choice } : quiz;
    case 'answer':
      return answered(quiz, question.id);
    case 'try-again':
      return { ...quiz, answers: without(quiz.answers, question.id) };
  }
}

function entered(quiz: QuizState, at: number, questions: readonly Question[]): QuizState {
  const question = questions[at];
  if (!question) return quiz;
  return { ...quiz, at, choice: quiz.answers[question.id] ?? 0 };
}

function answered(quiz: QuizState, id: string): QuizState {
  const taken = [...new Set([...(quiz.taken[id] ?? []), quiz.choice])];
  return {
    ...quiz,
    answers: { ...quiz.answers, [id]: quiz.choice },
    taken: { ...quiz.taken, [id]: taken },
  };
}

function without(answers: QuizState['answers'], id: string): QuizState['answers'] {
  return Object.fromEntries(Object.entries(answers).filter(([key]) => key !== id));
}

/** The choice that was taken; undefined while the question is open. */
export function answerTo(question: Question, quiz: QuizState): number | undefined {
  const answer = quiz.answers[question.id];
  return answer !== undefined && question.choices[answer] ? answer : undefined;
}

/** Was this choice ever taken? */
export function wasTaken(question: Question, choice: number, { taken }: QuizState): boolean {
  return taken[question.id]?.includes(choice) ?? false;
}

/** How many questions are answered rightly. */
export function rightAnswers(questions: readonly Question[], quiz: QuizState): number {
  return questions.filter((question) => {
    const answer = answerTo(question, quiz);
    return answer !== undefined && question.choices[answer]!.correct;
  }).length;
}
