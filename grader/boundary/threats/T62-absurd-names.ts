// Tries: exports absurd names, and brings files with absurd names along.
// Verdict: failed
// With file fixture/\u001b[2J.ts: export const a = 1;
// With file fixture/-rf.ts: export const a = 1;
// @ts-nocheck
// biome-ignore-all lint: hostile on purpose
const names = {};
for (const name of [
  '__proto__',
  'constructor',
  'then',
  'default',
  '\u001b[2J',
  '../../x',
  'a'.repeat(10_000),
])
  names[name] = () => true;
module.exports = new Proxy(names, { ownKeys: (target) => Reflect.ownKeys(target) });
