import { CallLog, type LoggedCall } from './call-log.ts';
import { Channel, ChannelBroken, ChannelClosed, outcome as outcomeIn } from './channel.ts';
import { Opaque } from './decode.ts';
import type { Ends } from './frame.ts';
import { BoxLost, type Loss } from './lost.ts';
import { mayBeCallable } from './ours-to-call.ts';
import { printCall } from './print-call.ts';
import type { ModuleAnswer, Outcome, Reply, Request, Step } from './protocol.ts';
import { instanceLabel, instanceProxy, type Sender } from './remote-instance.ts';
import { Side } from './side.ts';
import { type CallbackSession, SuiteCallbacks } from './suite-callbacks.ts';
import { caps, Tag, type Wire, WireError } from './wire.ts';

/** What a session needs from the thread that owns the boxes. All of it blocks. */
export interface BoxKeeper {
  /** A fresh box; `previousFailed` says that the last one did not even start. Throws BoxRefused. */
  take(previousFailed: boolean): Ends;
  /** The box taken last says that it is ready: from now on its time is the learner's. */
  ready(): void;
  /** Told before and after the learner's code is waited for. */
  waiting(forBox: boolean): void;
  /** Why the current box is gone. */
  whyLost(): Loss;
  /** Another file of the submission. */
  module(from: string, specifier: string): ModuleAnswer;
}

/** The graded file as its submission gives it. */
export interface EntryFile {
  readonly file: string;
  readonly code: string;
}

/** Calls may nest this deep: the suite calls the learner's code, which calls the suite's, and so on. */
const deepest = 64;

/** One grading's conversation with the learner's code, over as many boxes as it takes. */
export class Session implements Sender, CallbackSession {
  readonly log: CallLog;
  /** Printed by the learner's code in this test. */
  printed = '';
  /** How many boxes were lost so far, and how many of them ended by themselves or by somebody's signal. */
  losses = 0;
  boxesEnded = 0;
  /** The loss of a box in this test; until the next one there is no other. */
  lost: BoxLost | undefined;
  /** True when the learner's code gave a promise in this test. */
  sawPromise = false;
  /** False while tests are collected: which tests there are must not depend on the learner's code. */
  mayCall = true;
  side: Side = this.newSide();
  private channel: Channel | undefined;
  private depth = 0;
  /** Calls by the learner's code that are being answered; `amid` when something was told since. */
  private answering: { amid: boolean }[] = [];
  private readonly callbacks = new SuiteCallbacks(this);
  /** How things are called in what a learner reads: those of the learner's code, and the suite's own. */
  private readonly labels = new Map<number, string>();
  private readonly suiteLabels = new Map<number, string>();
  private readonly stacks = new WeakMap<Error, string>();

  constructor(
    private readonly keeper: BoxKeeper,
    private readonly entry: EntryFile,
    private readonly print: (value: unknown, most?: number) => string,
  ) {
    const names = {
      learners: (id: number) => this.labels.get(id) ?? 'a value of yours',
      suites: (id: number) => this.suiteLabels.get(id),
    };
    this.log = new CallLog((call, room) => printCall(call, print, names, room));
  }

  /** Before each test: nothing logged or printed yet; a lost box may be replaced. */
  startTest(): void {
    this.log.clear();
    this.printed = '';
    this.sawPromise = false;
    this.answering = [];
    this.callbacks.takeFailure();
    this.lost = undefined;
    this.channel?.startTest();
  }

  /** Starts a box and loads the learner's file, if that is not done. Throws what the file throws. */
  open(): void {
    if (this.lost) throw this.lost;
    if (this.channel) return;
    this.side = this.newSide();
    this.labels.clear();
    this.suiteLabels.clear();
    this.channel = this.takeReady();
    this.settle(this.exchange({ do: 'load', ...this.entry }));
  }

  /** Sends a request and gives its value, or throws what the learner's code threw. */
  send(message: Request, label: string, args: Wire | null): unknown {
    const call = this.logged('test', label, args);
    const outcome = this.exchangeOpen(message);
    if (message.do !== 'construct' || 'threw' in outcome) call.outcome = outcome;
    nameResult(this.labels, label, outcome);
    return this.settle(outcome);
  }

  /** Sends a batch and gives its outcomes undecoded, as many as there are steps. */
  sendBatch(message: Request & { do: 'batch' }, log: string | readonly string[]): Outcome[] {
    const { steps } = message;
    if (typeof log === 'string') this.logged('test', log, null);
    const reply = this.exchangeOpen(message);
    if ('threw' in reply) this.settle(reply);
    const outcomes = this.believed(() => {
      const answers = 'value' in reply ? reply.value : null;
      if (!Array.isArray(answers) || answers.length !== steps.length)
        throw new WireError('a batch gave another number of answers than it has steps');
      return answers.map(outcomeIn);
    });
    if (typeof log !== 'string') this.logSteps(steps, log, outcomes);
    return outcomes;
  }

  /** One line a step, as far as a person would have got who made them one by one. */
  private logSteps(
    steps: readonly Step[],
    labels: readonly string[],
    outcomes: readonly Outcome[],
  ): void {
    const failed = outcomes.findIndex((outcome) => 'threw' in outcome);
    const made = failed < 0 ? steps : steps.slice(0, failed + 1);
    for (const [i, step] of made.entries()) {
      const call = this.logged('test', labels[i]!, 'args' in step ? step.args : null);
      const outcome = outcomes[i]!;
      if (step.do !== 'construct' || 'threw' in outcome) call.outcome = outcome;
    }
  }

