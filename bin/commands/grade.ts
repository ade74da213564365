import type { Exercise } from '../../exercises/catalog.ts';
import {
  type Graded,
  type Grader,
  openGrader,
  type ResultRecord,
  typeErrorText,
} from '../../grader/index.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { findExercise } from '../find-exercise.ts';
import { gradeExercise, typeCheckBeside, withTypeErrors } from '../grading/grade-exercise.ts';
import { chosenExercise, type LearnerSession, openSession } from '../learner-session.ts';
import { UsageError } from '../usage-error.ts';
import type { GradeCommandOptions } from './grade-options.ts';
import { gradeOnSaves } from './grade-watch.ts';
import { printReport } from './print-report.ts';
import { recordText, verdictPaint, viewed } from './record-text.ts';

/** Grades and prints verdicts; exit code 1 when one did not pass. */
export async function grade(ids: readonly string[], given: GradeCommandOptions): Promise<ExitCode> {
  const options = given.json ? { ...given, reporter: 'json' as const } : given;
  const grader = await openGrader(options.sandbox);
  try {
    // The grader's thread and box start while the workspace is read.
    grader.warmUp();
    const session = await openSession(options.workspace);
    const exercises = chosen(session, ids, options);
    if (options.watch) return await gradeOnSaves(grader, session, exercises[0]!, options);
    return codeOf(await gradeEach(grader, session, exercises, options));
  } finally {
    await grader.close();
  }
}

function chosen(
  session: LearnerSession,
  ids: readonly string[],
  { all, watch, reporter }: GradeCommandOptions,
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
  if (watch && reporter !== 'text' && reporter !== 'json')
    throw new UsageError(`--watch was given with --reporter ${reporter}.`, 'Use text or json.');
  if (reporter === 'exercism' && exercises.length > 1)
    throw new UsageError(
      `--reporter exercism holds one exercise, but ${exercises.length} were given.`,
      'Name one.',
    );
  return exercises;
}

async function gradeEach(
  grader: Grader,
  session: LearnerSession,
  exercises: readonly Exercise[],
  options: GradeCommandOptions,
): Promise<ResultRecord[]> {
  const graded: Graded[] = [];
  const asText = options.reporter === 'text';
  for (const exercise of exercises) {
    const types = typeCheckBeside(session, exercise);
    const record = await gradeExercise(grader, session, exercise, { seed: options.seed });
    if (asText) process.stdout.write(recordText(record, exercise, options));
    const typed = await withTypeErrors(record, types);
    if (asText) printTypeErrors(typed);
    graded.push({ exercise, record: viewed(typed, exercise, options) });
  }
  if (!asText) await printReport(options.reporter, graded);
  return graded.map(({ record }) => record);
}

/** The verdict has been printed at once; what the type checker says follows. */
function printTypeErrors(record: ResultRecord): void {
  const remarks = typeErrorText(record, verdictPaint());
  if (remarks) process.stdout.write(`\n${remarks}\n`);
}

function codeOf(records: readonly ResultRecord[]): ExitCode {
  if (records.some(({ status }) => status === 'error')) return exitCode.ourBug;
  if (records.some(({ status }) => status === 'not-gradable')) return exitCode.usage;
  return records.every(({ status }) => status === 'passed') ? exitCode.done : exitCode.notPassed;
}
