import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { BoxRefused } from '../boundary/lost.ts';
import { remoteModule } from '../boundary/remote-module.ts';
import { type BoxKeeper, Session } from '../boundary/session.ts';
import { Pulse } from '../engine/pulse.ts';
import type { ThreadAnswers, ThreadQuestion } from '../engine/thread-protocol.ts';
import { printBriefly } from '../verdict/print-value.ts';
import type { PartOrder, PlayNotice, PlayQuestion } from './play-protocol.ts';
import { loadTrusted } from './simulation-code.ts';

/** A part as the play thread has it. */
export interface Part {
  readonly id: string;
  readonly module: object;
  /** The learner's, in a box; null for a reference. */
  readonly own: { readonly session: Session; readonly pulse: Pulse } | null;
}

/** Makes a part ready. `port` leads to the main thread, which gives the boxes. */
export function partOf(order: PartOrder, port: MessagePort, threadId: number): Part {
  if ('reference' in order)
    return { id: order.id, module: loadTrusted(order.reference, `${order.id}.js`), own: null };
  const pulse = new Pulse(order.pulse);
  pulse.threadId = threadId;
  const session = new Session(keeperOf(order.id, pulse, port), order.own, printBriefly);
  return { id: order.id, module: remoteModule(session), own: { session, pulse } };
}

function keeperOf(part: string, pulse: Pulse, port: MessagePort): BoxKeeper {
  function ask<Q extends ThreadQuestion>(question: Q): ThreadAnswers[Q['ask']] {
    port.postMessage({ ...question, part } satisfies PlayQuestion);
    pulse.sleep();
    return receiveMessageOnPort(port)!.message as ThreadAnswers[Q['ask']];
  }
  return {
    take: (previousFailed) => {
      const box = ask({ ask: 'box', previousFailed });
      if ('refused' in box) throw new BoxRefused(box.message, box.refused);
      return box;
    },
    ready: () => port.postMessage({ say: 'box-ready', part } satisfies PlayNotice),
    waiting: (forBox) => {
      pulse.waiting = forBox;
    },
    whyLost: () => ask({ ask: 'why-lost' }),
    module: (from, specifier) => ask({ ask: 'module', from, specifier }),
  };
}
