// Tries: answers with objects that turn into something else when they are written down.
// Verdict: failed
// @ts-nocheck
// biome-ignore-all lint: hostile on purpose
const expected = { key: 'a', text: 'one', rev: 1, tag: ['value'] };
const fake = { toJSON: () => expected };
Object.prototype.toJSON = function () {
  return typeof this === 'object' && 'printed' in this ? { value: true, printed: '' } : this;
};
export class Notebook {
  write() {
    return fake;
  }
  toJSON() {
    return expected;
  }
}
export const decipher = () => ({ toJSON: () => 'anything' });
