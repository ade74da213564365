import { readFileSync, statSync } from 'node:fs';
import { ClassInputError } from '../../../grader/index.ts';

/** A file that the teacher named. Throws ClassInputError when it cannot be read. */
export function givenFile(path: string, what: string): { text: string; path: string } {
  try {
    return { text: readFileSync(path, 'utf8'), path };
  } catch (error) {
    throw new ClassInputError(
      `The ${what} ${path} cannot be read (${(error as NodeJS.ErrnoException).code}).`,
      'Check the path.',
    );
  }
}

/** A folder that the teacher named. Throws ClassInputError when there is none. */
export function givenFolder(path: string): string {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return path;
  throw new ClassInputError(
    `There is no folder ${path}.`,
    'Name the folder that holds one entry per learner.',
  );
}
