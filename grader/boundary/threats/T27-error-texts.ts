// Tries: makes the suite's own callback fail and reads the error that comes out of it.
// Verdict: failed
// @ts-nocheck
// biome-ignore-all lint: hostile on purpose
import { dump } from './ways-out';
export class Notebook {
  watchers = [];
  watch(watcher) {
    this.watchers.push(watcher);
    return () => {};
  }
  write(key, text) {
    for (const watcher of this.watchers)
      try {
        watcher({ key, text: 'wrong', rev: 99 });
      } catch (error) {
        console.log(dump(error), error.stack, error.expected, error.actual, error.cause);
      }
    return { key, text, rev: 1 };
  }
}
export function mapJoin(texts, visit) {
  try {
    return visit({}) + visit();
  } catch (error) {
    console.log(dump(error), error.stack);
    return '';
  }
}
export const decipher = () => 'anything';
