import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Exercise, secretFiles } from '../../exercises/catalog.ts';
import { AuthorError } from '../../exercises/checked.ts';
import type { ResultRecord } from '../verdict/record.ts';
import { feedbackOf } from './feedback.ts';
import type { Mutant } from './mutant.ts';
import { readMutants } from './read-mutants.ts';
import type { VariantBench } from './variant-bench.ts';

const fewestMutants = 8;

/** Grades every named mutant: it must fail as it says, with its recorded feedback. `record` writes the feedback instead. */
export async function mutantFindings(
  exercise: Exercise,
  bench: VariantBench,
  record: boolean,
): Promise<AuthorError[]> {
  const path = join(exercise.answerKey, secretFiles.mutants);
  const reference = readFileSync(join(exercise.answerKey, secretFiles.reference), 'utf8');
  const mutants = await readMutants(path);
  const killable = mutants.filter(({ equivalent }) => !equivalent);
  const findings = strayFeedback(exercise, killable);
  if (killable.length < fewestMutants)
    findings.push(
      new AuthorError(
        path,
        '',
        `has only ${killable.length} mutants`,
        `write at least ${fewestMutants}`,
      ),
    );
  for (const mutant of mutants) {
    const at = (problem: string, fix: string) =>
      new AuthorError(path, `"${mutant.name}"`, problem, fix);
    const places = reference.split(mutant.find).length - 1;
    if (places !== 1) {
      findings.push(
        at(
          `looks for text that occurs ${places} times in the reference`,
          'make it occur exactly once',
        ),
      );
      continue;
    }
    const result = await bench.grade(reference.replace(mutant.find, () => mutant.replace));
    findings.push(...verdictFindings(mutant, result, at));
    if (!mutant.equivalent) findings.push(...feedbackFindings(exercise, mutant, result, record));
  }
  return findings;
}

function verdictFindings(
  mutant: Mutant,
  result: ResultRecord,
  at: (problem: string, fix: string) => AuthorError,
): AuthorError[] {
  if (mutant.equivalent)
    return result.status === 'passed'
      ? []
      : [at('is called equivalent, but a test fails', 'take the claim out')];
  if (result.status === 'passed')
    return [at('survives: every test passes', 'add a test that tells it from the reference')];
  if (result.problem)
    return [at(`runs no test: ${result.problem.message}`, 'make it a mistake that loads')];
  const failed = new Set(
    result.tests.filter(({ status }) => status !== 'passed').map(({ id }) => id),
  );
  return mutant.fails
    .filter((id) => !failed.has(id))
    .map((id) =>
      at(`should fail "${id}", which passes or does not exist`, 'name a test that fails'),
    );
}

function feedbackFindings(
  exercise: Exercise,
  mutant: Mutant,
  result: ResultRecord,
  record: boolean,
): AuthorError[] {
  const path = join(exercise.answerKey, secretFiles.feedback, `${mutant.name}.txt`);
  const text = feedbackOf(result, exercise);
  const again = 'record it with "course author check --record" and read it';
  if (record) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return [];
  }
  if (!existsSync(path)) return [new AuthorError(path, '', 'is missing', again)];
  return readFileSync(path, 'utf8') === text
    ? []
    : [new AuthorError(path, '', 'is not what a learner sees now', again)];
}

function strayFeedback({ answerKey }: Exercise, mutants: readonly Mutant[]): AuthorError[] {
  const dir = join(answerKey, secretFiles.feedback);
  const names = new Set(mutants.map(({ name }) => `${name}.txt`));
  return (existsSync(dir) ? readdirSync(dir) : [])
    .filter((name) => !names.has(name))
    .map((name) => new AuthorError(join(dir, name), '', 'belongs to no mutant', 'remove it'));
}
