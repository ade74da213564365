import type { Ends } from '../boundary/frame.ts';
import type { Loss } from '../boundary/lost.ts';
import type { BoxProcess } from '../sandbox/box-process.ts';
import type { BoxSupply } from '../sandbox/box-supply.ts';
import { lossOf } from './loss.ts';
import type { BoxRefusal } from './thread-protocol.ts';

/** Nothing of the learner's runs while a box starts. */
const startLimitMs = 20_000;
/** How often in a row a box may fail to start, with nothing weaker left to try. */
const startsAllowed = 3;
/** How long a process may outlive its channel. */
const lingerMs = 300;

/** The box that one learner's code runs in at present, as the main thread has it: one after the other, from a supply. */
export class CurrentBox {
  private box: BoxProcess | undefined;
  private killedFor: Loss | undefined;
  private failedStarts = 0;
  private startTimer: NodeJS.Timeout | undefined;

  constructor(private readonly supply: BoxSupply) {}

  get process(): BoxProcess | null {
    return this.box ?? null;
  }

  /** Takes another box in the place of this one; `previousFailed` says that this one did not even start. */
  next(previousFailed: boolean): Ends | BoxRefusal {
    this.close();
    if (previousFailed && !this.mayRetry())
      return noBox('the sandbox does not start on this machine; "course doctor" says more');
    try {
      const box = this.supply.take();
      this.box = box;
      this.startTimer = setTimeout(() => box.kill(), startLimitMs);
      return box.ends;
    } catch (error) {
      return noBox((error as Error).message);
    }
  }

  /** It has said that it is ready. */
  started(): void {
    clearTimeout(this.startTimer);
    this.failedStarts = 0;
  }

  /** Ends what runs in it; the first reason counts. */
  kill(reason?: Loss): void {
    this.killedFor ??= reason;
    this.box?.kill();
  }

  /** Why it is gone. Its channel is closed, so its process should be too; one that lives on is not waited for. */
  async whyGone(): Promise<Loss> {
    const { box } = this;
    if (this.killedFor) return this.killedFor;
    if (!box) return lossOf({ code: null, signal: null });
    const lingering = setTimeout(() => box.kill(), lingerMs);
    const end = await box.gone;
    clearTimeout(lingering);
    return lossOf(end);
  }

  /** Ends the box for good. Only when the thread no longer waits on it. */
  close(): void {
    clearTimeout(this.startTimer);
    if (this.box) this.supply.discard(this.box);
    this.box = undefined;
    this.killedFor = undefined;
  }

  private mayRetry(): boolean {
    this.failedStarts += 1;
    if (this.failedStarts < startsAllowed) return true;
    this.failedStarts = 0;
    return this.supply.fallBack();
  }
}

function noBox(message: string): BoxRefusal {
  return { refused: 'no-box', message };
}
