import type { Exercise } from '../../exercises/catalog.ts';
import {
  ansiPaint,
  Grader,
  plainPaint,
  type ResultRecord,
  textReport,
  typeErrorText,
} from '../../grader/index.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { findExercise } from '../find-exercise.ts';
import { gradeExercise, withTypeErrors } from '../grading/grade-exercise.ts';
import { chosenExercise, type LearnerSession, openSession } from '../learner-session.ts';
import { wantsColor } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import type { GradeCommandOptions } from './grade-options.ts';
import { gradeOnSaves } from './grade-watch.ts';

/** Grades and prints verdicts; exit code 1 when one did not pass. */
export async function grade(
  ids: readonly string[],
  options: GradeCommandOptions,
): Promise<ExitCode> {
  const session = openSession(options.workspace);
  const exercises = chosen(session, ids, options);
  const grader = Grader.open(options.sandbox);
  try {
    if (options.watch) return await gradeOnSaves(grader, session, exercises[0]!, options);
    return codeOf(await gradeEach(grader, session, exercises, options));
  } finally {
    await grader.close();
  }
}

function chosen(
  session: LearnerSession,
  ids: readonly string[],
  { all, watch }: GradeCommandOptions,
): Exercise[] {
  if (all && ids.length > 0)
    throw new UsageError(`Both --all and ${ids.join(' ')} were given.`, 'Leave one of them out.');
  const exercises = all
    ? [...session.catalog]
    : ids.length > 0
      ? ids.map((id) => findExercise(session.catalog, id))
      : [chosenExercise(session, undefined)];
  if (watch && exercises.length > 1)
    throw new UsageError(
      `--watch takes one exercise, but ${exercises.length} were given.`,
      'Name the one you work on.',
    );
  return exercises;
}

async function gradeEach(
  grader: Grader,
  session: LearnerSession,
  exercises: readonly Exercise[],
  options: GradeCommandOptions,
): Promise<ResultRecord[]> {
  const records: ResultRecord[] = [];
  for (const exercise of exercises) {
    const record = await gradeExercise(grader, session, exercise, { seed: options.seed });
    if (options.json) records.push(await withTypeErrors(session, exercise, record));
    else records.push(await print(session, exercise, record, options));
  }
  if (options.json)
    process.stdout.write(
      `${JSON.stringify({ format: 'course/results/v1', results: records }, null, 2)}\n`,
    );
  return records;
}

/** The verdict at once, then what the type checker says. */
async function print(
  session: LearnerSession,
  exercise: Exercise,
  record: ResultRecord,
  { unfold }: GradeCommandOptions,
): Promise<ResultRecord> {
  const paint = wantsColor() ? ansiPaint : plainPaint;
  process.stdout.write(textReport(record, exercise, { paint, unfold }));
  const typed = await withTypeErrors(session, exercise, record);
  const remarks = typeErrorText(typed, paint);
  if (remarks) process.stdout.write(`\n${remarks}\n`);
  return typed;
}

function codeOf(records: readonly ResultRecord[]): ExitCode {
  if (records.some(({ status }) => status === 'error')) return exitCode.ourBug;
  if (records.some(({ status }) => status === 'not-gradable')) return exitCode.usage;
  return records.every(({ status }) => status === 'passed') ? exitCode.done : exitCode.notPassed;
}
