import type { Exercise } from '../../exercises/catalog.ts';
import { type Grader, type ResultRecord, typeErrors } from '../../grader/index.ts';
import type { LearnerSession } from '../learner-session.ts';
import { keepGrading } from './keep-grading.ts';

/** How one grading is done. */
export interface GradeOptions {
  readonly seed?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Grades the learner's file of an exercise and keeps the verdict in the workspace. */
export async function gradeExercise(
  grader: Grader,
  { workspace, progress }: LearnerSession,
  exercise: Exercise,
  options: GradeOptions = {},
): Promise<ResultRecord> {
  const record = await grader.grade({ exercise, root: workspace.dir, ...options });
  keepGrading(workspace, progress, record, Date.now());
  return record;
}

/** The same record with what the type checker says; it takes a moment longer. */
export async function withTypeErrors(
  session: LearnerSession,
  exercise: Exercise,
  record: ResultRecord,
): Promise<ResultRecord> {
  if (record.problem) return record;
  return { ...record, typeErrors: await typeErrors(session.workspace.dir, exercise.file) };
}
