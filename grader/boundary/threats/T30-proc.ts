// Tries: reads other processes in /proc: their memory, environment, command lines and files.
// Verdict: failed
// @ts-nocheck
// biome-ignore-all lint: hostile on purpose
import { nodeModule, tryAll } from './ways-out';

const fs = nodeModule('fs');
for (const pid of ['self', 'thread-self', 1, process.ppid, process.ppid - 1])
  for (const name of [
    'environ',
    'cmdline',
    'maps',
    'mem',
    'root/etc/shadow',
    'cwd/package.json',
    'fd/0',
  ])
    console.log(
      pid,
      name,
      tryAll(() =>
        fs
          .readFileSync(`/proc/${pid}/${name}`)
          .toString('latin1')
          .match(/MARKER.{0,20}|NODE_[A-Z]+=/g),
      ),
    );
export const decipher = () => tryAll(() => fs.readFileSync('/proc/self/environ', 'utf8'))[0];
