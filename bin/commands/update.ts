import { courseRoot, courseVersion } from '../../grader/index.ts';
import { courseOutline } from '../content/course-outline.ts';
import type { LineRange } from '../learner/update/three-way-merge.ts';
import type { UpdateStep } from '../learner/update/update-plan.ts';
import {
  type ExerciseUpdate,
  plannedUpdate,
  updateWorkspace,
} from '../learner/update/update-workspace.ts';
import { findWorkspace } from '../learner/workspace.ts';
import { courseContents } from '../learner-session.ts';

interface UpdateOptions {
  readonly dryRun?: boolean;
  readonly workspace?: string;
}

/** Brings the course's new stubs into the workspace, merged with what the learner wrote, and says what became of each. */
export async function update({ dryRun, workspace: flag }: UpdateOptions): Promise<void> {
  const { catalog } = await courseOutline(courseRoot);
  const workspace = findWorkspace({ from: process.cwd(), flag, courseVersion });
  const bring = dryRun ? plannedUpdate : updateWorkspace;
  process.stdout.write(updateText(bring(workspace, courseContents(catalog)), Boolean(dryRun)));
}

function updateText(updates: readonly ExerciseUpdate[], dryRun: boolean): string {
  if (updates.length === 0) return `Your workspace is up to date with course ${courseVersion}.\n`;
  const lines = updates.map(({ exercise, step }) => {
    const { word, note } = told(step, exercise.id);
    return `  ${word.padEnd(9)}${exercise.file}\n           ${note}`;
  });
  return `${[...lines, '', lastLine(updates, dryRun)].join('\n')}\n`;
}

function told(step: UpdateStep, id: string): { word: string; note: string } {
  switch (step.kind) {
    case 'new':
      return { word: 'new', note: 'A new exercise.' };
    case 'updated':
      return { word: 'updated', note: 'You had not changed the stub; now it is the new one.' };
    case 'merged':
      return { word: 'merged', note: `Your edits and the new stub; look at it: course diff ${id}` };
    case 'left':
      return {
        word: 'left',
        note: `Both you and the course changed ${placesText(step.lines)}, so it stays as it is. What the new stub has: course diff ${id}`,
      };
    case 'deleted':
      return {
        word: 'absent',
        note: `You deleted it, so it stays away; the new stub: course reset ${id}`,
      };
    case 'current':
      return { word: 'current', note: 'Nothing changed.' };
  }
}

function placesText(lines: readonly LineRange[]): string {
  const places = lines.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`));
  const many = lines.length > 1 || lines.some(({ first, last }) => first !== last);
  return `${many ? 'lines' : 'line'} ${places.join(', ')}`;
}

function lastLine(updates: readonly ExerciseUpdate[], dryRun: boolean): string {
  if (dryRun) return 'Nothing was changed yet. Without --dry-run it is.';
  const replaced = updates.filter(({ step }) => step.kind === 'updated' || step.kind === 'merged');
  if (replaced.length === 0) return 'None of your files was changed.';
  return `Each file was kept before it was changed: "course undo" brings ${replaced.length > 1 ? 'them back, the last one first' : 'it back'}.`;
}
