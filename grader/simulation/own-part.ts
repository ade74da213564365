import type { Loss } from '../boundary/lost.ts';
import type { EntryFile } from '../boundary/session.ts';
import { lossOf } from '../engine/loss.ts';
import { Pulse } from '../engine/pulse.ts';
import type { Submission } from '../engine/submission.ts';
import type { ThreadAnswers, ThreadQuestion } from '../engine/thread-protocol.ts';
import type { TimeVerdict } from '../engine/time-account.ts';
import { TimeWatch } from '../engine/time-watch.ts';
import type { BoxProcess } from '../sandbox/box-process.ts';
import type { BoxSupply } from '../sandbox/box-supply.ts';

/** Nothing of the learner's runs while a box starts. */
const startLimitMs = 20_000;
/** How often in a row a box may fail to start, with nothing weaker left to try. */
const startsAllowed = 3;
/** How long a process may outlive its channel. */
const lingerMs = 300;

/** A learner's part as the main thread sees it: gives its boxes, watches its time, kills what runs over it. */
export class OwnPart {
  readonly pulse = new Pulse();
  private box: BoxProcess | undefined;
  private killedFor: Loss | undefined;
  private failedStarts = 0;
  private startTimer: NodeJS.Timeout | undefined;
  private watch: TimeWatch | undefined;

  constructor(
    readonly id: string,
    readonly entry: EntryFile,
    private readonly submission: Submission,
    private readonly supply: BoxSupply,
    private readonly timeLimitMs: number,
  ) {}

  /** The next run starts in a fresh box: nothing of an earlier one must be left in it. */
  freshRun(): void {
    this.close();
    this.killedFor = undefined;
    this.failedStarts = 0;
    this.supply.prepare();
  }

  /** Watches the time while an order is carried out; `stuck` is told when the simulation itself does not end. */
  startWatch(stuck: () => void): void {
    const limits = { test: this.timeLimitMs, total: Number.POSITIVE_INFINITY };
    this.watch = new TimeWatch(this.pulse, limits, (verdict) => this.timePassed(verdict, stuck));
    this.watch.follow(this.box ?? null);
  }

  stopWatch(): void {
    this.watch?.stop();
    this.watch = undefined;
    clearTimeout(this.startTimer);
  }

  boxReady(): void {
    clearTimeout(this.startTimer);
    this.failedStarts = 0;
    this.watch?.follow(this.box ?? null);
  }

  async answer(question: ThreadQuestion): Promise<ThreadAnswers[ThreadQuestion['ask']]> {
    switch (question.ask) {
      case 'box':
        return this.nextBox(question.previousFailed);
      case 'why-lost':
        return this.killedFor ?? this.loss();
      case 'module':
        return this.submission.module(question.from, question.specifier);
    }
  }

  /** Where in the learner's own lines a stack leads: `etcd/mvcc-store.ts, line 12`; null when nowhere. */
  place(stack: string): string | null {
    const at = this.submission.place(stack);
    return at && `${at.file}, line ${at.line}`;
  }

  kill(): void {
    this.box?.kill();
  }

  /** Ends the box for good. Only when the thread does not wait on it. */
  close(): void {
    this.stopWatch();
    if (this.box) this.supply.discard(this.box);
    this.box = undefined;
  }

  /** One box a run: what its file remembers is lost with it, so nothing goes on in another. */
  private nextBox(previousFailed: boolean): ThreadAnswers['box'] {
    if (this.box && !previousFailed) return { refused: 'over', message: 'the process is gone' };
    if (previousFailed && !this.mayRetry())
      return {
        refused: 'no-box',
        message: 'the sandbox does not start on this machine; "course doctor" says more',
      };
    if (this.box) this.supply.discard(this.box);
    try {
      const box = this.supply.take();
      this.box = box;
      this.startTimer = setTimeout(() => box.kill(), startLimitMs);
      return box.ends;
    } catch (error) {
      return { refused: 'no-box', message: (error as Error).message };
    }
  }

  private mayRetry(): boolean {
    clearTimeout(this.startTimer);
    this.failedStarts += 1;
    if (this.failedStarts < startsAllowed) return true;
    this.failedStarts = 0;
    return this.supply.fallBack();
  }

  private async loss(): Promise<Loss> {
    const { box } = this;
    if (!box) return { reason: 'ended', detail: '' };
    const lingering = setTimeout(() => box.kill(), lingerMs);
    const end = await box.gone;
    clearTimeout(lingering);
    return lossOf(end);
  }

  private timePassed(verdict: TimeVerdict, stuck: () => void): void {
    if (verdict === 'stuck') {
      stuck();
      return;
    }
    this.killedFor ??= { reason: verdict === 'starved' ? 'starved' : 'timed-out', detail: '' };
    this.kill();
  }
}
