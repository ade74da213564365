// Tries: leaves rejected promises and thrown errors behind that nobody handles.
// Verdict: failed
// @ts-nocheck
// biome-ignore-all lint: hostile on purpose
Promise.reject(new Error('unhandled'));
setTimeout(() => {
  throw new Error('later');
}, 0);
setImmediate(() => {
  throw new Error('immediately');
});
process.on('uncaughtException', () => {});
export async function decipher() {
  throw new Error('nobody waits for this');
}
