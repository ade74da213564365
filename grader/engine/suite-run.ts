import { compileFunction } from 'node:vm';
import { type File, getFn, setFn, startTests, type Test, type VitestRunner } from '@vitest/runner';
import { BoxLost, BoxRefused } from '../boundary/lost.ts';
import type { Session } from '../boundary/session.ts';
import { PropertyFailure, remarkOn } from '../verdict/remark.ts';
import type { RawProblem, RawRun, RawTest } from './raw-run.ts';
import { runnerConfig } from './runner-config.ts';
import type { SuiteCode } from './suite-code.ts';
import type { SuiteModules } from './suite-modules.ts';
import { faultOf, testsOf, titlesOf } from './suite-tasks.ts';
import { takeSeedAsked, takeTrace } from './suite-tools.ts';

/** One run of a suite against a session's code. */
export interface SuiteOrder {
  readonly suite: SuiteCode;
  readonly session: Session;
  readonly modules: SuiteModules;
  readonly seed: number;
  /** Tell of each failed test how it went, step by step. */
  readonly trace: boolean;
  /** After the first failed test no other is run. */
  readonly untilFailure: boolean;
  /** Told before each test. */
  testStarts(): void;
}

/** After so many lost boxes the rest of the tests is not run. */
const lossesAllowed = 3;

/** Runs a compiled suite against the session's code on vitest's own runner. Throws when the suite itself is at fault. */
export async function runSuite(order: SuiteOrder): Promise<RawRun> {
  const runner = new SuiteRunner(order);
  runner.open();
  const [file] = await startTests(['suite.test.ts'], runner);
  const fault = runner.sharedFailure === undefined ? faultOf(file!) : undefined;
  if (fault !== undefined) throw new Error(`the suite itself fails: ${fault}`);
  const { boxesEnded } = order.session;
  return { tests: runner.results(testsOf(file!)), problem: runner.problem, boxesEnded };
}

class SuiteRunner implements VitestRunner {
  readonly config;
  problem: RawProblem | null = null;
  private readonly seen = new Map<Test, RawTest>();
  private stopped = false;
  /** What made the current test fail; the runner itself keeps only text. */
  private failure: unknown;
  /** What failed in beforeAll or afterAll, on which all of a group depend. */
  sharedFailure: unknown;

  constructor(private readonly order: SuiteOrder) {
    this.config = runnerConfig(order.seed);
    order.modules.onHookFailure = (hook, error) => {
      if (hook === 'each') this.failure ??= error;
      else this.sharedFailure ??= error;
    };
  }

  /** Loads the learner's file once before any test; a file that does not load runs no test. */
  open(): void {
    this.order.testStarts();
    try {
      this.order.session.open();
    } catch (error) {
      this.stopWith(problemOf(error as Error, this.order.session.stackOf(error) ?? null));
    }
  }

  importFile(): void {
    const { session, suite, modules } = this.order;
    session.mayCall = false;
    try {
      const module = { exports: {} };
      compiled(suite)(modules.require, module, module.exports);
    } finally {
      session.mayCall = true;
    }
  }

  onCollected(files: File[]): void {
    for (const test of files.flatMap(testsOf)) this.catchFailure(test);
  }

  onBeforeRunTask(test: Test): void {
    const { session } = this.order;
    this.stopped ||= session.losses >= lossesAllowed;
    if (this.stopped) {
      test.mode = 'skip';
      return;
    }
    this.failure = undefined;
    takeTrace();
    session.startTest();
    this.order.testStarts();
  }

  onAfterRunTask(test: Test): void {
    if (this.stopped) return;
    // A box lost in the test's course counts even where the test took it for the error that it expects.
    this.failure = this.order.session.lost ?? this.failure;
    const passed = test.result?.state === 'pass' && !(this.failure instanceof BoxLost);
    const end = endIn(this.failure);
    if (end) this.stopWith(end.problem);
    else this.seen.set(test, passed ? this.passed(test) : this.failed(test));
    this.stopped ||= this.order.untilFailure && !passed;
  }

