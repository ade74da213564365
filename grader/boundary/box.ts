// The child's entry: loads the learner's file and serves requests until the channel closes.
import { closeSync } from 'node:fs';
import { answerer } from './box-answers.ts';
import { capturePrinting } from './box-console.ts';
import { lockDown } from './box-lockdown.ts';
import { ChannelClosed, Frames } from './frame.ts';
import type { Question, Reply, Request } from './protocol.ts';
import { Tag, WireError } from './wire.ts';

const channel = 3;
const exit = process.exit.bind(process);

const frames = new Frames({ read: channel, write: channel });
const takePrinted = capturePrinting();
const answer = answerer(ask);

/** Puts a question to the trusted side; while it is answered there, the suite may call in here again. */
function ask(question: Question): unknown {
  frames.send(question);
  for (;;) {
    const frame = frames.receive() as Request | object;
    if (!('do' in frame)) return frame;
    serve(frame);
  }
}

function serve(request: Request): void {
  const reply: Reply = { ...answer(request), printed: takePrinted() };
  try {
    frames.send(reply);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    frames.send({ threw: [Tag.error, error.name, error.message, '', {}], printed: reply.printed });
  }
}

try {
  closeProgram();
  lockDown();
  frames.send({ ready: process.version });
  for (;;) serve(frames.receive() as Request);
} catch (error) {
  exit(error instanceof ChannelClosed ? 0 : 70);
}

/** This program may have come as an open file; with a sandbox around, that number is something of node's own. */
function closeProgram(): void {
  const [, descriptor] = /^\/(?:proc\/self|dev)\/fd\/(\d+)$/.exec(process.argv[1] ?? '') ?? [];
  if (descriptor) closeSync(Number(descriptor));
}
