// Tries: registers tests of its own, alone, twice and under the names of the suite.
// Verdict: failed
// @ts-nocheck
// biome-ignore-all lint: hostile on purpose
const { describe, it, test } = globalThis;
const register = it ?? test ?? require('vitest').it;
for (const name of ['letters move back', 'everywhere in a text']) {
  register.only(name, () => {});
  describe.only('Cipher', () => register(name, () => {}));
}
export const decipher = () => 'anything';
