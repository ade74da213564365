import type { Host } from './channel.ts';
import { BoxLost } from './lost.ts';
import type { ModuleAnswer, Outcome } from './protocol.ts';
import type { Side } from './side.ts';
import { Tag, type Wire, WireError } from './wire.ts';

/** What callbacks need of the session that they run in. */
export interface CallbackSession {
  readonly side: Side;
  /** Notes a call by the learner's code; the returned function notes how it ended. */
  logCallback(ref: number, what: string, args: Wire): (outcome: Outcome) => void;
  module(from: string, specifier: string): ModuleAnswer;
}

/** Runs what the suite gave to the learner's code: its functions, and methods and getters of its objects. */
export class SuiteCallbacks implements Host {
  private failed: unknown;

  constructor(private readonly session: CallbackSession) {}

  /** A failed expectation inside a callback, once: the learner's code may have swallowed it. */
  takeFailure(): unknown {
    const failure = this.failed;
    this.failed = undefined;
    return failure;
  }

  call(ref: number, method: string | null, args: Wire): Outcome {
    const { side } = this.session;
    const callable = side.callable(ref, method);
    const values = side.decode(args);
    if (!Array.isArray(values)) throw new WireError('a call has no list of arguments');
    const ended = this.session.logCallback(ref, method ?? functionName(side.kept(ref)), args);
    const outcome = this.outcomeOf(() => callable(values));
    ended(outcome);
    return outcome;
  }

  read(ref: number, key: string): Outcome {
    return this.outcomeOf(this.session.side.readable(ref, key));
  }

  module(from: string, specifier: string): ModuleAnswer {
    return this.session.module(from, specifier);
  }

  private outcomeOf(work: () => unknown): Outcome {
    try {
      return { value: this.encoded(work()) };
    } catch (error) {
      if (error instanceof BoxLost) throw error;
      if (isFailedExpectation(error)) this.failed ??= error;
      return { threw: this.shownToLearner(error) };
    }
  }

  private encoded(value: unknown): Wire {
    try {
      return this.session.side.encode(value);
    } catch (error) {
      throw new Error(`the suite gives a value that cannot cross: ${(error as Error).message}`);
    }
  }

  /** An error that the suite throws on purpose crosses without its stack; a failed expectation would tell what is expected. */
  private shownToLearner(error: unknown): Wire {
    if (isFailedExpectation(error)) return [Tag.error, 'Error', 'the test has failed', '', {}];
    const wire = this.encoded(error);
    if (Array.isArray(wire) && wire[0] === Tag.error) wire[3] = '';
    return wire;
  }
}

function isFailedExpectation(error: unknown): boolean {
  return error instanceof Error && error.name === 'AssertionError';
}

function functionName(target: object): string {
  return (typeof target === 'function' && target.name) || 'the function it was given';
}
