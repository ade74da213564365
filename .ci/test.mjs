// `npm test`: every proof in order, each with its time; goes on after a failure and ends with one counted line.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'course-test-'));
const bin = (name) => join('node_modules', '.bin', name);

/** Counts one step as one proof. */
const once = (program, ...args) => ({ program, args, count: (ok) => (ok ? [1, 0] : [0, 1]) });

/** Counts vitest's own tests. */
function vitest(name, ...args) {
  const report = join(folder, `${name}.json`);
  return {
    program: bin('vitest'),
    args: ['run', ...args, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    count: (ok) => {
      const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'));
      return [numPassedTests, ok ? numFailedTests : Math.max(1, numFailedTests)];
    },
  };
}

const steps = {
  build: once('node', 'esbuild.config.mjs'),
  lint: once(bin('biome'), 'check', '--error-on-warnings', '.'),
  types: once(bin('tsc'), '-p', '.'),
  'unused code': once(bin('knip')),
  'unit tests': vitest('unit'),
  'suites under plain vitest': vitest('suites', '--config', 'vitest.suites.config.ts'),
  'author check': once('node', 'dist/course.js', 'author', 'check'),
};

const wanted = process.argv.slice(2);
let passed = 0;
let failed = 0;
for (const [name, { program, args, count }] of Object.entries(steps)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`\n== ${name}`);
  const started = performance.now();
  const { status } = spawnSync(program, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  const [good, bad] = countOf(count, status === 0);
  passed += good;
  failed += bad;
  console.log(
    `== ${name}: ${status === 0 ? 'ok' : `FAILED (${status})`} after ${((performance.now() - started) / 1000).toFixed(1)} s`,
  );
}
rmSync(folder, { recursive: true, force: true });
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

function countOf(count, ok) {
  try {
    return count(ok);
  } catch {
    // The step broke before it could write its report.
    return [0, 1];
  }
}
