import { resolve } from 'node:path';
import { readCatalog } from '../../../exercises/catalog.ts';
import { courseRoot, openClass } from '../../../grader/index.ts';

/** Writes the class's page and the learners' feedback anew from what is stored. */
export async function classReport({ out }: { readonly out: string }): Promise<void> {
  const course = await openClass(resolve(out), readCatalog(courseRoot));
  try {
    process.stdout.write(`The class's page: ${await course.report(new Date().toISOString())}\n`);
  } finally {
    course.close();
  }
}
