import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setPriority, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { learnerCompilerOptions } from '../exercises/compiler-options.ts';
import { courseRoot } from './course-root.ts';
import { kitTypes } from './kit-types.ts';
import { onPath } from './sandbox/host.ts';
import type { ResultRecord } from './verdict/record.ts';

type TypeErrors = NonNullable<ResultRecord['typeErrors']>;

/**
 * What the type checker says of one file of a submission, in file order; null where no TypeScript is installed.
 * The learner's own tsconfig.json has no say, so that everyone is told the same. Takes about 0.2 s.
 */
export async function typeErrors(root: string, file: string): Promise<TypeErrors | null> {
  const compiler = findCompiler();
  if (!compiler) return null;
  const folder = mkdtempSync(join(tmpdir(), 'course-types-'));
  try {
    const project = join(folder, 'tsconfig.json');
    writeFileSync(project, JSON.stringify(projectFor(join(root, file))));
    return parseTypeErrors(
      await output(compiler, ['--project', project, '--pretty', 'false'], root),
      file,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The TypeScript that would be used, for `course doctor`; null if there is none. */
export function findCompiler(): readonly string[] | null {
  try {
    const require = createRequire(join(courseRoot, 'package.json'));
    const home = dirname(require.resolve('typescript/package.json'));
    return nativeCompiler(home) ?? [process.execPath, join(home, 'bin', 'tsc')];
  } catch {
    const program = onPath('tsc');
    return program ? [program] : null;
  }
}

/** From version 7 on the compiler is a native program in a package beside; started directly it saves a node's start. */
function nativeCompiler(home: string): readonly string[] | null {
  const name = `@typescript/typescript-${process.platform}-${process.arch}`;
  try {
    const require = createRequire(join(home, 'package.json'));
    const program = join(dirname(require.resolve(`${name}/package.json`)), 'lib', 'tsc');
    accessSync(program, constants.X_OK);
    return [program];
  } catch {
    return null;
  }
}

/** Reads `file(line,column): error TS2322: message` lines; those of other files are left out. */
export function parseTypeErrors(text: string, file: string): TypeErrors {
  const errors: TypeErrors = [];
  for (const line of text.split('\n')) {
    const [, path, row, column, message] =
      /^(.+)\((\d+),(\d+)\): error (TS\d+: .*)$/.exec(line) ?? [];
    if (path && (path === file || path.endsWith(`/${file}`)))
      errors.push({ at: { file, line: Number(row), column: Number(column) }, message: message! });
  }
  return errors;
}

function projectFor(path: string): object {
  const built = join(kitTypes, 'index.d.ts');
  const kit = existsSync(built) ? built : join(courseRoot, 'exercises', 'kit', 'index.ts');
  return { compilerOptions: learnerCompilerOptions(kit), files: [path] };
}

function output(
  [program, ...first]: readonly string[],
  args: readonly string[],
  cwd: string,
): Promise<string> {
  return new Promise((resolve) => {
    const child = execFile(
      program!,
      [...first, ...args],
      { cwd, env: { PATH: process.env.PATH }, timeout: 20_000, maxBuffer: 4 << 20 },
      (_, stdout) => resolve(stdout),
    );
    stepBack(child.pid);
  });
}

/** The verdict comes first: it may be made at the same time. */
function stepBack(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, niceness);
  } catch {
    // It runs as fast as everything else then.
  }
}

const niceness = 10;
