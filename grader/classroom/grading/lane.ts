import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { courseRoot } from '../../course-root.ts';
import type { TryResult } from '../store/job-queue.ts';
import type { LaneOrder, LaneStart } from './lane-protocol.ts';

/** No grading lasts that long: the engine ends one after five times a test's limit of the learner's own time. */
const answerWithinMs = 5 * 60_000;

/** A process that grades one file at a time. When it dies, only that one try is lost, and a new one takes its place. */
export class Lane {
  private child: ChildProcess | undefined;

  constructor(private readonly start: LaneStart) {}

  /** Grades one file. Never throws: a lane that dies is a trouble of ours. */
  grade(order: LaneOrder): Promise<TryResult> {
    this.child ??= this.started();
    const { child } = this;
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
    const { PATH, HOME, TMPDIR } = process.env;
    const child = fork(join(courseRoot, 'dist', 'class-lane.js'), [JSON.stringify(this.start)], {
      // A clean environment: nothing to read in it, and certificates named there would slow node's start.
      env: { PATH, HOME, TMPDIR },
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    child.on('error', () => {});
    child.once('exit', () => {
      this.child = undefined;
    });
    return child;
  }
}
