// Tries: throws what the suite's own tools throw: skipped tests, failed preconditions, lost boxes.
// Verdict: failed
// @ts-nocheck
// biome-ignore-all lint: hostile on purpose
const footprint = Symbol.for('fast-check/PreconditionFailure');
const errors = [
  Object.assign(new Error('skip'), { code: 'VITEST_PENDING', name: 'PendingError' }),
  Object.assign(new Error('precondition'), {
    footprint,
    interruptExecution: true,
    name: 'PreconditionFailure',
  }),
  Object.assign(new Error('lost'), { name: 'BoxLost', reason: 'timed-out' }),
  Object.assign(new Error('refused'), { name: 'BoxRefused', why: 'no-box' }),
  Object.assign(new Error('wrong'), { name: 'WireError' }),
  Object.assign(new Error('all good'), {
    name: 'AssertionError',
    actual: 1,
    expected: 1,
    showDiff: false,
  }),
  Object.assign(new Error('cancelled'), { name: 'GradingCancelled' }),
];
let next = 0;
const fail = () => {
  throw errors[next++ % errors.length];
};
export class Notebook {
  write = fail;
  read = fail;
  watch = fail;
  get size() {
    return fail();
  }
}
export {
  fail as decipher,
  fail as sorted,
  fail as drain,
  fail as countWords,
  fail as divide,
  fail as mapJoin,
};
