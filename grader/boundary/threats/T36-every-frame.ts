// Tries: listens to everything that arrives in its process, by patching what the box reads it with.
// Verdict: failed
// @ts-nocheck
// biome-ignore-all lint: hostile on purpose
const found = [];
for (const name of ['toString', 'utf8Slice', 'latin1Slice', 'subarray', 'copy']) {
  const original = Buffer.prototype[name];
  Buffer.prototype[name] = function (...args) {
    const result = original.apply(this, args);
    const text = original === Buffer.prototype.toString ? result : String(result);
    found.push(...(text.match(/MARKER.{0,20}/g) ?? []));
    return result;
  };
}
const parse = JSON.parse;
JSON.parse = (text) => {
  found.push(...(text.match(/MARKER.{0,20}/g) ?? []));
  return parse(text);
};
export class Notebook {
  write(key, text) {
    console.log('frames', found.join());
    return { key, text, rev: 0 };
  }
}
export const decipher = () => found[0] ?? 'anything';
