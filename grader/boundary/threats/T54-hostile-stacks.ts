// Tries: throws errors whose stack, name and message are meant to keep their reader busy or to break it.
// Verdict: failed
// @ts-nocheck
// biome-ignore-all lint: hostile on purpose
const stacks = [
  'x'.repeat(65_536),
  'a.ts:1:'.repeat(9_000),
  'E\n    at fixture/notebook.ts:0:0',
  `E\n    at fixture/notebook.ts:${'9'.repeat(300)}:1`,
  '\n'.repeat(65_536),
  null,
  { toString: 1 },
];
let next = 0;
function fail() {
  const error = new Error('y'.repeat(1e6));
  Object.defineProperty(error, 'stack', { value: stacks[next++ % stacks.length] });
  Object.defineProperty(error, 'name', { value: 'n'.repeat(1e6) });
  throw error;
}

export {
  fail as decipher,
  fail as sorted,
  fail as drain,
  fail as countWords,
  fail as divide,
  fail as mapJoin,
};
