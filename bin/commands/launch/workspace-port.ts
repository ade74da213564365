import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canUndo, resetExercise, undo } from '../../learner/backups/backups.ts';
import { definitionLine } from '../../learner/definition-line.ts';
import { diffWithStub, diffWithText } from '../../learner/diff.ts';
import { isUntouched } from '../../learner/given-stub.ts';
import { plannedUpdate } from '../../learner/update/update-workspace.ts';
import { learnerFile } from '../../learner/workspace.ts';
import { courseContents } from '../../learner-session.ts';
import type { WorkspacePort } from '../../tui/ports.ts';
import { referenceText } from '../solution.ts';
import type { LearnerDesk } from './learner-desk.ts';

/** The learner's folder for the screens. */
export function workspacePort(desk: LearnerDesk): WorkspacePort {
  const workspace = () => desk.sessionNow.workspace;
  return {
    get path() {
      return desk.path;
    },
    exists: () => desk.hasWorkspace,
    create: () => desk.create(),
    fileOf: (id) => learnerFile(workspace(), desk.exercise(id)),
    pathOf: (file) => join(desk.path, ...file.split('/')),
    definitionOf: (id, name) =>
      definitionLine(readFileSync(learnerFile(workspace(), desk.exercise(id)), 'utf8'), name),
    isUntouched: (id) => isUntouched(workspace(), desk.exercise(id)),
    diff: (id, against) => {
      const exercise = desk.exercise(id);
      return against === 'stub'
        ? diffWithStub(workspace(), exercise)
        : diffWithText(workspace(), exercise, referenceText(exercise));
    },
    solution: (id) => referenceText(desk.exercise(id)),
    reset: (id) => void resetExercise(workspace(), desk.exercise(id)),
    undo: (id) => undo(workspace(), id) !== null,
    canUndo: (id) => canUndo(workspace(), id),
    added: () => desk.session?.news.created ?? [],
    notice: () => desk.session?.news.notice ?? null,
    outdated: () =>
      desk.hasWorkspace
        ? plannedUpdate(workspace(), courseContents(desk.course.catalog)).map(
            ({ exercise }) => exercise.id,
          )
        : [],
  };
}
