import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { publicFiles } from '../../../exercises/catalog.ts';
import { replaceLearnerFile } from '../backups/backups.ts';
import {
  type CourseContents,
  freshenWorkspace,
  type GivenExercise,
  putTypes,
} from '../create-workspace.ts';
import { onDisk, unlessMissing } from '../disk/disk-trouble.ts';
import { withLock } from '../disk/lock.ts';
import { replaceOwnFile } from '../disk/replace-file.ts';
import { givenStub, learnerFile, statePath, type Workspace } from '../workspace.ts';
import { type UpdateStep, updateStep } from './update-plan.ts';

/** What an update does, or did, with one exercise. */
export interface ExerciseUpdate {
  readonly exercise: GivenExercise;
  readonly step: UpdateStep;
}

/** What an update would do, exercise by exercise; those that are current are left out. */
export function plannedUpdate(workspace: Workspace, contents: CourseContents): ExerciseUpdate[] {
  return contents.exercises
    .map((exercise) => ({ exercise, step: plannedStep(workspace, exercise) }))
    .filter(({ step }) => step.kind !== 'current');
}

/**
 * Brings the course's present stubs and types into a workspace that an older course made. The learner's file is kept
 * before it is replaced, and the stub is remembered last: an update that was interrupted is completed by the next one.
 */
export function updateWorkspace(workspace: Workspace, contents: CourseContents): ExerciseUpdate[] {
  const updates = plannedUpdate(workspace, contents);
  freshenWorkspace(workspace, contents);
  for (const update of updates) if (update.step.kind !== 'new') bring(workspace, update);
  onDisk(workspace.dir, () =>
    withLock(statePath(workspace.dir, 'workspace.lock'), () =>
      putTypes(workspace.dir, contents.kitTypesDir),
    ),
  );
  return updates;
}

function plannedStep(workspace: Workspace, exercise: GivenExercise): UpdateStep {
  return updateStep({
    given: textOf(givenStub(workspace, exercise)),
    mine: textOf(learnerFile(workspace, exercise)),
    fresh: freshStub(exercise),
  });
}

function bring(workspace: Workspace, { exercise, step }: ExerciseUpdate): void {
  const fresh = freshStub(exercise);
  const text = step.kind === 'merged' ? step.text : step.kind === 'updated' ? fresh : null;
  if (text !== null) replaceLearnerFile(workspace, exercise, text, 'update');
  onDisk(workspace.dir, () =>
    withLock(statePath(workspace.dir, 'workspace.lock'), () =>
      replaceOwnFile(givenStub(workspace, exercise), fresh),
    ),
  );
}

function freshStub({ dir }: GivenExercise): string {
  return readFileSync(join(dir, publicFiles.stub), 'utf8');
}

function textOf(path: string): string | null {
  return unlessMissing(() => readFileSync(path, 'utf8'), null);
}
