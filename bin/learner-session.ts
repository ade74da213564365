import type { Exercise } from '../exercises/catalog.ts';
import { courseRoot, courseVersion, kitTypes } from '../grader/index.ts';
import { type CourseOutline, courseOutline } from './content/course-outline.ts';
import { currentExercise, type Outline } from './content/outline.ts';
import { findExercise } from './find-exercise.ts';
import { type CourseContents, freshenWorkspace } from './learner/create-workspace.ts';
import { openProgress, type ProgressFile } from './learner/progress/progress.ts';
import { findWorkspace, type Workspace } from './learner/workspace.ts';
import { UsageError } from './usage-error.ts';

/** A learner at work: their workspace, their progress, and what the course has. */
export interface LearnerSession {
  readonly workspace: Workspace;
  readonly progress: ProgressFile;
  readonly catalog: readonly Exercise[];
  readonly outline: Outline;
  readonly news: SessionNews;
}

/** What the learner should know when the session opens. */
export interface SessionNews {
  /** Files of exercises that are new in the course; they were put into the workspace. */
  readonly created: readonly string[];
  /** Trouble with the progress file, and what was done about it. */
  readonly notice: string | null;
}

/** What a workspace is made from. */
export function courseContents(exercises: readonly Exercise[]): CourseContents {
  return { exercises, kitTypesDir: kitTypes, courseVersion };
}

/** Finds the workspace, brings new exercises into it, opens its progress. Throws UsageError. Says on standard error what the learner should know. */
export async function openSession(flag: string | undefined): Promise<LearnerSession> {
  const workspace = findWorkspace({ from: process.cwd(), flag, courseVersion });
  const session = sessionWith(await courseOutline(courseRoot), workspace);
  const { created, notice } = session.news;
  for (const file of created) say(`New in this version of the course: ${file}`);
  if (notice) say(notice);
  return session;
}

/** The same for a course that has been read and a workspace that has been found; its news are the caller's to say. */
export function sessionWith(
  { catalog, outline }: CourseOutline,
  workspace: Workspace,
): LearnerSession {
  const { created } = freshenWorkspace(workspace, courseContents(catalog));
  const progress = openProgress(workspace);
  progress.read();
  const news = { created, notice: progress.takeNotice() };
  return { workspace, progress, catalog, outline, news };
}

/** The exercise of that id or, without one, the one that the learner is at. Throws UsageError. */
export function chosenExercise(
  { catalog, outline, progress }: LearnerSession,
  id: string | undefined,
): Exercise {
  if (id !== undefined) return findExercise(catalog, id);
  const current = currentExercise(outline, progress.read());
  if (current) return current;
  throw new UsageError(
    'Every exercise has passed, so there is no current one.',
    'Name one: "course list" shows all.',
  );
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
