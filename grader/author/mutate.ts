import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Exercise, secretFiles } from '../../exercises/catalog.ts';
import type { ResultRecord } from '../verdict/record.ts';
import { type MachineMutant, machineMutants } from './machine-mutants.ts';
import { notPassed } from './not-passed.ts';
import { readMutants } from './read-mutants.ts';
import { type Score, scoredHashes, writeScore } from './score.ts';
import { VariantBench } from './variant-bench.ts';

/** An endless loop is a common mutant; the reference needs a few milliseconds a test. */
const mutantTimeLimitMs = 800;
const benches = 2;
const attempts = 5;

/** Grades every machine-made mutant of the reference, records the score beside the answer key and gives it. */
export async function mutateExercise(
  exercise: Exercise,
  progress: (done: number, all: number) => void,
): Promise<Score> {
  const reference = readFileSync(join(exercise.answerKey, secretFiles.reference), 'utf8');
  await requirePass(exercise, reference);
  const mutants = await machineMutants(reference);
  const equivalent = await equivalentTexts(exercise, reference);
  const survivors = await survivorsOf(exercise, mutants, progress);
  const proven = survivors.filter(({ text }) => equivalent.has(text));
  const unproven = survivors.filter(({ text }) => !equivalent.has(text));
  const killed = mutants.length - survivors.length;
  const score: Score = {
    score: Math.floor((1000 * killed) / (mutants.length - proven.length)) / 10,
    killed,
    all: mutants.length,
    equivalent: proven.length,
    survivors: unproven.map(({ line, change }) => `${line}: ${change}`),
    ...(await scoredHashes(exercise)),
  };
  writeScore(exercise, score);
  return score;
}

/** A suite that fails the reference fails every mutant as well, and would be given 100 %. */
async function requirePass(exercise: Exercise, reference: string): Promise<void> {
  const bench = new VariantBench(exercise);
  const record = await bench.grade(reference).finally(() => bench.close());
  if (record.status !== 'passed')
    throw notPassed(join(exercise.answerKey, secretFiles.reference), record);
}

/** The reference under each change that mutants.ts claims, with a reason, to make no difference. */
async function equivalentTexts({ answerKey }: Exercise, reference: string): Promise<Set<string>> {
  const named = await readMutants(join(answerKey, secretFiles.mutants));
  return new Set(
    named
      .filter((mutant) => mutant.equivalent)
      .map(({ find, replace }) => reference.replace(find, () => replace)),
  );
}

async function survivorsOf(
  exercise: Exercise,
  mutants: readonly MachineMutant[],
  progress: (done: number, all: number) => void,
): Promise<MachineMutant[]> {
  const survived = new Set<MachineMutant>();
  const waiting = [...mutants];
  await Promise.all(
    Array.from({ length: benches }, async () => {
      const bench = new VariantBench({ ...exercise, timeLimitMs: mutantTimeLimitMs });
      for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
        const { status } = await judged(bench, mutant.text);
        if (status === 'passed') survived.add(mutant);
        progress(mutants.length - waiting.length, mutants.length);
      }
      await bench.close();
    }),
  );
  return mutants.filter((mutant) => survived.has(mutant));
}

/** The verdict on a mutant. A machine that was too busy says nothing about it, so it is graded again, a few times. */
export async function judged(
  bench: Pick<VariantBench, 'gradeUntilFailure'>,
  text: string,
): Promise<ResultRecord> {
  for (let attempt = 1; ; attempt++) {
    const record = await bench.gradeUntilFailure(text);
    if (record.status !== 'error' && record.status !== 'not-gradable') return record;
    if (attempt === attempts)
      throw new Error(`a mutant could not be graded: ${record.problem?.message}`);
  }
}
