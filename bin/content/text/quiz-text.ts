import { type Lesson, type Question, questionsOf } from '../lesson.ts';
import { lex } from '../markdown/markdown.ts';
import { indented, markdownText, spaced } from './markdown-text.ts';
import type { TextOptions } from './text-style.ts';

/** All questions of a lesson as text, without their answers; empty when it has none. */
export function quizText(lesson: Lesson, options: TextOptions): string {
  return textOf(
    questionsOf(lesson).map((question, index) => questionLines(question, index + 1, options)),
  );
}

/** All questions of a lesson with the right answer and what is wrong about the others. */
export function quizAnswersText(lesson: Lesson, options: TextOptions): string {
  const narrower = { ...options, width: options.width - 3 };
  return textOf(
    questionsOf(lesson).flatMap((question, index) => [
      questionLines(question, index + 1, options),
      question.choices.flatMap((_, choice) =>
        indented(answerLines(question, choice, narrower), '   '),
      ),
    ]),
  );
}

/** One question with its choices, lettered; `number` counts from 1 in the lesson. */
export function questionText(question: Question, number: number, options: TextOptions): string {
  return textOf([questionLines(question, number, options)]);
}

/** What is said after the choice of this number, from 0, was taken. */
export function answerText(question: Question, choice: number, options: TextOptions): string {
  return textOf([answerLines(question, choice, options)]);
}

/** A question as lines, for a text that it is part of. */
export function questionLines(question: Question, number: number, options: TextOptions): string[] {
  const start = `${number}. `;
  const choices = question.choices.flatMap(({ text }, index) =>
    withMark(`${letterOf(index)}) `, text, { ...options, width: options.width - start.length }),
  );
  return spaced([
    withMark(start, question.question, options),
    indented(choices, ' '.repeat(start.length)),
  ]);
}

/** Letter of a choice: a for 0. */
export function letterOf(choice: number): string {
  return String.fromCharCode(97 + choice);
}

function answerLines(question: Question, choice: number, options: TextOptions): string[] {
  const { correct, why } = question.choices[choice]!;
  return withMark(`${letterOf(choice)}) `, `**${correct ? 'Right' : 'Wrong'}:** ${why}`, options);
}

function withMark(mark: string, markdown: string, options: TextOptions): string[] {
  const lines = markdownText(lex(markdown), { ...options, width: options.width - mark.length });
  return lines.map((line, index) =>
    ((index === 0 ? mark : ' '.repeat(mark.length)) + line).trimEnd(),
  );
}

function textOf(pieces: readonly (readonly string[])[]): string {
  return pieces.length > 0 ? `${spaced(pieces).join('\n')}\n` : '';
}
