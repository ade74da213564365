// Tries: imports by URL, absolute path and at run time.
// Verdict: failed
// @ts-nocheck
// biome-ignore-all lint: hostile on purpose
for (const name of [
  'file:///etc/passwd',
  'data:text/javascript,export default 1',
  '<course>/package.json',
  '<answer key>/hidden.ts',
  '../../../../etc/passwd',
  'node:fs',
  '#suite',
  '#reference/fixture/notebook',
])
  try {
    console.log(name, require(name));
  } catch (error) {
    console.log(error.message);
  }
import('node:fs').then(
  (fs) => console.log(fs),
  () => {},
);
new Function('return import("node:fs")')().catch(() => {});
export const decipher = () => 'anything';
