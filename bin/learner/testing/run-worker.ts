import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { afterAll, beforeAll } from 'vitest';
import type { CourseContents } from '../create-workspace.ts';
import { nobody } from './ordinary-user.ts';

/** What a worker is to do. */
export interface Work {
  readonly action: 'create' | 'grade' | 'edit, reset, undo' | 'find';
  readonly dir: string;
  readonly contents: CourseContents;
  readonly often?: number;
  /** Kill it as soon as it has said that this turn is over; it is in the middle of a later one then. */
  readonly killAfterTurn?: number;
  /** As somebody without special rights. */
  readonly asNobody?: boolean;
}

let bundle = '';

/** Bundles the worker once for a test file: Node 20 runs no TypeScript. */
export function prepareWorker(): void {
  beforeAll(() => {
    const dir = realpathSync(mkdtempSync(join(tmpdir(), 'course-worker-')));
    chmodSync(dir, 0o755);
    bundle = join(dir, 'worker.cjs');
    buildSync({
      entryPoints: [join(import.meta.dirname, 'worker.ts')],
      outfile: bundle,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
    });
  });
  afterAll(() => rmSync(join(bundle, '..'), { recursive: true }));
}

/** Runs a worker to its end, or to the one that it was given. Gives what it printed: the turns that were over. */
export function runWorker(work: Work): Promise<string> {
  const child = start(work);
  let printed = '';
  child.stdout?.on('data', (data) => {
    printed += data;
    if (work.killAfterTurn && printed.includes(`${work.killAfterTurn}\n`)) child.kill('SIGKILL');
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) =>
      code === 0 || signal === 'SIGKILL'
        ? resolve(printed)
        : reject(new Error(`it ended with ${code}`)),
    );
  });
}

function start({ action, dir, contents, often = 1, asNobody }: Work): ChildProcess {
  const args = [bundle, action, dir, JSON.stringify(contents), String(often)];
  const user = asNobody && nobody !== undefined ? { uid: nobody, gid: nobody } : {};
  return spawn(process.execPath, args, { env: {}, stdio: ['ignore', 'pipe', 'inherit'], ...user });
}
