import { execFile } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { courseRoot } from '../../course-root.ts';
import { compiledSuitePath, compileSuite } from '../../engine/suite-code.ts';
import { notebook } from '../../engine/testing/exercises.ts';
import { onPath } from '../../sandbox/host.ts';
import type { ResultRecord } from '../../verdict/record.ts';
import type { Threat } from './threat.ts';

/** Who grades, and in what box. */
export interface Level {
  readonly sandbox: ResultRecord['sandbox'];
  /** The user that grades; null for our own. */
  readonly user: number | null;
}

/** What one grading gave, and the memory that the grader held after it. */
export interface Graded {
  readonly name: string;
  readonly record: ResultRecord;
  readonly rss: number;
}

const timeLimitMs = 300;

/** The course as it is installed, without sources, with the fixture as its only exercise; any user may read it. */
export class ShippedCourse {
  readonly root = mkdtempSync(join(tmpdir(), 'shipped-course-'));
  private readonly bin = join(this.root, 'bin');
  readonly temporary = join(this.root, 'tmp');

  /** Builds it. */
  async make(level: Level): Promise<void> {
    chmodSync(this.root, 0o755);
    for (const name of ['bin', 'tmp', 'workspaces', 'lessons']) mkdirSync(join(this.root, name));
    cpSync(join(courseRoot, 'package.json'), join(this.root, 'package.json'));
    cpSync(join(courseRoot, 'dist'), join(this.root, 'dist'), { recursive: true });
    cpSync(notebook.dir, join(this.root, 'exercises', notebook.id), { recursive: true });
    symlinkSync(join(courseRoot, 'node_modules'), join(this.root, 'node_modules'));
    await this.compile();
    for (const program of [
      'setpriv',
      'prlimit',
      ...(level.sandbox === 'bubblewrap' ? ['bwrap'] : []),
    ])
      if (onPath(program)) symlinkSync(onPath(program)!, join(this.bin, program));
    if (level.user !== null)
      for (const name of ['tmp', 'workspaces'])
        chownSync(join(this.root, name), level.user, level.user);
  }

  /** Grades in a process of the level's user; gives what it said of each threat. */
  async grade(level: Level, threats: readonly Threat[]): Promise<Map<string, Graded>> {
    const job = join(this.root, 'job.json');
    writeFileSync(job, JSON.stringify(threats));
    const demand = level.sandbox === 'process' ? 'none' : 'auto';
    const runner = [process.execPath, join(this.root, 'runner.mjs'), job, demand, `${timeLimitMs}`];
    const { user } = level;
    const as =
      user === null ? [] : ['setpriv', `--reuid=${user}`, `--regid=${user}`, '--clear-groups'];
    const lines = await this.run([...as, ...runner]);
    const graded = lines
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Graded);
    return new Map(graded.map((each) => [each.name, each]));
  }

  /** Processes that were started from here and still live: they carry our PATH. */
  leftProcesses(): string[] {
    return readdirSync('/proc').filter((pid) => {
      if (!/^\d+$/.test(pid)) return false;
      try {
        return readFileSync(`/proc/${pid}/environ`, 'latin1').includes(this.bin);
      } catch {
        return false;
      }
    });
  }

  /** Every file, with what it holds: what graded code changed would show. */
  files(): Record<string, string> {
    const all = readdirSync(join(this.root, 'dist'), { recursive: true, withFileTypes: true });
    const paths = all
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    const outside = ['results.json', 'package.json'].map((name) => join(this.root, name));
    return Object.fromEntries(
      [...paths, ...outside.filter(existsSync)].map((path) => [path, readFileSync(path, 'base64')]),
    );
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  private async compile(): Promise<void> {
    const suite = await compileSuite(join(notebook.answerKey, 'suite.test.ts'), notebook.id);
    const path = join(this.root, compiledSuitePath(notebook.id));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, JSON.stringify(suite));
    await build({
      entryPoints: [fileURLToPath(new URL('./threat-runner.ts', import.meta.url))],
      outfile: join(this.root, 'runner.mjs'),
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      external: ['esbuild'],
      alias: { 'course/kit': join(courseRoot, 'exercises/kit/index.ts') },
      logLevel: 'silent',
    });
  }

  private run([command, ...args]: string[]): Promise<string> {
    const env = { PATH: this.bin, TMPDIR: this.temporary, MARKER: 'in the environment' };
    const options = { cwd: this.root, env, maxBuffer: 256 * 1024 * 1024, timeout: 150_000 };
    const path = onPath(command!) ?? command!;
    return new Promise((resolve, reject) => {
      execFile(path, args, options, (error, stdout, stderr) => {
        if (error) reject(new Error(`the grader did not end well: ${error.message}\n${stderr}`));
        else resolve(stdout);
      });
    });
  }
}
