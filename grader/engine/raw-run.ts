/** What the suite thread saw of one test; places are still those of the transformed code. */
export interface RawTest {
  readonly id: string;
  readonly group: string;
  readonly name: string;
  readonly status: 'passed' | 'failed' | 'timed-out' | 'not-run';
  readonly did: readonly string[];
  readonly expected: string | null;
  readonly received: string | null;
  readonly message: string;
  /** Stack of an error of the learner's code, as the box reported it. */
  readonly stack: string | null;
  readonly output: string;
  /** True when the test drew random input or asked for the seed. */
  readonly random: boolean;
  /** How a failed test went, step by step; only where that was asked for. */
  readonly trace?: readonly string[];
}

/** What stopped the run: a file that does not load, time, or trouble of ours. */
export interface RawProblem {
  readonly kind: 'load' | 'timed-out' | 'no-box' | 'overloaded';
  readonly message: string;
  readonly stack: string | null;
}

/** One run of a suite. */
export interface RawRun {
  readonly tests: readonly RawTest[];
  readonly problem: RawProblem | null;
  /** Boxes that ended or crashed in the course of it, by whomever's doing. */
  readonly boxesEnded: number;
}
