import { CallLog } from './call-log.ts';
import {
  awaitReady,
  type BoxEnds,
  ChannelBroken,
  ChannelClosed,
  type Host,
  request,
} from './channel.ts';
import type { ModuleAnswer, Outcome, Reply, Request } from './protocol.ts';
import { instanceProxy } from './remote-instance.ts';
import { Side } from './side.ts';
import { Tag, type Wire } from './wire.ts';

/** What a session needs from the thread that owns the boxes. All of it blocks. */
export interface BoxKeeper {
  /** A fresh box; `previousFailed` says that the last one did not even start. Throws BoxRefused. */
  take(previousFailed: boolean): BoxEnds;
  /** Why the current box is gone. */
  whyLost(): LostReason;
  /** Another file of the submission. */
  module(from: string, specifier: string): ModuleAnswer;
}

export type LostReason = 'timed-out' | 'ended';

/** The learner's process is gone in the middle of a request. */
export class BoxLost extends Error {
  override readonly name = 'BoxLost';
  constructor(
    readonly reason: LostReason | 'broken',
    detail = '',
  ) {
    super(lostMessages[reason] + (detail && ` (${detail})`));
  }
}

/** No box is to be had: our trouble, never the learner's. */
export class BoxRefused extends Error {
  override readonly name = 'BoxRefused';
}

const lostMessages = {
  'timed-out': 'your code did not come back in time: an endless loop, or far too much work',
  ended: 'your code ended its process: process.exit, a crash, or too much memory',
  broken: 'your code returned something that cannot be read',
};

/** One grading's conversation with the learner's code, over as many boxes as it takes. */
export class Session implements Host {
  readonly log = new CallLog();
  /** Printed by the learner's code since it was last taken. */
  printed = '';
  /** How many boxes were lost so far. */
  losses = 0;
  private ends: BoxEnds | undefined;
  private lost: BoxLost | undefined;
  private side: Side = this.newSide();
  private suiteFailure: unknown;
  private readonly stacks = new WeakMap<Error, string>();

  constructor(
    private readonly keeper: BoxKeeper,
    private readonly entry: { readonly file: string; readonly code: string },
    private readonly print: (value: unknown) => string,
  ) {}

  /** Before each test: nothing logged or printed yet; a lost box may be replaced. */
  startTest(): void {
    this.log.clear();
    this.printed = '';
    this.suiteFailure = undefined;
    this.lost = undefined;
  }

  /** Starts a box and loads the learner's file, if that is not done; gives the names that it exports. Throws what the file throws. */
  open(): void {
    if (this.lost) throw this.lost;
    if (this.ends) return;
    this.side = this.newSide();
    this.ends = this.takeReady();
    this.settle(this.exchange({ do: 'load', ...this.entry }));
  }

  /** A box that has said that it is ready; nothing of the learner's has run in it, so a failure is ours. */
  private takeReady(): BoxEnds {
    for (let previousFailed = false; ; previousFailed = true) {
      const ends = this.keeper.take(previousFailed);
      try {
        awaitReady(ends);
        return ends;
      } catch (error) {
        if (!(error instanceof ChannelClosed || error instanceof ChannelBroken)) throw error;
      }
    }
  }

  /** Sends a request and gives its value, or throws what the learner's code threw. */
  send(message: Request, line: string): unknown {
    this.open();
    const outcome = this.exchange(message);
    const failure = this.suiteFailure;
    this.suiteFailure = undefined;
    if (failure) throw failure;
    return this.logged(line, () => this.settle(outcome));
  }

  /** Sends a batch and gives its outcomes undecoded. */
  sendBatch(message: Request, line: string): Outcome[] {
    this.open();
    const reply = this.exchange(message);
    if ('threw' in reply) this.settle(reply);
    this.log.add(line);
    const outcomes = (reply as { value: Wire }).value as unknown;
    if (!Array.isArray(outcomes)) throw this.lose('broken', 'a batch gave no list');
    return outcomes as Outcome[];
  }

  encode(value: unknown): Wire {
    return this.side.encode(value);
  }

  /** The value of an outcome; throws what was thrown. */
  settle(outcome: Outcome): unknown {
    const thrown = 'threw' in outcome;
    const value = this.guarded(() => this.side.decode(thrown ? outcome.threw : outcome.value));
    if (!thrown) return value;
    throw value instanceof Error
      ? value
      : new Error(`threw ${this.print(value)}, which is not an Error`);
  }

  /** The stack that came with an error of the learner's code. */
  stackOf(error: unknown): string | undefined {
    return error instanceof Error ? this.stacks.get(error) : undefined;
  }

  call(ref: number, method: string | null, args: Wire): Outcome {
    return this.hosted(() => {
      const target = this.side.kept(ref) as Record<string, unknown>;
      const callable = method === null ? target : target[method];
      if (typeof callable !== 'function') throw new TypeError(`${method} is not a function`);
      const values = this.side.decode(args) as unknown[];
      const name = method ?? ((callable.name as string) || 'the function it was given');
      return this.logged(`  your code called ${name}(${this.list(values)})`, () =>
        callable.apply(target, values),
      );
    });
  }

  read(ref: number, key: string): Outcome {
    return this.hosted(() => (this.side.kept(ref) as Record<string, unknown>)[key]);
  }

  module(from: string, specifier: string): ModuleAnswer {
    return this.keeper.module(from, specifier);
  }

  /** Arguments as a person would write them. */
  list(values: readonly unknown[]): string {
    return values.map((value) => this.print(value)).join(', ');
  }

  private exchange(message: Request): Reply {
    const reply = this.guarded(() => request(this.ends as BoxEnds, message, this));
    if (typeof reply.printed === 'string') this.printed += reply.printed;
    return reply;
  }

  private guarded<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (error instanceof ChannelClosed) throw this.lose(this.keeper.whyLost());
      if (error instanceof ChannelBroken) throw this.lose('broken', error.message);
      throw error;
    }
  }

  private lose(reason: BoxLost['reason'], detail?: string): BoxLost {
    this.ends = undefined;
    this.losses += 1;
    this.lost = new BoxLost(reason, detail);
    return this.lost;
  }

  private hosted(work: () => unknown): Outcome {
    try {
      return { value: this.side.encode(work()) };
    } catch (error) {
      // A failed expectation inside a callback must not be swallowed by the learner's catch.
      if (error instanceof Error && error.name === 'AssertionError') this.suiteFailure ??= error;
      return {
        threw:
          error instanceof Error
            ? this.side.encode(error)
            : [Tag.error, 'Error', String(error), '', {}],
      };
    }
  }

  private logged<T>(line: string, work: () => T): T {
    try {
      const value = work();
      this.log.add(value === undefined ? line : `${line} -> ${this.print(value)}`);
      return value;
    } catch (error) {
      this.log.add(`${line} -> threw ${(error as Error).message}`);
      throw error;
    }
  }

  private newSide(): Side {
    const side: Side = new Side({
      call: (ref, method, args) =>
        this.send(
          { do: 'call', on: { ref }, method, args: side.encode(args) },
          `${method ?? 'the returned function'}(${this.list(args)})`,
        ),
      read: (ref, key) => this.send({ do: 'read', on: { ref }, key }, key),
      instance: (reference) => instanceProxy(reference, this),
      staysHere: () => false,
      sawError: (error, stack) => this.stacks.set(error, stack),
    });
    return side;
  }
}
