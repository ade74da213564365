import { redo, undo as undoReset } from '../learner/backups/backups.ts';
import { openSession } from '../learner-session.ts';
import { UsageError } from '../usage-error.ts';

interface UndoOptions {
  readonly redo?: boolean;
  readonly workspace?: string;
}

/** Brings back the file that the newest reset or update took away; again: the one before it. */
export async function undo(options: UndoOptions): Promise<void> {
  const { workspace } = await openSession(options.workspace);
  const backup = options.redo ? redo(workspace) : undoReset(workspace);
  if (!backup)
    throw new UsageError(
      `There is nothing to ${options.redo ? 'redo' : 'undo'} in ${workspace.dir}.`,
      '"course reset" and "course update" keep your file each time they replace it.',
    );
  process.stdout.write(
    `${backup.file} is back as it was.${options.redo ? '' : ' "course undo --redo" takes this back.'}\n`,
  );
}
