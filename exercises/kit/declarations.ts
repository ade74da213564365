// Runs when the package is built, never with the kit: it is not part of the kit's index.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { workspaceGlobals } from './workspace-globals.ts';

const here = dirname(fileURLToPath(import.meta.url));
const { resolve: find } = createRequire(import.meta.url);
const upstream = dirname(find('kubernetes-types/package.json'));

/**
 * Writes the kit's types to `outDir`: index.d.ts and all it needs, with relative imports only, so that a workspace
 * without any installation can map `course/kit` to it. `kit` is the kit's source folder. Throws Error when the kit does not type-check.
 */
export function buildKitTypes(outDir: string, kit = here): void {
  emitDeclarations(outDir, kit);
  const modules = declarationFiles(outDir).flatMap((file) => rewrite(file, outDir));
  for (const module of withImports(modules)) copyUpstream(module, outDir);
  copyFileSync(join(upstream, 'package.json'), join(outDir, 'kubernetes-types', 'package.json'));
  addGlobals(outDir);
}

const compilerOptions = [
  ['--target', 'es2023'],
  ['--lib', 'es2023'],
  ['--module', 'preserve'],
  ['--moduleResolution', 'bundler'],
  ['--types', 'node'],
  ['--strict', '--skipLibCheck', '--verbatimModuleSyntax', '--allowImportingTsExtensions'],
  ['--declaration', '--emitDeclarationOnly', '--noEmitOnError', '--ignoreConfig'],
].flat();

function emitDeclarations(outDir: string, kit: string): void {
  const compiler = join(dirname(find('typescript/package.json')), 'bin', 'tsc');
  const args = [
    compiler,
    join(kit, 'index.ts'),
    ...compilerOptions,
    '--rootDir',
    kit,
    '--outDir',
    outDir,
  ];
  try {
    execFileSync(process.execPath, args, { encoding: 'utf8', cwd: kit });
  } catch (error) {
    const { stdout = '', message } = error as Error & { stdout?: string };
    throw new Error(`The types of course/kit could not be built: ${stdout || message}`);
  }
}

function declarationFiles(dir: string): string[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.d.ts'))
    .map((file) => join(dir, file));
}

const upstreamImport = /(?<=from ['"])kubernetes-types\/([\w/]+)(?=['"])/g;
const kitImport = /(?<=from ['"]\.[^'"]*)\.ts(?=['"])/g;

/** Makes the imports of one of the kit's own files relative; gives the upstream modules that it names. */
function rewrite(file: string, outDir: string): string[] {
  const text = readFileSync(file, 'utf8');
  const up = relative(dirname(file), outDir).split(sep).join('/') || '.';
  const rewritten = text
    .replace(kitImport, '.js')
    .replace(upstreamImport, (_, module) => `${up}/kubernetes-types/${module}.js`);
  writeFileSync(file, rewritten);
  return Array.from(text.matchAll(upstreamImport), ([, module]) => module!);
}

/** The modules and all that they import, each once. */
function withImports(modules: readonly string[]): Set<string> {
  const all = new Set(modules);
  for (const module of all) for (const imported of upstreamImports(module)) all.add(imported);
  return all;
}

const relativeImport = /(?<=from ")(\.[^"]+)(?=")/g;

function upstreamImports(module: string): string[] {
  const imports = upstreamText(module).matchAll(relativeImport);
  return Array.from(imports, ([path]) => join(dirname(module), path).split(sep).join('/'));
}

/** The same two comments stand in every kind of object: a tenth of the whole. */
const repeatedComments =
  / *\/\*\* (APIVersion defines the versioned schema|Kind is a string value representing)[^\n]*\*\/\n/g;

function copyUpstream(module: string, outDir: string): void {
  const target = join(outDir, 'kubernetes-types', `${module}.d.ts`);
  mkdirSync(dirname(target), { recursive: true });
  const text = upstreamText(module).replace(relativeImport, '$1.js').replace(repeatedComments, '');
  writeFileSync(target, origin + text);
}

const origin = `// From the package kubernetes-types (Apache-2.0).
// Changed: imports end in .js; the comments of apiVersion and kind are left out.
`;

function upstreamText(module: string): string {
  return readFileSync(join(upstream, `${module}.d.ts`), 'utf8');
}

function addGlobals(outDir: string): void {
  writeFileSync(join(outDir, 'globals.d.ts'), workspaceGlobals);
  const index = join(outDir, 'index.d.ts');
  writeFileSync(index, `/// <reference path="./globals.d.ts" />\n${readFileSync(index, 'utf8')}`);
}
