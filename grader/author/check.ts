import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { AuthorError } from '../../exercises/checked.ts';
import { type Exercise, publicFiles, secretFiles } from '../../exercises/catalog.ts';
import { readHints } from '../../exercises/hints.ts';
import { Grader } from '../engine/grader.ts';
import { feedbackOf } from './feedback.ts';
import type { Mutant } from './mutant.ts';
import { readMutants } from './read-mutants.ts';
import { typeErrors } from '../type-check.ts';
import type { ResultRecord } from '../verdict/record.ts';

/** One thing wrong with an exercise: where, what, and the fix. */
export type Finding = AuthorError;

/** How an exercise is checked. */
export interface CheckOptions {
  /** Writes each mutant's feedback instead of comparing it. Read what it wrote before you commit it. */
  readonly record?: boolean;
}

const fewestMutants = 8;

/**
 * Proves an exercise: the stub compiles and earns nothing, the reference and every accepted solution pass,
 * every named mutant fails as it says with its recorded feedback, no file is missing, empty or stray.
 */
export async function checkExercise(exercise: Exercise, options: CheckOptions = {}): Promise<Finding[]> {
  const found = [...fileFindings(exercise), ...hintFindings(exercise)];
  if (found.length > 0) return found;
  const bench = new CheckBench(exercise);
  try {
    found.push(...(await bench.stub()), ...(await bench.reference()));
    if (found.length > 0) return found;
    return [...(await bench.accepted()), ...(await bench.mutants(options))];
  } finally {
    await bench.close();
  }
}

/** Answer keys without an exercise; the reverse shows as missing files. */
export function orphans(root: string, exercises: readonly Exercise[]): Finding[] {
  const keys = join(root, 'grader', 'answer-keys');
  const known = new Set(exercises.map(({ id }) => id));
  return folders(keys)
    .flatMap((component) => folders(join(keys, component)).map((name) => `${component}/${name}`))
    .filter((id) => !known.has(id))
    .map((id) => new AuthorError(join(keys, id), '', 'belongs to no exercise', `make exercises/${id} or remove it`));
}

function fileFindings({ dir, answerKey }: Exercise): Finding[] {
  const { facts, brief, hints, stub } = publicFiles;
  const { suite, reference, mutants } = secretFiles;
  return [
    ...[facts, brief, hints, stub].flatMap((name) => missing(dir, name)),
    ...[suite, reference, mutants].flatMap((name) => missing(answerKey, name)),
    ...stray(dir, [facts, brief, hints, stub, 'simulation.ts']),
  ];
}

function missing(dir: string, name: string): Finding[] {
  const path = join(dir, name);
  if (!existsSync(path)) return [new AuthorError(path, '', 'is missing', 'write it')];
  return readFileSync(path, 'utf8').trim() === '' ? [new AuthorError(path, '', 'is empty', 'write it')] : [];
}

function stray(dir: string, known: readonly string[]): Finding[] {
  return readdirSync(dir)
    .filter((name) => !known.includes(name))
    .map((name) => new AuthorError(join(dir, name), '', 'is no part of an exercise', 'move or remove it'));
}

function hintFindings(exercise: Exercise): Finding[] {
  try {
    if (existsSync(join(exercise.dir, publicFiles.hints))) readHints(exercise);
    return [];
  } catch (error) {
    if (error instanceof AuthorError) return [error];
    throw error;
  }
}

/** Grades variants of one exercise, each as the learner's file in a folder of its own. */
class CheckBench {
  private readonly grader = Grader.open();
  private readonly folder = mkdtempSync(join(tmpdir(), 'course-check-'));

  constructor(private readonly exercise: Exercise) {}

  async stub(): Promise<Finding[]> {
    const path = join(this.exercise.dir, publicFiles.stub);
    const record = await this.grade(readFileSync(path, 'utf8'));
    const [typeError] = (await typeErrors(this.folder, this.exercise.file)) ?? [];
    const findings: Finding[] = [];
    if (typeError) findings.push(new AuthorError(path, `line ${typeError.at.line}`, `does not compile: ${typeError.message}`, 'correct the type'));
    if (record.problem) findings.push(new AuthorError(path, '', `does not load: ${record.problem.message}`, 'make it load and throw NotImplemented when called'));
    if (record.points > 0) findings.push(new AuthorError(path, '', `earns ${record.points} points as it is`, 'add a test to the group that it passes'));
    return findings;
  }

