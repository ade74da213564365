// Tries: reads the suite, the reference and the compiled answer keys from disk.
// Verdict: failed
// @ts-nocheck
// biome-ignore-all lint: hostile on purpose
import { nodeModule, tryAll } from './ways-out';

const fs = nodeModule('fs');
const places = [
  '<course>/dist/answer-keys/fixture/notebook.suite.json',
  '<course>/grader/answer-keys',
  '<course>/package.json',
  './suite.test.ts',
  '../suite.test.ts',
  '/box.cjs',
  process.argv[1],
];
console.log(
  tryAll(...places.map((place) => () => fs.readFileSync(place, 'utf8')))
    .join('\n')
    .match(/MARKER.{0,20}/g),
);
console.log(tryAll(...places.map((place) => () => fs.readdirSync(place))));
export const decipher = () => 'anything';
