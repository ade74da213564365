import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type Exercise, publicFiles, readCatalog, secretFiles } from '../../exercises/catalog.ts';
import { courseRoot } from '../course-root.ts';
import { Grader } from './grader.ts';
import { fixtureRoot, mutantsOf, mutated, referenceText } from './testing/exercises.ts';
import { plainVitest, type Verdicts } from './testing/plain-vitest.ts';

// The seed that plain vitest has: grader/engine/testing/fixed-seed.ts.
const seed = 1;
const folder = mkdtempSync(join(tmpdir(), 'course-verdicts-'));
const grader = Grader.open();
const ready = (exercise: Exercise) =>
  [secretFiles.suite, secretFiles.reference, secretFiles.mutants].every((file) =>
    existsSync(join(exercise.answerKey, file)),
  );
const exercises = [fixtureRoot, courseRoot].flatMap(readCatalog).filter(ready);

afterAll(async () => {
  await grader.close();
  rmSync(folder, { recursive: true });
});

/** What the engine says of a text; null for one that takes for ever, which plain vitest cannot stop. */
async function graded(exercise: Exercise, root: string): Promise<Verdicts | null> {
  const record = await grader.grade({ exercise, root, seed });
  if (record.problem) throw new Error(`${exercise.id}: ${record.problem.message}`);
  if (record.status === 'timed-out') return null;
  return Object.fromEntries(record.tests.map(({ id, status }) => [id, status === 'passed']));
}

/** Grades one text of each exercise by both; gives what the engine says. */
async function bothWays(name: string, textOf: (exercise: Exercise) => Promise<string | undefined>) {
  const root = join(folder, name);
  const engine = new Map<string, Verdicts>();
  for (const exercise of exercises) {
    const text = await textOf(exercise);
    if (text === undefined) continue;
    const path = join(root, exercise.file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    const verdicts = await graded(exercise, root);
    if (verdicts) engine.set(exercise.id, verdicts);
    else rmSync(path);
  }
  const plain = await plainVitest(root);
  for (const [id, verdicts] of engine) expect(plain.get(id), id).toEqual(verdicts);
  return engine;
}

const all = (verdicts: Verdicts) => Object.values(verdicts).every((passed) => passed);

describe('the engine and plain vitest give the same verdict, test by test', {
  timeout: 120_000,
}, () => {
  it('on every reference: it passes', async () => {
    const engine = await bothWays('reference', async (exercise) => referenceText(exercise));
    expect(engine.size).toBe(exercises.length);
    for (const [id, verdicts] of engine) expect(all(verdicts), id).toBe(true);
  });

  it('on every stub: it fails', async () => {
    const stub = ({ dir }: Exercise) => readFileSync(join(dir, publicFiles.stub), 'utf8');
    const engine = await bothWays('stub', async (exercise) => stub(exercise));
    for (const [id, verdicts] of engine) expect(all(verdicts), id).toBe(false);
  });

  it.each([0, 1])('on mutant %i of every exercise: it fails', async (n) => {
    const engine = await bothWays(`mutant-${n}`, async (exercise) => {
      const mutant = (await mutantsOf(exercise))[n];
      return mutant && mutated(exercise, mutant);
    });
    for (const [id, verdicts] of engine) expect(all(verdicts), id).toBe(false);
  });
});
