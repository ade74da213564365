// Tries: never comes back from a call.
// Verdict: timed-out
// @ts-nocheck
// biome-ignore-all lint: hostile on purpose
export function decipher() {
  for (;;);
}
