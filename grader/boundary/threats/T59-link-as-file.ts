// Tries: is no file but a link to the reference.
// Verdict: failed
// It is a link: <answer key>/reference.ts
export {};
