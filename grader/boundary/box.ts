// The child's entry: loads the learner's file and serves requests until the channel closes.
import { answerer } from './box-answers.ts';
import { captureConsole } from './box-console.ts';
import { ChannelClosed, readFrame, writeFrame } from './frame.ts';
import type { Question, Reply, Request } from './protocol.ts';
import { Tag } from './wire.ts';

const requests = 3;
const replies = 4;
const exit = process.exit.bind(process);

function ask(question: Question): unknown {
  writeFrame(replies, question);
  return readFrame(requests);
}

function reply(message: Reply): void {
  try {
    writeFrame(replies, message);
  } catch (error) {
    if (error instanceof ChannelClosed) throw error;
    const { name, message: text } = error as Error;
    writeFrame(replies, { threw: [Tag.error, name, text, '', {}], printed: message.printed });
  }
}

const takePrinted = captureConsole();
const answer = answerer(ask);
try {
  writeFrame(replies, { ready: process.version });
  for (;;) {
    const outcome = answer(readFrame(requests) as Request);
    reply({ ...outcome, printed: takePrinted() });
  }
} catch (error) {
  exit(error instanceof ChannelClosed ? 0 : 70);
}
