import * as v from 'valibot';
import { AuthorError, checked } from '../../../exercises/checked.ts';
import type { Question } from '../lesson.ts';
import { readYaml } from '../yaml.ts';

const text = v.pipe(v.string('a text'), v.trim(), v.minLength(1, 'write something here'));

const ChoiceSchema = v.strictObject({
  text,
  correct: v.optional(v.boolean(), false),
  /** Said after the choice was taken: why it is right or wrong. */
  why: text,
});

const QuestionSchema = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'use lower-case words joined by -')),
  question: text,
  choices: v.pipe(v.array(ChoiceSchema), v.minLength(2, 'give at least two choices')),
});

/** Reads the YAML of one quiz fence. `part` names the quiz in messages: `quiz 1`. Throws AuthorError. */
export function readQuiz(yaml: string, file: string, part: string): Question[] {
  const list = readYaml(yaml, file, part);
  if (!Array.isArray(list) || list.length === 0)
    throw new AuthorError(
      file,
      part,
      'holds no list of questions',
      'write `- id: ...` for each question',
    );
  return list.map((value, index) => readQuestion(value, file, `${part}, question ${index + 1}`));
}

function readQuestion(value: unknown, file: string, part: string): Question {
  const question = inPart(part, () => checked(QuestionSchema, value, file));
  const correct = question.choices.filter((choice) => choice.correct).length;
  if (correct !== 1)
    throw new AuthorError(
      file,
      `${part} ("${question.id}")`,
      correct === 0 ? 'has no correct choice' : `has ${correct} correct choices`,
      'mark exactly one choice with `correct: true`',
    );
  return question;
}

/** Throws AuthorError when two questions of a lesson have one id: answers are kept by it. */
export function checkQuestionIds(questions: readonly Question[], file: string): void {
  const seen = new Set<string>();
  for (const { id } of questions) {
    if (seen.has(id))
      throw new AuthorError(
        file,
        `question "${id}"`,
        'occurs twice',
        'give each question of the lesson its own id',
      );
    seen.add(id);
  }
}

function inPart<T>(part: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof AuthorError)) throw error;
    const field = [part, error.field].filter(Boolean).join(', ');
    throw new AuthorError(error.file, field, error.problem, error.fix);
  }
}
