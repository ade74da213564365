import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Exercise, publicFiles, secretFiles } from '../../exercises/catalog.ts';
import { AuthorError } from '../../exercises/checked.ts';
import { readHints } from '../../exercises/hints.ts';

/** What is wrong with an exercise's files before anything runs: missing, empty, stray, hints of the wrong form. */
export function fileFindings({ dir, answerKey, ...exercise }: Exercise): AuthorError[] {
  const { facts, brief, hints, stub, simulation } = publicFiles;
  const { suite, reference, mutants } = secretFiles;
  return [
    ...[facts, brief, hints, stub].flatMap((name) => missing(dir, name)),
    ...[suite, reference, mutants].flatMap((name) => missing(answerKey, name)),
    ...stray(dir, [facts, brief, hints, stub, simulation, 'simulation']),
    ...hintFindings({ dir, answerKey, ...exercise }),
  ];
}

/** Answer keys that belong to no exercise; the reverse shows as missing files. */
export function orphans(root: string, exercises: readonly Exercise[]): AuthorError[] {
  const keys = join(root, 'grader', 'answer-keys');
  const known = new Set(exercises.map(({ id }) => id));
  return folders(keys)
    .flatMap((component) => folders(join(keys, component)).map((name) => `${component}/${name}`))
    .filter((id) => !known.has(id))
    .map(
      (id) =>
        new AuthorError(
          join(keys, id),
          '',
          'belongs to no exercise',
          `make exercises/${id} or remove it`,
        ),
    );
}

function missing(dir: string, name: string): AuthorError[] {
  const path = join(dir, name);
  if (!existsSync(path)) return [new AuthorError(path, '', 'is missing', 'write it')];
  return readFileSync(path, 'utf8').trim() === ''
    ? [new AuthorError(path, '', 'is empty', 'write it')]
    : [];
}

function stray(dir: string, known: readonly string[]): AuthorError[] {
  return readdirSync(dir)
    .filter((name) => !known.includes(name))
    .map(
      (name) =>
        new AuthorError(join(dir, name), '', 'is no part of an exercise', 'move or remove it'),
    );
}

function hintFindings(exercise: Exercise): AuthorError[] {
  if (!existsSync(join(exercise.dir, publicFiles.hints))) return [];
  try {
    readHints(exercise);
    return [];
  } catch (error) {
    if (error instanceof AuthorError) return [error];
    throw error;
  }
}

function folders(dir: string): string[] {
  if (!existsSync(dir)) return [];
  return readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}
