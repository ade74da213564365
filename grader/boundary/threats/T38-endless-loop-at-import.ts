// Tries: never comes back from loading.
// Verdict: timed-out
// @ts-nocheck
// biome-ignore-all lint: hostile on purpose
for (;;);

export {};
