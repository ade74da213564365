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

/** Some watchers begin, some writes are made, perhaps the store is compacted, then who is awake drains. */
export interface Day {
  readonly watches: readonly WatchDraft[];
  /** The changes of each write share a revision. */
  readonly writes: readonly (readonly Change[])[];
  /** How many revisions before the present. */
  readonly compact?: number;
  /** Which watcher ends, counted round. */
  readonly cancel?: number;
  /** A bit for each watcher, counted round: set for those that sleep. */
  readonly asleep: number;
}

/** Few keys, so that watchers and writes meet; beyond ASCII, so that the order of bytes matters. */
const keys = ['B', 'a', 'a/', 'b', 'Ａ', '😀'];
const key = fc.constantFrom(...keys);
const rangeEnd = fc.oneof(key, fc.constant(fromKey), fc.constant(fromKey));

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

const options = fc.record(
  {
    rangeEnd,
    prevKv: fc.boolean(),
    filters: fc.subarray(['noput', 'nodelete'] as const),
  },
  { requiredKeys: [] },
);
const start = fc.record({
  from: fc.constantFrom('revision', 'revision', 'compactRevision'),
  step: fc.integer({ min: -3, max: 4 }),
});
const watch = fc
  .record({ key, options, start }, { requiredKeys: ['key', 'options'] })
  .map((draft): WatchDraft => ({ ...draft, options: nonEmpty(draft.key, draft.options) }));

const day = fc.record(
  {
    watches: fc.array(watch, { maxLength: 3, size: 'max' }),
    writes: fc.array(write, { maxLength: 5, size: 'max' }),
    compact: fc.nat({ max: 3 }),
    cancel: fc.nat({ max: 5 }),
    asleep: fc.nat({ max: 7 }),
  },
  { requiredKeys: ['watches', 'writes', 'asleep'] },
);

/** A few days in the life of a hub. */
export const days = fc.array(day, { minLength: 1, maxLength: 5, size: 'max' });

/** An end that is not after the start makes an empty range, which is left open. */
function nonEmpty(key: string, options: WatchDraft['options']): WatchDraft['options'] {
  const { rangeEnd, ...rest } = options;
  const empty = rangeEnd !== undefined && rangeEnd !== fromKey && compareBytes(rangeEnd, key) <= 0;
  return empty ? rest : options;
}
