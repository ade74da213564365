// Tries: imports files that are no code, through import attributes.
// Verdict: failed
// @ts-nocheck
// biome-ignore-all lint: hostile on purpose
import passwords from '/etc/passwd' with { type: 'text' };
import suite from './notebook.suite.json' with { type: 'json' };

console.log(passwords, suite);
export const decipher = () => 'anything';
