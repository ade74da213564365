import type { SuiteCode } from './suite-code.ts';
import { SuiteThread } from './suite-thread-handle.ts';

let thread: SuiteThread | undefined;
let waiting = 0;
let queue: Promise<unknown> = Promise.resolve();

/**
 * The ids of a suite's tests, in order, without running any: the list that every verdict is held against.
 * Suites are collected one after the other in a thread of their own. Throws an Error when one cannot be collected.
 */
export function listTests(suite: Pick<SuiteCode, 'code' | 'externals'>): Promise<string[]> {
  waiting += 1;
  const turn = queue.then(() => list(suite)).finally(rest);
  queue = turn.catch(() => {});
  return turn;
}

function list(suite: Pick<SuiteCode, 'code' | 'externals'>): Promise<string[]> {
  thread ??= SuiteThread.start();
  const busy = thread;
  return new Promise((resolve, reject) => {
    busy.begin(
      { list: suite },
      {
        answer: () => Promise.reject(new Error('collecting a suite needs nothing of ours')),
        notice: (notice) => {
          if (notice.say === 'listed') resolve(notice.tests);
          if (notice.say === 'broke') reject(new Error(notice.message));
        },
      },
    );
  });
}

/** The thread is kept only as long as suites wait for it. */
async function rest(): Promise<void> {
  thread?.rest();
  waiting -= 1;
  if (waiting > 0) return;
  const idle = thread;
  thread = undefined;
  await idle?.stop();
}
