import * as v from 'valibot';
import { UsageError } from '../../usage-error.ts';
import type { Progress } from './progress-state.ts';

const format = 'course/progress/v1';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const start = { block: 0, line: 0 };

// Loose objects keep the fields that a later course adds; whatever is missing counts as not yet happened.
const LessonSchema = v.looseObject({
  readAt: v.exactOptional(v.number()),
  position: v.optional(v.looseObject({ block: count, line: count }), start),
  answers: v.optional(v.record(v.string(), v.looseObject({ first: count, last: count })), {}),
});

const ExerciseSchema = v.looseObject({
  status: v.optional(
    v.picklist(['none', 'passed', 'failed', 'timed-out', 'error', 'not-gradable']),
    'none',
  ),
  points: v.optional(v.number(), 0),
  maxPoints: v.optional(v.number(), 0),
  bestPoints: v.optional(v.number(), 0),
  attempts: v.optional(count, 0),
  firstPassedAt: v.exactOptional(v.number()),
  hints: v.optional(v.record(v.string(), count), {}),
  solutionSeen: v.optional(v.boolean(), false),
  brief: v.exactOptional(v.looseObject({ block: count, line: count })),
});

const ProgressSchema = v.looseObject({
  place: v.optional(
    v.looseObject({
      screen: v.picklist(['home', 'lesson', 'exercise']),
      id: v.nullable(v.string()),
      pane: v.exactOptional(v.picklist(['brief', 'verdict'])),
    }),
    { screen: 'home', id: null },
  ),
  current: v.optional(
    v.nullable(v.looseObject({ kind: v.picklist(['lesson', 'exercise']), id: v.string() })),
    null,
  ),
  lessons: v.optional(v.record(v.string(), LessonSchema), {}),
  exercises: v.optional(v.record(v.string(), ExerciseSchema), {}),
});

/** The text of a progress.json. */
export function progressText(progress: Progress): string {
  return `${JSON.stringify({ ...progress, format }, null, 2)}\n`;
}

/** Reads the text of a progress.json; says what is wrong when it is broken. Throws UsageError for a later format. */
export function parseProgress(text: string, path: string): Progress | { readonly broken: string } {
  const json = v.safeParse(
    v.pipe(v.string(), v.parseJson(), v.looseObject({ format: v.string() })),
    text,
  );
  if (!json.success) return { broken: 'it is not JSON, or names no format' };
  if (/^course\/progress\/v\d+$/.test(json.output.format) && json.output.format !== format)
    throw new UsageError(
      `${path} is of the format ${json.output.format}, and this course writes ${format}.`,
      'Run the newer course that wrote it.',
    );
  const { format: found, ...rest } = json.output;
  if (found !== format) return { broken: `its format is "${found}"` };
  const result = v.safeParse(ProgressSchema, rest);
  if (result.success) return result.output;
  const [issue] = result.issues;
  return { broken: `${v.getDotPath(issue) ?? 'it'}: ${issue.message}` };
}
