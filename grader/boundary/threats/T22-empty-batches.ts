// Tries: empties the lists of answers that the box sends back, so that a loop over them checks nothing.
// Verdict: failed
// @ts-nocheck
// biome-ignore-all lint: hostile on purpose
const map = Array.prototype.map;
Array.prototype.map = function (work, ...rest) {
  return /outcomeOf/.test(String(work)) ? [] : map.call(this, work, ...rest);
};
export class Notebook {
  write(key, text) {
    return { key, text, rev: 0 };
  }
}
export const decipher = () => 'anything';
