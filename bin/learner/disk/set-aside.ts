import { existsSync, renameSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';

/** Renames a file that cannot be read to `<name>.broken-<n>`, never over another. Gives its new path. Call it under the lock. */
export function setAside(path: string): string {
  const extension = extname(path);
  const name = basename(path, extension);
  for (let n = 1; ; n++) {
    const aside = join(dirname(path), `${name}.broken-${n}${extension}`);
    if (existsSync(aside)) continue;
    renameSync(path, aside);
    return aside;
  }
}
