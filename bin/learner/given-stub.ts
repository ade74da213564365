import { readFileSync } from 'node:fs';
import { UsageError } from '../usage-error.ts';
import { unlessMissing } from './disk/disk-trouble.ts';
import { givenStub, learnerFile, type Workspace } from './workspace.ts';

/** Reads the stub as it was given to the learner. Throws UsageError when it never was, or was deleted. */
export function readGivenStub(
  workspace: Workspace,
  exercise: { readonly id: string; readonly file: string },
): Buffer {
  const stub = unlessMissing(() => readFileSync(givenStub(workspace, exercise)), null);
  if (stub) return stub;
  throw new UsageError(
    `The stub of ${exercise.id} is not in the workspace ${workspace.dir}.`,
    `\`course init '${workspace.dir}'\` brings what is missing and overwrites nothing.`,
  );
}

/** Is the learner's file still the stub, letter for letter? */
export function isUntouched(workspace: Workspace, exercise: { readonly file: string }): boolean {
  return unlessMissing(
    () =>
      readFileSync(learnerFile(workspace, exercise)).equals(
        readFileSync(givenStub(workspace, exercise)),
      ),
    false,
  );
}
