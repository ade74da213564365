import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { courseRoot } from '../../course-root.ts';

const sources = ['bin', 'exercises', 'grader', 'esbuild.config.mjs', 'package.json'];

/** Before tests that grade: builds dist/ when it is missing or older than its sources. */
export default function buildOnce(): void {
  const program = join(courseRoot, 'dist', 'suite-thread.js');
  const built = existsSync(program) ? statSync(program).mtimeMs : 0;
  const changed = Math.max(...sources.map((name) => newest(join(courseRoot, name))));
  if (changed > built)
    execFileSync(process.execPath, ['esbuild.config.mjs'], { cwd: courseRoot, stdio: 'inherit' });
}

/** When a file, or the youngest source file below a folder, was written. */
function newest(path: string): number {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  const inner = readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() || /(?<!\.test)\.tsx?$|\.json$/.test(entry.name))
    .map((entry) => newest(join(path, entry.name)));
  return Math.max(0, ...inner);
}
