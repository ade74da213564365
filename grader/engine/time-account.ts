/** What is seen of a grading from one look to the next. */
export interface Look {
  /** Milliseconds since the look before. */
  readonly passedMs: number;
  /** Number of the test that runs. */
  readonly test: number;
  /** True while the suite waits for the learner's code. */
  readonly waiting: boolean;
  /** CPU time the learner's processes used since the look before; null where that cannot be known. */
  readonly cpuMs: number | null;
  /** True when neither they nor the suite's thread want the CPU. */
  readonly asleep: boolean;
}

/** How long things may take, in milliseconds. */
export interface TimeLimits {
  readonly test: number;
  readonly total: number;
  /** Where a machine is loaded, a test may take this many times its limit by the clock on the wall; 10 when absent. */
  readonly patience?: number;
}

/** What a look leads to: too much time of the learner's in one test or in all, no time to be had, or a suite that does not end. */
export type TimeVerdict = 'test' | 'total' | 'starved' | 'stuck';

const usualPatience = 10;

/**
 * Charges time to the learner's code. Only what it uses or sleeps away counts, not what a busy machine withholds:
 * the same file must get the same verdict whatever else runs.
 */
export class TimeAccount {
  private test = -1;
  private charged = { test: 0, total: 0 };
  private onTheWall = 0;

  constructor(private readonly limits: TimeLimits) {}

  /** Enters one look; says whether a limit is passed. */
  enter(look: Look): TimeVerdict | null {
    if (look.test !== this.test) this.startTest(look.test);
    const charge = chargeFor(look);
    this.charged.test += charge;
    this.charged.total += charge;
    this.onTheWall += look.passedMs;
    if (this.charged.total >= this.limits.total) return 'total';
    if (this.charged.test >= this.limits.test) return 'test';
    const { test, patience = usualPatience } = this.limits;
    if (this.onTheWall < test * patience) return null;
    return look.waiting ? 'starved' : 'stuck';
  }

  private startTest(test: number): void {
    this.test = test;
    this.charged.test = 0;
    this.onTheWall = 0;
  }
}

function chargeFor({ passedMs, waiting, cpuMs, asleep }: Look): number {
  if (cpuMs === null) return waiting ? passedMs : 0;
  return Math.max(cpuMs, waiting && asleep ? passedMs : 0);
}
