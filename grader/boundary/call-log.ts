/** What a test did to the learner's code, one line a call; keeps the first few and the last few. */
export class CallLog {
  private lines: string[] = [];
  private dropped = 0;

  /** Starts afresh, for the next test. */
  clear(): void {
    this.lines = [];
    this.dropped = 0;
  }

  add(line: string): void {
    this.lines.push(line);
    if (this.lines.length <= keptFirst + keptLast) return;
    this.lines.splice(keptFirst, 1);
    this.dropped += 1;
  }

  /** The lines, with one that counts those left out. */
  read(): string[] {
    if (this.dropped === 0) return [...this.lines];
    const gap = `... ${this.dropped} more ${this.dropped === 1 ? 'call' : 'calls'} ...`;
    return [...this.lines.slice(0, keptFirst), gap, ...this.lines.slice(keptFirst)];
  }
}

const keptFirst = 4;
const keptLast = 8;
