import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readCatalog } from '../../exercises/catalog.ts';
import { courseRoot } from '../course-root.ts';
import type { ResultRecord } from '../verdict/record.ts';
import { judged, mutateExercise } from './mutate.ts';

const real = readCatalog(courseRoot).find(({ id }) => id === 'scheduler/node-affinity')!;

it('records no score while the reference itself fails: every mutant would seem to be noticed', async () => {
  const answerKey = mkdtempSync(join(tmpdir(), 'course-mutate-'));
  try {
    cpSync(real.answerKey, answerKey, { recursive: true });
    rmSync(join(answerKey, 'score.json'));
    const reference = join(answerKey, 'reference.ts');
    writeFileSync(reference, readFileSync(reference, 'utf8').replace('BigInt(', 'Number('));
    await expect(mutateExercise({ ...real, answerKey }, () => {})).rejects.toThrow(
      /reference\.ts: does not pass/,
    );
    expect(existsSync(join(answerKey, 'score.json'))).toBe(false);
  } finally {
    rmSync(answerKey, { recursive: true, force: true });
  }
}, 60_000);

it('grades a mutant again when the machine was too busy, and gives up after five times', async () => {
  const busy = { status: 'error', problem: { message: 'too busy' } } as ResultRecord;
  const records = [busy, busy, { status: 'failed' } as ResultRecord];
  const bench = { gradeUntilFailure: async () => records.shift() ?? busy };
  expect((await judged(bench, '')).status).toBe('failed');
  await expect(judged(bench, '')).rejects.toThrow('a mutant could not be graded: too busy');
});
