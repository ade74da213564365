import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { secretFiles } from '../../exercises/catalog.ts';
import { courseRoot } from '../course-root.ts';
import { listTests } from './suite-list.ts';

/** A compiled suite: one CommonJS text that asks its engine for `vitest`, `#exercise/...` and the like. */
export interface SuiteCode {
  /** Hash of the compiled text: everything that decides the verdict but the engine. */
  readonly hash: string;
  readonly code: string;
  /** Ids of its tests in order: the exact list that a verdict needs. */
  readonly tests: readonly string[];
  /** What the text requires from the engine. */
  readonly externals: readonly string[];
  /** Source files that went in, relative to the course, with their hashes. */
  readonly inputs: Readonly<Record<string, string>>;
}

/** Where the build puts the compiled suite of an exercise, relative to the course. */
export function compiledSuitePath(id: string): string {
  return join('dist', 'answer-keys', `${id}.suite.json`);
}

/** By answer key. */
const known = new Map<string, SuiteCode>();

/**
 * The suite of an exercise: as the build compiled it or, where its sources lie here and differ, compiled afresh.
 * Throws an Error that names the folder when there is neither.
 */
export async function suiteCode(id: string, answerKey: string): Promise<SuiteCode> {
  const built = known.get(answerKey) ?? readBuilt(id);
  const source = join(answerKey, secretFiles.suite);
  if (!existsSync(source)) {
    if (!built)
      throw new Error(
        `no suite for ${id}: ${answerKey} holds no ${secretFiles.suite}, and none was built`,
      );
    return remember(answerKey, built);
  }
  if (built && madeFrom(built, source)) return remember(answerKey, built);
  return remember(answerKey, await compileSuite(source, id));
}

/**
 * Compiles a suite's TypeScript and everything local that it imports into one text. Where the files lie leaves no trace in it:
 * the text gives the hash, the hash the seed, and an answer key must give the same verdicts wherever a school keeps it.
 */
export async function compileSuite(source: string, id: string): Promise<SuiteCode> {
  const { build } = await import('esbuild');
  const result = await build({
    entryPoints: [source],
    absWorkingDir: courseRoot,
    bundle: true,
    write: false,
    metafile: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    legalComments: 'none',
    logLevel: 'silent',
    external: ['vitest', 'fast-check', 'course/kit', '#suite', '#exercise/*'],
    tsconfigRaw: '{}',
  });
  const code = placeless(result.outputFiles[0]!.text, dirname(source), id);
  const [output] = Object.values(result.metafile.outputs);
  const externals = [
    ...new Set(output!.imports.filter(({ external }) => external).map(({ path }) => path)),
  ].sort();
  const inputs = Object.fromEntries(
    Object.keys(result.metafile.inputs).map((path) => [path, fileHash(join(courseRoot, path))]),
  );
  const tests = await listTests({ code, externals });
  return { hash: sha256(code), code, tests, externals, inputs };
}

/**
 * Two things in the compiler's text tell where a file lay: its path in a comment, and whether a package.json above it says
 * that it is a module. The answer key's folder is named as in the course, and every suite is a module.
 */
function placeless(code: string, folder: string, id: string): string {
  const here = relative(courseRoot, folder).split(sep).join('/');
  return code
    .replaceAll(`\n// ${here}/`, `\n// grader/answer-keys/${id}/`)
    .replace(/__toESM\(require\(("[^"]*")\)\)/g, '__toESM(require($1), 1)');
}

function readBuilt(id: string): SuiteCode | undefined {
  const path = join(courseRoot, compiledSuitePath(id));
  if (!existsSync(path)) return undefined;
  const built = JSON.parse(readFileSync(path, 'utf8')) as Partial<SuiteCode>;
  // An older build has no list of tests.
  return built.tests ? (built as SuiteCode) : undefined;
}

function remember(answerKey: string, suite: SuiteCode): SuiteCode {
  known.set(answerKey, suite);
  return suite;
}

/** True when the suite was compiled from this very source, a school's own being another one, and nothing has changed since. */
function madeFrom({ inputs }: SuiteCode, source: string): boolean {
  if (!(relative(courseRoot, source) in inputs)) return false;
  return Object.entries(inputs).every(
    ([path, hash]) =>
      existsSync(join(courseRoot, path)) && fileHash(join(courseRoot, path)) === hash,
  );
}

function fileHash(path: string): string {
  return sha256(readFileSync(path));
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 16);
}
