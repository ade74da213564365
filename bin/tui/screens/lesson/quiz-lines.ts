import { inlineMarkdown } from '../../markdown/parse.ts';
import type { Question } from '../../ports.ts';
import { type Line, type Span, span } from '../../text/line.ts';
import { wrap } from '../../text/wrap.ts';
import { answerTo, type QuizState, wasTaken } from './quiz-state.ts';

/** One question as it is drawn: its choices, and after the answer why each is right or wrong. */
export function questionLines(
  question: Question,
  index: number,
  total: number,
  quiz: QuizState,
  width: number,
): Line[] {
  const active = quiz.at === index;
  const bar = span('┃ ', active ? 'focus' : 'border');
  const lines = [
    [span(`Question ${index + 1} of ${total}`, active ? 'accent' : 'muted')],
    ...wrap(
      inlineMarkdown(question.question).map((part) => ({
        ...part,
        as: ['strong' as const, ...(part.as ?? [])],
      })),
      width - 2,
    ),
    [],
    ...question.choices.flatMap((_, choice) =>
      choiceLines(question, choice, quiz, active && quiz.choice === choice, width - 2),
    ),
    ...verdictLines(question, quiz, active),
  ];
  return lines.map((text) => [bar, ...text]);
}

function choiceLines(
  question: Question,
  choice: number,
  quiz: QuizState,
  selected: boolean,
  width: number,
): Line[] {
  const { text, why } = question.choices[choice]!;
  const lines = wrap(inlineMarkdown(text), width - 6).map((row, index) => [
    index === 0 ? markOf(question, choice, quiz, selected) : span('  '),
    span(index === 0 ? `${choice + 1}. ` : '   ', 'muted'),
    ...row,
  ]);
  if (!explained(question, choice, answerTo(question, quiz))) return lines;
  return [...lines, ...whyLines(why, width)];
}

/** Marks tell what the learner chose, so a wrong one keeps its mark when the right one is found. */
function markOf(question: Question, choice: number, quiz: QuizState, selected: boolean): Span {
  const answer = answerTo(question, quiz);
  if (answer === undefined) return selected ? span('▸ ', 'accent') : span('  ');
  if (choice !== answer && !wasTaken(question, choice, quiz)) return span('  ');
  return question.choices[choice]!.correct ? span('✓ ', 'pass') : span('✗ ', 'fail');
}

/** A wrong answer explains itself; the right one explains them all. */
function explained(question: Question, choice: number, answer: number | undefined): boolean {
  if (answer === undefined) return false;
  return choice === answer || isSolved(question, answer);
}

function isSolved(question: Question, answer: number): boolean {
  return question.choices[answer]!.correct;
}

function whyLines(why: string, width: number): Line[] {
  return wrap(inlineMarkdown(why), width - 8).map((row) => [
    span('     '),
    ...row.map((part) => ({ ...part, as: ['muted' as const, ...(part.as ?? [])] })),
  ]);
}

function verdictLines(question: Question, quiz: QuizState, active: boolean): Line[] {
  const answer = answerTo(question, quiz);
  if (answer === undefined) return [];
  if (isSolved(question, answer)) return [[], rightLine(question, quiz)];
  const again = active ? ' Press r to try again.' : ' Press Tab to come back and try again.';
  return [[], [span('✗ Not that one.', 'fail'), span(again, 'muted')]];
}

function rightLine(question: Question, quiz: QuizState): Line {
  const before = question.choices.some(
    ({ correct }, choice) => !correct && wasTaken(question, choice, quiz),
  );
  return [
    span('✓ Right.', 'pass'),
    ...(before ? [span(' ✗ marks what you chose before.', 'muted')] : []),
  ];
}
