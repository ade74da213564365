// Tries: answers with getters that give something else each time they are read.
// Verdict: failed
// @ts-nocheck
// biome-ignore-all lint: hostile on purpose
let reads = 0;
const changing = {
  get rev() {
    return ++reads;
  },
  get text() {
    return ['one', 'two'][reads++ % 2];
  },
  key: 'a',
};
export class Notebook {
  get size() {
    return ++reads;
  }
  get title() {
    return ['untitled', 'diary'][reads++ % 2];
  }
  set title(value) {}
  write() {
    return changing;
  }
  read() {
    return changing;
  }
}
