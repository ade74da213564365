// Tries: sends positions of the suite's files back in its errors, to have those lines shown.
// Verdict: failed
// @ts-nocheck
// biome-ignore-all lint: hostile on purpose
const stack = (file) =>
  `Error: look\n    at ${file}:1:1\n    at x (${file}:5:5)\n    at file://${file}:9:9`;
const files = [
  'suite.test.ts',
  '<course>/dist/answer-keys/fixture/notebook.suite.json',
  '/etc/passwd',
  '../suite.test.ts',
  'fixture/notebook.ts',
];
let next = 0;
function fail() {
  const error = new Error('look');
  error.stack = stack(files[next++ % files.length]);
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
