import { ChannelClosed, readFrame, writeFrame } from './frame.ts';
import type { ModuleAnswer, Outcome, Question, Reply, Request } from './protocol.ts';
import type { Wire } from './wire.ts';
import { WireError } from './wire.ts';

/** The trusted ends of the two pipes to a box. */
export interface BoxEnds {
  readonly write: number;
  readonly read: number;
}

/** Serves what the box asks while a request runs. */
export interface Host {
  call(ref: number, method: string | null, args: Wire): Outcome;
  read(ref: number, key: string): Outcome;
  module(from: string, specifier: string): ModuleAnswer;
}

/** The box broke the rules of the channel; it is of no further use. */
export class ChannelBroken extends Error {
  override readonly name = 'ChannelBroken';
}

/** Sends one request and blocks until its reply, serving questions meanwhile. Throws ChannelClosed or ChannelBroken. */
export function request(ends: BoxEnds, message: Request, host: Host): Reply {
  try {
    writeFrame(ends.write, message);
    for (;;) {
      const frame = record(readFrame(ends.read));
      if ('ask' in frame) writeFrame(ends.write, answer(frame as unknown as Question, host));
      else if ('value' in frame || 'threw' in frame) return frame as unknown as Reply;
      else throw new WireError('a frame is neither an answer nor a question');
    }
  } catch (error) {
    if (error instanceof WireError) throw new ChannelBroken(error.message);
    throw error;
  }
}

/** Blocks until the box says that it is ready. Throws ChannelClosed or ChannelBroken. */
export function awaitReady(ends: BoxEnds): void {
  if (!('ready' in record(readFrame(ends.read))))
    throw new ChannelBroken('the box did not say that it is ready');
}

function answer(question: Question, host: Host): Outcome | ModuleAnswer {
  switch (question.ask) {
    case 'call':
      return host.call(Number(question.ref), question.method, question.args);
    case 'read':
      return host.read(Number(question.ref), String(question.key));
    case 'module':
      return host.module(String(question.from), String(question.specifier));
    default:
      throw new WireError('a question of an unknown kind');
  }
}

function record(frame: unknown): Record<string, unknown> {
  if (typeof frame !== 'object' || frame === null || Array.isArray(frame))
    throw new WireError('a frame is not an object');
  return frame as Record<string, unknown>;
}

export { ChannelClosed };
