import { readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { diesBeforeCall } from '../testing/power-cut.ts';
import { temporaryFolder } from '../testing/temporary-course.ts';
import { breakLock, withLock } from './lock.ts';

const nobody = 0x7ffffffe;
const heldBy = (pid: number, host = hostname()) => `${pid} some-name ${host}`;

describe('a lock', () => {
  it('is held while the work is done, and free afterwards', () => {
    const dir = temporaryFolder();
    const lock = join(dir, 'lock');
    expect(withLock(lock, () => readdirSync(dir))).toEqual(['lock']);
    expect(readdirSync(dir)).toEqual([]);
  });

  it('is free again after an error', () => {
    const lock = join(temporaryFolder(), 'lock');
    const fails = () =>
      withLock(lock, () => {
        throw new Error('mine');
      });
    expect(fails).toThrow('mine');
    expect(withLock(lock, () => 1)).toBe(1);
  });

  it('is taken over from a process that is dead', () => {
    const dir = temporaryFolder();
    const lock = join(dir, 'lock');
    symlinkSync(heldBy(nobody), lock);
    expect(withLock(lock, () => 1)).toBe(1);
    expect(readdirSync(dir)).toEqual([]);
  });

  it('is taken over from one that died while it took over from another', () => {
    const dir = temporaryFolder();
    const lock = join(dir, 'lock');
    symlinkSync(heldBy(nobody), lock);
    const seen: string[] = [];
    // The first change of the disk is the lock for taking over, the second takes the dead one's away.
    expect(diesBeforeCall(3, () => withLock(lock, () => seen.push('work')))).toBe(true);
    expect(readdirSync(dir)).toHaveLength(2);
    expect(withLock(lock, () => seen.push('work'))).toBe(1);
    expect(readdirSync(dir)).toEqual([]);
  });

  it('is left alone when somebody else has taken it over first', () => {
    const dir = temporaryFolder();
    const lock = join(dir, 'lock');
    symlinkSync(heldBy(process.pid), lock);
    breakLock(lock, heldBy(nobody));
    expect(readdirSync(dir)).toEqual(['lock']);
  });

  it('is taken over where disks know no symbolic links', () => {
    const lock = join(temporaryFolder(), 'lock');
    writeFileSync(lock, heldBy(nobody));
    expect(withLock(lock, () => 1)).toBe(1);
  });

  it('is no lock at all in a folder that is not there', () => {
    const lock = join(temporaryFolder(), 'gone', 'lock');
    expect(() => withLock(lock, () => 1)).toThrow(/ENOENT/);
  });
});
