import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { ResultRecord } from '../../../grader/index.ts';
import { UsageError } from '../../usage-error.ts';
import { smallWorkspace } from '../testing/temporary-course.ts';
import { keepVerdict, lastVerdict } from './verdicts.ts';

const record = (points: number) =>
  ({ format: 'course/result/v1', exercise: 'etcd/mvcc-store', points }) as ResultRecord;

it('shows the last verdict again', () => {
  const { workspace } = smallWorkspace();
  expect(lastVerdict(workspace, 'etcd/mvcc-store')).toBeNull();
  keepVerdict(workspace, record(20));
  keepVerdict(workspace, record(40));
  expect(lastVerdict(workspace, 'etcd/mvcc-store')).toEqual(record(40));
  expect(lastVerdict(workspace, 'etcd/watch')).toBeNull();
});

it('does without one that cannot be read', () => {
  const { workspace } = smallWorkspace();
  keepVerdict(workspace, record(20));
  const path = join(workspace.dir, '.course/verdicts/etcd/mvcc-store.json');
  for (const text of ['{"format": "cou', 'null', '{"format": "course/result/v2"}']) {
    writeFileSync(path, text);
    expect(lastVerdict(workspace, 'etcd/mvcc-store')).toBeNull();
  }
});

it('does not bring back a workspace that was moved away', () => {
  const { workspace } = smallWorkspace();
  renameSync(workspace.dir, `${workspace.dir} moved`);
  expect(() => keepVerdict(workspace, record(1))).toThrow(UsageError);
});
