import { expect, it } from 'vitest';
import type { ResultRecord } from '../../verdict/record.ts';
import { exerciseSummary, TestTally } from '../gradebook/class-summary.ts';
import { gradebook } from '../gradebook/gradebook.ts';
import type { StoredLearner } from '../store/class-store.ts';
import { madeExercise as exercise, madeRecord } from '../testing/records.ts';
import { classPage } from './class-page.ts';
import { feedbackMarkdown } from './feedback.ts';
import { feedbackPage } from './feedback-page.ts';

const [good, bad] = madeRecord().tests;
const received = 'NotImplemented: not implemented yet: step 2: drain';
const waiting = { ...bad!, id: 'B > three', name: 'three', received };
const records: Readonly<Record<string, ResultRecord>> = {
  ada: madeRecord({ tests: [good!, { ...bad!, status: 'passed' }, waiting] }),
  bob: madeRecord({ tests: [good!, bad!, waiting] }),
};
const grades = gradebook(
  {
    title: 'Week 1',
    exercises: [{ id: exercise.id, title: exercise.title, points: 10 }],
    ...{ dueMs: null, late: null, feedback: 'class' },
  },
  {
    learners: Object.keys(records).map((id): StoredLearner => {
      const entry = { entry: `/in/${id}`, kind: 'zip' as const, tree: 't', submittedMs: 0 };
      const nothing = { email: '', group: '', extension: null, problem: null, remarks: [] };
      return { id, name: id, ...entry, ...nothing, inRoster: true };
    }),
    works: Object.keys(records).map((id) => {
      return { learner: id, exercise: exercise.id, job: id, missing: null };
    }),
    jobs: Object.keys(records).map((id) => ({
      ...{ id, exercise: exercise.id, done: true, status: 'failed' as const, aside: null },
      ...{ points: 60, maxPoints: 100, durationMs: 1 },
    })),
    overrides: [],
  },
);

const feedback = (id: string) => {
  const row = grades.rows.find(({ learner }) => learner.id === id)!;
  const parts = [{ exercise, cell: row.cells[0]!, record: records[id]! }];
  return { title: 'Week 1', row, of: grades.of, parts };
};

it("a learner's feedback tells what is not written yet from what is wrong; the points are the same", () => {
  const next = '1 test waits for what is not written yet. Next to write: step 2: drain.';
  const [ada, bob] = [feedbackPage(feedback('ada')), feedbackPage(feedback('bob'))];
  expect(ada).toContain('<h2>○ Watch</h2>');
  expect(ada).toContain('etcd/watch: not all written yet, counts 6 of 10');
  expect(ada).toContain('<span class="quiet">○</span> B');
  expect(ada).toContain(`<p>${next}</p>`);
  expect(ada).not.toContain('✗');
  expect(bob).toContain('<h2>✗ Watch</h2>');
  expect(bob).toContain('etcd/watch: not passed, counts 6 of 10');
  expect(bob.match(/<summary>[^<]*/g)).toEqual(['<summary>B: two']);
  expect(bob).toContain(`<p>${next}</p>`);
  expect(feedbackMarkdown(feedback('ada'))).toMatch(/○ \*\*not all written yet\*\*/);
  expect(feedbackMarkdown(feedback('ada'))).not.toContain('✗');
});

it("the class's page counts both apart, for each test and each learner", () => {
  const tally = new TestTally();
  for (const record of Object.values(records)) tally.add(record, 1);
  const [column] = grades.rules.exercises;
  const summary = exerciseSummary(grades, column!, [1, 1], tally);
  expect(summary.hardest).toEqual([
    { group: 'B', name: 'two', wrong: 1, timedOut: 0, unwritten: 0 },
    { group: 'B', name: 'three', wrong: 0, timedOut: 0, unwritten: 2 },
  ]);
  const html = classPage({
    ...{ gradebook: grades, exercises: [summary], slowest: [], links: new Map(), made: '' },
    onlyWaiting: new Set(['ada']),
  });
  expect(html).toContain('Not written yet</button>');
  expect(html.match(/aria-label="not all written yet">○</g)).toHaveLength(1);
  expect(html.match(/aria-label="not passed">✗</g)).toHaveLength(1);
});

it("a test that nobody failed is not the exercise's most often failed one", () => {
  const tally = new TestTally();
  tally.add(records.ada!, 1);
  const summary = exerciseSummary(grades, grades.rules.exercises[0]!, [1], tally);
  const html = classPage({
    ...{ gradebook: grades, exercises: [summary], slowest: [], links: new Map(), made: '' },
    onlyWaiting: new Set(['ada']),
  });
  expect(html).toContain('<td class="text">–</td></tr>');
});
