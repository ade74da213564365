import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readCatalog, secretFiles } from '../../exercises/catalog.ts';
import { courseRoot } from '../course-root.ts';
import { compiledSuitePath, compileSuite } from '../engine/suite-code.ts';

/** Compiles every answer key's suite into dist/, for packages that ship without their sources. */
export async function buildSuites(): Promise<void> {
  await Promise.all(
    readCatalog(courseRoot).map(({ id, answerKey }) =>
      buildSuite(id, join(answerKey, secretFiles.suite)),
    ),
  );
}

async function buildSuite(id: string, source: string): Promise<void> {
  if (!existsSync(source)) return;
  const path = join(courseRoot, compiledSuitePath(id));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(await compileSuite(source, id)));
}
