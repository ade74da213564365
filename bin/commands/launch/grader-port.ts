import { type Grader, openGrader, type ResultRecord } from '../../../grader/index.ts';
import { withTypeErrors } from '../../grading/grade-exercise.ts';
import { watchGrading } from '../../grading/watch-grading.ts';
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
      const watch = watchGrading(path, work, { ...listener, typed: listener.graded });
      return () => void watch.stop();
    },
    close: async () => (await opened)?.close(),
  };

  async function withTypes(id: string, record: ResultRecord): Promise<ResultRecord> {
    return withTypeErrors(desk.sessionNow, desk.exercise(id), record);
  }
}
