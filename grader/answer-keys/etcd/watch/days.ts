import { compareBytes, fromKey, type WatchOptions } from 'course/kit';
import fc from 'fast-check';

/** A change of one key, or of all keys of a range. */
export type Change =
  | { readonly put: string; readonly value: string }
  | { readonly delete: string; readonly rangeEnd?: string };

/** A watcher to begin; where its start lies is known only when the store is there. */
export interface WatchDraft {
  readonly key: string;
  readonly options: Omit<WatchOptions, 'startRevision'>;
  readonly start?: { readonly from: 'revision' | 'compactRevision'; readonly step: number };
}

/** Perhaps the store is compacted, some watchers begin, some writes are made, one watcher may end, then who is awake drains. */
export interface Day {
  /** How many revisions before the present. */
  readonly compact?: number;
  readonly watches: readonly WatchDraft[];
  /** The changes of each write share a revision. */
  readonly writes: readonly (readonly Change[])[];
  /** Which watcher ends, counted round. */
  readonly cancel?: number;
  /** Those that sleep: a bit for each watcher, counted round. */
  readonly asleep: number;
}

/** Few keys, so that watchers and writes meet; beyond ASCII, so that the order of bytes matters. */
const keys = ['B', 'a', 'a/', 'Ａ', '😀'];
const key = fc.constantFrom(...keys);
const put = fc.record({ put: key, value: fc.constantFrom('', 'x', 'y') });
const deletion = fc.record({ delete: key });
const rangeDeletion = fc.record({ delete: key, rangeEnd: fc.constant(fromKey) });

/** No key twice: what is told of one that is deleted and put in one write is left open. */
const several = fc.uniqueArray(fc.oneof(put, put, deletion), {
  minLength: 1,
  maxLength: 4,
  selector: (change) => ('put' in change ? change.put : change.delete),
});
const write = fc.oneof(
  { weight: 5, arbitrary: several },
  { weight: 1, arbitrary: rangeDeletion.map((change): Change[] => [change]) },
);

/** Wide ranges, of which there is much to tell, and single keys that are quiet for days. */
const rangeEnd = fc.oneof(
  { weight: 3, arbitrary: fc.constant(fromKey) },
  { weight: 1, arbitrary: key },
  { weight: 2, arbitrary: fc.constant(undefined) },
);
const filters = fc.oneof(
  { weight: 3, arbitrary: fc.constant(undefined) },
  { weight: 2, arbitrary: fc.subarray(['noput', 'nodelete'] as const) },
);
const prevKv = fc.constantFrom(undefined, false, true, true);
const options = fc.record({ rangeEnd, filters, prevKv }).map(withoutUndefined);

/** The past, the compacted revision and its neighbours, and what is so far ahead that drains come in between. */
const start = fc.oneof(
  fc.record({ from: fc.constant('revision'), step: fc.integer({ min: -3, max: 1 }) }),
  fc.record({ from: fc.constant('revision'), step: fc.integer({ min: 3, max: 6 }) }),
  fc.record({ from: fc.constant('compactRevision'), step: fc.integer({ min: -2, max: 2 }) }),
);
const watch = fc
  .record({ key, options, start }, { requiredKeys: ['key', 'options'] })
  .map((draft) => ({ ...draft, options: nonEmpty(draft.key, draft.options) }));

const writes = fc.array(write, { minLength: 1, maxLength: 3, size: 'max' });
const asleep = fc.constantFrom(0, 0, 0, 1, 2, 4, 6);

/** Nothing is compacted yet. */
const first = fc.record({
  watches: fc.array(watch, { minLength: 2, maxLength: 3, size: 'max' }),
  writes,
  asleep,
});
/** Who drained the day before has nothing to fear of a compaction, whatever it was told then. */
const later = fc.record(
  {
    compact: fc.constantFrom(undefined, 0, 1, 2),
    watches: fc.array(watch, { maxLength: 1 }),
    writes,
    cancel: fc.nat({ max: 5 }),
    asleep,
  },
  { requiredKeys: ['watches', 'writes', 'asleep'] },
);

/** A few days in the life of a hub. Most watchers begin on the first: what goes wrong with one shows later. */
export const days: fc.Arbitrary<Day[]> = fc
  .tuple(first, fc.array(later, { minLength: 2, maxLength: 3, size: 'max' }))
  .map(([first, later]) => [first, ...later]);

/** An end that is not after the start makes an empty range, which is left open. */
function nonEmpty(key: string, options: WatchDraft['options']): WatchDraft['options'] {
  const { rangeEnd, ...rest } = options;
  const empty = rangeEnd !== undefined && rangeEnd !== fromKey && compareBytes(rangeEnd, key) <= 0;
  return empty ? rest : options;
}

/** An option that is not given is not there at all. */
function withoutUndefined(options: object): WatchDraft['options'] {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
