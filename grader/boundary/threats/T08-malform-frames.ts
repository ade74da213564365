// Tries: writes garbage and half frames on every descriptor.
// Verdict: failed
// @ts-nocheck
// biome-ignore-all lint: hostile on purpose
import { nodeModule } from './ways-out';

const fs = nodeModule('fs');
for (let fd = 0; fd < 64; fd++) {
  try {
    fs.writeSync(fd, Buffer.from('\u0000\u0000\u0000\u0009{"value":'));
  } catch {}
}
export const decipher = () => 'anything';
