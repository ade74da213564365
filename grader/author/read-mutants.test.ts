import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readMutants } from './read-mutants.ts';

const good = { name: 'counts-twice', find: 'a', replace: 'b', fails: ['Votes > one vote each'] };
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'course-mutants-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function read(mutants: unknown): Promise<unknown> {
  const path = join(folder, 'mutants.ts');
  writeFileSync(path, `export const mutants: unknown = ${JSON.stringify(mutants)};\n`);
  return readMutants(path);
}

it('reads mutants from TypeScript', async () => {
  expect(await read([good])).toEqual([good]);
});

it.each([
  ['0.name', [{ ...good, name: 'Counts Twice' }], 'lower-case words'],
  ['0.find', [{ ...good, find: '' }], 'find'],
  ['0.equivalent', [{ ...good, equivalent: 'same' }], 'a reason that convinces'],
  ['0.because', [{ ...good, because: 'x' }], 'never'],
  ['"counts-twice".fails', [{ ...good, fails: [] }], 'name the test that must fail'],
  ['"counts-twice"', [good, good], 'give each mutant its own name'],
])('a wrong %s is named with the fix', async (field, mutants, fix) => {
  await expect(read(mutants)).rejects.toMatchObject({ name: 'AuthorError', field });
  await expect(read(mutants)).rejects.toThrow(fix);
});
