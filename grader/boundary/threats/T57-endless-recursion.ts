// Tries: calls the suite's callbacks from within themselves, and itself, without end.
// Verdict: failed
// @ts-nocheck
// biome-ignore-all lint: hostile on purpose
export class Notebook {
  watchers = [];
  watch(watcher) {
    this.watchers.push(watcher);
    return () => this.watch(watcher);
  }
  write(key, text) {
    for (const watcher of this.watchers) watcher({ key, text, rev: 1 });
    return this.write(key, text);
  }
}
export function mapJoin(texts, visit) {
  return mapJoin(texts, (text) => visit(mapJoin([text], visit)));
}
