import type { ResultRecord } from '../../grader/index.ts';
import { isUntouched } from '../learner/given-stub.ts';
import type { ProgressFile } from '../learner/progress/progress.ts';
import { recordGrading, setCurrent } from '../learner/progress/progress-state.ts';
import { keepVerdict, lastVerdict } from '../learner/progress/verdicts.ts';
import type { Workspace } from '../learner/workspace.ts';

/**
 * Keeps a verdict in the workspace. The untouched stub is no attempt, and the same file graded again with the same
 * outcome is no further one.
 */
export function keepGrading(
  workspace: Workspace,
  progress: ProgressFile,
  record: ResultRecord,
  now: number,
): void {
  const last = lastVerdict(workspace, record.exercise);
  keepVerdict(workspace, record);
  if (last && sameGrading(last, record)) return;
  const { exercise } = record;
  progress.update((before) =>
    isUntouched(workspace, record.submission)
      ? setCurrent(before, { kind: 'exercise', id: exercise })
      : recordGrading(before, record, now),
  );
}

function sameGrading(a: ResultRecord, b: ResultRecord): boolean {
  return (
    a.submission.hash === b.submission.hash &&
    a.suite.hash === b.suite.hash &&
    a.seed === b.seed &&
    a.status === b.status
  );
}
