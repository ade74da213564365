import fs, { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { temporaryFolder } from '../testing/temporary-course.ts';
import { createFile } from './create-file.ts';

const { linkSync } = fs;

afterEach(() => {
  fs.linkSync = linkSync;
  syncBuiltinESMExports();
});

/** As exFAT and some network shares answer. */
function withoutHardLinks(): void {
  fs.linkSync = () => {
    throw Object.assign(new Error('no links here'), { code: 'EPERM' });
  };
  syncBuiltinESMExports();
}

it.each([
  ['with hard links', () => {}],
  ['without hard links', withoutHardLinks],
])('creates a file once and never overwrites it, on a disk %s', (_, prepare) => {
  prepare();
  const dir = temporaryFolder();
  const path = join(dir, 'etcd', 'mvcc-store.ts');
  expect(createFile(path, 'first', join(dir, 'tmp'))).toBe(true);
  expect(createFile(path, 'second', join(dir, 'tmp'))).toBe(false);
  expect(readFileSync(path, 'utf8')).toBe('first');
  expect(readdirSync(join(dir, 'tmp'))).toEqual([]);
});

it('says why when it cannot', () => {
  const dir = temporaryFolder();
  writeFileSync(join(dir, 'etcd'), '');
  expect(() => createFile(join(dir, 'etcd', 'a.ts'), '', join(dir, 'tmp'))).toThrow(
    /ENOTDIR|EEXIST/,
  );
});
