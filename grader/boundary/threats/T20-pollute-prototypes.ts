// Tries: answers with keys that would change the prototypes of the side that reads them.
// Verdict: failed
// @ts-nocheck
// biome-ignore-all lint: hostile on purpose
const polluting = JSON.parse(
  '{"__proto__":{"rev":1,"key":"a","text":"one","asymmetricMatch":true},"constructor":{"prototype":{"pass":true}}}',
);
export class Notebook {
  write() {
    return polluting;
  }
  read() {
    throw Object.assign(new Error('x'), polluting);
  }
}
export const countWords = () => new Map([['__proto__', polluting]]);
export const sorted = () => Object.assign([], polluting);
