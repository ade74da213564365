/** A value and those who want to hear when it changes. Knows no React. */
export class Store<T> {
  private readonly listeners = new Set<() => void>();
  private depth = 0;
  private changed = false;

  constructor(private value: T) {}

  readonly current = (): T => this.value;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  set(value: T): void {
    this.together(() => {
      this.changed ||= value !== this.value;
      this.value = value;
    });
  }

  /** Listeners hear once of all that happens inside `act`. */
  together(act: () => void): void {
    this.depth += 1;
    try {
      act();
    } finally {
      this.depth -= 1;
    }
    if (this.depth > 0 || !this.changed) return;
    this.changed = false;
    for (const listener of this.listeners) listener();
  }
}
