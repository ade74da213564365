import type { ResultRecord } from '../../verdict/record.ts';

/** A result record with a test in each of two groups, A of 60 points and B of 40; `change` overrides. */
export function madeRecord(change: Partial<ResultRecord> = {}): ResultRecord {
  const nothing = {
    did: [],
    expected: null,
    received: null,
    message: '',
    at: null,
    output: '',
    seed: null,
  };
  return {
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
      { id: 'A > one', group: 'A', name: 'one', status: 'passed', ...nothing },
      {
        id: 'B > two',
        group: 'B',
        name: 'two',
        status: 'failed',
        ...nothing,
        message: 'No event.',
      },
    ],
    ...change,
  };
}

/** The exercise that `madeRecord` is about. */
export const madeExercise = { id: 'etcd/watch', title: 'Watch', points: { A: 60, B: 40 } };
