import { type LineRange, mergeThreeWay } from './three-way-merge.ts';

/** The texts of one exercise: the stub that was given, the learner's file, the stub that the course has now. */
export interface StubTexts {
  /** Null where none was ever given: a new exercise. */
  readonly given: string | null;
  /** Null where the learner has no such file. */
  readonly mine: string | null;
  readonly fresh: string;
}

/** What an update does with one exercise. */
export type UpdateStep =
  /** Nothing changed in the course. */
  | { readonly kind: 'current' }
  /** A new exercise: its stub comes. */
  | { readonly kind: 'new' }
  /** The learner's file was still the old stub, or is the new one already. */
  | { readonly kind: 'updated' }
  /** The learner's edits and the changes of the stub together. */
  | { readonly kind: 'merged'; readonly text: string }
  /** Both change the same lines, which are named as they stand in the learner's file: it stays as it is. */
  | { readonly kind: 'left'; readonly lines: readonly LineRange[] }
  /** The learner deleted the file: it stays away, `course reset` gives the new stub. */
  | { readonly kind: 'deleted' };

/** Decides what an update does with one exercise. */
export function updateStep({ given, mine, fresh }: StubTexts): UpdateStep {
  if (given === null) return { kind: 'new' };
  if (given === fresh) return { kind: 'current' };
  if (mine === null) return { kind: 'deleted' };
  if (mine === given || mine === fresh) return { kind: 'updated' };
  const merge = mergeThreeWay(given, mine, fresh);
  return merge.kind === 'merged' ? merge : { kind: 'left', lines: merge.lines };
}
