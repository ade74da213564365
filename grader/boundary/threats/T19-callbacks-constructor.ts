// Tries: takes the suite's own callback apart: its constructor makes functions on the other side.
// Verdict: failed
// @ts-nocheck
// biome-ignore-all lint: hostile on purpose
export class Notebook {
  watch(watcher) {
    for (const name of ['constructor', 'call', 'apply', '__proto__', 'prototype']) {
      try {
        const make = watcher[name];
        console.log(name, make('return process')?.()?.mainModule);
        watcher.constructor.constructor('process.exit(0)')();
      } catch {}
    }
    return () => {};
  }
}
export function drain(source) {
  try {
    console.log(source.constructor.constructor('return this')().process.env);
    console.log(source.__proto__.constructor, source.words);
  } catch {}
  return 'words/0: x y z';
}
