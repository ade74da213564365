import { createInterface } from 'node:readline/promises';
import { findExercise } from '../find-exercise.ts';
import { resetExercise } from '../learner/backups/backups.ts';
import { openSession } from '../learner-session.ts';
import { UsageError } from '../usage-error.ts';

interface ResetOptions {
  readonly yes?: boolean;
  readonly workspace?: string;
}

/** Puts the stub back after saving the learner's file; asks first. */
export async function reset(id: string, { yes, workspace: flag }: ResetOptions): Promise<void> {
  const { workspace, catalog } = await openSession(flag);
  const exercise = findExercise(catalog, id);
  if (!yes && !(await confirmed(exercise.file))) {
    process.stdout.write('Nothing was changed.\n');
    return;
  }
  const backup = resetExercise(workspace, exercise);
  if (!backup) process.stdout.write(`${exercise.file} is the stub already.\n`);
  else if (backup.kept)
    process.stdout.write(
      `${exercise.file} is the stub again. Your file was kept; "course undo" brings it back.\n  ${backup.kept}\n`,
    );
  else process.stdout.write(`${exercise.file} is the stub again; there was no file.\n`);
}

async function confirmed(file: string): Promise<boolean> {
  if (!process.stdin.isTTY)
    throw new UsageError(
      `Putting the stub back in place of ${file} needs a yes, and there is no terminal to ask in.`,
      'Say --yes.',
    );
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await lines.question(
    `Put the stub back in place of ${file}? Your file is kept. (y/N) `,
  );
  lines.close();
  return /^y(es)?$/i.test(answer.trim());
}
