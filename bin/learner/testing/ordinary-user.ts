import { chmodSync } from 'node:fs';
import { dirname } from 'node:path';
import { statePath, type Workspace } from '../workspace.ts';

/** Somebody without special rights: nothing is forbidden to root, as whom tests may run. */
export const nobody = process.getuid?.() === 0 ? 65_534 : undefined;

/** Runs `act` while the workspace cannot be written to. */
export function whileReadOnly<T>(workspace: Workspace, act: () => T): T {
  chmodSync(dirname(workspace.dir), 0o755);
  chmodSync(statePath(workspace.dir), 0o555);
  try {
    return asOrdinaryUser(act);
  } finally {
    chmodSync(statePath(workspace.dir), 0o755);
  }
}

function asOrdinaryUser<T>(act: () => T): T {
  if (nobody === undefined) return act();
  process.setegid?.(nobody);
  process.seteuid?.(nobody);
  try {
    return act();
  } finally {
    process.seteuid?.(0);
    process.setegid?.(0);
  }
}
