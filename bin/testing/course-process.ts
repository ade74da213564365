import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** How a run of the built command ended. */
export interface CourseRun {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

const program = join(import.meta.dirname, '..', '..', 'dist', 'course.js');

/** Runs `node dist/course.js` in a folder, without a terminal and with a clean environment; `uid` runs it as another user. */
export function course(
  cwd: string,
  args: readonly string[],
  env: Record<string, string> = {},
  uid?: number,
): CourseRun {
  const { PATH = '', HOME = '' } = process.env;
  const run = spawnSync(process.execPath, [program, ...args], {
    cwd,
    env: { PATH, HOME, ...env },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 120_000,
    uid,
  });
  return { code: run.status, out: run.stdout, err: run.stderr };
}
