import { ApiError, type Clock, type Controller, type WorkQueue } from 'course/kit';

/** How long a key waits that failed: the next step is soon enough. */
const retryMs = 1000;

/** A work queue for simulations, where a single worker takes the keys. */
export class KeyQueue implements WorkQueue {
  readonly #due = new Map<string, number>();
  readonly #failures = new Map<string, number>();

  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(key: string): void {
    this.addAfter(key, 0);
  }

  addAfter(key: string, ms: number): void {
    const at = this.#clock.now() + Math.max(0, ms);
    this.#due.set(key, Math.min(at, this.#due.get(key) ?? at));
  }

  addRateLimited(key: string): void {
    this.#failures.set(key, this.numRequeues(key) + 1);
    this.addAfter(key, retryMs);
  }

  forget(key: string): void {
    this.#failures.delete(key);
  }

  numRequeues(key: string): number {
    return this.#failures.get(key) ?? 0;
  }

  get(): string | undefined {
    const key = this.#ready()[0];
    if (key !== undefined) this.#due.delete(key);
    return key;
  }

  /** In how many milliseconds a key comes, undefined when it does not wait. */
  dueInMs(key: string): number | undefined {
    const at = this.#due.get(key);
    return at === undefined ? undefined : Math.max(0, at - this.#clock.now());
  }

  /** With a single worker there is nothing to do. */
  done(): void {}

  length(): number {
    return this.#ready().length;
  }

  #ready(): string[] {
    const now = this.#clock.now();
    return [...this.#due].filter(([, at]) => at <= now).map(([key]) => key);
  }
}

/** Has the controller work on a key, as its runner does. Gives the error that sends the key back, if there was one. */
export function syncKey(
  controller: Controller,
  queue: WorkQueue,
  key: string,
): ApiError | undefined {
  try {
    const result = controller.sync(key);
    queue.forget(key);
    if (result) queue.addAfter(key, result.requeueAfterMs);
    return undefined;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    queue.addRateLimited(key);
    return error;
  } finally {
    queue.done(key);
  }
}
