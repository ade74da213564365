import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { resetExercise } from '../backups/backups.ts';
import type { Workspace } from '../workspace.ts';

const exercise = { id: 'etcd/mvcc-store', file: 'etcd/mvcc-store.ts' };

/** What the learner's file holds. */
export function textIn({ dir }: Workspace): string {
  return readFileSync(join(dir, exercise.file), 'utf8');
}

/** Every text that is anywhere: in the learner's file or kept. */
export function allTexts(workspace: Workspace): string[] {
  const backups = join(workspace.dir, '.course', 'backups');
  const kept = readdirSync(backups, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(backups, name), 'utf8'));
  return [textIn(workspace), ...kept];
}

/** The learner saves a text. */
export function edit(text: string): (workspace: Workspace) => void {
  return ({ dir }) => writeFileSync(join(dir, exercise.file), text);
}

/** Puts the stub back. */
export function reset(workspace: Workspace): void {
  resetExercise(workspace, exercise);
}
