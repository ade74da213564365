// Tries: fills the heap until there is none.
// Verdict: failed, or timed-out
// @ts-nocheck
// biome-ignore-all lint: hostile on purpose
const kept = [];
export function decipher() {
  for (;;) kept.push(new Array(100_000).fill({}));
}
