import type { ResultRecord } from '../../verdict/record.ts';
import type { LateRule } from '../assignment/assignment.ts';
import { dueFor, lateness } from '../assignment/late.ts';
import type { JobSummary, Override, StoredLearner, StoredWork } from '../store/class-store.ts';

/** How a learner stands with an exercise. `waiting`: not graded yet. */
export type CellStatus = ResultRecord['status'] | 'not-submitted' | 'waiting';

/** One learner's one exercise. */
export interface Cell {
  readonly exercise: string;
  readonly status: CellStatus;
  /** What counts, of `of`: after lateness and overrides, rounded to hundredths. */
  readonly points: number;
  readonly of: number;
  /** Before lateness and overrides. */
  readonly earned: number;
  readonly override: Pick<Override, 'points' | 'reason'> | null;
  readonly job: string | null;
  /** Why the teacher should look at it; null when there is no reason. */
  readonly aside: string | null;
}

/** One learner's line. */
export interface GradebookRow {
  readonly learner: StoredLearner;
  readonly lateMs: number;
  readonly percentOff: number;
  /** In the order of the gradebook's exercises. */
  readonly cells: readonly Cell[];
  readonly total: number;
}

/** An exercise as a column. */
export interface GradebookColumn {
  readonly id: string;
  readonly title: string;
  readonly points: number;
}

/** The rules of a class as its store keeps them. */
export interface GradingRules {
  readonly title: string;
  readonly exercises: readonly GradebookColumn[];
  readonly dueMs: number | null;
  readonly late: LateRule | null;
  readonly feedback: 'class' | 'practice';
}

/** A class's grades. It is computed from what the store holds each time, so that a changed rule needs no new grading. */
export interface Gradebook {
  readonly rules: GradingRules;
  readonly rows: readonly GradebookRow[];
  /** The sum of all columns' points. */
  readonly of: number;
}

/** What a gradebook is made from. */
export interface GradebookFacts {
  readonly learners: readonly StoredLearner[];
  readonly works: readonly StoredWork[];
  readonly jobs: readonly JobSummary[];
  readonly overrides: readonly Override[];
}

/** Makes the gradebook. */
export function gradebook(rules: GradingRules, facts: GradebookFacts): Gradebook {
  const jobs = new Map(facts.jobs.map((job) => [job.id, job]));
  const works = new Map(facts.works.map((work) => [keyOf(work), work]));
  // The last override of a cell counts.
  const overrides = new Map(facts.overrides.map((given) => [keyOf(given), given]));
  const rows = facts.learners.map((learner) => {
    const { lateMs, percentOff } = latenessOf(learner, rules);
    const cells = rules.exercises.map((column) => {
      const key = keyOf({ learner: learner.id, exercise: column.id });
      const work = works.get(key);
      const job = work?.job ? (jobs.get(work.job) ?? null) : null;
      return cellOf(column, work, job, { override: overrides.get(key), percentOff });
    });
    return {
      learner,
      lateMs,
      percentOff,
      cells,
      total: rounded(sum(cells.map(({ points }) => points))),
    };
  });
  return { rules, rows, of: rounded(sum(rules.exercises.map(({ points }) => points))) };
}

function latenessOf(learner: StoredLearner, rules: GradingRules) {
  if (learner.submittedMs === null) return { lateMs: 0, percentOff: 0 };
  return lateness(learner.submittedMs, dueFor(rules.dueMs, learner.extension), rules.late);
}

function cellOf(
  { id, points: of }: GradebookColumn,
  work: StoredWork | undefined,
  job: JobSummary | null,
  { override, percentOff }: { override: Override | undefined; percentOff: number },
): Cell {
  const earned = job?.done && job.maxPoints > 0 ? rounded((job.points / job.maxPoints) * of) : 0;
  const given = override && override.points !== null ? override : null;
  return {
    exercise: id,
    status: statusOf(work, job),
    points: given ? given.points! : rounded(earned * (1 - percentOff / 100)),
    of,
    earned,
    override: given && { points: given.points, reason: given.reason },
    job: work?.job ?? null,
    aside: job?.aside ?? null,
  };
}

function statusOf(work: StoredWork | undefined, job: JobSummary | null): CellStatus {
  if (!work || work.missing) return work?.missing ?? 'not-submitted';
  if (!job?.done) return 'waiting';
  // Our own trouble is never a verdict.
  return job.status === null || job.status === 'error' ? 'not-gradable' : job.status;
}

function keyOf({ learner, exercise }: { learner: string; exercise: string }): string {
  return `${learner}\n${exercise}`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function rounded(points: number): number {
  return Math.round(points * 100) / 100;
}
