import { randomUUID } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Creates a file with its whole content at once: whoever sees it sees all of it, also after a crash.
 * Gives false, and changes nothing, when something of that name exists. `tempDir` is on the same disk.
 */
export function createFile(path: string, data: string | Uint8Array, tempDir: string): boolean {
  mkdirSync(dirname(path), { recursive: true });
  mkdirSync(tempDir, { recursive: true });
  const temporary = join(tempDir, randomUUID());
  try {
    writeFlushed(temporary, data);
    return linkOrCopy(temporary, path, data);
  } finally {
    rmSync(temporary, { force: true });
  }
}

function linkOrCopy(temporary: string, path: string, data: string | Uint8Array): boolean {
  try {
    linkSync(temporary, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    return createUnlinked(path, data, error);
  }
}

/** Some disks (exFAT, some network shares) have no hard links; there a crash can leave half a file. */
function createUnlinked(path: string, data: string | Uint8Array, reason: unknown): boolean {
  const { code = '' } = reason as NodeJS.ErrnoException;
  if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(code)) throw reason;
  try {
    writeFlushed(path, data);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function writeFlushed(path: string, data: string | Uint8Array): void {
  const file = openSync(path, 'wx', 0o644);
  try {
    writeFileSync(file, data);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
