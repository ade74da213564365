import { diffArrays } from 'diff';

/** The text that holds both sides' changes, or where in the learner's text both change the same lines. */
export type Merge =
  | { readonly kind: 'merged'; readonly text: string }
  | { readonly kind: 'conflict'; readonly lines: readonly LineRange[] };

/** Lines of a file, both ends included, counted from 1. */
export interface LineRange {
  readonly first: number;
  readonly last: number;
}

/** A run of base lines, `start` to before `end`, that became other lines. */
interface Change {
  readonly start: number;
  readonly end: number;
  readonly lines: readonly string[];
}

/**
 * Brings what changed from `base` to `theirs` into `mine`. Changes that touch the same or neighboring lines are a
 * conflict, unless both sides made the same one. Line ends are as in `mine`.
 */
export function mergeThreeWay(base: string, mine: string, theirs: string): Merge {
  const [old, own, fresh] = [base, mine, theirs].map(linesOf) as [string[], string[], string[]];
  const [ours, news] = [changesOf(old, own), changesOf(old, fresh)];
  const conflicts = ours.filter((change) => news.some((other) => collide(change, other)));
  if (conflicts.length > 0)
    return { kind: 'conflict', lines: conflicts.map((change) => placeIn(change, ours)) };
  const merged = applied(old, inOrder([...ours, ...news]));
  return { kind: 'merged', text: merged.join(mine.includes('\r\n') ? '\r\n' : '\n') };
}

function linesOf(text: string): string[] {
  return text.split(/\r?\n/);
}

function changesOf(before: readonly string[], after: readonly string[]): Change[] {
  const changes: Change[] = [];
  let at = 0;
  let open: { start: number; end: number; lines: string[] } | null = null;
  for (const part of diffArrays([...before], [...after])) {
    if (!part.added && !part.removed) {
      at += part.count;
      open = null;
      continue;
    }
    if (!open) {
      open = { start: at, end: at, lines: [] };
      changes.push(open);
    }
    if (part.added) open.lines.push(...part.value);
    else at += part.count;
    open.end = at;
  }
  return changes;
}

function collide(a: Change, b: Change): boolean {
  return a.start <= b.end && b.start <= a.end && !isSame(a, b);
}

function isSame(a: Change, b: Change): boolean {
  return a.start === b.start && a.end === b.end && a.lines.join('\n') === b.lines.join('\n');
}

/** In the base's order, what both sides made only once. */
function inOrder(changes: readonly Change[]): Change[] {
  const sorted = [...changes].sort((a, b) => a.start - b.start);
  return sorted.filter((change, index) => {
    const before = sorted[index - 1];
    return !before || !isSame(before, change);
  });
}

function applied(base: readonly string[], changes: readonly Change[]): string[] {
  let at = 0;
  const lines: string[] = [];
  for (const change of changes) {
    lines.push(...base.slice(at, change.start), ...change.lines);
    at = change.end;
  }
  return [...lines, ...base.slice(at)];
}

/** Where a change of the learner's stands in the learner's text. */
function placeIn(change: Change, ours: readonly Change[]): LineRange {
  const before = ours.slice(0, ours.indexOf(change));
  const shift = before.reduce(
    (sum, { start, end, lines }) => sum + lines.length - (end - start),
    0,
  );
  const first = change.start + shift + 1;
  return { first, last: Math.max(first, first + change.lines.length - 1) };
}
