import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { readCatalog } from '../../../exercises/catalog.ts';
import {
  beginClass,
  ClassInputError,
  type CourseClass,
  courseRoot,
  readAssignment,
  readRoster,
  sandboxReport,
} from '../../../grader/index.ts';
import { type ExitCode, exitCode } from '../../exit-code.ts';
import { givenFile, givenFolder } from './class-files.ts';
import { classProgress } from './class-progress.ts';

/** What `course class grade` was told. */
export interface ClassGradeOptions {
  readonly out: string;
  readonly roster?: string;
  readonly assignment?: string;
  readonly jobs?: number;
  readonly sandbox: 'required' | 'auto';
}

/** Grades a class: takes in what is new, grades what is not graded, writes the pages. Can be stopped and started again. */
export async function classGrade(dir: string, options: ClassGradeOptions): Promise<ExitCode> {
  const catalog = readCatalog(courseRoot);
  const folder = givenFolder(resolve(dir));
  await demandBox(options.sandbox);
  const assignment = await readAssignment(assignmentFile(folder, options), catalog);
  const roster = options.roster
    ? await readRoster(givenFile(options.roster, 'roster').text, options.roster)
    : null;
  const course = await beginClass(resolve(options.out), catalog);
  try {
    const enrolled = await course.enroll(folder, assignment, roster);
    process.stdout.write(
      `${count(enrolled.learners, 'learner')}, ${count(assignment.exercises.length, 'exercise')}.\n`,
    );
    tell('The roster does not know', enrolled.strangers);
    tell('Cannot be read', enrolled.unreadable);
    const finished = await graded(course, assignment, options);
    const page = await course.report(new Date().toISOString());
    process.stdout.write(`${summary(course)}\nThe class's page: ${page}\n`);
    return finished ? exitCode.done : exitCode.notPassed;
  } finally {
    course.close();
  }
}

/** A class is graded in a real box, unless the teacher says otherwise. */
async function demandBox(sandbox: ClassGradeOptions['sandbox']): Promise<void> {
  const { strength, meaning, advice } = await sandboxReport();
  if (sandbox === 'auto' || strength === 'bubblewrap') return;
  throw new ClassInputError(
    `A class is graded in a bubblewrap box. ${meaning}`,
    `${advice ? `Either ${advice}; or accept` : 'Accept'} less with --sandbox auto: a submission may then read what you can read.`,
  );
}

function assignmentFile(folder: string, { assignment }: ClassGradeOptions) {
  if (assignment) return givenFile(assignment, 'assignment');
  const beside = join(folder, 'assignment.json');
  return existsSync(beside) ? givenFile(beside, 'assignment') : null;
}

/** True when all was graded; false when Ctrl+C came first. */
async function graded(
  course: CourseClass,
  assignment: Awaited<ReturnType<typeof readAssignment>>,
  { jobs, sandbox }: ClassGradeOptions,
): Promise<boolean> {
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  const progress = classProgress();
  const { done, all } = await course.grade(assignment, {
    lanes: jobs ?? availableParallelism(),
    sandbox,
    progress: progress.show,
    signal: stop.signal,
  });
  progress.end();
  process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  process.stdout.write(`${done} of ${all} gradings are done (equal files are graded once).\n`);
  if (done === all) return true;
  process.stdout.write('Stopped. The same command goes on where this one ended.\n');
  return false;
}

function summary(course: CourseClass): string {
  const { rows } = course.gradebook();
  const cells = rows.flatMap((row) => row.cells);
  const counted = (status: string) => cells.filter((cell) => cell.status === status).length;
  const aside = cells.filter((cell) => cell.aside !== null).length;
  return [
    `passed ${counted('passed')}, failed ${counted('failed')}, out of time ${counted('timed-out')}, not submitted ${counted('not-submitted')}, could not be graded ${counted('not-gradable')}`,
    ...(aside > 0 ? [`Set aside for you to look at: ${aside}; the page says why.`] : []),
  ].join('\n');
}

function tell(what: string, lines: readonly string[]): void {
  if (lines.length > 0)
    process.stdout.write(`${what}:\n${lines.map((line) => `  ${line}\n`).join('')}`);
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
