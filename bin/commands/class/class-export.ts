import { resolve } from 'node:path';
import { readCatalog } from '../../../exercises/catalog.ts';
import { courseRoot, type ExportFormat, openClass } from '../../../grader/index.ts';
import { givenFile } from './class-files.ts';

/** What `course class export` was told. */
export interface ClassExportOptions {
  readonly out: string;
  readonly format: ExportFormat;
  readonly into?: string;
  readonly learner?: string;
}

/** Prints the class in a form for elsewhere. */
export async function classExport(options: ClassExportOptions): Promise<void> {
  const { format, learner } = options;
  const into = options.into ? givenFile(options.into, 'export') : undefined;
  const course = await openClass(resolve(options.out), readCatalog(courseRoot));
  try {
    process.stdout.write(await course.exportAs(format, { into, learner }));
  } finally {
    course.close();
  }
}
