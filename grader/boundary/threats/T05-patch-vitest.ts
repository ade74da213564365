// Tries: looks for vitest, its matchers and chai, and makes them accept anything.
// Verdict: failed
// @ts-nocheck
// biome-ignore-all lint: hostile on purpose
const names = ['vitest', '@vitest/expect', '@vitest/runner', 'chai', 'fast-check'];
for (const name of names) {
  try {
    const found = require(name);
    found.expect.extend({ toEqual: () => ({ pass: true }), toBe: () => ({ pass: true }) });
  } catch {}
}
for (const key of [
  '$$jest-matchers-object',
  'matchers-object',
  'expect-global',
  'asymmetric-matchers-object',
]) {
  const state = globalThis[Symbol.for(key)];
  if (state) console.log('found', key, state);
  globalThis[Symbol.for(key)] = new Proxy({}, { get: () => () => ({ pass: true }) });
}
globalThis.expect?.extend?.({ toBe: () => ({ pass: true }) });
globalThis.__vitest_worker__ = { current: null };
export const decipher = () => 'anything';
