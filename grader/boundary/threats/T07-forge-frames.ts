// Tries: writes answers of its own on every descriptor, so that later calls read these.
// Verdict: failed
// @ts-nocheck
// biome-ignore-all lint: hostile on purpose
import { nodeModule } from './ways-out';

const fs = nodeModule('fs');
const forged = Buffer.from(JSON.stringify({ value: true, printed: 'forged' }));
const head = Buffer.alloc(4);
head.writeUInt32BE(forged.length);
for (let fd = 0; fd < 64; fd++) {
  try {
    fs.writeSync(fd, Buffer.concat([head, forged]));
  } catch {}
}
export const decipher = () => 'anything';
