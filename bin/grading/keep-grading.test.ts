import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { ResultRecord } from '../../grader/index.ts';
import { openProgress } from '../learner/progress/progress.ts';
import { exerciseProgress } from '../learner/progress/progress-state.ts';
import { smallWorkspace, write } from '../learner/testing/temporary-course.ts';
import { keepGrading } from './keep-grading.ts';

/** A workspace, and what its progress says after gradings of given outcomes. */
function graded() {
  const { workspace, exercise } = smallWorkspace();
  const progress = openProgress(workspace);
  const grade = (hash: string, points = 0) =>
    keepGrading(workspace, progress, recordOf(exercise, hash, points), 1);
  const edit = (text: string) => write(join(workspace.dir, exercise.file), text);
  const read = () => exerciseProgress(progress.read(), exercise.id);
  return { progress, exercise, grade, edit, read };
}

function recordOf({ id, file }: { id: string; file: string }, hash: string, points: number) {
  return {
    format: 'course/result/v1',
    exercise: id,
    submission: { file, hash },
    suite: { hash: 's' },
    seed: 1,
    status: 'failed',
    points,
    maxPoints: 100,
  } as ResultRecord;
}

it('the untouched stub is no attempt, but it is what the learner is at', () => {
  const { grade, read, progress, exercise } = graded();
  grade('stub');
  expect(read().attempts).toBe(0);
  expect(progress.read().current).toEqual({ kind: 'exercise', id: exercise.id });
});

it('the first save is the first attempt, and the same file again is no second one', () => {
  const { grade, edit, read } = graded();
  grade('stub');
  edit('// mine');
  grade('a', 10);
  grade('a', 10);
  expect(read()).toMatchObject({ attempts: 1, bestPoints: 10 });
  edit('// mine, better');
  grade('b', 20);
  expect(read()).toMatchObject({ attempts: 2, bestPoints: 20 });
});
