import type { Loss } from '../boundary/lost.ts';
import type { BoxSupply } from '../sandbox/box-supply.ts';
import { CurrentBox } from './current-box.ts';
import type { RawRun } from './raw-run.ts';
import type { Submission } from './submission.ts';
import type { SuiteThread, ThreadHost } from './suite-thread-handle.ts';
import type { GradeOrder, Notice, ThreadAnswers, ThreadQuestion } from './thread-protocol.ts';
import type { TimeVerdict } from './time-account.ts';
import { TimeWatch } from './time-watch.ts';

/** How the suite thread's work on one submission ended. */
export type RunOutcome = { readonly run: RawRun } | { readonly broke: string } | 'cancelled';

/** How a grading is run. */
export interface RunOptions {
  readonly timeLimitMs: number;
  /** See TimeLimits. */
  readonly patience?: number | undefined;
  /** True to start the next box as soon as one is taken. */
  readonly nextBoxAtOnce: boolean;
}

/** All tests together may take this many times the limit of one. */
const totalLimitFactor = 5;
/** A cancelled grading ends by itself, unless the suite is stuck. */
const graceMs = 2000;

/** One grading as the main thread sees it: gives boxes, watches the time, kills what runs over it. */
export class GradingRun implements ThreadHost {
  private readonly box: CurrentBox;
  private over = false;
  private watch: TimeWatch | undefined;
  private finish: (outcome: Exclude<RunOutcome, 'cancelled'>) => void = () => {};

  constructor(
    private readonly thread: SuiteThread,
    private readonly supply: BoxSupply,
    private readonly submission: Submission,
    private readonly options: RunOptions,
  ) {
    this.box = new CurrentBox(supply);
  }

  /** Runs the suite and resolves when the thread is done with it; `signal` cancels. */
  async start(order: GradeOrder, signal: AbortSignal): Promise<RunOutcome> {
    let grace: NodeJS.Timeout | undefined;
    const cancel = () => {
      this.end();
      grace = setTimeout(() => this.finish({ broke: 'the suite could not be stopped' }), graceMs);
    };
    signal.addEventListener('abort', cancel, { once: true });
    const { timeLimitMs, patience } = this.options;
    const limits = {
      ...{ test: timeLimitMs, total: timeLimitMs * totalLimitFactor },
      ...(patience !== undefined && { patience }),
    };
    this.watch = new TimeWatch(this.thread.pulse, limits, (verdict) => this.timePassed(verdict));
    const outcome = await new Promise<Exclude<RunOutcome, 'cancelled'>>((resolve) => {
      this.finish = resolve;
      this.thread.begin(order, this);
    });
    this.watch.stop();
    clearTimeout(grace);
    signal.removeEventListener('abort', cancel);
    this.thread.rest();
    return signal.aborted && 'run' in outcome ? 'cancelled' : outcome;
  }

  /** Ends the last box. Only when the thread no longer waits on it. */
  close(): void {
    this.box.close();
  }

  notice(notice: Notice): void {
    switch (notice.say) {
      case 'box-ready':
        this.box.started();
        this.watch?.follow(this.box.process);
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
        return this.box.whyGone();
      case 'module':
        return this.submission.module(question.from, question.specifier);
    }
  }

  private nextBox(previousFailed: boolean): ThreadAnswers['box'] {
    this.watch?.follow(null);
    if (this.over) {
      this.close();
      return { refused: 'over', message: 'the grading was stopped' };
    }
    const box = this.box.next(previousFailed);
    if (this.options.nextBoxAtOnce && !('refused' in box))
      setImmediate(() => this.supply.prepare());
    return box;
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
    this.box.kill();
  }

  private kill(reason: Loss): void {
    this.box.kill(reason);
  }
}
