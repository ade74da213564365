// The thread of a simulation: it blocks on the learner's code, so the main thread stays free to watch the time.
import { parentPort } from 'node:worker_threads';
import type { SimulationRun } from '../../exercises/simulation/index.ts';
import { kernelThreadId } from '../engine/kernel-thread-id.ts';
import { endIn } from './ending.ts';
import { endOf, give, type Moment, momentOf } from './moment.ts';
import { type Part, partOf } from './part.ts';
import type { PlayNotice, PlayOrder } from './play-protocol.ts';
import { loadSimulation } from './simulation-code.ts';

const port = parentPort!;
const threadId = kernelThreadId();

let parts: readonly Part[] = [];
let run: SimulationRun | undefined;
let now: Moment | undefined;

function obey(order: PlayOrder): PlayNotice {
  const moments: Moment[] = [];
  try {
    if ('begin' in order) moments.push(guarded(() => begin(order.begin)));
    for (const input of order.inputs) {
      if (now?.over !== null) break;
      const before = now;
      moments.push(guarded(() => give(run!, input, before)));
    }
    return { say: 'moments', moments, stack: null };
  } catch (error) {
    const end = endIn(error as Error, parts);
    if (!end) return { say: 'broke', message: (error as Error).stack ?? String(error) };
    now = endOf(now, end.sentences);
    return { say: 'moments', moments: [...moments, now], stack: end.stack };
  }
}

function begin({
  simulation,
  parts: orders,
  seed,
}: Extract<PlayOrder, { begin: object }>['begin']) {
  now = undefined;
  parts = orders.map((order) => partOf(order, port, threadId));
  // What is kept for a box is forgotten when it starts: the first call may hand over what is called back.
  for (const { own } of parts) own?.session.open();
  const [first, ...others] = parts;
  const modules = Object.fromEntries(others.map(({ id, module }) => [id, module]));
  run = loadSimulation(simulation).begin(first!.module, seed, modules);
  return momentOf(run);
}

/** What led to a moment in which a learner's process was lost does not count, even where the simulation took the loss for an error that it expects. */
function guarded(work: () => Moment): Moment {
  for (const { own } of parts) {
    own?.session.startTest();
    own?.pulse.nextTest();
  }
  now = work();
  const lost = parts.find(({ own }) => own?.session.lost)?.own?.session.lost;
  if (lost) throw lost;
  return now;
}

port.on('message', (order: PlayOrder) => port.postMessage(obey(order)));
