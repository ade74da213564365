// Tries: throws what is no error at all.
// Verdict: failed
// @ts-nocheck
// biome-ignore-all lint: hostile on purpose
const things = [
  undefined,
  null,
  0,
  'text',
  Symbol('s'),
  () => 1,
  [],
  { then() {} },
  new Proxy(
    {},
    {
      get: () => {
        throw 1;
      },
    },
  ),
  Object.create(null),
];
let next = 0;
function fail() {
  throw things[next++ % things.length];
}

export {
  fail as decipher,
  fail as sorted,
  fail as drain,
  fail as countWords,
  fail as divide,
  fail as mapJoin,
};
