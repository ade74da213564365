import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import * as v from 'valibot';
import { type Exercise, secretFiles } from '../../../exercises/catalog.ts';
import { AuthorError, checkedJson } from '../../../exercises/checked.ts';
import { ClassInputError } from './class-input-error.ts';
import { parseWhen } from './when.ts';

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(100));
const amount = v.pipe(v.number(), v.minValue(0));

const lateSchema = v.strictObject({
  /** Percent of the points that each day begun after the due time costs. */
  percentPerDay: share,
  /** This much later still counts as in time. */
  graceMinutes: v.optional(amount, 0),
  /** The deduction never exceeds this percentage. */
  atMostPercent: v.optional(share, 100),
  /** After so many days nothing is given any more; absent: never closed. */
  closesAfterDays: v.optional(amount),
});

const AssignmentSchema = v.strictObject({
  /** Name of the column in gradebooks. */
  title: v.optional(v.pipe(v.string(), v.minLength(1)), 'course'),
  /** Exercises that count, each with its points, or a list of those that count with their own; absent: all of the course. */
  exercises: v.optional(
    v.union(
      [v.array(v.string()), v.record(v.string(), amount)],
      'write a list of exercises, or an object with points: {"etcd/mvcc-store": 10}',
    ),
  ),
  /** When it is due, with its zone: `2026-11-30T23:59:00+01:00`. */
  due: v.optional(v.string()),
  late: v.optional(lateSchema),
  /** What learners read: `class` leaves out the suite's values, `practice` shows all. */
  feedback: v.optional(v.picklist(['class', 'practice']), 'class'),
  /** Folder with answer keys of the school's own, laid out as grader/answer-keys; those that it lacks are the course's. */
  answerKeys: v.optional(v.string()),
});

export type LateRule = v.InferOutput<typeof lateSchema>;

/** An exercise as it counts in a class. */
export interface CountingExercise {
  readonly exercise: Exercise;
  /** Full points in the gradebook. */
  readonly points: number;
}

/** What a class works on and how it counts. */
export interface Assignment {
  readonly title: string;
  readonly exercises: readonly CountingExercise[];
  /** ms since 1970; null: no due time. */
  readonly dueMs: number | null;
  readonly late: LateRule | null;
  readonly feedback: 'class' | 'practice';
}

/** All exercises with their own points, never late: a class without an assignment.json. */
export function wholeCourse(catalog: readonly Exercise[]): Assignment {
  const exercises = catalog.map(withOwnPoints);
  return { title: 'course', exercises, dueMs: null, late: null, feedback: 'class' };
}

/** Reads an assignment.json. Throws ClassInputError that names field, value and fix. */
export function parseAssignment(
  text: string,
  path: string,
  catalog: readonly Exercise[],
): Assignment {
  const given = checkedText(text, path);
  const keys = given.answerKeys && answerKeysFolder(given.answerKeys, path);
  const exercises = counting(given.exercises, catalog, path);
  if (given.late && !given.due)
    throw new ClassInputError(
      `${path}: late is set, but due is not.`,
      'Set due, or leave out late.',
    );
  return {
    title: given.title,
    exercises: exercises.map((counting) => withKeys(counting, keys || undefined)),
    dueMs: given.due === undefined ? null : parseWhen(given.due, `${path}: due`),
    late: given.late ?? null,
    feedback: given.feedback,
  };
}

/** What counts for how much: by points of the class, by the exercises' own, or the whole course. */
function counting(
  named: readonly string[] | Readonly<Record<string, number>> | undefined,
  catalog: readonly Exercise[],
  path: string,
): readonly CountingExercise[] {
  if (named === undefined) return catalog.map(withOwnPoints);
  if (isList(named)) return named.map((id) => withOwnPoints(known(id, catalog, path)));
  return Object.entries(named).map(([id, points]) => ({
    exercise: known(id, catalog, path),
    points,
  }));
}

function isList(named: object): named is readonly string[] {
  return Array.isArray(named);
}

function checkedText(text: string, path: string): v.InferOutput<typeof AssignmentSchema> {
  try {
    return checkedJson(AssignmentSchema, text, path);
  } catch (error) {
    if (!(error instanceof AuthorError)) throw error;
    const field = error.field ? `${error.field} ` : '';
    throw new ClassInputError(`${path}: ${field}${error.problem}.`, `To fix it, ${error.fix}.`);
  }
}

function known(id: string, catalog: readonly Exercise[], path: string): Exercise {
  const found = catalog.find((exercise) => exercise.id === id);
  if (found) return found;
  throw new ClassInputError(
    `${path}: there is no exercise "${id}".`,
    `Known are: ${catalog.map((exercise) => exercise.id).join(', ')}.`,
  );
}

function answerKeysFolder(folder: string, path: string): string {
  const dir = resolve(dirname(path), folder);
  if (existsSync(dir)) return dir;
  throw new ClassInputError(
    `${path}: answerKeys names ${dir}, which is not there.`,
    'Name a folder with <component>/<exercise>/suite.test.ts, relative to the assignment.',
  );
}

/** The school's own suite for an exercise where it has one. */
function withKeys(counting: CountingExercise, keys: string | undefined): CountingExercise {
  const { exercise } = counting;
  if (keys === undefined || !existsSync(join(keys, exercise.id, secretFiles.suite)))
    return counting;
  return { ...counting, exercise: { ...exercise, answerKey: join(keys, exercise.id) } };
}

function withOwnPoints(exercise: Exercise): CountingExercise {
  return {
    exercise,
    points: Object.values(exercise.points).reduce((sum, points) => sum + points, 0),
  };
}
