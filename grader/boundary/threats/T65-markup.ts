// Tries: answers with HTML, Markdown and formulas of a spreadsheet.
// Verdict: failed
// @ts-nocheck
// biome-ignore-all lint: hostile on purpose
const markup =
  '<script>alert(1)</script>|--|[x](javascript:alert(1))`\n=HYPERLINK("http://x")\n@SUM(1)\n+1\n-1';
console.log(markup);
export const decipher = () => markup;
export class Notebook {
  write() {
    throw new Error(markup);
  }
}
