import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { ClassInputError } from '../assignment/class-input-error.ts';
import { gradebook } from '../gradebook/gradebook.ts';
import type { JobSummary, StoredLearner } from '../store/class-store.ts';
import { canvasCsv } from './canvas.ts';
import { gradebookCsv } from './gradebook-csv.ts';
import { gradebookJson } from './gradebook-json.ts';
import { moodleCsv } from './moodle.ts';

const learner = (id: string, name: string): StoredLearner => ({
  ...{ id, name, email: `${id}@x.org`, group: '', extension: null, entry: `/in/${id}` },
  ...{ kind: 'zip', tree: 't', submittedMs: 0, problem: null, remarks: [], inRoster: true },
});
const job = (id: string, points: number, status: JobSummary['status'] = 'failed'): JobSummary => ({
  ...{ id, exercise: 'etcd/watch', done: status !== null, status, points, maxPoints: 100 },
  ...{ durationMs: 1, aside: null },
});
const work = (id: string) => ({ learner: id, exercise: 'etcd/watch', job: id, missing: null });
const rules = {
  title: 'Week 1',
  exercises: [{ id: 'etcd/watch', title: 'Watch', points: 10 }],
  ...{ dueMs: null, late: null, feedback: 'class' as const },
};
const grades = gradebook(rules, {
  learners: [
    learner('ada', 'Ada, "L."'),
    learner('bob', '=HYPERLINK("http://x")'),
    learner('eve', 'Eve\u001b[2J'),
  ],
  works: ['ada', 'bob', 'eve'].map(work),
  jobs: [job('ada', 75), job('bob', 100, 'passed'), job('eve', 0, null)],
  overrides: [],
});
const rowsOf = (text: string): string[][] => parse(text, { relax_column_count: true });

describe('CSV', () => {
  it('reads back as what it was made from', () => {
    const [header, ...lines] = rowsOf(gradebookCsv(grades));
    const points = header!.indexOf('etcd/watch points');
    expect(lines.map((line) => [line[0], line[1], line[points], line[points + 1]])).toEqual([
      ['ada', 'Ada, "L."', '7.5', 'failed'],
      ['bob', `'=HYPERLINK("http://x")`, '10', 'passed'],
      ['eve', 'Eve\\u001b[2J', '0', 'waiting'],
    ]);
  });
});

it('JSON says what waits and what is known', () => {
  const { learners, of } = JSON.parse(gradebookJson(grades));
  expect(of).toBe(10);
  expect(learners.map((one: { total: number }) => one.total)).toEqual([7.5, 10, 0]);
  expect(learners[2].exercises[0].status).toBe('waiting');
});

describe('Canvas', () => {
  const exported = [
    'Student,ID,SIS User ID,SIS Login ID,Section,Week 1 (4711),Week 2 (4712),Current Score',
    '    Points Possible,,,,,100,5,(read only)',
    '"Lovelace, Ada",1,,ada@x.org,A,,4,80',
    '"Builder, Bob",2,,BOB,A,1,-3,70',
    '"Eve",3,,eve,A,2,,',
    '"Nobody",4,,nobody,A,3,,',
  ].join('\n');

  it("fills the assignment's column of the teacher's own export and leaves the rest", () => {
    expect(rowsOf(canvasCsv(grades, exported, 'g.csv'))).toEqual([
      [
        'Student',
        'ID',
        'SIS User ID',
        'SIS Login ID',
        'Section',
        'Week 1 (4711)',
        'Week 2 (4712)',
        'Current Score',
      ],
      ['    Points Possible', '', '', '', '', '10', '5', '(read only)'],
      ['Lovelace, Ada', '1', '', 'ada@x.org', 'A', '7.5', '4', '80'],
      ['Builder, Bob', '2', '', 'BOB', 'A', '10', '-3', '70'],
      ['Eve', '3', '', 'eve', 'A', '2', '', ''],
      ['Nobody', '4', '', 'nobody', 'A', '3', '', ''],
    ]);
  });

  it('adds a column where there is none', () => {
    const [header, line] = rowsOf(
      canvasCsv(grades, 'Student,ID,SIS Login ID\nAda,1,ada\n', 'g.csv'),
    );
    expect([header!.at(-1), line!.at(-1)]).toEqual(['Week 1', '7.5']);
  });

  it.each([
    ['something else', 'a,b\n1,2\n', /no column "Student"/],
    ['two columns of the title', 'Student,ID,Week 1 (1),Week 1 (2)\n', /2 columns for "Week 1"/],
    ['nothing', '', /is empty/],
  ])('refuses %s', (_, text, message) => {
    expect(() => canvasCsv(grades, text, 'g.csv')).toThrow(ClassInputError);
    expect(() => canvasCsv(grades, text, 'g.csv')).toThrow(message);
  });
});

describe('Moodle', () => {
  it('fills a grading worksheet', () => {
    const worksheet =
      'Identifier,Full name,Email address,Status,Grade,Maximum Grade,Feedback comments\nParticipant 7,Ada,ada@x.org,Submitted,,10,\nParticipant 9,Eve,eve@x.org,Submitted,,10,\n';
    expect(rowsOf(moodleCsv(grades, worksheet, 'w.csv')).slice(1)).toEqual([
      [
        'Participant 7',
        'Ada',
        'ada@x.org',
        'Submitted',
        '7.5',
        '10',
        'Watch: 7.5 of 10 (not passed)',
      ],
      ['Participant 9', 'Eve', 'eve@x.org', 'Submitted', '', '10', ''],
    ]);
  });

  it('makes a file for the grade import, without those who wait', () => {
    expect(rowsOf(moodleCsv(grades, null, '')).map(([id, , , total]) => [id, total])).toEqual([
      ['ID number', 'Week 1'],
      ['ada', '7.5'],
      ['bob', '10'],
    ]);
  });

  it('refuses what is no worksheet', () => {
    expect(() => moodleCsv(grades, 'a,b\n', 'w.csv')).toThrow(/not an offline grading worksheet/);
  });
});
