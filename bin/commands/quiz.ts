import { createInterface } from 'node:readline/promises';
import { courseRoot } from '../../grader/index.ts';
import { findLesson } from '../content/find-lesson.ts';
import { readGlossary } from '../content/glossary.ts';
import { type Lesson, type Question, questionsOf } from '../content/lesson.ts';
import { readLessonHeads } from '../content/lesson-heads.ts';
import { readLesson } from '../content/lessons.ts';
import {
  answerText,
  letterOf,
  questionText,
  quizAnswersText,
  quizText,
} from '../content/text/quiz-text.ts';
import type { TextOptions } from '../content/text/text-style.ts';
import type { ProgressFile } from '../learner/progress/progress.ts';
import { answerQuestion } from '../learner/progress/progress-state.ts';
import { openSession } from '../learner-session.ts';
import { terminalFacts, wantsColor } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';

interface QuizOptions {
  readonly answers?: boolean;
  readonly workspace?: string;
}

type Ask = (prompt: string) => Promise<string>;

/** Asks a lesson's questions one by one and says why each answer is right or wrong; without a terminal it prints them. */
export async function quiz(id: string, { answers, workspace }: QuizOptions): Promise<void> {
  const lesson = readLesson(findLesson(readLessonHeads(courseRoot), id), readGlossary(courseRoot));
  if (questionsOf(lesson).length === 0)
    throw new UsageError(
      `The lesson ${lesson.id} has no questions.`,
      '"course list" shows all lessons.',
    );
  const style = { width: Math.min(terminalFacts().columns, 88), color: wantsColor() };
  if (answers || !process.stdin.isTTY || !process.stdout.isTTY) {
    process.stdout.write((answers ? quizAnswersText : quizText)(lesson, style));
    return;
  }
  const { progress } = await openSession(workspace);
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  try {
    await askAll(lesson, progress, style, (prompt) => lines.question(prompt));
  } finally {
    lines.close();
  }
}

async function askAll(
  lesson: Lesson,
  progress: ProgressFile,
  style: TextOptions,
  ask: Ask,
): Promise<void> {
  const questions = questionsOf(lesson);
  let right = 0;
  for (const [index, question] of questions.entries()) {
    process.stdout.write(`${questionText(question, index + 1, style)}\n`);
    const choice = await choiceFor(question, ask);
    progress.update((before) => answerQuestion(before, lesson.id, question.id, choice));
    if (question.choices[choice]!.correct) right += 1;
    process.stdout.write(`\n${answerText(question, choice, style)}\n`);
  }
  process.stdout.write(
    `${right} of ${questions.length} right. "course quiz ${lesson.id}" asks again.\n`,
  );
}

/** Asks until the answer is a letter of the question. */
async function choiceFor({ choices }: Question, ask: Ask): Promise<number> {
  const letters = choices.map((_, index) => letterOf(index));
  for (;;) {
    const answer = (await ask(`Your answer (${letters.join(', ')}): `)).trim().toLowerCase();
    const choice = letters.indexOf(answer);
    if (choice >= 0) return choice;
    process.stdout.write(`"${answer}" is no choice here.\n`);
  }
}
