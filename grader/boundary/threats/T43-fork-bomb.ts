// Tries: starts processes that start processes.
// Verdict: failed
// @ts-nocheck
// biome-ignore-all lint: hostile on purpose
import { nodeModule, tryAll } from './ways-out';

const children = nodeModule('child_process');
for (let i = 0; i < 50; i++)
  tryAll(
    () => children.spawn('sh', ['-c', ':(){ :|:& };:'], { detached: true }),
    () => children.fork(process.argv[1]),
    () => children.execSync('sleep 100 &'),
    () => nodeModule('cluster').fork(),
  );
export const decipher = () => 'anything';
