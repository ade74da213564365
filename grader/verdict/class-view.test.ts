import { describe, expect, it } from 'vitest';
import { stepWaitedFor } from '../../exercises/standing.ts';
import { classView } from './class-view.ts';
import type { ResultRecord, TestResult } from './record.ts';

const failed: TestResult = {
  id: 'Put > the second put makes revision 2',
  group: 'Put',
  name: 'the second put makes revision 2',
  status: 'failed',
  did: ['store.put("SECRET")'],
  expected: 'SECRET',
  received: 'SECRET too',
  message: 'SECRET in words.',
  at: { file: 'store.ts', line: 3, column: 1 },
  output: 'what I printed',
  seed: 7,
};

const record: ResultRecord = {
  format: 'course/result/v1',
  exercise: 'etcd/store',
  submission: { file: 'store.ts', hash: 'h' },
  suite: { hash: 's' },
  course: { version: '1' },
  sandbox: 'bubblewrap',
  seed: 7,
  status: 'failed',
  problem: null,
  typeErrors: null,
  points: 0,
  maxPoints: 10,
  durationMs: 1,
  boxesEnded: 0,
  tests: [failed, { ...failed, id: 'Get > b', group: 'Get', name: 'b' }],
};

describe('what a class sees of a record', () => {
  it('is by default which tests failed, where, and what the own code printed', () => {
    const [test] = classView(record).tests;
    expect(test).toEqual({
      ...failed,
      did: [],
      expected: null,
      received: null,
      message: '',
      seed: null,
    });
    expect(JSON.stringify(classView(record))).not.toContain('SECRET');
  });

  it('is also which step a test waits for, and nothing that the suite held beside it', () => {
    const step = 'NotImplemented: not implemented yet: step 4: #podAdded and range';
    const told = (received: string | null, did: string[] = []) =>
      classView({ ...record, tests: [{ ...failed, received, did }] }).tests[0];
    for (const test of [
      told(step),
      told(`{ error: ${step}, revision: "SECRET" }`.replace('range,', 'range, 7,')),
      told(null, ['put("SECRET") -> 1', `range("SECRET") -> threw ${step}`]),
    ]) {
      expect(test).toMatchObject({ did: [], message: '' });
      expect(stepWaitedFor(test!)).toMatch(/^step 4: #podAdded and range(?:, revision)?$/);
    }
    expect(told('NotImplemented: not implemented yet: SECRET')).toMatchObject({
      received: 'NotImplemented: not implemented yet: a step of your own',
    });
    expect(told('"SECRET"')).toMatchObject({ received: null });
  });

  it('can be the names of groups alone', () => {
    const view = classView(record, () => 'group');
    expect(view.tests.map(({ id, name }) => [id, name])).toEqual([
      ['Put > test 1', 'test 1'],
      ['Get > test 1', 'test 1'],
    ]);
    expect(JSON.stringify(view)).not.toContain('revision 2');
  });

  it('can be everything for a group whose author shows it', () => {
    const view = classView(record, (group) => (group === 'Put' ? 'values' : undefined));
    expect(view.tests[0]).toEqual(failed);
    expect(view.tests[1]).toMatchObject({ expected: null, did: [] });
  });

  it('is the verdict and the points as they are', () => {
    const { status, points, maxPoints } = classView(record);
    expect({ status, points, maxPoints }).toEqual({ status: 'failed', points: 0, maxPoints: 10 });
  });

  it('is nothing that our own failure says of the suite', () => {
    const problem = { kind: 'engine', message: 'suite.test.ts: SECRET', at: null };
    expect(JSON.stringify(classView({ ...record, problem }))).not.toContain('SECRET');
  });

  it('is a syntax error of the own file in full', () => {
    const problem = { kind: 'syntax', message: 'store.ts:1:1: expected )', at: null };
    expect(classView({ ...record, problem }).problem).toEqual(problem);
  });
});
