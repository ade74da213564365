/** What the suite thread shows of itself at every moment, in memory that both threads see: no message is needed to look. */
export class Pulse {
  private readonly cells: Int32Array<SharedArrayBuffer>;

  constructor(readonly memory: SharedArrayBuffer = new SharedArrayBuffer(4 * cellCount)) {
    this.cells = new Int32Array(memory);
  }

  /** Counts the tests begun, from one grading to the next. */
  get test(): number {
    return Atomics.load(this.cells, cell.test);
  }

  nextTest(): void {
    Atomics.add(this.cells, cell.test, 1);
  }

  /** True while the suite waits for the learner's code. */
  get waiting(): boolean {
    return Atomics.load(this.cells, cell.waiting) === 1;
  }

  set waiting(forBox: boolean) {
    Atomics.store(this.cells, cell.waiting, forBox ? 1 : 0);
  }

  /** The suite thread's id in the kernel; 0 where it is not known. */
  get threadId(): number {
    return Atomics.load(this.cells, cell.threadId);
  }

  set threadId(id: number) {
    Atomics.store(this.cells, cell.threadId, id);
  }

  /** Sleeps until the other thread rings. */
  sleep(): void {
    Atomics.wait(this.cells, cell.bell, 0);
    Atomics.store(this.cells, cell.bell, 0);
  }

  ring(): void {
    Atomics.store(this.cells, cell.bell, 1);
    Atomics.notify(this.cells, cell.bell);
  }
}

const cell = { bell: 0, test: 1, waiting: 2, threadId: 3 } as const;
const cellCount = Object.keys(cell).length;
