import type { QuizAction } from './quiz-state.ts';

/** What a key of the table does in a quiz; undefined for keys that it does not know. */
export function quizAction(binding: string, key: string): QuizAction | undefined {
  switch (binding) {
    case 'choose-down':
      return { type: 'choose-next', by: 1 };
    case 'choose-up':
      return { type: 'choose-next', by: -1 };
    case 'choose':
      return { type: 'choose', choice: Number(key) - 1 };
    case 'answer':
      return { type: 'answer' };
    case 'retry':
      return { type: 'try-again' };
  }
}
