import type { Exercise } from '../../exercises/catalog.ts';
import { courseVersion } from '../course-version.ts';
import type { RawProblem, RawRun, RawTest } from '../engine/raw-run.ts';
import { groupPassed } from './group-passed.ts';
import type { Place, ResultRecord, TestResult } from './record.ts';
import { visible } from './visible.ts';

/** What is known of a grading before it runs. */
export interface GradingFacts {
  readonly exercise: Exercise;
  readonly file: string;
  readonly suite: {
    readonly hash: string;
    /** The ids that a verdict needs, each once. */
    readonly tests: readonly string[];
  };
  readonly seed: number;
  readonly strength: ResultRecord['sandbox'];
  readonly durationMs: number;
}

/** How it ended: tests ran, our engine broke, or the file could not even be read. */
export type GradingOutcome =
  | { readonly run: RawRun; readonly submission: PlacedSubmission }
  | { readonly broke: string; readonly submission: PlacedSubmission }
  | {
      readonly problem: {
        readonly kind: string;
        readonly message: string;
        readonly at: Place | null;
      };
    };

interface PlacedSubmission {
  readonly hash: string;
  place(stack: string | null): Place | null;
}

/** Characters that a record keeps of one text. */
const cap = {
  line: 400,
  call: 2000,
  value: 3500,
  message: 8000,
  output: 8192,
  steps: 1000,
} as const;

/** The seed of a grading that was given none: from the suite, so that everyone gets the same. */
export function defaultSeed(suiteHash: string): number {
  return Number.parseInt(suiteHash.slice(0, 8), 16) & 0x7fffffff;
}

/** Makes the result record. */
export function recordOf(facts: GradingFacts, outcome: GradingOutcome): ResultRecord {
  if ('problem' in outcome) return { ...baseOf(facts, ''), problem: problemOf(outcome.problem) };
  const base = baseOf(facts, outcome.submission.hash);
  if ('broke' in outcome) return broken(base, outcome.broke);
  const { run, submission } = outcome;
  const unlike = unlikeList(run.tests, facts.suite.tests);
  if (unlike) return broken(base, unlike);
  const tests = run.tests.map((test) => testOf(test, submission, facts.seed));
  const status = statusOf(tests, run.problem);
  const at = submission.place(run.problem?.stack ?? null);
  return {
    ...base,
    status,
    problem: run.problem && problemOf({ ...run.problem, at }),
    tests,
    boxesEnded: run.boxesEnded,
    points: isOurs(status) ? 0 : earned(facts.exercise.points, tests),
  };
}

/** The fields that do not depend on how it ended; as they stand, a failure. */
function baseOf(facts: GradingFacts, hash: string): ResultRecord {
  return {
    format: 'course/result/v1',
    exercise: facts.exercise.id,
    submission: { file: visible(facts.file, cap.line), hash },
    suite: { hash: facts.suite.hash },
    course: { version: courseVersion },
    sandbox: facts.strength,
    seed: facts.seed,
    status: 'failed',
    problem: null,
    typeErrors: null,
    points: 0,
    maxPoints: Object.values(facts.exercise.points).reduce((sum, points) => sum + points, 0),
    durationMs: Math.round(facts.durationMs),
    boxesEnded: 0,
    tests: [],
  };
}

function broken(base: ResultRecord, message: string): ResultRecord {
  return { ...base, status: 'error', problem: problemOf({ kind: 'engine', message, at: null }) };
}

function problemOf({ kind, message, at }: NonNullable<ResultRecord['problem']>) {
  return { kind, message: visible(message, cap.message), at: at && placeOf(at) };
}

function placeOf(place: Place): Place {
  return { ...place, file: visible(place.file, cap.line) };
}

function testOf(test: RawTest, submission: PlacedSubmission, seed: number): TestResult {
  const at = submission.place(test.stack);
  return {
    id: test.id,
    group: test.group,
    name: test.name,
    status: test.status,
    did: test.did.map((line) => visible(line, cap.call)),
    expected: test.expected && visible(test.expected, cap.value),
    received: test.received && visible(test.received, cap.value),
    message: visible(test.message, cap.message),
    at: at && placeOf(at),
    output: visible(test.output, cap.output),
    seed: test.random ? seed : null,
    ...(test.trace && { trace: traceOf(test.trace) }),
  };
}

/** The end is where it went wrong: of a long trace that is kept. */
function traceOf(steps: readonly string[]): string[] {
  const left = steps.length - cap.steps;
  const kept = steps.slice(-cap.steps).map((step) => visible(step, cap.line));
  return left > 0 ? [`... ${left} earlier steps ...`, ...kept] : kept;
}

/** What is wrong with the list of tests that ran: a verdict needs every test of the suite, each once, and nothing else. */
function unlikeList(tests: readonly RawTest[], expected: readonly string[]): string | null {
  const ids = tests.map(({ id }) => id);
  if (ids.length === 0) return 'the suite holds no test';
  const doubled = ids.find((id, i) => ids.indexOf(id) !== i);
  if (doubled) return `the suite holds the test "${doubled}" twice`;
  const missing = expected.find((id) => !ids.includes(id));
  if (missing) return `the test "${missing}" did not run`;
  const unexpected = ids.find((id) => !expected.includes(id));
  return unexpected ? `the test "${unexpected}" ran, which the suite does not hold` : null;
}

function statusOf(
  tests: readonly TestResult[],
  problem: RawProblem | null,
): ResultRecord['status'] {
  if (problem?.kind === 'no-box') return 'not-gradable';
  if (problem?.kind === 'overloaded') return 'error';
  if (problem?.kind === 'timed-out' || tests.some(({ status }) => status === 'timed-out'))
    return 'timed-out';
  return !problem && tests.every(({ status }) => status === 'passed') ? 'passed' : 'failed';
}

/** True for a status that says nothing of the learner's work. */
function isOurs(status: ResultRecord['status']): boolean {
  return status === 'error' || status === 'not-gradable';
}

/** A group's points are earned when all its tests passed. */
function earned(points: Readonly<Record<string, number>>, tests: readonly TestResult[]): number {
  return Object.entries(points)
    .filter(([group]) => groupPassed(tests, group))
    .reduce((sum, [, worth]) => sum + worth, 0);
}
