import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ExerciseFacts, parseExerciseFacts } from './exercise-facts.ts';

/** One exercise: its facts from exercise.json and where both of its halves lie. */
export interface Exercise extends ExerciseFacts {
  /** Folder of the learner's half, absolute. */
  readonly dir: string;
  /** Folder of the secret half, absolute. It may be absent: a school can keep its own. */
  readonly answerKey: string;
  /** The learner's file, relative to the workspace, with `/`: `etcd/mvcc-store.ts`. */
  readonly file: string;
  /** Id of the exercise in whose simulation this one can be played: its own, or the one that exercise.json names; null for none. */
  readonly simulation: string | null;
}

/** A file of an exercise's public half, by what it is. */
export const publicFiles = {
  facts: 'exercise.json',
  brief: 'brief.md',
  hints: 'hints.md',
  stub: 'stub.ts',
  /** Optional. */
  simulation: 'simulation.ts',
} as const;

/** A file of an exercise's secret half, by what it is. */
export const secretFiles = {
  suite: 'suite.test.ts',
  reference: 'reference.ts',
  mutants: 'mutants.ts',
  score: 'score.json',
  feedback: 'feedback',
  accepted: 'accepted',
} as const;

/**
 * Reads every exercise below `root` (the course's own folder), in teaching order:
 * by component as its lessons are numbered by `order`, then by id.
 * Throws AuthorError when an exercise.json is missing or wrong.
 */
export function readCatalog(root: string): Exercise[] {
  return exerciseFolders(join(root, 'exercises'))
    .map((id) => readExercise(root, id))
    .sort((a, b) => a.order - b.order || a.id.localeCompare(b.id));
}

/** Ids of all folders `<component>/<exercise>` that hold an exercise.json. */
function exerciseFolders(dir: string): string[] {
  return folders(dir).flatMap((component) =>
    folders(join(dir, component))
      .filter((name) => existsSync(join(dir, component, name, publicFiles.facts)))
      .map((name) => `${component}/${name}`),
  );
}

function readExercise(root: string, id: string): Exercise {
  const dir = join(root, 'exercises', id);
  const path = join(dir, publicFiles.facts);
  const facts = parseExerciseFacts(readFileSync(path, 'utf8'), path, id);
  const simulation = existsSync(join(dir, publicFiles.simulation)) ? id : facts.simulation;
  const answerKey = join(root, 'grader', 'answer-keys', id);
  return { ...facts, dir, answerKey, file: `${id}.ts`, simulation };
}

function folders(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map((entry) => entry.name);
}
