import { join } from 'node:path';
import { buildLessonIndex } from '../bin/content/build-lesson-index.ts';
import { buildKitTypes } from '../exercises/kit/declarations.ts';
import { buildSimulations } from '../grader/author/build-simulations.ts';
import { buildSuites } from '../grader/author/build-suites.ts';
import { courseRoot, kitTypes } from '../grader/index.ts';

/** Puts into dist/ what is made from content: compiled suites and simulations, the kit's types for workspaces, the index of lessons. */
export async function buildContent(): Promise<void> {
  buildKitTypes(kitTypes, join(courseRoot, 'exercises', 'kit'));
  buildLessonIndex(courseRoot);
  await Promise.all([buildSuites(), buildSimulations()]);
}
