// Tries: starts promises that breed without end.
// Verdict: failed
// @ts-nocheck
// biome-ignore-all lint: hostile on purpose
const breed = () => Promise.resolve().then(breed).then(breed);
breed();
(function tick() {
  process.nextTick(tick);
})();
queueMicrotask(function again() {
  queueMicrotask(again);
});
export async function decipher() {
  for (;;) await null;
}
