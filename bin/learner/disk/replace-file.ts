import { readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';

/**
 * Replaces one of the course's own files, all or nothing, and removes what writers that were killed left beside it.
 * Call it under the lock of that file: nobody else is writing it then.
 */
export function replaceOwnFile(path: string, text: string): void {
  for (const left of leftovers(path)) rmSync(left, { force: true });
  writeFileAtomic.sync(path, text);
}

/** write-file-atomic calls its temporary files after the file and a number. */
function leftovers(path: string): string[] {
  const start = `${basename(path)}.`;
  return readdirSync(dirname(path))
    .filter((name) => name.startsWith(start) && /^\d+$/.test(name.slice(start.length)))
    .map((name) => join(dirname(path), name));
}
