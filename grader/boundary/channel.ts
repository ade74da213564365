import { ChannelClosed, type Ends, Frames } from './frame.ts';
import type { ModuleAnswer, Outcome, Question, Reply, Request } from './protocol.ts';
import type { Wire } from './wire.ts';
import { caps, WireError } from './wire.ts';

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

/** A test may bring this much out of the box, all frames together. */
const bytesPerTest = 256 * 1024 * 1024;

/** Told before and after the trusted side waits for the box. */
export type Waiting = (forBox: boolean) => void;

/** The trusted side's way to one box: requests out, replies in, questions served in between. */
export class Channel {
  private readonly frames: Frames;
  private bytesBefore = 0;

  constructor(
    ends: Ends,
    private readonly waiting: Waiting,
  ) {
    this.frames = new Frames(ends);
  }

  /** Blocks until the box says that it is ready. Throws ChannelClosed or ChannelBroken. */
  awaitReady(): void {
    if (!('ready' in this.receive()))
      throw new ChannelBroken('the box did not say that it is ready');
  }

  /** The next test starts with an empty account of bytes. */
  startTest(): void {
    this.bytesBefore = this.frames.received;
  }

  /** Sends one request and blocks until its reply, serving questions meanwhile. Throws ChannelClosed or ChannelBroken. */
  request(message: Request, host: Host): Reply {
    for (let next: object = message; ; ) {
      const frame = this.exchange(next);
      if (!('ask' in frame)) return breaking(() => reply(frame));
      next = breaking(() => answer(frame, host));
    }
  }

  private exchange(message: object): Record<string, Wire> {
    this.waiting(true);
    try {
      this.send(message);
      return this.receive();
    } finally {
      this.waiting(false);
    }
  }

  private send(message: object): void {
    try {
      this.frames.send(message);
    } catch (error) {
      if (error instanceof WireError) throw new Error(`the suite sends too much: ${error.message}`);
      throw error;
    }
  }

  private receive(): Record<string, Wire> {
    return breaking(() => {
      const frame = record(this.frames.receive());
      if (this.frames.received - this.bytesBefore > bytesPerTest)
        throw new WireError(`more than ${bytesPerTest} bytes came out of it`);
      return frame;
    });
  }
}

/** What the box sent is not of its form: nothing that it sends after that can be believed. */
function breaking<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof WireError) throw new ChannelBroken(error.message);
    throw error;
  }
}

function reply(frame: Record<string, Wire>): Reply {
  const printed = typeof frame.printed === 'string' ? frame.printed.slice(0, caps.textBytes) : '';
  return { ...outcome(frame), printed };
}

/** Checks that a value from the box is an outcome. Throws WireError. */
export function outcome(value: Wire | undefined): Outcome {
  const frame = record(value);
  if (frame.threw !== undefined) return { threw: frame.threw };
  if (frame.value !== undefined) return { value: frame.value };
  throw new WireError('a frame is neither an answer nor a question');
}

function answer(frame: Record<string, Wire>, host: Host): Outcome | ModuleAnswer {
  const question = frame as unknown as Question;
  switch (question.ask) {
    case 'call':
      return host.call(question.ref, methodName(question.method), question.args);
    case 'read':
      return host.read(question.ref, String(question.key));
    case 'module':
      return host.module(String(question.from), String(question.specifier));
    default:
      throw new WireError('a question of an unknown kind');
  }
}

function methodName(name: unknown): string | null {
  if (name !== null && typeof name !== 'string') throw new WireError('a method has no name');
  return name;
}

function record(frame: unknown): Record<string, Wire> {
  if (typeof frame !== 'object' || frame === null || Array.isArray(frame))
    throw new WireError('a frame is not an object');
  return frame as Record<string, Wire>;
}

export { ChannelClosed };
