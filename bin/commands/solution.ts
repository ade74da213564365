import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Exercise, secretFiles } from '../../exercises/catalog.ts';
import { findExercise } from '../find-exercise.ts';
import { hasPassed, markSolutionSeen } from '../learner/progress/progress-state.ts';
import { openSession } from '../learner-session.ts';
import { UsageError } from '../usage-error.ts';

interface SolutionOptions {
  readonly unlock?: boolean;
  readonly workspace?: string;
}

/** Prints the reference, once the learner has passed. */
export async function solution(id: string, { unlock, workspace }: SolutionOptions): Promise<void> {
  const { catalog, progress } = await openSession(workspace);
  const exercise = findExercise(catalog, id);
  if (!unlock && !hasPassed(progress.read(), exercise.id))
    throw new UsageError(
      `The reference of ${exercise.id} opens when you have passed it.`,
      `"course hint ${exercise.id}" helps until then; teachers say --unlock.`,
    );
  progress.update((before) => markSolutionSeen(before, exercise.id));
  process.stdout.write(referenceText(exercise));
}

/** The reference as text. Throws UsageError where the answer keys were withheld. */
export function referenceText({ id, answerKey }: Exercise): string {
  try {
    return readFileSync(join(answerKey, secretFiles.reference), 'utf8');
  } catch {
    throw new UsageError(
      `This copy of the course holds no reference of ${id}.`,
      'Whoever gave you the course has withheld the answer keys.',
    );
  }
}
