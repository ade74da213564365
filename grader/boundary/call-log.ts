import type { Outcome } from './protocol.ts';
import type { Wire } from './wire.ts';

/** One call across the boundary, or beside it, in its wire form: that is a snapshot, and most are never printed. */
export interface LoggedCall {
  /** Whose call: the test's, the learner's code's in the middle of such a call, or the suite's on something of its own. */
  readonly by: 'test' | 'learner' | 'suite';
  /** What was called, as a person would write it: `new Store`, `store.put`, `store.size`. */
  readonly label: string;
  /** The encoded list of arguments; null for a property, whose label says all. */
  readonly args: Wire | null;
  /** How it ended; null when there is nothing to say, as for a batch. */
  outcome: Outcome | null;
}

/** What a test did to the learner's code; keeps the first few calls and the last few. */
export class CallLog {
  private calls: LoggedCall[] = [];
  private dropped = 0;

  constructor(private readonly print: (call: LoggedCall) => string) {}

  /** Starts afresh, for the next test. */
  clear(): void {
    this.calls = [];
    this.dropped = 0;
  }

  add(call: LoggedCall): void {
    this.calls.push(call);
    if (this.calls.length <= keptFirst + keptLast) return;
    this.calls.splice(keptFirst, 1);
    this.dropped += 1;
  }

  /** One line a call, with one that counts those left out. */
  read(): string[] {
    const lines = this.calls.map((call) => this.line(call));
    if (this.dropped === 0) return lines;
    const gap = `... ${this.dropped} more ${this.dropped === 1 ? 'call' : 'calls'} ...`;
    return [...lines.slice(0, keptFirst), gap, ...lines.slice(keptFirst)];
  }

  /** What a box sent may not be readable at all. */
  private line(call: LoggedCall): string {
    try {
      return this.print(call);
    } catch {
      return `${call.label}(...)`;
    }
  }
}

const keptFirst = 4;
const keptLast = 8;
