import type { Ports, ProgressPort } from '../ports.ts';
import type { Happening } from './happening.ts';

/** A reader who scrolls is remembered once the page stands still. */
const stillMs = 400;

/** Keeps progress on disk and tells the screens what it is now. */
export class Keeping {
  private waiting: ((progress: ProgressPort) => void) | null = null;
  private cancel: () => void = () => {};

  constructor(
    private readonly ports: Pick<Ports, 'progress' | 'clock'>,
    private readonly tell: (event: Happening) => void,
  ) {}

  /** Keeps something now, what waits before it. */
  now(keep: (progress: ProgressPort) => void): void {
    this.flush();
    keep(this.ports.progress);
    this.tell({ type: 'progress-changed', progress: this.ports.progress.read() });
  }

  /** Keeps something in a moment, unless the next one of its kind comes first. */
  soon(keep: (progress: ProgressPort) => void): void {
    this.cancel();
    this.waiting = keep;
    this.cancel = this.ports.clock.after(stillMs, () => this.flush());
  }

  /** Keeps what waits. */
  flush(): void {
    this.cancel();
    const keep = this.waiting;
    this.waiting = null;
    if (keep) this.now(keep);
  }
}
