import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { courseRoot } from '../../grader/index.ts';
import { UsageError } from '../usage-error.ts';

/** Throws UsageError in an installed copy: suites and mutants do not ship, and what one writes there is lost with the next install. */
export function needsClone(): void {
  if (existsSync(join(courseRoot, 'tsconfig.json'))) return;
  throw new UsageError(
    `${courseRoot} is an installed copy of the course, without the sources that authors work on.`,
    'Work in a clone of its repository.',
  );
}
