// `npm run bench`: bundles .ci/bench/ and runs it with a clean environment (certificates named there slow node's start).
import { spawnSync } from 'node:child_process';
import { build } from 'esbuild';

await build({
  entryPoints: ['.ci/bench/main.ts'],
  outfile: '.ci/bench/bundle.mjs',
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  alias: { 'course/kit': './exercises/kit/index.ts' },
  logLevel: 'warning',
});
const { PATH, HOME } = process.env;
const { status } = spawnSync(process.execPath, ['.ci/bench/bundle.mjs', ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { PATH, HOME },
});
process.exitCode = status ?? 1;
