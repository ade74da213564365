// Tries: answers with values that are far too large.
// Verdict: failed, or timed-out
// @ts-nocheck
// biome-ignore-all lint: hostile on purpose
export const decipher = () => 'x'.repeat(2 ** 28);
export const divide = () => new Array(2 ** 32 - 1);
export const sorted = () => Array.from({ length: 1e6 }, () => ({}));
export const countWords = () => new Map(Array.from({ length: 3e5 }, (_, i) => [{ i }, { i }]));
export const drain = () => 2n ** 100_000n;
export const mapJoin = () => ({ length: 2 ** 32 - 1 });
