import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const listed = join(import.meta.dirname, 'package-contents.txt');

it('the package holds exactly the committed list of files (RECORD=1 writes it)', () => {
  const packed = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [{ files }] = JSON.parse(packed) as [{ files: { path: string }[] }];
  const text = `${[...new Set(files.map(({ path }) => nameless(path)))].sort().join('\n')}\n`;
  if (process.env.RECORD) writeFileSync(listed, text);
  expect(text).toBe(readFileSync(listed, 'utf8'));
});

/** Names that a build makes up are folded. */
function nameless(path: string): string {
  return path
    .replace(/^dist\/chunks\/.*/, 'dist/chunks/*')
    .replace(/^dist\/kit-types\/.*/, 'dist/kit-types/*');
}
