import { copyFileSync, readFileSync, renameSync } from 'node:fs';
import { onDisk, unlessMissing } from '../disk/disk-trouble.ts';
import { withLock } from '../disk/lock.ts';
import { replaceOwnFile } from '../disk/replace-file.ts';
import { setAside } from '../disk/set-aside.ts';
import { statePath, type Workspace } from '../workspace.ts';
import { parseProgress, progressText } from './progress-format.ts';
import { noProgress, type Progress } from './progress-state.ts';

/** A learner's progress on disk. Several processes may use it at once: none loses another's updates. */
export interface ProgressFile {
  /** The present state, from disk. */
  read(): Progress;
  /**
   * Reads the present state, changes it, writes it: on disk when it returns. Gives the new state.
   * Throws UsageError when the workspace is gone, the disk full or the file of a later format; nothing has changed then.
   */
  update(change: (progress: Progress) => Progress): Progress;
  /** What the learner should be told, once: that a broken file was set aside. Null when there is nothing to tell. */
  takeNotice(): string | null;
}

/** Opens the progress of a workspace. Nothing is written before the first update. */
export function openProgress(workspace: Workspace): ProgressFile {
  const files = {
    dir: workspace.dir,
    path: statePath(workspace.dir, 'progress.json'),
    backup: statePath(workspace.dir, 'progress.json.bak'),
    lock: statePath(workspace.dir, 'progress.lock'),
  };
  let notice: string | null = null;
  const tell = (text: string) => {
    notice = notice ? `${notice}\n${text}` : text;
  };
  return {
    read: () => onDisk(files.dir, () => readProgress(files, tell)),
    update: (change) =>
      onDisk(files.dir, () => withLock(files.lock, () => update(files, change, tell))),
    takeNotice: () => {
      const taken = notice;
      notice = null;
      return taken;
    },
  };
}

interface Files {
  readonly dir: string;
  readonly path: string;
  readonly backup: string;
  readonly lock: string;
}

type Tell = (text: string) => void;

/** A rename is all or nothing, so a reader needs no lock unless there is something to repair. */
function readProgress(files: Files, tell: Tell): Progress {
  const found = readState(files.path);
  if (found === 'missing' && readState(files.backup) === 'missing') return noProgress;
  if (found !== 'missing' && !('broken' in found)) return found;
  return withLock(files.lock, () => readOrRepair(files, tell));
}

function update(files: Files, change: (progress: Progress) => Progress, tell: Tell): Progress {
  const before = readOrRepair(files, tell);
  const after = change(before);
  if (after === before) return before;
  keepBackup(files);
  replaceOwnFile(files.path, progressText(after));
  return after;
}

/** Call it under the lock. */
function readOrRepair(files: Files, tell: Tell): Progress {
  const found = readState(files.path);
  if (found === 'missing') return fromBackup(files, tell);
  if (!('broken' in found)) return found;
  const aside = setAside(files.path);
  tell(`Your progress file could not be read (${found.broken}). It was kept as ${aside}.`);
  return fromBackup(files, tell);
}

/** The backup becomes the file; without one this is a beginning. */
function fromBackup({ path, backup }: Files, tell: Tell): Progress {
  const found = readState(backup);
  if (found === 'missing') return noProgress;
  if ('broken' in found) {
    tell(
      `Its backup could not be read either. It was kept as ${setAside(backup)}. Progress starts anew; your files are untouched.`,
    );
    return noProgress;
  }
  tell('Progress was taken from its backup; the last step before may be missing.');
  replaceOwnFile(path, progressText(found));
  return found;
}

function readState(path: string): Progress | { readonly broken: string } | 'missing' {
  const text = unlessMissing(() => readFileSync(path, 'utf8'), null);
  return text === null ? 'missing' : parseProgress(text, path);
}

/** The file has just been read and is good, if there is one; it becomes the backup in one step. */
function keepBackup({ path, backup }: Files): void {
  const fresh = `${backup}.new`;
  unlessMissing(() => {
    copyFileSync(path, fresh);
    renameSync(fresh, backup);
  }, undefined);
}
