// Tries: puts sequences that steer a terminal into names, messages, keys, values and its output.
// Verdict: failed
// @ts-nocheck
// biome-ignore-all lint: hostile on purpose
const escape = '\u001b[2J\u001b]0;owned\u0007\u009b31m\r\b\u202e';
console.log(escape);
process.stdout.write(escape);
export class Notebook {
  write(key, text) {
    console.log(`${escape}PASS`);
    return { [escape]: escape, key, text };
  }
  read() {
    throw Object.assign(new Error(escape), { name: escape, [escape]: 1 });
  }
}
export const decipher = () => escape;
export const countWords = () => new Map([[escape, new Error(escape)]]);
export function mapJoin() {
  throw escape;
}
export const drain = Object.defineProperty(
  () => Object.defineProperty(() => 1, 'name', { value: escape }),
  'name',
  { value: escape },
);
