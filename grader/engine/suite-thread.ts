// The suite's own thread: it blocks on the learner's code, so the main thread stays free to watch the time.
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { remoteModule } from '../boundary/remote-module.ts';
import { type BoxKeeper, BoxRefused, Session } from '../boundary/session.ts';
import { printBriefly } from '../verdict/print-value.ts';
import { configureFastCheck, suiteModules } from './suite-modules.ts';
import { runSuite } from './suite-run.ts';
import { setSeed } from './suite-tools.ts';
import type {
  GradeOrder,
  Notice,
  ThreadAnswers,
  ThreadQuestion,
  ThreadStart,
} from './thread-protocol.ts';

const { bell } = workerData as ThreadStart;
const port = parentPort!;

/** Puts a question to the main thread and sleeps until its answer is there. */
function ask<Q extends ThreadQuestion>(question: Q): ThreadAnswers[Q['ask']] {
  port.postMessage(question);
  Atomics.wait(bell, 0, 0);
  Atomics.store(bell, 0, 0);
  return receiveMessageOnPort(port)!.message as ThreadAnswers[Q['ask']];
}

const keeper: BoxKeeper = {
  take: (previousFailed) => {
    const box = ask({ ask: 'box', previousFailed });
    if ('refused' in box) throw new BoxRefused(box.refused);
    return box;
  },
  whyLost: () => ask({ ask: 'why-lost' }),
  module: (from, specifier) => ask({ ask: 'module', from, specifier }),
};

async function grade({ suite, entry, seed }: GradeOrder): Promise<Notice> {
  const session = new Session(keeper, entry, printBriefly);
  const fc = suite.externals.includes('fast-check')
    ? (await import('fast-check')).default
    : undefined;
  if (fc) configureFastCheck(fc, seed);
  setSeed(seed);
  let sawFailure: (error: unknown) => void = () => {};
  const modules = suiteModules(remoteModule(session), fc, (error) => sawFailure(error));
  const say = (notice: Notice) => port.postMessage(notice);
  const watch = {
    testStarted: () => say({ say: 'test-started' }),
    testEnded: () => say({ say: 'test-ended' }),
    failureSeen: (listener: typeof sawFailure) => {
      sawFailure = listener;
    },
  };
  return { say: 'done', run: await runSuite(suite, session, modules, watch, seed) };
}

port.on('message', (order: GradeOrder) => {
  grade(order)
    .catch((error: Error): Notice => ({ say: 'broke', message: error.stack ?? error.message }))
    .then((notice) => port.postMessage(notice));
});
