// Tries: makes everything equal to everything, in all built-ins that a comparison could use.
// Verdict: failed
// @ts-nocheck
// biome-ignore-all lint: hostile on purpose
Object.is = () => true;
Array.prototype.every = () => true;
Array.prototype.some = () => false;
Array.prototype.includes = () => true;
JSON.stringify = () => '{"value":true}';
JSON.parse = () => ({ value: true });
Object.keys = () => [];
Object.prototype.toString = () => '[object Object]';
Number.isNaN = () => true;
Date.now = () => 0;
Promise.prototype.then = () => {};
Map.prototype.get = () => true;
Set.prototype.has = () => true;
Symbol.for = () => 'asymmetricMatch';
globalThis.structuredClone = () => ({});
export class Notebook {
  write() {
    return {};
  }
}
export const decipher = () => '';
