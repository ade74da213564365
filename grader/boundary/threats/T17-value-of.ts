// Tries: answers with objects that turn into any number or text that is asked for.
// Verdict: failed
// @ts-nocheck
// biome-ignore-all lint: hostile on purpose
let guess = 0;
const value = {
  valueOf: () => ++guess,
  toString: () => 'anything',
  [Symbol.toPrimitive]: (hint) => (hint === 'number' ? ++guess : 'anything'),
  [Symbol.toStringTag]: 'String',
};
export class Notebook {
  get size() {
    return value;
  }
  write() {
    return { key: value, text: value, rev: value };
  }
}
export const decipher = () => Object.assign(Object('anything'), value);
export const divide = () => [value, Object(1), Object(-0)];
