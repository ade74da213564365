// Tries: answers with values that nest deeply, contain themselves, or are one part many times over.
// Verdict: failed, or timed-out
// @ts-nocheck
// biome-ignore-all lint: hostile on purpose
function deep(levels) {
  let value = 'end';
  for (let i = 0; i < levels; i++) value = { value };
  return value;
}
const cyclic = { list: [] };
cyclic.list.push(cyclic);
let doubling = ['x'];
for (let i = 0; i < 40; i++) doubling = [doubling, doubling];
export const decipher = () => deep(1e6);
export const sorted = () => [cyclic];
export const divide = () => doubling;
export const drain = () => deep(190);
export const mapJoin = () => {
  throw Object.assign(new Error('deep'), { cause: cyclic, deep: deep(1e5) });
};
