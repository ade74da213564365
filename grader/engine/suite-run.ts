import { compileFunction } from 'node:vm';
import {
  type File,
  getFn,
  type Suite,
  setFn,
  startTests,
  type Test,
  type VitestRunner,
} from '@vitest/runner';
import { BoxLost, BoxRefused, type Session } from '../boundary/session.ts';
import { PropertyFailure, type Remark, remarkOn } from '../verdict/remark.ts';
import type { RawProblem, RawRun, RawTest } from './raw-run.ts';
import { runnerConfig } from './runner-config.ts';
import type { SuiteCode } from './suite-code.ts';

/** What a suite's text may ask for, by name. */
export type SuiteModules = (name: string) => unknown;

/** How a run is bounded and watched. */
export interface RunWatch {
  testStarted(): void;
  testEnded(): void;
  /** Whom to tell of errors in hooks, which the runner keeps only as text. */
  failureSeen(listener: (error: unknown) => void): void;
}

const lossesAllowed = 3;

/** Runs a compiled suite against the session's code on vitest's own runner. */
export async function runSuite(
  suite: SuiteCode,
  session: Session,
  modules: SuiteModules,
  watch: RunWatch,
  seed: number,
): Promise<RawRun> {
  const runner = new SuiteRunner(suite, session, modules, watch, seed);
  watch.failureSeen((error) => runner.sawFailure(error));
  const problem = runner.open();
  const [file] = await startTests(['suite.test.ts'], runner);
  const collectError = file!.result?.errors?.[0];
  if (collectError) throw new Error(`the suite itself fails: ${collectError.message}`);
  return {
    tests: testsOf(file!).map((test) => runner.seen.get(test) ?? notRun(test)),
    problem: problem ?? null,
  };
}

/** Test ids are titles joined, so they stay the same from run to run. */
function idOf(test: Test): string {
  const titles: string[] = [];
  for (
    let task: Test | Suite | undefined = test;
    task && task.name && task !== test.file;
    task = task.suite
  )
    titles.unshift(task.name);
  return titles.join(' > ');
}

function titled(test: Test): Pick<RawTest, 'id' | 'group' | 'name'> {
  const id = idOf(test);
  return { id, group: id.split(' > ')[0]!, name: test.name };
}

function testsOf(suite: File | Suite): Test[] {
  return suite.tasks.flatMap((task) => (task.type === 'test' ? [task] : testsOf(task)));
}

function notRun(test: Test): RawTest {
  const nothing = {
    did: [],
    expected: null,
    received: null,
    message: '',
    stack: null,
    output: '',
    random: false,
  };
  return { ...titled(test), status: 'not-run', ...nothing };
}

class SuiteRunner implements VitestRunner {
  readonly config;
  readonly seen = new Map<Test, RawTest>();
  private stopped = false;
  private failure: Failure | undefined;

  constructor(
    private readonly suite: SuiteCode,
    private readonly session: Session,
    private readonly modules: SuiteModules,
    private readonly watch: RunWatch,
    seed: number,
  ) {
    this.config = runnerConfig(seed);
  }

  /** Loads the learner's file once before any test; a file that does not load runs no test. */
  open(): RawProblem | undefined {
    this.watch.testStarted();
    try {
      this.session.open();
      return undefined;
    } catch (error) {
      this.stopped = true;
      return problemOf(error as Error, this.session.stackOf(error) ?? null);
    } finally {
      this.watch.testEnded();
    }
  }

  importFile(): void {
    const suite = compileFunction(this.suite.code, ['require', 'module', 'exports'], {
      filename: 'suite.test.js',
    });
    const module = { exports: {} };
    suite(this.modules, module, module.exports);
  }

  onCollected(files: File[]): void {
    for (const test of files.flatMap(testsOf)) this.catchFailure(test);
  }

  onBeforeRunTask(test: Test): void {
    this.stopped ||= this.session.losses >= lossesAllowed;
    if (this.stopped) {
      test.mode = 'skip';
      return;
    }
    this.failure = undefined;
    this.session.startTest();
    this.watch.testStarted();
  }

  onAfterRunTask(test: Test): void {
    if (this.stopped) return;
    this.watch.testEnded();
    const passed = test.result?.state === 'pass';
    this.seen.set(test, passed ? this.passed(test) : this.failed(test));
  }

  /** Told of every error in a test or a hook before the runner sees it: the runner turns the values in it into text. */
  sawFailure(error: unknown): void {
    this.failure ??= this.describe(error);
  }

  /** The runner turns errors into text; the remark needs the error itself. */
  private catchFailure(test: Test): void {
    const run = getFn(test);
    setFn(test, async () => {
      try {
        await run();
      } catch (error) {
        this.sawFailure(error);
        throw error;
      }
    });
  }

  private passed(test: Test): RawTest {
    return { ...notRun(test), status: 'passed', output: this.session.printed };
  }

  private failed(test: Test): RawTest {
    const said = test.result?.errors?.[0]?.message ?? `the runner says ${test.result?.state}`;
    const { remark, stack, random } = this.failure ?? this.describe(new Error(said));
    const { timedOut, ...words } = remark;
    return {
      ...titled(test),
      ...words,
      status: timedOut ? 'timed-out' : 'failed',
      did: this.session.log.read(),
      stack,
      output: this.session.printed,
      random,
    };
  }

  private describe(error: unknown): Failure {
    const random = error instanceof PropertyFailure;
    const stack = this.session.stackOf(random ? error.cause : error) ?? null;
    return { remark: remarkOn(error, stack !== null), stack, random };
  }
}

/** What is kept of the error that made a test fail. */
interface Failure {
  readonly remark: Remark;
  readonly stack: string | null;
  readonly random: boolean;
}

function problemOf(error: Error, stack: string | null): RawProblem {
  if (error instanceof BoxRefused) return { kind: 'no-box', message: error.message, stack };
  if (error instanceof BoxLost)
    return {
      kind: error.reason === 'timed-out' ? 'timed-out' : 'load',
      message: error.message,
      stack,
    };
  return { kind: 'load', message: `${error.name}: ${error.message}`, stack };
}
