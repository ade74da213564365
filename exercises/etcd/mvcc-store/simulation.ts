import { type MultiVersionStore, seededRandom } from 'course/kit';
import type { Simulation } from '#simulation';
import { StoreWorld } from './simulation/store-world.ts';

/** What the exercise's file exports, as far as this simulation needs it. */
interface StorePart {
  readonly MvccStore: new () => MultiVersionStore;
}

/** Revisions and watchers on a timeline: clients write, watchers follow, compaction forgets. */
export const simulation: Simulation<StorePart> = {
  title: 'Revisions on a timeline',
  about:
    'Three clients write to one store, watchers follow it, and now and then somebody compacts. Write yourself, read the past, let a watcher lose its connection, and compact before it comes back.',
  begin: ({ MvccStore }, seed) => new StoreWorld(new MvccStore(), seededRandom(seed)),
};
