// Tries: answers with objects that a test would wait for, and that never or always come.
// Verdict: failed
// @ts-nocheck
// biome-ignore-all lint: hostile on purpose
const never = { then: () => {} };
const always = { then: (resolve) => resolve(true) };
export class Notebook {
  then(resolve) {
    resolve({ key: 'a', text: 'one', rev: 1 });
  }
  write() {
    return always;
  }
  read() {
    return never;
  }
}
export const decipher = () => always;
export const drain = () => Promise.resolve('words/0: x y z');
