import { resolve } from 'node:path';
import { readCatalog } from '../../../exercises/catalog.ts';
import { courseRoot, openClass } from '../../../grader/index.ts';

/** What `course class similar` was told. */
export interface ClassSimilarOptions {
  readonly out: string;
  /** Percent from which on a pair is named. */
  readonly least: number;
}

/** Names equal and similar submissions and writes a page with the passages. */
export async function classSimilar({ out, least }: ClassSimilarOptions): Promise<void> {
  const course = await openClass(resolve(out), readCatalog(courseRoot));
  try {
    const { page, equal, pairs } = await course.similar(least / 100);
    const lines = [
      ...equal.map(({ exercise, learners }) => `equal   ${exercise}  ${learners.join(', ')}`),
      ...pairs.map(
        ({ exercise, left, right, likeness }) =>
          `${String(Math.round(likeness.similarity * 100)).padStart(3)} %   ${exercise}  ${left.join(', ')} and ${right.join(', ')}`,
      ),
    ];
    process.stdout.write(`${lines.join('\n') || 'Nothing is alike.'}\nPassages: ${page}\n`);
  } finally {
    course.close();
  }
}
