// Tries: fills memory outside the heap: buffers, shared memory, WebAssembly.
// Verdict: failed, or timed-out
// @ts-nocheck
// biome-ignore-all lint: hostile on purpose
const kept = [];
export function decipher() {
  for (;;)
    for (const make of [
      () => Buffer.alloc(64 * 2 ** 20, 1),
      () => new Uint8Array(new SharedArrayBuffer(64 * 2 ** 20)).fill(1),
      () => new Uint8Array(new WebAssembly.Memory({ initial: 1024 }).buffer).fill(1),
      () => 'x'.repeat(2 ** 28) + kept.length,
    ])
      try {
        kept.push(make());
      } catch {}
}