  /** How the tests ended. Those that their group's hooks kept from running failed with them; at least the last one did. */
  results(tests: readonly Test[]): RawTest[] {
    const shared = this.stopped ? undefined : this.sharedFailure;
    if (shared === undefined) return tests.map((test) => this.seen.get(test) ?? notRun(test));
    const failed = tests.filter((test) => !this.seen.has(test));
    if (failed.length === 0) failed.push(...tests.slice(-1));
    return tests.map((test) =>
      failed.includes(test) ? this.failed(test, shared) : this.seen.get(test)!,
    );
  }

  private stopWith(problem: RawProblem | null): void {
    this.stopped = true;
    this.problem ??= problem;
  }

  /** Keeps the error itself for the remark, and gives the runner one that is cheap to turn into text. */
  private catchFailure(test: Test): void {
    const run = getFn(test);
    setFn(test, async () => {
      takeSeedAsked();
      try {
        await run();
      } catch (error) {
        this.failure ??= error;
        throw new Error('the test failed');
      }
    });
  }

  private passed(test: Test): RawTest {
    return { ...notRun(test), status: 'passed', output: this.order.session.printed };
  }

  private failed(test: Test, error: unknown = this.failure): RawTest {
    const { session } = this.order;
    const known = error ?? new Error(`the runner says ${test.result?.state}`);
    const cause = known instanceof PropertyFailure ? known.cause : known;
    const stack = session.stackOf(cause) ?? null;
    const remark = remarkOn(known, { fromLearner: stack !== null, sawPromise: session.sawPromise });
    return {
      ...titlesOf(test),
      status: remark.timedOut ? 'timed-out' : 'failed',
      did: storyOf(known) === null ? session.log.read() : [],
      expected: remark.expected,
      received: remark.received,
      message: remark.message,
      stack,
      output: session.printed,
      random: takeSeedAsked() || known instanceof PropertyFailure,
      ...(this.order.trace && { trace: this.steps(known) }),
    };
  }

  private steps(error: unknown): readonly string[] {
    const calls = () => storyOf(error)?.split('\n') ?? this.order.session.log.readAll();
    try {
      return takeTrace()?.() ?? calls();
    } catch {
      // What was attached may ask a part that is gone.
      return calls();
    }
  }
}

/** The calls of a property are those of the input tried last; where the smallest one that fails has a story, that is told. */
function storyOf(error: unknown): string | null {
  return error instanceof PropertyFailure ? error.story : null;
}

/** The suite's text as a function; the same one serves all gradings, so that it is compiled and warmed up once. */
function compiled(suite: SuiteCode): (...args: unknown[]) => void {
  let known = compiledSuites.get(suite.hash);
  if (!known) {
    const parameters = ['require', 'module', 'exports'];
    known = compileFunction(suite.code, parameters, { filename: 'suite.test.js' }) as () => void;
    compiledSuites.set(suite.hash, known);
  }
  return known;
}

const compiledSuites = new Map<string, (...args: unknown[]) => void>();

function notRun(test: Test): RawTest {
  const nothing = { did: [], expected: null, received: null, message: '', stack: null };
  return { ...titlesOf(test), status: 'not-run', ...nothing, output: '', random: false };
}

function problemOf(error: Error, stack: string | null): RawProblem | null {
  const end = endIn(error);
  if (end) return end.problem;
  if (!(error instanceof BoxLost))
    return { kind: 'load', message: `${error.name}: ${error.message}`, stack };
  const kind = error.reason === 'timed-out' ? 'timed-out' : 'load';
  return { kind, message: error.message, stack };
}

/** Whether an error ends the run, and with which trouble of ours: the learner is not judged by what was graded until then. */
function endIn(error: unknown): { problem: RawProblem | null } | null {
  const cause = error instanceof PropertyFailure ? error.cause : error;
  if (cause instanceof BoxRefused)
    return { problem: cause.why === 'over' ? null : trouble('no-box', cause) };
  if (cause instanceof BoxLost && cause.reason === 'starved')
    return { problem: trouble('overloaded', cause) };
  return null;
}

function trouble(kind: RawProblem['kind'], { message }: Error): RawProblem {
  return { kind, message, stack: null };
}
