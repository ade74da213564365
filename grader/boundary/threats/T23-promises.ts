// Tries: gives promises of the right values.
// Verdict: failed
// @ts-nocheck
// biome-ignore-all lint: hostile on purpose
export class Notebook {
  async write(key, text) {
    return { key, text, rev: 1 };
  }
  async read(key) {
    return { key, text: 'two', rev: 2 };
  }
}
export async function divide(values, by) {
  return values.map((value) => value / by);
}
