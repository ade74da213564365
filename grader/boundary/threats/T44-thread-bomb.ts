// Tries: starts threads without end.
// Verdict: failed
// @ts-nocheck
// biome-ignore-all lint: hostile on purpose
import { nodeModule, tryAll } from './ways-out';

for (let i = 0; i < 300; i++)
  tryAll(() => new (nodeModule('worker_threads').Worker)('for (;;);', { eval: true }));
for (let i = 0; i < 100; i++)
  tryAll(() => nodeModule('crypto').pbkdf2('a', 'b', 1e9, 64, 'sha512', () => {}));
export const decipher = () => 'anything';
