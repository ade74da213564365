import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Exercise } from '../../exercises/catalog.ts';
import type { ResultRecord, TestResult } from '../verdict/record.ts';
import { failureText } from './failure-text.ts';
import { ansiPaint } from './paint.ts';
import { textReport } from './text.ts';

const exercise = { id: 'etcd/watch', points: { Replay: 60, Live: 40 } } as unknown as Exercise;

const passed = (group: string, name: string): TestResult => ({
  id: `${group} > ${name}`,
  group,
  name,
  status: 'passed',
  did: [],
  expected: null,
  received: null,
  message: '',
  at: null,
  output: '',
  seed: null,
});

const failed: TestResult = {
  ...passed('Live', 'a watcher misses nothing'),
  status: 'failed',
  did: ['new WatchHub()', 'watchHub.drain(1) -> []'],
  expected: '[{ type: "PUT" }]',
  received: '[]',
  message: 'The event of the put.',
  at: { file: 'etcd/watch.ts', line: 12, column: 5 },
  output: 'hello\n',
  seed: 7,
};

const record = (change: Partial<ResultRecord>): ResultRecord => ({
  format: 'course/result/v1',
  exercise: 'etcd/watch',
  submission: { file: 'etcd/watch.ts', hash: 'abc' },
  suite: { hash: 'def' },
  course: { version: '1.0.0' },
  sandbox: 'bubblewrap',
  seed: 7,
  status: 'failed',
  problem: null,
  typeErrors: null,
  points: 60,
  maxPoints: 100,
  durationMs: 40,
  boxesEnded: 0,
  tests: [
    passed('Replay', 'the past comes first'),
    failed,
    ...['b', 'c'].map((name) => ({ ...failed, name, id: `Live > ${name}` })),
  ],
  ...change,
});

const waiting = ['b', 'c'].map((name) => ({
  ...failed,
  name,
  id: `Live > ${name}`,
  message: 'Your code threw NotImplemented: not implemented yet: step 2: drain.',
  received: 'NotImplemented: not implemented yet: step 2: drain',
}));

const typeErrors = [
  {
    at: { file: 'etcd/watch.ts', line: 3, column: 9 },
    message: "TS2322: Type 'string' is not assignable to type 'number'.",
  },
];
const nothing = { tests: [], points: 0 };

describe('what a learner reads', () => {
  it('shows what came, also when it stands in the message by chance; what was thrown is told once', () => {
    const told = (message: string, received: string) =>
      failureText({ ...failed, message, received }).includes('Received');
    expect(told('Revision after 3 puts.', '3')).toBe(true);
    expect(told('Your code threw RangeError: no.', 'RangeError: no')).toBe(false);
  });

  it.each([
    [
      'passed',
      record({
        status: 'passed',
        points: 100,
        tests: [passed('Replay', 'a'), passed('Live', 'b')],
      }),
    ],
    ['failed', record({ typeErrors })],
    ['begun', record({ tests: [passed('Replay', 'the past comes first'), ...waiting] })],
    ['half-written', record({ tests: [failed, ...waiting] })],
    [
      'syntax-error',
      record({
        ...nothing,
        problem: { kind: 'syntax', message: 'etcd/watch.ts:3:1: Expected ";"', at: null },
      }),
    ],
    [
      'missing-file',
      record({
        ...nothing,
        problem: { kind: 'missing', message: 'etcd/watch.ts is not there', at: null },
      }),
    ],
    [
      'our-fault',
      record({
        ...nothing,
        status: 'error',
        problem: { kind: 'engine', message: 'it broke', at: null },
      }),
    ],
  ])('%s is as recorded (RECORD=1 writes it)', (name, given) => {
    const path = join(import.meta.dirname, 'golden', `${name}.txt`);
    const text = textReport(given, exercise);
    if (process.env.RECORD) writeFileSync(path, text);
    expect(text).toBe(readFileSync(path, 'utf8'));
  });

  it('only the first failure is unfolded, unless asked for all', () => {
    expect(textReport(record({}), exercise)).toContain('2 more tests fail:');
    expect(textReport(record({}), exercise, { unfold: true })).not.toContain('more tests fail');
  });

  it('tests that were not run are counted', () => {
    const tests = [failed, { ...passed('Live', 'b'), status: 'not-run' as const }];
    expect(textReport(record({ tests }), exercise)).toContain('1 test was not run:');
  });

  it('many failures are counted, not all named', () => {
    const many = Array.from({ length: 20 }, (_, index) => ({
      ...failed,
      name: `test ${index}`,
      id: `Live > ${index}`,
    }));
    expect(textReport(record({ tests: many }), exercise)).toContain(
      '... and 11 more; --unfold shows all',
    );
  });

  it('colors change nothing but colors', () => {
    const bare = stripVTControlCharacters(textReport(record({}), exercise, { paint: ansiPaint }));
    expect(bare).toBe(textReport(record({}), exercise));
  });
});
