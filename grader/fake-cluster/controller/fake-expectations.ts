import type { Clock, Expectations } from 'course/kit';

const timeoutMs = 5 * 60 * 1000;

interface Expected {
  creations: number;
  readonly deletions: Set<string>;
  readonly since: number;
}

/** Expectations on a given clock. Settled by kubernetes pkg/controller/controller_utils.go. */
export class FakeExpectations implements Expectations {
  readonly #clock: Clock;
  readonly #expected = new Map<string, Expected>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  expectCreations(key: string, count: number): void {
    this.#expect(key, count, []);
  }

  expectDeletions(key: string, children: readonly string[]): void {
    this.#expect(key, 0, children);
  }

  creationObserved(key: string): void {
    const expected = this.#expected.get(key);
    if (expected) expected.creations -= 1;
  }

  deletionObserved(key: string, child: string): void {
    this.#expected.get(key)?.deletions.delete(child);
  }

  satisfied(key: string): boolean {
    const expected = this.#expected.get(key);
    if (!expected) return true;
    const { creations, deletions, since } = expected;
    return (creations <= 0 && deletions.size === 0) || this.#clock.now() - since > timeoutMs;
  }

  forget(key: string): void {
    this.#expected.delete(key);
  }

  #expect(key: string, creations: number, deletions: readonly string[]): void {
    const since = this.#clock.now();
    this.#expected.set(key, { creations, deletions: new Set(deletions), since });
  }
}
