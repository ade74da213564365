import { describe, expect, it } from 'vitest';
import type { Exercise } from '../../exercises/catalog.ts';
import type { RawProblem, RawTest } from '../engine/raw-run.ts';
import { defaultSeed, recordOf } from './result.ts';

const facts = {
  exercise: { id: 'etcd/store', points: { Put: 60, Get: 40 } } as unknown as Exercise,
  file: 'etcd/store.ts',
  suite: { hash: 'abc', tests: ['Put > a', 'Put > b', 'Get > c'] },
  seed: 7,
  strength: 'bubblewrap',
  durationMs: 12.6,
} as const;

const submission = { hash: 'h', place: () => ({ file: 'a\u001b.ts', line: 1, column: 2 }) };

function test(
  id: string,
  status: RawTest['status'] = 'passed',
  more: Partial<RawTest> = {},
): RawTest {
  const nothing = { did: [], expected: null, received: null, message: '', stack: null };
  const group = id.split(' > ')[0]!;
  return { id, group, name: id, status, output: '', random: false, ...nothing, ...more };
}

const all = [test('Put > a'), test('Put > b'), test('Get > c')];
const graded = (tests: RawTest[], problem: RawProblem | null = null) =>
  recordOf(facts, { run: { tests, problem, boxesEnded: 0 }, submission });

describe('the verdict', () => {
  it('is a pass with all points when every test of the list passed', () => {
    expect(graded(all)).toMatchObject({ status: 'passed', points: 100, maxPoints: 100 });
  });

  it('is a failure with the points of the groups that passed as a whole', () => {
    const tests = [test('Put > a'), test('Put > b', 'failed'), test('Get > c')];
    expect(graded(tests)).toMatchObject({ status: 'failed', points: 40 });
  });

  it('is a timeout when a test timed out', () => {
    expect(graded([test('Put > a', 'timed-out'), ...all.slice(1)]).status).toBe('timed-out');
  });

  it('is no pass when a test was not run', () => {
    expect(graded([...all.slice(0, 2), test('Get > c', 'not-run')]).status).toBe('failed');
  });

  it.each<[string, RawTest[]]>([
    ['nothing ran', []],
    ['a test is missing', all.slice(1)],
    ['a test came twice', [...all, test('Get > c')]],
    ['a test came that the suite does not hold', [...all, test('Get > extra')]],
    ['a test came in place of another', [...all.slice(0, 2), test('Get > other')]],
  ])('is our error without points when %s', (_, tests) => {
    expect(graded(tests)).toMatchObject({
      status: 'error',
      points: 0,
      problem: { kind: 'engine' },
      tests: [],
    });
  });

  it.each<[RawProblem['kind'], string]>([
    ['load', 'failed'],
    ['timed-out', 'timed-out'],
    ['no-box', 'not-gradable'],
    ['overloaded', 'error'],
  ])('follows from the problem %s: %s', (kind, status) => {
    const tests = all.map(({ id }) => test(id, 'not-run'));
    expect(graded(tests, { kind, message: 'm', stack: null })).toMatchObject({ status, points: 0 });
  });

  it("is never the learner's zero when the trouble came after tests that passed", () => {
    const tests = [test('Put > a'), test('Put > b'), test('Get > c', 'not-run')];
    const record = graded(tests, { kind: 'no-box', message: 'm', stack: null });
    expect(record).toMatchObject({ status: 'not-gradable', points: 0 });
  });

  it('is an error when our engine broke, a failure when the file cannot be read', () => {
    expect(recordOf(facts, { broke: 'oops', submission }).status).toBe('error');
    const problem = { kind: 'missing', message: 'not there', at: null };
    expect(recordOf(facts, { problem })).toMatchObject({ status: 'failed', problem });
  });
});

describe('the texts of a record', () => {
  it('hold no character that steers a terminal, wherever the learner put it', () => {
    const texts = {
      expected: 'e\u001b',
      received: 'r\u001b',
      message: 'm\u001b',
      output: 'o\u001b',
    };
    const record = graded([
      test('Put > a', 'failed', { ...texts, did: ['d\u001b'], stack: 's' }),
      ...all.slice(1),
    ]);
    expect(record.tests[0]!.at!.file).toBe('a\\u001b.ts');
    expect(Object.values(record.tests[0]!).flat().join()).not.toContain('\u001b');
  });

  it('are cut when they flood', () => {
    const flood = 'x'.repeat(1_000_000);
    const texts = { expected: flood, received: flood, message: flood, output: flood, did: [flood] };
    const record = graded([test('Put > a', 'failed', texts), ...all.slice(1)]);
    expect(JSON.stringify(record).length).toBeLessThan(40_000);
  });
});

it('the seed follows from the suite alone', () => {
  expect(defaultSeed('ffffffff0000')).toBe(0x7fffffff);
  expect(defaultSeed('00000010abcd')).toBe(16);
});
