import { isFailure, stepWaitedFor } from '../../../exercises/standing.ts';
import type { ResultRecord, TestResult } from '../../verdict/record.ts';
import type { Gradebook, GradebookColumn } from './gradebook.ts';

/** How a class did at one test. */
export interface TestSummary {
  readonly group: string;
  readonly name: string;
  /** Learners in whose work it came out wrong. */
  readonly wrong: number;
  readonly timedOut: number;
  /** Learners in whose work it waits for what is not written yet. */
  readonly unwritten: number;
}

/** How many learners failed a test: it came out wrong, or ran out of time. */
export function failed({ wrong, timedOut }: TestSummary): number {
  return wrong + timedOut;
}

/** How a class did at one exercise. Counts are learners. */
export interface ExerciseSummary {
  readonly column: GradebookColumn;
  readonly submitted: number;
  readonly passed: number;
  /** Of those who submitted; null when nobody did. */
  readonly meanPoints: number | null;
  readonly medianMs: number | null;
  /** Tests that somebody failed or has not written yet, most failed first. */
  readonly hardest: readonly TestSummary[];
}

/** Gathers test results of one exercise; feed it each job's record with the number of learners that it stands for. */
export class TestTally {
  private readonly tests = new Map<
    string,
    { group: string; name: string; wrong: number; timedOut: number; unwritten: number }
  >();

  add(record: ResultRecord, learners: number): void {
    for (const test of record.tests) {
      const what = whatOf(test);
      if (what === null) continue;
      const { id, group, name } = test;
      const known = this.tests.get(id) ?? { group, name, wrong: 0, timedOut: 0, unwritten: 0 };
      known[what] += learners;
      this.tests.set(id, known);
    }
  }

  /** Tests that somebody failed or has not written yet, most failed first. */
  get hardest(): TestSummary[] {
    return [...this.tests.values()].sort(
      (a, b) => failed(b) - failed(a) || b.unwritten - a.unwritten,
    );
  }
}

function whatOf(test: TestResult): 'wrong' | 'timedOut' | 'unwritten' | null {
  if (stepWaitedFor(test) !== null) return 'unwritten';
  if (!isFailure(test)) return null;
  return test.status === 'timed-out' ? 'timedOut' : 'wrong';
}

/** Sums up an exercise of a class. `durations` are those of its jobs, in ms. */
export function exerciseSummary(
  { rows, rules }: Gradebook,
  column: GradebookColumn,
  durations: readonly number[],
  tally: TestTally,
): ExerciseSummary {
  const index = rules.exercises.indexOf(column);
  const cells = rows.map(({ cells }) => cells[index]!);
  const submitted = cells.filter(({ status }) => status !== 'not-submitted');
  const sorted = [...durations].sort((a, b) => a - b);
  return {
    column,
    submitted: submitted.length,
    passed: cells.filter(({ status }) => status === 'passed').length,
    meanPoints:
      submitted.length === 0
        ? null
        : submitted.reduce((sum, { points }) => sum + points, 0) / submitted.length,
    medianMs: sorted[Math.floor(sorted.length / 2)] ?? null,
    hardest: tally.hardest,
  };
}

/** How many learners have how much of all points: ten bars, the last with those who have everything or nearly. */
export function distribution({ rows, of }: Gradebook): number[] {
  const bars = Array<number>(10).fill(0);
  for (const { total } of rows) {
    const share = of === 0 ? 0 : total / of;
    bars[Math.min(9, Math.max(0, Math.floor(share * 10)))]! += 1;
  }
  return bars;
}
