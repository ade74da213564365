import { accessSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { ResultRecord } from '../../../grader/index.ts';
import { onDisk, unlessMissing } from '../disk/disk-trouble.ts';
import { statePath, type Workspace } from '../workspace.ts';

/** Keeps an exercise's last result record, so that its screen can show it when the learner comes back. */
export function keepVerdict(workspace: Workspace, record: ResultRecord): void {
  const path = verdictPath(workspace, record.exercise);
  onDisk(workspace.dir, () => {
    accessSync(statePath(workspace.dir));
    mkdirSync(dirname(path), { recursive: true });
    writeFileAtomic.sync(path, `${JSON.stringify(record, null, 2)}\n`);
  });
}

/** The exercise's last result record; null when there is none that this course can read. */
export function lastVerdict(workspace: Workspace, exercise: string): ResultRecord | null {
  const text = unlessMissing(() => readFileSync(verdictPath(workspace, exercise), 'utf8'), '');
  try {
    const record = JSON.parse(text) as ResultRecord;
    return record.format === 'course/result/v1' && record.exercise === exercise ? record : null;
  } catch {
    return null;
  }
}

function verdictPath(workspace: Workspace, exercise: string): string {
  return statePath(workspace.dir, 'verdicts', ...`${exercise}.json`.split('/'));
}
