// Tries: fills the disk with data and with empty files.
// Verdict: failed
// @ts-nocheck
// biome-ignore-all lint: hostile on purpose
import { nodeModule, tryAll } from './ways-out';

const fs = nodeModule('fs');
for (const folder of ['/tmp', '/dev/shm', '/dev', '.', '/var/tmp'])
  for (let i = 0; i < 2000; i++)
    tryAll(() => fs.writeFileSync(`${folder}/course-threat-${i}`, 'x'.repeat(i * 10)));
export const decipher = () => 'anything';
