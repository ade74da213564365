import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createFile } from '../disk/create-file.ts';
import { unlessMissing } from '../disk/disk-trouble.ts';
import { statePath, type Workspace } from '../workspace.ts';

/**
 * Keeps a text of an exercise below `.course/backups/` and gives its name there: `etcd/mvcc-store/0003-1f0c9a2b.ts`,
 * a counter and the start of its sha256. A text that is kept already is not kept twice; nothing is ever overwritten.
 */
export function saveText(workspace: Workspace, exercise: string, text: Uint8Array): string {
  const ending = `-${createHash('sha256').update(text).digest('hex').slice(0, 8)}.ts`;
  const names = savedTexts(workspace, exercise);
  const same = names.find(
    (name) => name.endsWith(ending) && savedText(workspace, name)?.equals(text),
  );
  if (same) return same;
  for (let number = lastNumber(names) + 1; ; number++) {
    const name = `${exercise}/${String(number).padStart(4, '0')}${ending}`;
    const temporary = statePath(workspace.dir, 'tmp');
    if (createFile(savedPath(workspace, name), text, temporary)) return name;
  }
}

/** Names of all texts that were kept of an exercise, oldest first. */
export function savedTexts(workspace: Workspace, exercise: string): string[] {
  const files = unlessMissing(() => readdirSync(savedPath(workspace, exercise)), []);
  return files.sort().map((file) => `${exercise}/${file}`);
}

/** A text that was kept; null when someone deleted it. */
export function savedText(workspace: Workspace, name: string): Buffer | null {
  return unlessMissing(() => readFileSync(savedPath(workspace, name)), null);
}

/** Where a kept text lies, absolute. */
export function savedPath(workspace: Workspace, name: string): string {
  return statePath(workspace.dir, 'backups', ...name.split('/'));
}

function lastNumber(names: readonly string[]): number {
  return Math.max(0, ...names.map((name) => Number.parseInt(name.split('/').at(-1)!, 10) || 0));
}
