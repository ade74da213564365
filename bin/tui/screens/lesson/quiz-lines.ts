import { inlineMarkdown } from '../../markdown/parse.ts';
import type { Question } from '../../ports.ts';
import { type Line, type Span, span } from '../../text/line.ts';
import { wrap } from '../../text/wrap.ts';
import { answerTo, type QuizState } from './quiz-state.ts';

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
  const answer = answerTo(question, quiz);
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
      choiceLines(question, choice, answer, active && quiz.choice === choice, width - 2),
    ),
    ...verdictLines(question, answer, active),
  ];
  return lines.map((text) => [bar, ...text]);
}

function choiceLines(
  question: Question,
  choice: number,
  answer: number | undefined,
  selected: boolean,
  width: number,
): Line[] {
  const { text, why } = question.choices[choice]!;
  const lines = wrap(inlineMarkdown(text), width - 6).map((row, index) => [
    index === 0 ? markOf(question, choice, answer, selected) : span('  '),
    span(index === 0 ? `${choice + 1}. ` : '   ', 'muted'),
    ...row,
  ]);
  if (!explained(question, choice, answer)) return lines;
  return [...lines, ...whyLines(why, width)];
}

function markOf(
  question: Question,
  choice: number,
  answer: number | undefined,
  selected: boolean,
): Span {
  if (answer === undefined) return selected ? span('▸ ', 'accent') : span('  ');
  if (choice === answer || isSolved(question, answer))
    return question.choices[choice]!.correct ? span('✓ ', 'pass') : span('✗ ', 'fail');
  return span('  ');
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

function verdictLines(question: Question, answer: number | undefined, active: boolean): Line[] {
  if (answer === undefined) return [];
  if (isSolved(question, answer)) return [[], [span('✓ Right.', 'pass')]];
  const again = active ? ' Press r to try again.' : ' Press Tab to come back and try again.';
  return [[], [span('✗ Not that one.', 'fail'), span(again, 'muted')]];
}
