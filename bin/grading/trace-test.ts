import type { Exercise } from '../../exercises/catalog.ts';
import type { Grader, ResultRecord, TestResult } from '../../grader/index.ts';

/** A failing test replayed: what came of it, and the steps of it. */
export interface Trace {
  readonly exercise: string;
  readonly seed: number;
  readonly test: TestResult;
  readonly steps: readonly string[];
}

/** Which test to replay. */
export interface TraceRequest {
  readonly exercise: Exercise;
  readonly root: string;
  /** Id or a part of it; by default the first test that fails. */
  readonly test?: string;
  readonly seed?: number;
  readonly signal?: AbortSignal;
}

/** Grades once more and keeps what happened in a failing test; the record where no such test failed. */
export async function traceTest(
  grader: Grader,
  { test: wanted, ...request }: TraceRequest,
): Promise<Trace | ResultRecord> {
  const record = await grader.grade({ ...request, trace: true });
  const failed = record.tests.filter(({ trace }) => trace !== undefined);
  const test = wanted === undefined ? failed[0] : chosen(failed, wanted);
  if (!test) return record;
  return { exercise: record.exercise, seed: record.seed, test, steps: test.trace ?? [] };
}

function chosen(failed: readonly TestResult[], wanted: string): TestResult | undefined {
  const text = wanted.toLowerCase();
  return (
    failed.find(({ id }) => id === wanted) ??
    failed.find(({ id }) => id.toLowerCase().includes(text))
  );
}
