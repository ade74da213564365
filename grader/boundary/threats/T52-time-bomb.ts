// Tries: behaves until later, and sleeps in between so that later comes.
// Verdict: timed-out
// @ts-nocheck
// biome-ignore-all lint: hostile on purpose
setTimeout(() => process.exit(0), 1);
process.nextTick(() => process.exit(0));
Promise.resolve().then(() => process.exit(0));
export function decipher() {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}
