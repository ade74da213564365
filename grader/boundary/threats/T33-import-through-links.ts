// Tries: imports files outside its folder through links.
// Verdict: failed
// With link fixture/linked: <answer key>
// With link fixture/hidden.ts: <answer key>/hidden.ts
// @ts-nocheck
// biome-ignore-all lint: hostile on purpose
export { hidden as Notebook } from './linked/hidden';
export const decipher = () => 'anything';