  note(label: string, args: Wire, outcome: Outcome): void {
    for (const call of this.answering) call.amid = true;
    const by = this.answering.length > 0 ? 'meanwhile' : 'suite';
    this.logged(by, label, args).outcome = outcome;
  }

  name(part: object, label: string): void {
    this.suiteLabels.set(this.side.keep(part), label);
  }

  encode(value: unknown): Wire {
    return this.side.encode(value);
  }

  /** The value of an outcome; throws what was thrown. */
  settle(outcome: Outcome): unknown {
    const thrown = 'threw' in outcome;
    const value = this.believed(() => this.side.decode(thrown ? outcome.threw : outcome.value));
    if (value instanceof Opaque && value.what === 'a Promise') this.sawPromise = true;
    if (!thrown) return value;
    throw value instanceof Error ? value : this.notAnError(value);
  }

  /** Does what can only go wrong when the box breaks the rules or is gone. Throws BoxLost. */
  believed<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (error instanceof ChannelClosed) throw this.lose(this.keeper.whyLost());
      if (error instanceof ChannelBroken || error instanceof WireError)
        throw this.lose({ reason: 'broken', detail: error.message });
      throw error;
    }
  }

  /** The stack that came with an error of the learner's code; undefined for any other error. */
  stackOf(error: unknown): string | undefined {
    return error instanceof Error ? this.stacks.get(error) : undefined;
  }

  logCallback(ref: number, what: string, args: Wire): (outcome: Outcome) => void {
    const label = labelOf(this.suiteLabels.get(ref), what);
    const call = this.logged('learner', label, args);
    const answered = { amid: false };
    this.answering.push(answered);
    return (outcome) => {
      this.answering.pop();
      const told = answered.amid ? this.logged('answer', label, null) : call;
      told.outcome = outcome;
      nameResult(this.suiteLabels, label, outcome);
    };
  }

  module(from: string, specifier: string): ModuleAnswer {
    return this.keeper.module(from, specifier);
  }

  /** A box that has said that it is ready; nothing of the learner's has run in it, so a failure is ours. */
  private takeReady(): Channel {
    for (let previousFailed = false; ; previousFailed = true) {
      const ends = this.keeper.take(previousFailed);
      const channel = new Channel(ends, (forBox) => this.keeper.waiting(forBox));
      try {
        channel.awaitReady();
        this.keeper.ready();
        return channel;
      } catch (error) {
        if (!(error instanceof ChannelClosed || error instanceof ChannelBroken)) throw error;
      }
    }
  }

  private exchangeOpen(message: Request): Reply {
    if (!this.mayCall) throw new Error('the graded file may only be used inside tests and hooks');
    this.open();
    const reply = this.exchange(message);
    const failure = this.callbacks.takeFailure();
    if (failure) throw failure;
    return reply;
  }

  private exchange(message: Request): Reply {
    if (this.depth >= deepest) throw new RangeError(`calls nest deeper than ${deepest} levels`);
    this.depth += 1;
    try {
      const reply = this.believed(() => this.channel!.request(message, this.callbacks));
      this.printed = (this.printed + (reply.printed ?? '')).slice(0, caps.textBytes);
      return reply;
    } finally {
      this.depth -= 1;
    }
  }

  private lose({ reason, detail }: { reason: BoxLost['reason']; detail: string }): BoxLost {
    this.channel = undefined;
    if (!this.lost) {
      this.losses += 1;
      if (reason === 'ended' || reason === 'memory') this.boxesEnded += 1;
      this.lost = new BoxLost(reason, detail);
    }
    return this.lost;
  }

  private logged(by: LoggedCall['by'], label: string, args: Wire | null): LoggedCall {
    const call: LoggedCall = { by, label, args, outcome: null };
    this.log.add(call);
    return call;
  }

  private notAnError(value: unknown): Error {
    const error = new Error(`threw ${this.print(value)}, which is not an Error`);
    this.stacks.set(error, '');
    return error;
  }

  private newSide(): Side {
    const side: Side = new Side({
      call: (ref, method, args) => {
        const wire = side.encode(args);
        const owner = this.labels.get(ref);
        const label = method === null ? (owner ?? 'the returned function') : labelOf(owner, method);
        return this.send({ do: 'call', on: { ref }, method, args: wire }, label, wire);
      },
      read: (ref, key) =>
        this.send({ do: 'read', on: { ref }, key }, labelOf(this.labels.get(ref), key), null),
      instance: (reference) => {
        this.labels.set(reference.id, instanceLabel(reference.name));
        return instanceProxy(reference, this);
      },
      staysHere: () => false,
      mayBeCallable,
      sawError: (error, stack) => this.stacks.set(error, stack),
    });
    return side;
  }
}

function labelOf(owner: string | undefined, what: string): string {
  return owner === undefined ? what : `${owner}.${what}`;
}

/** An object with methods is called after the call that gave it: `store.write().put("a", "1")`. */
function nameResult(labels: Map<number, string>, label: string, outcome: Outcome): void {
  const value = 'value' in outcome ? outcome.value : null;
  if (!Array.isArray(value) || value[0] !== Tag.object || typeof value[1] !== 'number') return;
  if (!labels.has(value[1])) labels.set(value[1], `${label}()`.slice(-longestLabel));
}

const longestLabel = 80;