  async reference(): Promise<Finding[]> {
    const path = join(this.exercise.answerKey, secretFiles.reference);
    const record = await this.grade(readFileSync(path, 'utf8'));
    const [typeError] = (await typeErrors(this.folder, this.exercise.file)) ?? [];
    if (typeError) return [new AuthorError(path, `line ${typeError.at.line}`, `does not compile: ${typeError.message}`, 'correct the type')];
    return record.status === 'passed' ? this.groupFindings(record) : [notPassed(path, record)];
  }

  async accepted(): Promise<Finding[]> {
    const dir = join(this.exercise.answerKey, secretFiles.accepted);
    const findings: Finding[] = [];
    for (const name of existsSync(dir) ? readdirSync(dir) : []) {
      const record = await this.grade(readFileSync(join(dir, name), 'utf8'));
      if (record.status !== 'passed') findings.push(notPassed(join(dir, name), record));
    }
    return findings;
  }

  async mutants({ record = false }: CheckOptions): Promise<Finding[]> {
    const path = join(this.exercise.answerKey, secretFiles.mutants);
    const mutants = await readMutants(path);
    const findings: Finding[] = [];
    if (mutants.filter(({ equivalent }) => !equivalent).length < fewestMutants)
      findings.push(new AuthorError(path, '', `has only ${mutants.length} mutants`, `write at least ${fewestMutants}`));
    for (const mutant of mutants) findings.push(...(await this.mutant(mutant, path, record)));
    return findings;
  }

  async close(): Promise<void> {
    await this.grader.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async mutant(mutant: Mutant, path: string, record: boolean): Promise<Finding[]> {
    const reference = readFileSync(join(this.exercise.answerKey, secretFiles.reference), 'utf8');
    const places = reference.split(mutant.find).length - 1;
    if (places !== 1) return [new AuthorError(path, `"${mutant.name}".find`, `occurs ${places} times in the reference`, 'make it occur exactly once')];
    const result = await this.grade(reference.replace(mutant.find, () => mutant.replace));
    if (mutant.equivalent)
      return result.status === 'passed' ? [] : [new AuthorError(path, `"${mutant.name}".equivalent`, 'is claimed, but a test fails', 'take the claim out')];
    return [...this.survivors(mutant, result, path), ...this.feedback(mutant, result, record)];
  }

  private survivors(mutant: Mutant, result: ResultRecord, path: string): Finding[] {
    if (result.status === 'passed') return [new AuthorError(path, `"${mutant.name}"`, 'survives: every test passes', 'add a test that tells it from the reference')];
    if (result.problem) return [new AuthorError(path, `"${mutant.name}"`, `runs no test: ${result.problem.message}`, 'make it a mistake that loads')];
    const failed = new Set(result.tests.filter(({ status }) => status !== 'passed').map(({ id }) => id));
    return mutant.fails
      .filter((id) => !failed.has(id))
      .map((id) => new AuthorError(path, `"${mutant.name}".fails`, `names "${id}", which passes`, 'name a test that fails'));
  }

  private feedback(mutant: Mutant, result: ResultRecord, record: boolean): Finding[] {
    const path = join(this.exercise.answerKey, secretFiles.feedback, `${mutant.name}.txt`);
    const text = feedbackOf(result, this.exercise);
    if (record) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
      return [];
    }
    if (!existsSync(path)) return [new AuthorError(path, '', 'is missing', 'record it with "course author check --record" and read it')];
    return readFileSync(path, 'utf8') === text ? [] : [new AuthorError(path, '', 'is not what a learner sees now', 'record it with "course author check --record" and read the difference')];
  }

  private groupFindings(record: ResultRecord): Finding[] {
    const path = join(this.exercise.dir, publicFiles.facts);
    const inSuite = [...new Set(record.tests.map(({ group }) => group))];
    const inFacts = Object.keys(this.exercise.points);
    if (inSuite.join('|') === inFacts.join('|')) return [];
    return [new AuthorError(path, 'points', `names the groups ${inFacts.join(', ')}; the suite has ${inSuite.join(', ')}`, 'give both the same titles in the same order')];
  }

  private async grade(text: string): Promise<ResultRecord> {
    const path = join(this.folder, this.exercise.file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return this.grader.grade({ exercise: this.exercise, root: this.folder });
  }
}

function notPassed(path: string, record: ResultRecord): Finding {
  const first = record.tests.find(({ status }) => status !== 'passed');
  const why = record.problem?.message ?? (first ? `"${first.id}": ${first.message || `expected ${first.expected}, received ${first.received}`}` : record.status);
  return new AuthorError(path, '', `does not pass: ${why}`, 'correct it, or the suite');
}

function folders(dir: string): string[] {
  return existsSync(dir) ? readdirSync(dir, { withFileTypes: true }).filter((e) => e.isDirectory()).map(({ name }) => name) : [];
}
