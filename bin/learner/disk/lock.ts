import { createHash, randomUUID } from 'node:crypto';
import { lstatSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { unlessMissing } from './disk-trouble.ts';

/** Between two looks at a lock that is held, in milliseconds. */
const pauseMs = 5;
/** Looks at one and the same holder before it counts as dead: 5 s, where work under a lock takes milliseconds. */
const patience = 1000;

/**
 * Runs `act` while no other process runs anything under the lock of this name. It waits for its turn.
 * A holder that was killed does not stop the others.
 */
export function withLock<T>(path: string, act: () => T): T {
  const own = acquire(path);
  try {
    return act();
  } finally {
    if (holderOf(path) === own) rmSync(path, { force: true });
  }
}

function acquire(path: string): string {
  const own = `${process.pid} ${randomUUID()} ${hostname()}`;
  let seen = '';
  for (let looks = 0; !claim(path, own); looks++) {
    const holder = holderOf(path);
    if (holder === undefined) continue;
    if (holder !== seen) looks = 0;
    seen = holder;
    if (isDead(holder) || looks > patience) breakLock(path, holder);
    else pause(pauseMs);
  }
  return own;
}

/** A link to nowhere: it is made together with the holder's name, in one step that only one process can make. */
function claim(path: string, own: string): boolean {
  try {
    symlinkSync(own, path);
    return true;
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    if (code === 'ENOENT' || code === 'EACCES' || code === 'EROFS') throw error;
    return claimWithFile(path, own);
  }
}

/** For disks without symbolic links (exFAT, some network shares). */
function claimWithFile(path: string, own: string): boolean {
  try {
    writeFileSync(path, own, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Takes a dead holder's lock away. Two who find the same dead holder must not both do so, the second would take the
 * first one's new lock: so there is a lock for it, named after that holder. A holder's name never comes back.
 */
export function breakLock(path: string, holder: string): void {
  const mark = createHash('sha256').update(holder).digest('hex').slice(0, 12);
  withLock(`${path}.${mark}`, () => {
    if (holderOf(path) === holder) rmSync(path, { force: true });
  });
}

/** Undefined when nobody holds it. */
function holderOf(path: string): string | undefined {
  return unlessMissing(() => {
    const isLink = lstatSync(path).isSymbolicLink();
    return isLink ? readlinkSync(path) : readFileSync(path, 'utf8');
  }, undefined);
}

function isDead(holder: string): boolean {
  const [pid, , host] = holder.split(' ');
  if (!pid || host !== hostname()) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
