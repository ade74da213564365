// Tries: changes files outside: the course, the workspace, the home folder.
// Verdict: failed
// @ts-nocheck
// biome-ignore-all lint: hostile on purpose
import { nodeModule, tryAll } from './ways-out';

const fs = nodeModule('fs');
for (const path of [
  '<course>/dist/box.cjs',
  '<course>/dist/suite-thread.js',
  '<course>/package.json',
  '/etc/cron.d/x',
  '/root/.bashrc',
  '/proc/sys/kernel/core_pattern',
  '/box.cjs',
])
  console.log(
    tryAll(
      () => fs.appendFileSync(path, 'OWNED'),
      () => fs.rmSync(path, { force: false }),
      () => fs.symlinkSync('/', `${path}.link`),
      () => fs.chmodSync(path, 0o777),
    ),
  );
export const decipher = () => 'anything';
