import { type Grader, openGrader, type ResultRecord } from '../../../grader/index.ts';
import { typeCheck, withTypeErrors } from '../../grading/grade-exercise.ts';
import { traceTest } from '../../grading/trace-test.ts';
import { learnerFile } from '../../learner/workspace.ts';
import type { GraderPort } from '../../tui/ports.ts';
import type { LearnerDesk } from './learner-desk.ts';

/** A grader port that has to be closed at the end. */
export interface ClosableGraderPort extends GraderPort {
  close(): Promise<void>;
}

/** Grades for the screens. The grader is loaded when it is first needed and stays warm. */
export function graderPort(desk: LearnerDesk): ClosableGraderPort {
  let opened: Promise<Grader> | undefined;
  const grader = () => {
    opened ??= openGrader();
    return opened;
  };
  const grade = async (id: string, signal: AbortSignal) =>
    (await grader()).grade({ exercise: desk.exercise(id), root: desk.path, signal });

  return {
    gradeNow: async (id, signal) => withTypes(id, await grade(id, signal)),
    watch: (id, listener) => {
      const path = learnerFile(desk.sessionNow.workspace, desk.exercise(id));
      const work = {
        grade: (signal: AbortSignal) => grade(id, signal),
        withTypeErrors: (record: ResultRecord) => withTypes(id, record),
      };
      return onceLoaded(
        import('../../grading/watch-grading.ts'),
        ({ watchGrading }) => watchGrading(path, work, { ...listener, typed: listener.graded }),
        listener.failed,
      );
    },
    trace: async (exercise, test) => {
      const request = { exercise: desk.exercise(exercise), root: desk.path, test };
      const found = await traceTest(await grader(), request);
      return 'steps' in found ? found : null;
    },
    // One that could not be opened was told of when it was needed.
    close: async () => (await opened?.catch(() => undefined))?.close(),
  };

  async function withTypes(id: string, record: ResultRecord): Promise<ResultRecord> {
    return withTypeErrors(record, typeCheck(desk.sessionNow, desk.exercise(id)));
  }
}

/** Starts a watch once its code is there; the answer stops it, also before it began. */
function onceLoaded<Code>(
  code: Promise<Code>,
  start: (code: Code) => { stop(): Promise<void> },
  failed: (error: Error) => void,
): () => void {
  const stopping = new AbortController();
  const started = async () => {
    const loaded = await code;
    if (stopping.signal.aborted) return;
    const watch = start(loaded);
    stopping.signal.addEventListener('abort', () => void watch.stop());
  };
  started().catch(failed);
  return () => stopping.abort();
}
