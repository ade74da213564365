import type { Ports, ResultRecord } from '../ports.ts';
import type { Happening } from './happening.ts';
import { troubleText } from './trouble.ts';

/** After this long a grading is seen to be under way. */
const slowMs = 200;

/** Gradings of the exercise in front: one after each save, and those that are asked for. */
export class Gradings {
  private exercise: string | null = null;
  private stopWatching: () => void = () => {};
  private running = new AbortController();
  private cancelSlow: () => void = () => {};
  /** Is a verdict awaited? */
  private pending = false;

  constructor(
    private readonly ports: Pick<Ports, 'grader' | 'progress' | 'workspace' | 'clock' | 'log'>,
    private readonly tell: (event: Happening) => void,
  ) {}

  /** Watches this exercise and no other; null watches none. Its verdict at the beginning turns no page. */
  watch(exercise: string | null): void {
    if (exercise === this.exercise) return;
    this.stop();
    this.exercise = exercise;
    if (exercise === null) return;
    const touched = () => !this.ports.workspace.isUntouched(exercise);
    // A save may come before the first grading has read the file.
    const begun = touched();
    let count = 0;
    this.stopWatching = this.ports.grader.watch(exercise, {
      started: () => {
        count += 1;
        this.started(exercise);
      },
      graded: (record) => this.graded(record, count > 1 || (!begun && touched())),
      failed: (error) => this.failed(exercise, error),
    });
  }

  /** Grades at once; a grading that was asked for before is given up. */
  gradeNow(exercise: string): void {
    this.running.abort();
    const own = new AbortController();
    this.running = own;
    this.started(exercise);
    this.ports.grader.gradeNow(exercise, own.signal).then(
      (record) => own.signal.aborted || this.graded(record, true),
      (error: Error) => own.signal.aborted || this.failed(exercise, error),
    );
  }

  stop(): void {
    this.cancelSlow();
    this.running.abort();
    this.stopWatching();
    this.stopWatching = () => {};
    this.exercise = null;
  }

  private started(exercise: string): void {
    this.pending = true;
    this.tell({ type: 'grading-started', exercise });
    this.cancelSlow();
    this.cancelSlow = this.ports.clock.after(slowMs, () =>
      this.tell({ type: 'grading-took-long', exercise }),
    );
  }

  /** A verdict may come a second time, completed by type errors: that is no other grading. */
  private graded(record: ResultRecord, turn: boolean): void {
    this.cancelSlow();
    if (this.pending) {
      this.ports.progress.keepVerdict(record);
      this.tell({ type: 'progress-changed', progress: this.ports.progress.read() });
    }
    this.tell(this.happening(record, turn));
    this.pending = false;
  }

  /** Nobody needs to hear that the stub does not pass. */
  private happening(record: ResultRecord, turn: boolean): Happening {
    const { exercise, status } = record;
    if (status === 'failed' && this.ports.workspace.isUntouched(exercise))
      return { type: 'not-begun', exercise };
    return { type: 'graded', record, turn: turn && this.pending };
  }

  private failed(exercise: string, error: Error): void {
    this.cancelSlow();
    const trouble = troubleText(error, this.ports.log);
    this.tell({ type: 'grading-failed', exercise, trouble });
  }
}
