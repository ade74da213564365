import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Exercise, publicFiles, readCatalog, secretFiles } from '../../exercises/catalog.ts';
import { AuthorError } from '../../exercises/checked.ts';
import { courseRoot } from '../course-root.ts';
import type { ResultRecord } from '../verdict/record.ts';
import { fileFindings } from './check-files.ts';
import { mutantFindings } from './check-mutants.ts';
import { simulationFindings } from './check-simulation.ts';
import { notPassed } from './not-passed.ts';
import { scoreFindings } from './score.ts';
import { VariantBench } from './variant-bench.ts';

/** One thing wrong with an exercise: where, what, and the fix. */
export type Finding = AuthorError;

/** How an exercise is checked. */
export interface CheckOptions {
  /** Writes each mutant's feedback instead of comparing it. Read what it wrote before you commit it. */
  readonly record?: boolean;
  /** All exercises: a simulation may need parts of others. By default those of the course. */
  readonly catalog?: readonly Exercise[];
}

/**
 * Proves an exercise: the stub compiles and earns nothing, the reference and every accepted solution pass,
 * every named mutant fails as it says with its recorded feedback, the mutation score is fresh and high enough,
 * the simulation, if there is one, goes on, fits and is the same again, no file is missing, empty or stray.
 */
export async function checkExercise(
  exercise: Exercise,
  { record = false, catalog = readCatalog(courseRoot) }: CheckOptions = {},
): Promise<Finding[]> {
  const inFiles = fileFindings(exercise);
  if (inFiles.length > 0) return inFiles;
  const bench = new VariantBench(exercise);
  try {
    const basics = [
      ...(await stubFindings(exercise, bench)),
      ...(await referenceFindings(exercise, bench)),
    ];
    if (basics.length > 0) return basics;
    return [
      ...(await acceptedFindings(exercise, bench)),
      ...(await mutantFindings(exercise, bench, record)),
      ...(await scoreFindings(exercise)),
      ...(await simulationFindings(exercise, catalog)),
    ];
  } finally {
    await bench.close();
  }
}

async function stubFindings({ dir }: Exercise, bench: VariantBench): Promise<Finding[]> {
  const path = join(dir, publicFiles.stub);
  const text = readFileSync(path, 'utf8');
  const record = await bench.grade(text);
  const typeError = await bench.typeError(text);
  const findings: Finding[] = [];
  if (typeError)
    findings.push(new AuthorError(path, '', `does not compile: ${typeError}`, 'correct the type'));
  if (record.problem)
    findings.push(
      new AuthorError(
        path,
        '',
        `does not load: ${record.problem.message}`,
        'make it load and throw NotImplemented when called',
      ),
    );
  if (record.points > 0)
    findings.push(
      new AuthorError(
        path,
        '',
        `earns ${record.points} points as it is`,
        'add a test that it fails to the group that it passes',
      ),
    );
  return findings;
}

async function referenceFindings(exercise: Exercise, bench: VariantBench): Promise<Finding[]> {
  const path = join(exercise.answerKey, secretFiles.reference);
  const text = readFileSync(path, 'utf8');
  const typeError = await bench.typeError(text);
  if (typeError)
    return [new AuthorError(path, '', `does not compile: ${typeError}`, 'correct the type')];
  const record = await bench.grade(text);
  return record.status === 'passed' ? groupFindings(exercise, record) : [notPassed(path, record)];
}

async function acceptedFindings({ answerKey }: Exercise, bench: VariantBench): Promise<Finding[]> {
  const dir = join(answerKey, secretFiles.accepted);
  const findings: Finding[] = [];
  for (const name of existsSync(dir) ? readdirSync(dir) : []) {
    const record = await bench.grade(readFileSync(join(dir, name), 'utf8'));
    if (record.status !== 'passed') findings.push(notPassed(join(dir, name), record));
  }
  return findings;
}

function groupFindings({ dir, points }: Exercise, record: ResultRecord): Finding[] {
  const inSuite = [...new Set(record.tests.map(({ group }) => group))].join(', ');
  const inFacts = Object.keys(points).join(', ');
  if (inSuite === inFacts) return [];
  return [
    new AuthorError(
      join(dir, publicFiles.facts),
      'points',
      `names the groups ${inFacts}; the suite has ${inSuite}`,
      'give both the same titles in the same order',
    ),
  ];
}
