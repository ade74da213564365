import * as v from 'valibot';
import { AuthorError, checkedJson } from './checked.ts';

const name = v.pipe(
  v.string(),
  v.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'use lower-case words joined by -'),
);
const id = v.pipe(
  v.string(),
  v.regex(/^[a-z0-9-]+\/[a-z0-9-]+$/, 'write it as component/exercise'),
);
const wholeNumber = v.pipe(v.number(), v.integer(), v.minValue(1));

/** The shape of exercise.json. Points are per group: a group is a top-level describe of the suite. */
const ExerciseFactsSchema = v.strictObject({
  id,
  component: name,
  title: v.pipe(v.string(), v.minLength(1)),
  /** Id of the lesson that teaches it, without its number: `etcd/revisions`. */
  lesson: id,
  /** Place in the whole course, smaller first; the map's number times ten. */
  order: wholeNumber,
  difficulty: v.picklist(['easy', 'medium', 'hard']),
  minutes: wholeNumber,
  /** Ids of exercises whose ideas this one builds on. */
  needs: v.array(id),
  /** Id of another exercise whose simulation is played with this one as well. An exercise's own needs no word. */
  simulation: v.optional(v.nullable(id), null),
  /** Group title -> points, in the order of the suite. */
  points: v.pipe(
    v.record(v.string(), wholeNumber),
    v.check((p) => Object.keys(p).length > 0, 'name at least one group'),
  ),
  /**
   * Group title -> how much of it a class may see: `group` (which tests failed, by number),
   * `names` (also what each test is about; the default), `values` (all that practice at home shows).
   */
  shown: v.optional(v.record(v.string(), v.picklist(['group', 'names', 'values'])), {}),
  /** Wall-clock limit of one test in milliseconds. */
  timeLimitMs: v.optional(wholeNumber, 3000),
});

/** What exercise.json says. */
export type ExerciseFacts = v.InferOutput<typeof ExerciseFactsSchema>;

/** Reads the text of an exercise.json. Throws AuthorError naming file, field and fix. */
export function parseExerciseFacts(text: string, path: string, expectedId: string): ExerciseFacts {
  const facts = checkedJson(ExerciseFactsSchema, text, path);
  if (facts.id !== expectedId)
    throw new AuthorError(
      path,
      'id',
      `is "${facts.id}" but the folder is "${expectedId}"`,
      `write "${expectedId}" or move the folder`,
    );
  if (facts.component !== expectedId.split('/')[0])
    throw new AuthorError(
      path,
      'component',
      `is "${facts.component}"`,
      `write "${expectedId.split('/')[0]}", the folder's first part`,
    );
  return facts;
}
