import type { Grader, ResultRecord } from '../../../grader/index.ts';
import { watchGrading } from '../../grading/watch-grading.ts';
import { learnerFile } from '../../learner/workspace.ts';
import type { GraderPort, WatchListener } from '../../tui/ports.ts';
import type { LearnerDesk } from './learner-desk.ts';

/** A grader port that has to be closed at the end. */
export interface ClosableGraderPort extends GraderPort {
  close(): Promise<void>;
}

/** Grades for the screens. The grader is loaded when it is first needed and stays warm. */
export function graderPort(desk: LearnerDesk): ClosableGraderPort {
  let opened: Promise<Grader> | undefined;
  const grader = () => {
    opened ??= import('../../../grader/index.ts').then((door) => door.Grader.open());
    return opened;
  };
  const grade = async (id: string, signal: AbortSignal) =>
    (await grader()).grade({ exercise: desk.exercise(id), root: desk.path, signal });

  return {
    gradeNow: async (id, signal) => withTypes(id, await grade(id, signal)),
    watch: (id, listener) => {
      const path = learnerFile(desk.sessionNow.workspace, desk.exercise(id));
      let latest: ResultRecord | undefined;
      const watch = watchGrading(path, (signal) => grade(id, signal), {
        ...listener,
        graded: (record) => {
          latest = record;
          listener.graded(record);
          void tellTypes(id, record, () => latest === record, listener);
        },
      });
      return () => {
        latest = undefined;
        void watch.stop();
      };
    },
    close: async () => (await opened)?.close(),
  };

  async function withTypes(id: string, record: ResultRecord): Promise<ResultRecord> {
    if (record.problem) return record;
    const { typeErrors } = await import('../../../grader/index.ts');
    return { ...record, typeErrors: await typeErrors(desk.path, desk.exercise(id).file) };
  }

  /** The verdict has been shown; the type checker's remarks follow if it is still the latest. */
  async function tellTypes(
    id: string,
    record: ResultRecord,
    isLatest: () => boolean,
    listener: WatchListener,
  ): Promise<void> {
    const typed = await withTypes(id, record);
    if (isLatest() && typed.typeErrors?.length) listener.graded(typed);
  }
}
