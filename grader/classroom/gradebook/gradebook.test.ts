import { describe, expect, it } from 'vitest';
import type { JobSummary, StoredLearner } from '../store/class-store.ts';
import { distribution } from './class-summary.ts';
import { type GradebookFacts, type GradingRules, gradebook } from './gradebook.ts';

const rules: GradingRules = {
  title: 'Week 1',
  exercises: [{ id: 'etcd/watch', title: 'Watch', points: 10 }],
  dueMs: 1_000_000,
  late: { percentPerDay: 10, graceMinutes: 0, atMostPercent: 100 },
  feedback: 'class',
};
const ada: StoredLearner = {
  ...{ id: 'ada', name: 'Ada', email: '', group: '', extension: null, entry: '/in/ada' },
  ...{ kind: 'zip', tree: 't', submittedMs: 0, problem: null, remarks: [], inRoster: true },
};
const graded: JobSummary = {
  ...{ id: 'a', exercise: 'etcd/watch', done: true, status: 'failed', points: 60, maxPoints: 100 },
  ...{ durationMs: 1, aside: null },
};
const facts = (change: Partial<GradebookFacts> = {}): GradebookFacts => ({
  learners: [ada],
  works: [{ learner: 'ada', exercise: 'etcd/watch', job: 'a', missing: null }],
  jobs: [graded],
  overrides: [],
  ...change,
});
const cell = (change: Partial<GradebookFacts>, with_ = rules) =>
  gradebook(with_, facts(change)).rows[0]!.cells[0]!;

describe('a cell of the gradebook', () => {
  it("is the record's share of the class's points", () => {
    expect(cell({})).toMatchObject({ status: 'failed', points: 6, of: 10, earned: 6 });
  });

  it('loses what the late rule takes off, and gets it back when the rule changes', () => {
    const late = { learners: [{ ...ada, submittedMs: 1_000_001 }] };
    expect(cell(late)).toMatchObject({ points: 5.4, earned: 6 });
    expect(cell(late, { ...rules, late: null })).toMatchObject({ points: 6 });
    expect(
      cell({ learners: [{ ...ada, submittedMs: 1_000_001, extension: { hours: 1 } }] }),
    ).toMatchObject({ points: 6 });
  });

  it('is what the teacher set last, whatever the grade or the lateness', () => {
    const given = { learner: 'ada', exercise: 'etcd/watch', reason: 'r', atMs: 1 };
    const overrides = [
      { ...given, points: 1 },
      { ...given, points: 9 },
    ];
    expect(cell({ overrides })).toMatchObject({ points: 9, earned: 6, override: { points: 9 } });
    const taken = [...overrides, { ...given, points: null }];
    expect(cell({ overrides: taken })).toMatchObject({ points: 6, override: null });
  });

  it.each([
    ['waiting', { jobs: [{ ...graded, done: false, status: null, points: 0, maxPoints: 0 }] }],
    ['not-gradable', { jobs: [{ ...graded, status: null, points: 0, maxPoints: 0, aside: 'x' }] }],
    ['not-gradable', { jobs: [{ ...graded, status: 'error' as const, points: 0 }] }],
    [
      'not-submitted',
      {
        works: [
          { learner: 'ada', exercise: 'etcd/watch', job: null, missing: 'not-submitted' as const },
        ],
      },
    ],
    [
      'not-gradable',
      {
        works: [
          { learner: 'ada', exercise: 'etcd/watch', job: null, missing: 'not-gradable' as const },
        ],
      },
    ],
    ['not-submitted', { works: [] }],
  ])('is %s without a verdict', (status, change) => {
    expect(cell(change)).toMatchObject({ status, points: 0 });
  });
});

it('the distribution puts nobody out of the picture', () => {
  const rows = [0, 0.99, 1, 5, 9, 9.5, 10, 12].map((total) => ({ total }));
  expect(distribution({ rows, of: 10, rules } as never)).toEqual([2, 1, 0, 0, 0, 1, 0, 0, 0, 4]);
});
