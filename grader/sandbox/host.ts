import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** Users that no system gives to anybody; each box of a process gets its own, so that boxes cannot reach each other. */
const firstUser = 60600;
const users = 500;
let nextUser = process.pid;

/** The user and group that the next box runs as: an unprivileged one when we are root, else our own (null). */
export function boxUser(): number | null {
  return asRoot() ? firstUser + (nextUser++ % users) : null;
}

/** True when this process may become any user. */
export function asRoot(): boolean {
  return process.getuid?.() === 0;
}

/** Where a program lies on the PATH, or null. */
export function onPath(program: string): string | null {
  for (const folder of (process.env.PATH ?? '').split(':')) {
    const path = `${folder}/${program}`;
    if (folder && executable(path)) return path;
  }
  return null;
}

/** True if an unprivileged user can start our node: every folder above it is open to all. Under root's home it is not. */
export function nodeOpenToAll(): boolean {
  for (let path = realpathSync(process.execPath); ; path = dirname(path)) {
    if ((statSync(path).mode & 0o005) !== 0o005) return false;
    if (path === dirname(path)) return true;
  }
}

function executable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
