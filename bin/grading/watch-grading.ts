import { statSync } from 'node:fs';
import { type ResultRecord, wasCancelled } from '../../grader/index.ts';
import { type Watch, watchFile } from './watch-file.ts';

/** What happens while a file is watched. */
export interface WatchListener {
  /** A grading begins. */
  started(): void;
  /** A grading of the file as it is now on disk ended. */
  graded(record: ResultRecord): void;
  /** The type checker has remarks on the verdict told last; they come a moment later. */
  typed(record: ResultRecord): void;
  /** Grading itself failed; the watch goes on. */
  failed(error: Error): void;
}

/** How a watched file is judged. */
export interface WatchedWork {
  grade(signal: AbortSignal): Promise<ResultRecord>;
  /** The same record with what the type checker says. */
  withTypeErrors(record: ResultRecord): Promise<ResultRecord>;
}

/** Grades a file at once and after each save. A save during a grading cancels it; a stale verdict is never told. */
export function watchGrading(path: string, work: WatchedWork, listener: WatchListener): Watch {
  let running = new AbortController();
  let seen = '';

  async function gradeNow(): Promise<void> {
    running.abort();
    const own = new AbortController();
    running = own;
    const before = stamp(path);
    seen = before;
    listener.started();
    try {
      const record = await work.grade(own.signal);
      if (own.signal.aborted) return;
      if (stamp(path) !== before) return void gradeNow();
      listener.graded(record);
      const typed = await work.withTypeErrors(record);
      if (!own.signal.aborted && typed.typeErrors?.length) listener.typed(typed);
    } catch (error) {
      if (!wasCancelled(error)) listener.failed(error as Error);
    }
  }

  const watch = watchFile(path, () => void gradeNow());
  void gradeNow();
  // A save before the watch was ready was seen by nobody.
  const ready = watch.ready.then(() => {
    if (stamp(path) !== seen) void gradeNow();
  });
  return {
    ready,
    stop: async () => {
      running.abort();
      await watch.stop();
    },
  };
}

/** Tells one content of a file from the next without reading it. */
function stamp(path: string): string {
  const facts = statSync(path, { bigint: true, throwIfNoEntry: false });
  return facts ? `${facts.ino} ${facts.mtimeNs} ${facts.size}` : 'none';
}
