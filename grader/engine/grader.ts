import type { Exercise } from '../../exercises/catalog.ts';
import { BoxSupply, type SandboxDemand } from '../sandbox/box-supply.ts';
import type { ResultRecord } from '../verdict/record.ts';
import { defaultSeed, type GradingOutcome, recordOf } from '../verdict/result.ts';
import { GradingRun, type RunOutcome } from './grading-run.ts';
import { Submission } from './submission.ts';
import { SubmissionProblem } from './submission-problem.ts';
import { type SuiteCode, suiteCode } from './suite-code.ts';
import { SuiteThread } from './suite-thread-handle.ts';

/** What to grade. */
export interface GradeRequest {
  readonly exercise: Exercise;
  /** The learner's folder; only files below it are read. */
  readonly root: string;
  /** The graded file, relative to `root`; by default the exercise's own. */
  readonly file?: string;
  /** Repeats a randomised run; by default derived from the suite, so that equal files get equal verdicts. */
  readonly seed?: number;
  /** Tell of each failed test how it went, step by step: `trace` of the record's tests. */
  readonly trace?: boolean;
  /** The first failed test is the last: enough for who only asks whether all pass. */
  readonly untilFailure?: boolean;
  /** How many times its limit a test may take by the clock on the wall, where nobody waits for the verdict; see TimeLimits. */
  readonly patience?: number;
  /** Stops the grading; the promise then rejects with GradingCancelled. */
  readonly signal?: AbortSignal;
}

/** A grading was stopped because its result is no longer wanted. */
export class GradingCancelled extends Error {
  override readonly name = 'GradingCancelled';
}

/** A grading that begins so soon after another is one of a row, as when a class is graded. */
const rowGapMs = 50;
/** After so many gradings the suite thread is replaced: what piles up in one does not grow with their number. Costs 0.1 s. */
const gradingsOfAThread = 500;

/**
 * A grader keeps a suite thread warm and one box ahead; it grades one request at a time, in order.
 * In a row of gradings the next box starts as soon as one is taken, otherwise when the verdict is out: nobody waits for it then.
 */
export class Grader {
  private thread: SuiteThread | undefined;
  private gradings = 0;
  private lastVerdict = Number.NEGATIVE_INFINITY;
  private soon: NodeJS.Timeout | undefined;
  private queue: Promise<unknown> = Promise.resolve();
  private closed = false;
  private running: AbortController | undefined;

  private constructor(private readonly supply: BoxSupply) {}

  /** Starts a grader. `sandbox` says which box is demanded; see SandboxDemand. */
  static open(sandbox: SandboxDemand = 'auto', supply = new BoxSupply(sandbox)): Grader {
    return new Grader(supply);
  }

  /** Grades one file and gives its record; the learner's mistakes are in the record, never thrown. */
  grade(request: GradeRequest): Promise<ResultRecord> {
    const turn = this.queue.then(() => this.gradeCancellable(request));
    this.queue = turn.catch(() => {});
    return turn;
  }

  /** Prepares the next grading while nothing else is to be done. */
  warmUp(): void {
    if (this.closed) return;
    this.thread ??= SuiteThread.start();
    this.supply.prepare();
  }

  /** Ends the thread and every box, and cancels what is under way; resolves when all of it is gone. */
  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.soon);
    this.running?.abort();
    await this.queue;
    await this.dropThread();
    await this.supply.close();
  }

  /** Closing the grader cancels as the caller's own signal does. */
  private async gradeCancellable(request: GradeRequest): Promise<ResultRecord> {
    if (this.closed || request.signal?.aborted) throw new GradingCancelled();
    const running = new AbortController();
    const abort = () => running.abort();
    request.signal?.addEventListener('abort', abort, { once: true });
    this.running = running;
    try {
      return await this.gradeNow({ ...request, signal: running.signal });
    } finally {
      this.running = undefined;
      request.signal?.removeEventListener('abort', abort);
    }
  }

  private async gradeNow(request: GradeRequest & { signal: AbortSignal }): Promise<ResultRecord> {
    const started = performance.now();
    const { exercise, signal } = request;
    const inRow = started - this.lastVerdict < rowGapMs;
    clearTimeout(this.soon);
    this.warmUp();
    const suite = await suiteCode(exercise.id, exercise.answerKey);
    const seed = request.seed ?? defaultSeed(suite.hash);
    const file = request.file ?? exercise.file;
    const outcome = await this.outcome(request, { suite, seed, file, inRow });
    this.lastVerdict = performance.now();
    this.soon = setTimeout(() => this.warmUp(), rowGapMs).unref();
    if (signal.aborted || outcome === 'cancelled') throw new GradingCancelled();
    const durationMs = this.lastVerdict - started;
    return recordOf(
      { exercise, file, suite, seed, strength: this.supply.strength, durationMs },
      outcome,
    );
  }

  private async outcome(
    {
      root,
      exercise,
      trace = false,
      patience,
      untilFailure = false,
      signal,
    }: GradeRequest & { signal: AbortSignal },
    { suite, seed, file, inRow }: RunFacts,
  ): Promise<GradingOutcome | 'cancelled'> {
    try {
      const submission = new Submission(root, file);
      const entry = await submission.entry();
      if (signal.aborted) return 'cancelled';
      const options = { timeLimitMs: exercise.timeLimitMs, patience, nextBoxAtOnce: inRow };
      const run = new GradingRun(this.thread!, this.supply, submission, options);
      const outcome = await run.start({ suite, entry, seed, trace, untilFailure }, signal);
      this.gradings += 1;
      if (this.isSpent(outcome)) await this.dropThread();
      run.close();
      return outcome === 'cancelled' ? outcome : { ...outcome, submission };
    } catch (error) {
      if (error instanceof SubmissionProblem) return { problem: error };
      throw error;
    }
  }

  /** A thread that broke is not trusted with the next grading, and none serves for ever. */
  private isSpent(outcome: RunOutcome): boolean {
    const broke = outcome !== 'cancelled' && 'broke' in outcome;
    return broke || this.gradings >= gradingsOfAThread;
  }

  private async dropThread(): Promise<void> {
    await this.thread?.stop();
    this.thread = undefined;
    this.gradings = 0;
  }
}

interface RunFacts {
  readonly suite: SuiteCode;
  readonly seed: number;
  readonly file: string;
  readonly inRow: boolean;
}
