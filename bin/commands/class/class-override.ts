import { resolve } from 'node:path';
import { readCatalog } from '../../../exercises/catalog.ts';
import { ClassInputError, courseRoot, openClass } from '../../../grader/index.ts';

/** What `course class override` was told. */
export interface ClassOverrideOptions {
  readonly out: string;
  readonly reason: string;
}

/** Sets a learner's points for an exercise by hand, or takes that back; later gradings leave it. */
export async function classOverride(
  learner: string,
  exercise: string,
  points: string,
  { out, reason }: ClassOverrideOptions,
): Promise<void> {
  const number = points === 'none' ? null : Number(points);
  if (number !== null && !(number >= 0))
    throw new ClassInputError(
      `The points are ${JSON.stringify(points)}.`,
      'Give a number from 0 up, or none to take an earlier override back.',
    );
  const course = await openClass(resolve(out), readCatalog(courseRoot));
  try {
    course.override(learner, exercise, number, reason);
    await course.report(new Date().toISOString());
  } finally {
    course.close();
  }
  process.stdout.write(
    number === null
      ? `${learner} has the graded points for ${exercise} again.\n`
      : `${learner} has ${number} points for ${exercise}: ${reason}\n`,
  );
}
