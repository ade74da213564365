import type { ResultRecord } from '../../grader/index.ts';
import type { ProgressFile } from '../learner/progress/progress.ts';
import { recordGrading } from '../learner/progress/progress-state.ts';
import { keepVerdict, lastVerdict } from '../learner/progress/verdicts.ts';
import type { Workspace } from '../learner/workspace.ts';

/** Keeps a verdict in the workspace. The same file graded again with the same outcome is no further attempt. */
export function keepGrading(
  workspace: Workspace,
  progress: ProgressFile,
  record: ResultRecord,
  now: number,
): void {
  const last = lastVerdict(workspace, record.exercise);
  keepVerdict(workspace, record);
  if (last && sameGrading(last, record)) return;
  progress.update((before) => recordGrading(before, record, now));
}

function sameGrading(a: ResultRecord, b: ResultRecord): boolean {
  return (
    a.submission.hash === b.submission.hash &&
    a.suite.hash === b.suite.hash &&
    a.seed === b.seed &&
    a.status === b.status
  );
}
