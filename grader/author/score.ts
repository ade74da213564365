import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { type Exercise, secretFiles } from '../../exercises/catalog.ts';
import { AuthorError, checkedJson } from '../../exercises/checked.ts';
import { suiteCode } from '../engine/suite-code.ts';
import { scoreMark } from './score-mark.ts';

const scoreSchema = v.strictObject({
  /** Killed / (all - equivalent), in percent, rounded down to a tenth. */
  score: v.number(),
  killed: v.number(),
  all: v.number(),
  /** Proven not to change what the code does; their reasons stand in mutants.ts. */
  equivalent: v.number(),
  /** `line: change` of each that no test noticed. */
  survivors: v.array(v.string()),
  /** Hash of the suite's sources that were run. */
  suite: v.string(),
  /** Hash of the reference that was mutated. */
  reference: v.string(),
});

/** What a mutation run found, kept beside the answer key. */
export type Score = v.InferOutput<typeof scoreSchema>;

/** Hashes of what a score is about. */
export async function scoredHashes({
  id,
  answerKey,
}: Exercise): Promise<Pick<Score, 'suite' | 'reference'>> {
  const { inputs } = await suiteCode(id, answerKey);
  const suite = hash(JSON.stringify(Object.values(inputs).sort()));
  return { suite, reference: hash(readFileSync(join(answerKey, secretFiles.reference), 'utf8')) };
}

/** Writes the score beside the answer key. */
export function writeScore({ answerKey }: Exercise, score: Score): void {
  writeFileSync(join(answerKey, secretFiles.score), `${JSON.stringify(score, null, 2)}\n`);
}

/** What is wrong with an exercise's recorded score: missing, stale, or below the mark. */
export async function scoreFindings(exercise: Exercise): Promise<AuthorError[]> {
  const path = join(exercise.answerKey, secretFiles.score);
  const again = `run "course author mutate ${exercise.id}"`;
  if (!existsSync(path)) return [new AuthorError(path, '', 'is missing', again)];
  const score = checkedJson(scoreSchema, readFileSync(path, 'utf8'), path);
  const now = await scoredHashes(exercise);
  const findings: AuthorError[] = [];
  for (const what of ['suite', 'reference'] as const)
    if (score[what] !== now[what])
      findings.push(
        new AuthorError(path, what, `is of another ${what} than the present one`, again),
      );
  if (score.score < scoreMark.least)
    findings.push(
      new AuthorError(
        path,
        'score',
        `is ${score.score} %, below ${scoreMark.least} %`,
        'add tests that kill the survivors named there',
      ),
    );
  if (score.equivalent > (score.all * scoreMark.mostEquivalent) / 100)
    findings.push(
      new AuthorError(
        path,
        'equivalent',
        `is ${score.equivalent} of ${score.all}, more than ${scoreMark.mostEquivalent} %`,
        'write the reference so that fewer changes make no difference',
      ),
    );
  return findings;
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
