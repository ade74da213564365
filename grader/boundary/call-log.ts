import type { Outcome } from './protocol.ts';
import type { Wire } from './wire.ts';

/** One call across the boundary, or beside it, in its wire form: that is a snapshot, and most are never printed. */
export interface LoggedCall {
  /**
   * Whose call: the test's, the learner's code's in the middle of such a call, or the suite's on something of its own;
   * `meanwhile` is one of the suite's made before a call by the learner's code was answered, `answer` is that answer.
   */
  readonly by: 'test' | 'learner' | 'suite' | 'meanwhile' | 'answer';
  /** What was called, as a person would write it: `new Store`, `store.put`, `store.size`. */
  readonly label: string;
  /** The encoded list of arguments; null for a property, whose label says all. */
  readonly args: Wire | null;
  /** How it ended; null when there is nothing to say, as for a batch. */
  outcome: Outcome | null;
}

/** What a test did to the learner's code; keeps the first few calls and the last few, or many for a trace. */
export class CallLog {
  private calls: LoggedCall[] = [];
  private dropped = 0;
  private most = keptFirst + keptLast;

  /** `print` is told how many characters there are for all values of the call. */
  constructor(private readonly print: (call: LoggedCall, room: number) => string) {}

  /** Starts afresh, for the next test. */
  clear(): void {
    this.calls = [];
    this.dropped = 0;
  }

  /** From now on enough is kept to tell a whole test. */
  keepMany(): void {
    this.most = many;
  }

  add(call: LoggedCall): void {
    this.calls.push(call);
    if (this.calls.length <= this.most) return;
    this.dropped += counted(this.calls.splice(keptFirst, 1));
  }

  /** One line a call, the first few and the last few, with one that counts those left out. */
  read(): string[] {
    const left = this.calls.length - keptFirst - keptLast;
    if (left <= 0) return this.readAll();
    const [first, last] = [this.calls.slice(0, keptFirst), this.calls.slice(-keptLast)];
    const between = counted(this.calls.slice(keptFirst, -keptLast));
    const room = roomOfACall(keptFirst + keptLast);
    return [...this.lines(first, room), gap(this.dropped + between), ...this.lines(last, room)];
  }

  /** One line for each call that is kept, with one that counts those that are not. */
  readAll(): string[] {
    const lines = this.lines(this.calls);
    if (this.dropped === 0) return lines;
    return [...lines.slice(0, keptFirst), gap(this.dropped), ...lines.slice(keptFirst)];
  }

  private lines(calls: readonly LoggedCall[], room = roomOfACall(calls.length)): string[] {
    return calls.map((call) => this.line(call, room));
  }

  /** What a box sent may not be readable at all. */
  private line(call: LoggedCall, room: number): string {
    try {
      return this.print(call, room);
    } catch {
      return `${call.label}(...)`;
    }
  }
}

const keptFirst = 4;
const keptLast = 8;
const many = 400;

/** The fewer the calls, the more of each is told: what decides is often deep in an argument. */
function roomOfACall(calls: number): number {
  const [least, all, most] = [360, 4000, 1600];
  return Math.min(most, Math.max(least, Math.floor(all / calls)));
}

/** How many calls these are. An answer with a line of its own is no call. */
function counted(calls: readonly LoggedCall[]): number {
  return calls.filter(({ by }) => by !== 'answer').length;
}

function gap(count: number): string {
  return `... ${count} more ${count === 1 ? 'call' : 'calls'} ...`;
}
