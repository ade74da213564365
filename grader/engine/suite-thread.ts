// The suite's own thread: it blocks on the learner's code, so the main thread stays free to watch the time.
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { BoxRefused } from '../boundary/lost.ts';
import { remoteModule } from '../boundary/remote-module.ts';
import { type BoxKeeper, Session } from '../boundary/session.ts';
import { printBriefly } from '../verdict/print-value.ts';
import { kernelThreadId } from './kernel-thread-id.ts';
import { Pulse } from './pulse.ts';
import { collectSuite } from './suite-collect.ts';
import { suiteModules } from './suite-modules.ts';
import { runSuite } from './suite-run.ts';
import type {
  GradeOrder,
  ListOrder,
  Notice,
  ThreadAnswers,
  ThreadQuestion,
  ThreadStart,
} from './thread-protocol.ts';

// Nearly every suite draws random input; loading this takes as long as a box takes to start.
void import('fast-check');

const pulse = new Pulse((workerData as ThreadStart).pulse);
const port = parentPort!;
pulse.threadId = kernelThreadId();

/** Puts a question to the main thread and sleeps until its answer is there. */
function ask<Q extends ThreadQuestion>(question: Q): ThreadAnswers[Q['ask']] {
  port.postMessage(question);
  pulse.sleep();
  return receiveMessageOnPort(port)!.message as ThreadAnswers[Q['ask']];
}

const say = (notice: Notice) => port.postMessage(notice);

const keeper: BoxKeeper = {
  take: (previousFailed) => {
    const box = ask({ ask: 'box', previousFailed });
    if ('refused' in box) throw new BoxRefused(box.message, box.refused);
    return box;
  },
  ready: () => say({ say: 'box-ready' }),
  waiting: (forBox) => {
    pulse.waiting = forBox;
  },
  whyLost: () => ask({ ask: 'why-lost' }),
  module: (from, specifier) => ask({ ask: 'module', from, specifier }),
};

async function grade({ suite, entry, seed, trace, untilFailure }: GradeOrder): Promise<Notice> {
  const session = new Session(keeper, entry, trace ? printInTrace : printBriefly);
  if (trace) session.log.keepMany();
  const modules = await suiteModules(remoteModule(session), suite, seed);
  const run = await runSuite({
    suite,
    session,
    modules,
    seed,
    trace,
    untilFailure,
    testStarts: () => pulse.nextTest(),
  });
  return { say: 'done', run };
}

/** A trace is read for its values. */
function printInTrace(value: unknown): string {
  return printBriefly(value, 360);
}

async function list({ list: suite }: ListOrder): Promise<Notice> {
  return { say: 'listed', tests: await collectSuite(suite) };
}

port.on('message', (order: GradeOrder | ListOrder) => {
  const work = 'list' in order ? list(order) : grade(order);
  work
    .catch((error: Error): Notice => ({ say: 'broke', message: error.stack ?? error.message }))
    .then(say);
});
