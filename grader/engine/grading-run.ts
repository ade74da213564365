import type { Loss } from '../boundary/lost.ts';
import type { BoxEnd, BoxProcess } from '../sandbox/box-process.ts';
import type { BoxSupply } from '../sandbox/box-supply.ts';
import { lossOf } from './loss.ts';
import type { RawRun } from './raw-run.ts';
import type { Submission } from './submission.ts';
import type { SuiteThread, ThreadHost } from './suite-thread-handle.ts';
import type {
  BoxRefusal,
  GradeOrder,
  Notice,
  ThreadAnswers,
  ThreadQuestion,
} from './thread-protocol.ts';
import type { TimeVerdict } from './time-account.ts';
import { TimeWatch } from './time-watch.ts';

/** How the suite thread's work on one submission ended. */
export type RunOutcome = { readonly run: RawRun } | { readonly broke: string } | 'cancelled';

/** How a grading is run. */
export interface RunOptions {
  readonly timeLimitMs: number;
  /** True to start the next box as soon as one is taken. */
  readonly nextBoxAtOnce: boolean;
}

/** All tests together may take this many times the limit of one. */
const totalLimitFactor = 5;
/** Nothing of the learner's runs while a box starts. */
const startLimitMs = 20_000;
/** How often in a row a box may fail to start, with nothing weaker left to try. */
const startsAllowed = 3;
/** How long a process may outlive its channel. */
const lingerMs = 300;
/** A cancelled grading ends by itself, unless the suite is stuck. */
const graceMs = 2000;

/** One grading as the main thread sees it: gives boxes, watches the time, kills what runs over it. */
export class GradingRun implements ThreadHost {
  private box: BoxProcess | undefined;
  private killedFor: Loss | undefined;
  private over = false;
  private failedStarts = 0;
  private startTimer: NodeJS.Timeout | undefined;
  private watch: TimeWatch | undefined;
  private finish: (outcome: Exclude<RunOutcome, 'cancelled'>) => void = () => {};

  constructor(
    private readonly thread: SuiteThread,
    private readonly supply: BoxSupply,
    private readonly submission: Submission,
    private readonly options: RunOptions,
  ) {}

  /** Runs the suite and resolves when the thread is done with it; `signal` cancels. */
  async start(order: GradeOrder, signal: AbortSignal): Promise<RunOutcome> {
    let grace: NodeJS.Timeout | undefined;
    const cancel = () => {
      this.end();
      grace = setTimeout(() => this.finish({ broke: 'the suite could not be stopped' }), graceMs);
    };
    signal.addEventListener('abort', cancel, { once: true });
    const { timeLimitMs } = this.options;
    const limits = { test: timeLimitMs, total: timeLimitMs * totalLimitFactor };
    this.watch = new TimeWatch(this.thread.pulse, limits, (verdict) => this.timePassed(verdict));
    const outcome = await new Promise<Exclude<RunOutcome, 'cancelled'>>((resolve) => {
      this.finish = resolve;
      this.thread.begin(order, this);
    });
    this.watch.stop();
    clearTimeout(this.startTimer);
    clearTimeout(grace);
    signal.removeEventListener('abort', cancel);
    this.thread.rest();
    return signal.aborted && 'run' in outcome ? 'cancelled' : outcome;
  }

  /** Ends the last box. Only when the thread no longer waits on it. */
  close(): void {
    if (this.box) this.supply.discard(this.box);
    this.box = undefined;
  }

  notice(notice: Notice): void {
    switch (notice.say) {
      case 'box-ready':
        clearTimeout(this.startTimer);
        this.failedStarts = 0;
        this.watch?.follow(this.box ?? null);
        break;
      case 'done':
        this.finish({ run: notice.run });
        break;
      case 'broke':
        this.finish({ broke: notice.message });
        break;
    }
  }

  async answer(question: ThreadQuestion): Promise<ThreadAnswers[ThreadQuestion['ask']]> {
    switch (question.ask) {
      case 'box':
        return this.nextBox(question.previousFailed);
      case 'why-lost':
        return this.killedFor ?? lossOf(await this.endOfBox());
      case 'module':
        return this.submission.module(question.from, question.specifier);
    }
  }

  private nextBox(previousFailed: boolean): ThreadAnswers['box'] {
    this.watch?.follow(null);
    this.close();
    this.killedFor = undefined;
    if (this.over) return { refused: 'over', message: 'the grading was stopped' };
    if (previousFailed && !this.mayRetry())
      return noBox('the sandbox does not start on this machine; "course doctor" says more');
    try {
      const box = this.supply.take();
      this.box = box;
      this.startTimer = setTimeout(() => box.kill(), startLimitMs);
      if (this.options.nextBoxAtOnce) setImmediate(() => this.supply.prepare());
      return box.ends;
    } catch (error) {
      return noBox((error as Error).message);
    }
  }

  private mayRetry(): boolean {
    clearTimeout(this.startTimer);
    this.failedStarts += 1;
    if (this.failedStarts < startsAllowed) return true;
    this.failedStarts = 0;
    return this.supply.fallBack();
  }

  /** The channel is closed, so the process should be gone; one that closed it and lives on is not waited for. */
  private async endOfBox(): Promise<BoxEnd> {
    const { box } = this;
    if (!box) return { code: null, signal: null };
    const lingering = setTimeout(() => box.kill(), lingerMs);
    const end = await box.gone;
    clearTimeout(lingering);
    return end;
  }

  private timePassed(verdict: TimeVerdict): void {
    if (verdict === 'stuck') this.finish({ broke: 'the suite does not come to an end' });
    else if (verdict === 'starved') this.kill({ reason: 'starved', detail: '' });
    else if (verdict === 'test') this.kill({ reason: 'timed-out', detail: '' });
    else {
      this.kill({ reason: 'timed-out', detail: 'all tests together' });
      this.end();
    }
  }

  /** No more boxes: the rest of the tests cannot run. */
  private end(): void {
    this.over = true;
    this.box?.kill();
  }

  private kill(reason: Loss): void {
    this.killedFor ??= reason;
    this.box?.kill();
  }
}

function noBox(message: string): BoxRefusal {
  return { refused: 'no-box', message };
}
