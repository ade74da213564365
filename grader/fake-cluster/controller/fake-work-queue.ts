import type { Clock, WorkQueue } from 'course/kit';

const firstDelayMs = 5;
const longestDelayMs = 1_000_000;

/** A WorkQueue on a given clock. Settled by client-go util/workqueue: 5 ms, doubled with each failure, 1000 s at most. */
export class FakeWorkQueue implements WorkQueue {
  readonly #clock: Clock;
  readonly #waiting: string[] = [];
  readonly #inWork = new Set<string>();
  /** Added while somebody worked on them. */
  readonly #again = new Set<string>();
  readonly #later = new Map<string, number>();
  readonly #failures = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(key: string): void {
    if (this.#inWork.has(key)) this.#again.add(key);
    else if (!this.#waiting.includes(key)) this.#waiting.push(key);
  }

  addAfter(key: string, ms: number): void {
    const due = this.#clock.now() + ms;
    if (ms <= 0) this.add(key);
    else this.#later.set(key, Math.min(due, this.#later.get(key) ?? due));
  }

  addRateLimited(key: string): void {
    const failures = this.numRequeues(key);
    this.#failures.set(key, failures + 1);
    this.addAfter(key, Math.min(firstDelayMs * 2 ** failures, longestDelayMs));
  }

  forget(key: string): void {
    this.#failures.delete(key);
  }

  numRequeues(key: string): number {
    return this.#failures.get(key) ?? 0;
  }

  get(): string | undefined {
    this.#wake();
    const key = this.#waiting.shift();
    if (key !== undefined) this.#inWork.add(key);
    return key;
  }

  done(key: string): void {
    this.#inWork.delete(key);
    if (this.#again.delete(key)) this.add(key);
  }

  length(): number {
    this.#wake();
    return this.#waiting.length;
  }

  /** When the next delayed key is due, in milliseconds from now; undefined when none is delayed. Not part of a WorkQueue. */
  nextDueInMs(): number | undefined {
    this.#wake();
    if (this.#later.size === 0) return undefined;
    return Math.min(...this.#later.values()) - this.#clock.now();
  }

  #wake(): void {
    const now = this.#clock.now();
    const due = [...this.#later].filter(([, at]) => at <= now).sort(([, a], [, b]) => a - b);
    for (const [key] of due) {
      this.#later.delete(key);
      this.add(key);
    }
  }
}
