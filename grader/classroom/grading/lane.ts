import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { courseRoot } from '../../course-root.ts';
import type { TryResult } from '../store/job-queue.ts';
import type { LaneOrder, LaneStart } from './lane-protocol.ts';

/** No grading lasts that long: the engine ends one after five times a test's limit of the learner's own time. */
const answerWithinMs = 5 * 60_000;

/** After so many gradings a process is replaced: what piles up in one never grows with the class. Costs a start, 0.1 s. */
const gradingsOfAProcess = 500;

/** Helpers that collect garbage beside a lane would take the processors from the other lanes: a tenth of a grading. */
const quickLane = ['--single-threaded-gc'];

/** A process that grades one file at a time. When it dies, only that one try is lost, and a new one takes its place. */
export class Lane {
  private child: ChildProcess | undefined;
  private graded = 0;

  constructor(
    private readonly start: LaneStart,
    private readonly most = gradingsOfAProcess,
  ) {}

  /** The process's id; undefined while there is none. */
  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Grades one file. Never throws: a lane that dies is a trouble of ours. */
  async grade(order: LaneOrder): Promise<TryResult> {
    if (this.graded >= this.most) await this.close();
    this.child ??= this.started();
    this.graded += 1;
    return this.answer(this.child, order);
  }

  private answer(child: ChildProcess, order: LaneOrder): Promise<TryResult> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => child.kill('SIGKILL'), answerWithinMs);
      const settle = (result: TryResult) => {
        clearTimeout(timer);
        child.off('message', answered);
        child.off('exit', died);
        resolve(result);
      };
      const answered = (answer: unknown) => settle(answer as TryResult);
      const died = (code: number | null, signal: string | null) =>
        settle({ trouble: `the grading process ended (${signal ?? `exit code ${code}`})` });
      child.once('message', answered);
      child.once('exit', died);
      // Where it is dead already, its exit is on the way.
      child.send(order, (error) => void (error && child.kill('SIGKILL')));
    });
  }

  /** Ends the process; resolves when it is gone. */
  async close(): Promise<void> {
    const { child } = this;
    if (!child) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.disconnect();
    await gone;
  }

  private started(): ChildProcess {
    this.graded = 0;
    const { PATH, HOME, TMPDIR } = process.env;
    const child = fork(join(courseRoot, 'dist', 'class-lane.js'), [JSON.stringify(this.start)], {
      // A clean environment: nothing to read in it, and certificates named there would slow node's start.
      env: { PATH, HOME, TMPDIR },
      execArgv: quickLane,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    child.on('error', () => {});
    child.once('exit', () => {
      this.child = undefined;
    });
    return child;
  }
}
