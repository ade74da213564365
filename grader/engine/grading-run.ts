import type { BoxProcess } from '../sandbox/box-process.ts';
import type { BoxSupply } from '../sandbox/box-supply.ts';
import type { RawRun } from './raw-run.ts';
import type { Submission } from './submission.ts';
import type { SuiteThread, ThreadHost } from './suite-thread-handle.ts';
import type { GradeOrder, Notice, ThreadAnswers, ThreadQuestion } from './thread-protocol.ts';

/** How the suite thread's work on one submission ended. */
export type RunOutcome = { readonly run: RawRun } | { readonly broke: string } | 'cancelled';

/** All tests together may take this many times the limit of one. */
const totalLimitFactor = 5;

/** One grading as the main thread sees it: gives boxes, watches the time, kills what runs over it. */
export class GradingRun implements ThreadHost {
  private box: BoxProcess | undefined;
  private timer: NodeJS.Timeout | undefined;
  private timedOut = false;
  private stopped = false;
  private finish: (outcome: RunOutcome) => void = () => {};

  constructor(
    private readonly thread: SuiteThread,
    private readonly supply: BoxSupply,
    private readonly submission: Submission,
    private readonly timeLimitMs: number,
  ) {}

  /** Runs the suite and resolves when the thread is done with it; `signal` cancels. */
  async start(order: GradeOrder, signal?: AbortSignal): Promise<RunOutcome> {
    const cancel = () => this.stop(false);
    signal?.addEventListener('abort', cancel, { once: true });
    const total = setTimeout(() => this.stop(true), this.timeLimitMs * totalLimitFactor);
    const outcome = await new Promise<RunOutcome>((resolve) => {
      this.finish = resolve;
      this.thread.begin(order, this);
    });
    clearTimeout(total);
    clearTimeout(this.timer);
    signal?.removeEventListener('abort', cancel);
    this.thread.rest();
    this.dropBox();
    this.supply.prepare();
    return signal?.aborted ? 'cancelled' : outcome;
  }

  notice(notice: Notice): void {
    if (notice.say === 'done') return this.finish({ run: notice.run });
    if (notice.say === 'broke') return this.finish({ broke: notice.message });
    clearTimeout(this.timer);
    if (notice.say === 'test-started')
      this.timer = setTimeout(() => this.timeOut(), this.timeLimitMs);
  }

  async answer(question: ThreadQuestion): Promise<ThreadAnswers[ThreadQuestion['ask']]> {
    switch (question.ask) {
      case 'box':
        return this.nextBox(question.previousFailed);
      case 'why-lost':
        return this.timedOut ? 'timed-out' : 'ended';
      case 'module':
        return this.submission.module(question.from, question.specifier);
    }
  }

  private nextBox(previousFailed: boolean): ThreadAnswers['box'] {
    this.dropBox();
    this.timedOut = false;
    if (this.stopped) return { refused: 'the grading was stopped' };
    if (previousFailed && !this.supply.fallBack())
      return { refused: 'the sandbox does not start on this machine; "course doctor" says more' };
    try {
      this.box = this.supply.take();
      return this.box.ends;
    } catch (error) {
      return { refused: (error as Error).message };
    }
  }

  private timeOut(): void {
    this.timedOut = true;
    this.box?.kill();
  }

  /** No more boxes: the rest of the tests cannot run. */
  private stop(timedOut: boolean): void {
    this.stopped = true;
    this.timedOut = timedOut;
    this.box?.kill();
  }

  private dropBox(): void {
    if (this.box) this.supply.discard(this.box);
    this.box = undefined;
  }
}
