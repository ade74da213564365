import type { Exercise } from '../../exercises/catalog.ts';
import { type Grader, type ResultRecord, resultsJson } from '../../grader/index.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { gradeExercise, typeCheck, withTypeErrors } from '../grading/grade-exercise.ts';
import { watchGrading } from '../grading/watch-grading.ts';
import { learnerFile } from '../learner/workspace.ts';
import type { LearnerSession } from '../learner-session.ts';
import type { GradeCommandOptions } from './grade-options.ts';
import { recordText, verdictPaint, viewed } from './record-text.ts';

const clearScreen = '\u001B[2J\u001B[3J\u001B[H';

/** Grades after each save until Ctrl+C. Gives 0 when the last verdict was a pass, else 1. */
export async function gradeOnSaves(
  grader: Grader,
  session: LearnerSession,
  exercise: Exercise,
  options: GradeCommandOptions,
): Promise<ExitCode> {
  const path = learnerFile(session.workspace, exercise);
  const paint = verdictPaint();
  let code: ExitCode = exitCode.notPassed;
  const show = (text: string) =>
    process.stdout.write(
      `${process.stdout.isTTY ? clearScreen : ''}${text}\n${paint('quiet', `Watching ${path}. Ctrl+C ends.`)}\n`,
    );
  const showRecord = (record: ResultRecord) =>
    show(
      options.reporter === 'json'
        ? resultsJson([viewed(record, exercise, options)])
        : recordText(record, exercise, options),
    );
  const work = {
    grade: (signal: AbortSignal) =>
      gradeExercise(grader, session, exercise, { signal, seed: options.seed }),
    withTypeErrors: (record: ResultRecord) => withTypeErrors(record, typeCheck(session, exercise)),
  };
  const watch = watchGrading(path, work, {
    started: () => {},
    graded: (record) => {
      code = record.status === 'passed' ? exitCode.done : exitCode.notPassed;
      showRecord(record);
    },
    typed: showRecord,
    failed: (error) => show(`Grading failed: ${error.message}`),
  });
  await interrupted();
  await watch.stop();
  return code;
}

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.once(signal, () => resolve());
  });
}
