import { closeSync, constants, fstatSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { caps } from './caps.ts';
import type { CollectedFiles } from './collected-files.ts';

const openFlags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
const skippedFolders = new Set(['node_modules', '.git', '.course', '__MACOSX']);

/** Collects the ordinary files below a folder. Links are never followed. Gives the time of the newest kept file in ms, or null. */
export function readFolder(root: string, files: CollectedFiles): number | null {
  let newest: number | null = null;
  const visit = (folder: string, prefix: string, depth: number) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const name = prefix + entry.name;
      if (entry.isDirectory()) {
        if (depth >= caps.depth) files.leaveOut(name, `it lies deeper than ${caps.depth} folders`);
        else if (!skippedFolders.has(entry.name))
          visit(join(folder, entry.name), `${name}/`, depth + 1);
      } else if (entry.isFile()) {
        const time = readOne(join(folder, entry.name), name, files);
        if (time !== null) newest = Math.max(newest ?? time, time);
      } else files.leaveOut(name, 'it is a link or a device, not an ordinary file');
    }
  };
  visit(root, '', 0);
  return newest;
}

function readOne(path: string, name: string, files: CollectedFiles): number | null {
  let fd: number;
  try {
    fd = openSync(path, openFlags);
  } catch (error) {
    files.leaveOut(name, `it cannot be read (${(error as NodeJS.ErrnoException).code})`);
    return null;
  }
  try {
    const stat = fstatSync(fd);
    if (!stat.isFile()) return null;
    const kept = files.offer(name, stat.size);
    if (kept === null) return null;
    files.keep(kept, readFileSync(fd));
    return stat.mtimeMs;
  } finally {
    closeSync(fd);
  }
}
