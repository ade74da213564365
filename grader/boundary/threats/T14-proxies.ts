// Tries: answers with proxies that have every property and equal whatever they are compared with.
// Verdict: failed
// @ts-nocheck
// biome-ignore-all lint: hostile on purpose
const anything = () =>
  new Proxy(function () {}, {
    get: (_, key) => (key === Symbol.toPrimitive ? () => 1 : anything()),
    has: () => true,
    ownKeys: () => ['prototype', 'key', 'text', 'rev'],
    getOwnPropertyDescriptor: (target, key) =>
      key === 'prototype'
        ? Object.getOwnPropertyDescriptor(target, key)
        : { value: 1, enumerable: true, configurable: true },
    getPrototypeOf: () => Map.prototype,
    apply: anything,
    construct: anything,
  });
export const Notebook = anything();
export const decipher = anything();
export const countWords = () => new Proxy(new Map(), {});
export const sorted = () => new Proxy([], { get: (_, key) => (key === 'length' ? 3 : anything()) });
