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

/** What the type checker says of a learner's file; see `typeErrors`. */
export type TypeCheck = () => Promise<ResultRecord['typeErrors']>;

/** Checks the types of the learner's file when it is called. */
export function typeCheck({ workspace }: LearnerSession, { file }: Exercise): TypeCheck {
  return () => typeErrors(workspace.dir, file);
}

/** Begins to check the types at once, beside the grading: the verdict does not wait for it. */
export function typeCheckBeside(session: LearnerSession, exercise: Exercise): TypeCheck {
  const checked = typeCheck(session, exercise)();
  // A grading that fails is told first; nobody asks for the types then.
  checked.catch(() => {});
  return () => checked;
}

/** The same record with what the type checker says; that comes a moment later. */
export async function withTypeErrors(
  record: ResultRecord,
  check: TypeCheck,
): Promise<ResultRecord> {
  return record.problem ? record : { ...record, typeErrors: await check() };
}
