// A lane's own process: grades what it is told, one file at a time, until the parent is gone.
import { Grader } from '../../engine/grader.ts';
import type { TryResult } from '../store/job-queue.ts';
import type { LaneOrder, LaneStart } from './lane-protocol.ts';

const { sandbox } = JSON.parse(process.argv[2] ?? '{}') as LaneStart;
const grader = Grader.open(sandbox);
grader.warmUp();

process.on('message', (order: LaneOrder) => {
  grade(order).then((answer) => process.send?.(answer));
});
// The parent ended, however it ended: nothing here may outlive it.
process.on('disconnect', () => {
  grader.close().finally(() => process.exit(0));
});
// Ctrl+C reaches every process of the terminal; the parent decides what it means.
process.on('SIGINT', () => {});

async function grade({ exercise, root, file }: LaneOrder): Promise<TryResult> {
  try {
    return { record: await grader.grade({ exercise, root, file }) };
  } catch (error) {
    return { trouble: `the grader failed: ${(error as Error).message}` };
  }
}
