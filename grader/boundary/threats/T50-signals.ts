// Tries: sends signals to its parent, its group and everybody.
// Verdict: failed
// @ts-nocheck
// biome-ignore-all lint: hostile on purpose
import { nodeModule, tryAll } from './ways-out';

for (const pid of [process.ppid, 1, 0, -1, -process.pid, process.pid - 1, process.pid - 2])
  for (const signal of ['SIGTERM', 'SIGSTOP', 'SIGKILL'])
    tryAll(
      () => pid !== process.pid && process.kill(pid, signal),
      () => process._kill(pid, 9),
      () => nodeModule('process').kill(pid, signal),
      () => nodeModule('os').setPriority(pid, 19),
    );
export const decipher = () => 'anything';
