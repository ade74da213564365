import { compareBytes, fromKey, seededRandom, type WatchOptions } from 'course/kit';
import type { MvccStore } from '#reference/etcd/mvcc-store';

/** What happens to watchers between two calls of a store. */
export type Step =
  | { readonly step: 'watch'; readonly key: string; readonly options: WatchOptions }
  /** The watcher that began as the `which`-th of those that live. */
  | { readonly step: 'cancel'; readonly which: number }
  | { readonly step: 'drain' };

/** Each one holds a connection of the few that there are. */
const mostLiving = 5;
const keys = ['\0', 'B', 'a', 'a/', 'a/b', 'a0', 'aa', 'b', 'z', 'é', 'Ａ', '😀'];

/**
 * Seeded dice for watchers. Left out, as they are etcd's quirks or left open by the exercise: a start at exactly the
 * compacted revision (3.4.23 may lose a deletion there), a range whose end is not after its start (etcd refuses the
 * watcher), an empty key (the least key for etcd), drains that a compaction overtakes (when etcd's own are
 * behind is a matter of its timers, so everyone drains before each compaction).
 */
export class RandomWatches {
  private readonly random;

  constructor(
    seed: number,
    private readonly store: MvccStore,
  ) {
    this.random = seededRandom(seed);
  }

  /** Nothing, most of the time. */
  next(living: number): Step | undefined {
    const dice = this.random.intn(100);
    if (dice < 4) return { step: 'drain' };
    if (dice < 6 && living > 0) return { step: 'cancel', which: this.random.intn(living) };
    if (dice < 14 && living < mostLiving) return this.watch();
    return undefined;
  }

  private watch(): Step {
    const key = this.pick(keys);
    const ends = [fromKey, ...keys.filter((end) => end !== fromKey && compareBytes(end, key) > 0)];
    return {
      step: 'watch',
      key,
      options: {
        ...(this.random.intn(3) > 0 && { rangeEnd: this.pick(ends) }),
        ...(this.random.intn(3) > 0 && { startRevision: this.start() }),
        ...(this.random.intn(2) > 0 && { prevKv: true }),
        ...(this.random.intn(3) === 0 && {
          filters: this.pick([['noput'], ['nodelete'], ['noput', 'nodelete'], []] as const),
        }),
      },
    };
  }

  /** Gone, past, about now, or to come. */
  private start(): number {
    const { revision, compactRevision } = this.store;
    const start = this.pick([
      Math.max(1, compactRevision - this.random.intn(5)),
      compactRevision + 1 + this.random.intn(revision - compactRevision + 1),
      revision + this.random.intn(3),
      revision + 1 + this.random.intn(20),
    ]);
    return start === compactRevision ? compactRevision + 1 : start;
  }

  private pick<T>(items: readonly T[]): T {
    return items[this.random.intn(items.length)] as T;
  }
}
