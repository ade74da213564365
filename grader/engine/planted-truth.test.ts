import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { publicFiles, readCatalog } from '../../exercises/catalog.ts';
import { courseRoot } from '../course-root.ts';
import type { ResultRecord } from '../verdict/record.ts';
import { Grader } from './grader.ts';
import { mutantsOf, mutated, referenceText } from './testing/exercises.ts';

// A few copies by default; the whole proof is PLANTED_COPIES=200 REPEATED_GRADINGS=100.
const copies = Number(process.env.PLANTED_COPIES ?? 2);
const repeats = Number(process.env.REPEATED_GRADINGS ?? 4);
const mutants = 5;
const lanes = 2;
const timeout = 60_000 + (copies * 7 + repeats) * 10_000;

const exercise = readCatalog(courseRoot).find(({ id }) => id === 'etcd/mvcc-store')!;
const folder = mkdtempSync(join(tmpdir(), 'course-planted-'));
const graders = Array.from({ length: lanes }, () => Grader.open());

afterAll(async () => {
  await Promise.all(graders.map((grader) => grader.close()));
  rmSync(folder, { recursive: true });
});

/** A workspace that holds one text. */
function workspaceOf(name: string, text: string): string {
  const root = join(folder, name);
  const path = join(root, exercise.file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return root;
}

/** What may not differ between two gradings of one text. */
function verdictOf({ durationMs: _, ...verdict }: ResultRecord): string {
  return JSON.stringify(verdict);
}

/** Grades workspaces in so many lanes at once; gives their verdicts in order. */
async function gradeAll(roots: readonly string[]): Promise<ResultRecord[]> {
  const records: ResultRecord[] = [];
  let next = 0;
  await Promise.all(
    graders.map(async (grader) => {
      while (next < roots.length) {
        const i = next++;
        records[i] = await grader.grade({ exercise, root: roots[i]! });
      }
    }),
  );
  return records;
}

async function planted(): Promise<Map<string, string>> {
  const stub = readFileSync(join(exercise.dir, publicFiles.stub), 'utf8');
  const texts = new Map([
    ['reference', referenceText(exercise)],
    ['stub', stub],
  ]);
  const wrong = await mutantsOf(exercise);
  for (const mutant of wrong.slice(0, mutants)) texts.set(mutant.name, mutated(exercise, mutant));
  return texts;
}

describe('a run over many submissions', () => {
  it(`finds the planted truth in ${copies} copies each of the reference, the stub and ${mutants} mutants`, {
    timeout,
  }, async () => {
    const texts = await planted();
    const roots = new Map(Array.from(texts, ([name, text]) => [name, workspaceOf(name, text)]));
    const names = Array.from({ length: copies }, () => [...texts.keys()]).flat();
    const records = await gradeAll(names.map((name) => roots.get(name)!));
    const found = new Map<string, Set<string>>();
    for (const [i, record] of records.entries()) {
      const name = names[i]!;
      found.set(name, (found.get(name) ?? new Set()).add(verdictOf(record)));
      expect(record.status, name).toBe(name === 'reference' ? 'passed' : 'failed');
      if (name === 'stub') expect(record.points, name).toBe(0);
    }
    expect(found.size).toBe(2 + mutants);
    for (const [name, verdicts] of found) expect(verdicts.size, `verdicts of ${name}`).toBe(1);
  });

  it(`gives ${repeats} equal verdicts for one text while every core is busy`, {
    timeout,
  }, async () => {
    const spin = () => spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' });
    const busy = Array.from({ length: availableParallelism() }, spin);
    try {
      const root = workspaceOf('repeated', referenceText(exercise));
      const records = await gradeAll(Array(repeats).fill(root));
      expect(new Set(records.map(verdictOf)).size).toBe(1);
      expect(records[0]!.status).toBe('passed');
    } finally {
      for (const child of busy) child.kill('SIGKILL');
    }
  });
});
