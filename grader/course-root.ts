import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The course's own folder: the nearest one upward that holds both lessons/ and package.json. */
export const courseRoot = findRoot(dirname(fileURLToPath(import.meta.url)));

function findRoot(from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'lessons')) && existsSync(join(folder, 'package.json')))
      return folder;
    if (folder === dirname(folder))
      throw new Error(`no course around ${from}: lessons/ and package.json are missing`);
  }
}
