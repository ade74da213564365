import type { BoxProcess } from '../sandbox/box-process.ts';
import { ProcessTree, threadSleeps } from '../sandbox/process-tree.ts';
import type { Pulse } from './pulse.ts';
import { TimeAccount, type TimeLimits, type TimeVerdict } from './time-account.ts';

const intervalMs = 100;

/** Looks at a running grading from the main thread, which never waits for the learner's code. */
export class TimeWatch {
  private readonly account: TimeAccount;
  private readonly timer: NodeJS.Timeout;
  private lookedAt = performance.now();
  private tree: ProcessTree | null = null;

  constructor(
    private readonly pulse: Pulse,
    limits: TimeLimits,
    private readonly passed: (verdict: TimeVerdict) => void,
  ) {
    this.account = new TimeAccount(limits);
    this.timer = setInterval(() => this.look(), intervalMs);
  }

  /** The box whose time counts from now on; null while there is none, or none that is ready. */
  follow(box: BoxProcess | null): void {
    this.tree = box?.pid === undefined ? null : new ProcessTree(box.pid);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private look(): void {
    const now = performance.now();
    const passedMs = now - this.lookedAt;
    this.lookedAt = now;
    const times = this.tree?.look() ?? null;
    const verdict = this.account.enter({
      passedMs,
      test: this.pulse.test,
      waiting: this.tree !== null && this.pulse.waiting,
      cpuMs: times?.cpuMs ?? null,
      asleep: times?.asleep === true && threadSleeps(this.pulse.threadId),
    });
    if (verdict) this.passed(verdict);
  }
}
