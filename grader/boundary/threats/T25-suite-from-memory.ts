// Tries: attaches an inspector to look at all memory, its own and its parent's.
// Verdict: failed
// @ts-nocheck
// biome-ignore-all lint: hostile on purpose
import { dump, nodeModule, tryAll } from './ways-out';

console.log(
  tryAll(
    () => nodeModule('inspector').open(0),
    () => new (nodeModule('inspector').Session)().connectToMainThread(),
    () => process._debugProcess(process.ppid),
    () =>
      nodeModule('v8')
        .getHeapSnapshot()
        .read()
        .toString()
        .match(/MARKER.{0,20}/g),
    () => nodeModule('v8').writeHeapSnapshot('/tmp/heap'),
    () => dump(globalThis, 4).match(/MARKER.{0,20}/g),
    () => dump(process, 4).match(/MARKER.{0,20}/g),
  ),
);
export const decipher = () => dump(globalThis, 3).match(/MARKER.{0,20}/g)?.[0] ?? 'anything';
