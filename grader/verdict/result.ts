import type { Exercise } from '../../exercises/catalog.ts';
import { courseVersion } from '../course-version.ts';
import type { RawProblem, RawRun, RawTest } from '../engine/raw-run.ts';
import type { Place, ResultRecord, TestResult } from './record.ts';

/** What is known of a grading before it runs. */
export interface GradingFacts {
  readonly exercise: Exercise;
  readonly file: string;
  readonly suite: { readonly hash: string };
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

/** The seed of a grading that was given none: from the suite, so that everyone gets the same. */
export function defaultSeed(suiteHash: string): number {
  return Number.parseInt(suiteHash.slice(0, 8), 16) & 0x7fffffff;
}

/** Makes the result record. */
export function recordOf(facts: GradingFacts, outcome: GradingOutcome): ResultRecord {
  const base = baseOf(facts, 'submission' in outcome ? outcome.submission.hash : '');
  if ('broke' in outcome)
    return {
      ...base,
      status: 'error',
      problem: { kind: 'engine', message: outcome.broke, at: null },
    };
  if ('problem' in outcome) {
    const { kind, message, at } = outcome.problem;
    return { ...base, problem: { kind, message, at } };
  }
  const { run, submission } = outcome;
  const tests = run.tests.map((test) => testOf(test, submission, facts.seed));
  const problem = run.problem && {
    kind: run.problem.kind,
    message: run.problem.message,
    at: submission.place(run.problem.stack),
  };
  return {
    ...base,
    status: statusOf(tests, run.problem),
    problem,
    tests,
    points: earned(facts.exercise.points, tests),
  };
}

function baseOf(facts: GradingFacts, hash: string): ResultRecord {
  return {
    format: 'course/result/v1',
    exercise: facts.exercise.id,
    submission: { file: facts.file, hash },
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
    tests: [],
  };
}

function testOf(
  { stack, random, did, ...test }: RawTest,
  submission: PlacedSubmission,
  seed: number,
): TestResult {
  return { ...test, did: [...did], at: submission.place(stack), seed: random ? seed : null };
}

/** A pass needs every test of the suite, each once, and nothing else. */
function statusOf(
  tests: readonly TestResult[],
  problem: RawProblem | null,
): ResultRecord['status'] {
  if (problem?.kind === 'no-box') return 'not-gradable';
  if (problem?.kind === 'timed-out' || tests.some(({ status }) => status === 'timed-out'))
    return 'timed-out';
  const unique = new Set(tests.map(({ id }) => id)).size === tests.length;
  const all = tests.length > 0 && tests.every(({ status }) => status === 'passed');
  return !problem && unique && all ? 'passed' : 'failed';
}

/** A group's points are earned when all its tests passed. */
function earned(points: Readonly<Record<string, number>>, tests: readonly TestResult[]): number {
  return Object.entries(points)
    .filter(([group]) => groupPassed(tests, group))
    .reduce((sum, [, worth]) => sum + worth, 0);
}

/** True when the group has tests and all of them passed. */
export function groupPassed(tests: readonly TestResult[], group: string): boolean {
  const own = tests.filter((test) => test.group === group);
  return own.length > 0 && own.every(({ status }) => status === 'passed');
}
