// Tries: ends the process with success while it loads, before any test could fail.
// Verdict: failed
// @ts-nocheck
// biome-ignore-all lint: hostile on purpose
process.exit(0);

export {};
