import { mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { onDisk, unlessMissing } from '../disk/disk-trouble.ts';
import { withLock } from '../disk/lock.ts';
import { readGivenStub } from '../given-stub.ts';
import { learnerFile, statePath, type Workspace } from '../workspace.ts';
import { readJournal, writeJournal } from './journal.ts';
import {
  type Files,
  type JournalStep,
  type Replacement,
  stepBack,
  stepForward,
} from './journal-state.ts';
import { savedPath, savedText, saveText } from './saved-texts.ts';

// A process can be killed between its two writes. So the journal is written first when a file is replaced, and last when
// that is undone: whatever happens, a replacement that is not undone has been made, or its file still holds the kept text.
// Undoing the latter would change nothing, and is passed over.

/** A learner's file that was replaced, and where its text is kept. */
export interface Backup {
  /** Id of the exercise. */
  readonly exercise: string;
  /** The learner's file, relative to the workspace. */
  readonly file: string;
  /** The text that stood there before, absolute; null when there was no file. */
  readonly kept: string | null;
}

interface Replaced {
  readonly id: string;
  readonly file: string;
}

/**
 * Puts the stub back, as it was given, after keeping the learner's file.
 * Gives null when the file is the stub already. Throws UsageError when no stub was ever given.
 */
export function resetExercise(workspace: Workspace, exercise: Replaced): Backup | null {
  const stub = readGivenStub(workspace, exercise);
  return replaceLearnerFile(workspace, exercise, stub, 'reset');
}

/**
 * Replaces a learner's file after keeping its text, so that `undo` can bring it back. At no instant is the text nowhere.
 * Gives null when the file has that text already.
 */
export function replaceLearnerFile(
  workspace: Workspace,
  exercise: Replaced,
  text: string | Uint8Array,
  reason: Replacement['reason'],
): Backup | null {
  const { id, file } = exercise;
  const after = Buffer.from(text as string);
  return alone(workspace, () => {
    const before = learnerText(workspace, file);
    if (before?.equals(after)) return null;
    const saved = before && saveText(workspace, id, before);
    if (saved) append(workspace, { exercise: id, file, reason, saved });
    put(learnerFile(workspace, exercise), after);
    return { exercise: id, file, kept: saved && savedPath(workspace, saved) };
  });
}

/**
 * Brings back what the newest reset or update took away, of one exercise or of all; called again, the one before it.
 * What stands in the file now is kept, for `redo`. Gives null when there is nothing to bring back.
 */
export function undo(workspace: Workspace, exercise?: string): Backup | null {
  return alone(workspace, () => {
    const step = stepBack(readJournal(workspace), filesOf(workspace), exercise);
    if (!step) return null;
    const backup = bringBack(workspace, step);
    writeJournal(workspace, step.journal);
    return backup;
  });
}

/** Takes the last undo back. Gives null when there is none, or something was replaced since. */
export function redo(workspace: Workspace, exercise?: string): Backup | null {
  return alone(workspace, () => {
    const step = stepForward(readJournal(workspace), filesOf(workspace), exercise);
    if (!step) return null;
    writeJournal(workspace, step.journal);
    return bringBack(workspace, step);
  });
}

/** Would `undo` bring something back? */
export function canUndo(workspace: Workspace, exercise?: string): boolean {
  const files = { ...filesOf(workspace), keep: () => null };
  return onDisk(workspace.dir, () => stepBack(readJournal(workspace), files, exercise) !== null);
}

function bringBack(workspace: Workspace, { replacement, text }: JournalStep): Backup {
  const { exercise, file } = replacement;
  const kept = filesOf(workspace).keep(replacement);
  put(learnerFile(workspace, replacement), savedText(workspace, text)!);
  return { exercise, file, kept: kept && savedPath(workspace, kept) };
}

function filesOf(workspace: Workspace): Files {
  return {
    keep: ({ exercise, file }) => {
      const text = learnerText(workspace, file);
      return text && saveText(workspace, exercise, text);
    },
    wouldChange: ({ file }, name) => {
      const text = savedText(workspace, name);
      return text !== null && !learnerText(workspace, file)?.equals(text);
    },
  };
}

function learnerText(workspace: Workspace, file: string): Buffer | null {
  return unlessMissing(() => readFileSync(learnerFile(workspace, { file })), null);
}

function append(workspace: Workspace, replacement: Replacement): void {
  writeJournal(workspace, [...readJournal(workspace), replacement]);
}

function put(path: string, text: Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileAtomic.sync(path, text);
}

function alone<T>(workspace: Workspace, act: () => T): T {
  return onDisk(workspace.dir, () => withLock(statePath(workspace.dir, 'backups.lock'), act));
}
