import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readCatalog, secretFiles } from '../../exercises/catalog.ts';
import { buildKitTypes } from '../../exercises/kit/declarations.ts';
import { courseRoot } from '../course-root.ts';
import { compiledSuitePath, compileSuite } from '../engine/suite-code.ts';
import { kitTypes } from '../type-check.ts';

/** Puts into dist/ what is made from content: every answer key's suite, compiled, and the kit's types for workspaces. */
export async function buildContent(): Promise<void> {
  buildKitTypes(kitTypes, join(courseRoot, 'exercises', 'kit'));
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
  writeFileSync(path, JSON.stringify(await compileSuite(source)));
}
