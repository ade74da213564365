import * as v from 'valibot';

const place = v.object({ file: v.string(), line: v.number(), column: v.number() });

const testStatus = v.picklist(['passed', 'failed', 'timed-out', 'not-run']);

const testSchema = v.object({
  /** `<group> > <describe> > <test name>`, unique in the suite. */
  id: v.string(),
  /** Title of the top-level describe. */
  group: v.string(),
  /** What should happen, a sentence. */
  name: v.string(),
  status: testStatus,
  /** What the test did to the learner's code, one line a call, in call order; the last ones if there were many. */
  did: v.array(v.string()),
  /** What should have come, as text; null when the failure is not about a value. */
  expected: v.nullable(v.string()),
  /** What came instead, or what was thrown, as text. */
  received: v.nullable(v.string()),
  /** The remark: what happened instead, in the domain's words. Empty for a passed test. */
  message: v.string(),
  /** Where in the learner's file an error arose; null when only a value was wrong. */
  at: v.nullable(place),
  /** What the learner's code printed during this test, capped. */
  output: v.string(),
  /** Seed, to see a randomised failure again; null when nothing was random. */
  seed: v.nullable(v.number()),
  /** How a failed test went, one sentence or call a step; only where a trace was asked for. */
  trace: v.exactOptional(v.array(v.string())),
});

const recordSchema = v.object({
  format: v.literal('course/result/v1'),
  exercise: v.string(),
  submission: v.object({ file: v.string(), hash: v.string() }),
  suite: v.object({ hash: v.string() }),
  course: v.object({ version: v.string() }),
  sandbox: v.picklist(['bubblewrap', 'user', 'process']),
  seed: v.number(),
  status: v.picklist(['passed', 'failed', 'timed-out', 'error', 'not-gradable']),
  /** What stopped the whole grading: the syntax error, the crash, our own trouble. Null when tests ran. */
  problem: v.nullable(v.object({ kind: v.string(), message: v.string(), at: v.nullable(place) })),
  /** Errors of the type checker, shown beside the verdict; they never decide it. Null: not checked. */
  typeErrors: v.nullable(v.array(v.object({ at: place, message: v.string() }))),
  points: v.number(),
  maxPoints: v.number(),
  durationMs: v.number(),
  /** Boxes that ended or crashed while this was graded: by the learner's doing, or killed from outside. */
  boxesEnded: v.optional(v.number(), 0),
  tests: v.array(testSchema),
});

/** A place in the learner's file; line and column count from 1. */
export type Place = v.InferOutput<typeof place>;
/** One test of a grading, in suite order. */
export type TestResult = v.InferOutput<typeof testSchema>;
/** The one truth about one grading, `course/result/v1`: screens, reports and gradebooks are views of it. */
export type ResultRecord = v.InferOutput<typeof recordSchema>;

/** Checks a value that claims to be a result record, for example one read from disk. Throws ValiError. */
export function parseResultRecord(value: unknown): ResultRecord {
  return v.parse(recordSchema, value);
}
