// Tries: gives promises that never settle.
// Verdict: failed
// @ts-nocheck
// biome-ignore-all lint: hostile on purpose
const never = new Promise(() => {});
export class Notebook {
  write = () => never;
  read = () => never;
}
export const decipher = () => never;
