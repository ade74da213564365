import type { EntryFile } from '../boundary/session.ts';
import { CurrentBox } from '../engine/current-box.ts';
import { Pulse } from '../engine/pulse.ts';
import type { Submission } from '../engine/submission.ts';
import type { ThreadAnswers, ThreadQuestion } from '../engine/thread-protocol.ts';
import type { TimeVerdict } from '../engine/time-account.ts';
import { TimeWatch } from '../engine/time-watch.ts';
import type { BoxSupply } from '../sandbox/box-supply.ts';

/** A learner's part as the main thread sees it: gives its boxes, watches its time, kills what runs over it. */
export class OwnPart {
  readonly pulse = new Pulse();
  private readonly box: CurrentBox;
  private watch: TimeWatch | undefined;

  constructor(
    readonly id: string,
    readonly entry: EntryFile,
    private readonly submission: Submission,
    private readonly supply: BoxSupply,
    private readonly timeLimitMs: number,
  ) {
    this.box = new CurrentBox(supply);
  }

  /** The next run starts in a fresh box: nothing of an earlier one must be left in it. */
  freshRun(): void {
    this.close();
    this.supply.prepare();
  }

  /** Watches the time while an order is carried out; `stuck` is told when the simulation itself does not end. */
  startWatch(stuck: () => void): void {
    const limits = { test: this.timeLimitMs, total: Number.POSITIVE_INFINITY };
    this.watch = new TimeWatch(this.pulse, limits, (verdict) => this.timePassed(verdict, stuck));
    this.watch.follow(this.box.process);
  }

  stopWatch(): void {
    this.watch?.stop();
    this.watch = undefined;
  }

  boxReady(): void {
    this.box.started();
    this.watch?.follow(this.box.process);
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

  /** Where in the learner's own lines a stack leads: `etcd/mvcc-store.ts, line 12`; null when nowhere. */
  place(stack: string): string | null {
    const at = this.submission.place(stack);
    return at && `${at.file}, line ${at.line}`;
  }

  kill(): void {
    this.box.kill();
  }

  /** Ends the box for good. Only when the thread does not wait on it. */
  close(): void {
    this.stopWatch();
    this.box.close();
  }

  /** One box a run: what its file remembers is lost with it, so nothing goes on in another. */
  private nextBox(previousFailed: boolean): ThreadAnswers['box'] {
    if (this.box.process && !previousFailed)
      return { refused: 'over', message: 'the process is gone' };
    return this.box.next(previousFailed);
  }

  private timePassed(verdict: TimeVerdict, stuck: () => void): void {
    if (verdict === 'stuck') stuck();
    else this.box.kill({ reason: verdict === 'starved' ? 'starved' : 'timed-out', detail: '' });
  }
}
