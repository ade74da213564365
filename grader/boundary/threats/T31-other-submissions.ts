// Tries: looks at what other learners handed in, beside it and in temporary folders.
// Verdict: failed
// @ts-nocheck
// biome-ignore-all lint: hostile on purpose
import { nodeModule, tryAll } from './ways-out';

const fs = nodeModule('fs');
console.log(
  tryAll(
    () => fs.readdirSync('..'),
    () => fs.readdirSync('/tmp'),
    () => fs.readdirSync('/home'),
    () => fs.readdirSync('/dev/shm'),
    () => require('../other/notebook'),
    () => require('../../other/fixture/notebook'),
  ),
);
export const decipher = () => 'anything';
