// Builds dist/: the command with its lazily loaded parts, the suite thread, the box's program, the answer keys, the kit's types.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';
import { writeLicenses } from './.ci/licenses.mjs';

/** Yoga would ask fetch for its own bytes: that loads Node's HTTP client, 20 ms before the first picture. Without it, it decodes them. */
const yogaWithoutFetch = {
  name: 'yoga without fetch',
  setup: ({ onLoad }) =>
    onLoad({ filter: /yoga-wasm-base64-esm\.js$/ }, ({ path }) => ({
      contents: `const fetch = undefined;\n${readFileSync(path, 'utf8')}`,
    })),
};

const shared = {
  bundle: true,
  metafile: true,
  platform: 'node',
  target: 'node20',
  logLevel: 'warning',
  legalComments: 'none',
  minifySyntax: true,
  minifyWhitespace: true,
  alias: {
    'course/kit': './exercises/kit/index.ts',
    'react-devtools-core': './bin/tui/no-devtools.ts',
    'string-width': './bin/string-width-when-needed.ts',
  },
  define: { 'process.env.NODE_ENV': '"production"' },
};

rmSync('dist', { recursive: true, force: true });
const bundles = await Promise.all([
  build({
    ...shared,
    entryPoints: {
      course: 'bin/course.ts',
      'suite-thread': 'grader/engine/suite-thread.ts',
      'play-thread': 'grader/simulation/play-thread.ts',
      'class-lane': 'grader/classroom/grading/lane-process.ts',
      'build-content': '.ci/build-content.ts',
    },
    format: 'esm',
    splitting: true,
    outdir: 'dist',
    chunkNames: 'chunks/[name]-[hash]',
    external: [
      'esbuild',
      'libsql',
      '@dodona/dolos-lib',
      'typescript',
      '@stryker-mutator/instrumenter',
    ],
    jsx: 'automatic',
    plugins: [yogaWithoutFetch],
  }),
  build({
    ...shared,
    entryPoints: { box: 'grader/boundary/box.ts' },
    alias: { ...shared.alias, 'node:crypto': './grader/boundary/late-crypto.ts' },
    format: 'cjs',
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
  }),
]);
addRequire(Object.keys(bundles[0].metafile.outputs));
writeLicenses(
  bundles.map(({ metafile }) => metafile),
  'dist/THIRD-PARTY-LICENSES.txt',
);
const { buildContent } = await import('./dist/build-content.js');
await buildContent();
rmSync('dist/build-content.js');

/**
 * CommonJS dependencies inside the bundle call require for node's own modules and ask for __filename.
 * Only files that do so get both: made in each of a hundred, they would cost a plain command a tenth of its time.
 */
function addRequire(files) {
  const head =
    "import{createRequire as __createRequire}from'node:module';import{fileURLToPath as __toPath}from'node:url';const require=__createRequire(import.meta.url),__filename=__toPath(import.meta.url);";
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    if (!/\b(?:require|__filename)\b/.test(text)) continue;
    const [shebang] = /^(?:#!.*\n)?/.exec(text);
    writeFileSync(file, `${shebang}${head}\n${text.slice(shebang.length)}`);
  }
}
