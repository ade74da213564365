import { type Line, plainText, type Span } from './line.ts';

/** A search in progress or done. */
export interface Search {
  readonly query: string;
  /** Are letters still being typed? */
  readonly typing: boolean;
  /** Which of the places found is shown, from 0. */
  readonly match: number;
}

/** A search of which nothing is typed yet. */
export const emptySearch: Search = { query: '', typing: true, match: 0 };

/** Indexes of the lines where `query` occurs, capitals or not. */
export function matchesIn(lines: readonly Line[], query: string): number[] {
  const wanted = query.toLowerCase();
  if (!wanted) return [];
  return lines.flatMap((spans, index) =>
    plainText(spans).toLowerCase().includes(wanted) ? [index] : [],
  );
}

/** The search with other letters; it shows the first match that is not before `start`, else the first of all. */
export function retyped(query: string, matches: readonly number[], start: number): Search {
  const match = matches.findIndex((line) => line >= start);
  return { query, typing: true, match: Math.max(0, match) };
}

/** The search after n or N: the next match or the one before, around the end. */
export function turned(search: Search, count: number, by: 1 | -1): Search {
  return count === 0 ? search : { ...search, match: (search.match + by + count) % count };
}

/** The search once its letters are accepted; null when there are none. */
export function accepted(search: Search | null): Search | null {
  return search?.query ? { ...search, typing: false } : null;
}

/** The line with the places of `query` marked. */
export function marked(spans: Line, query: string): Line {
  const wanted = query.toLowerCase();
  if (!wanted) return spans;
  const text = plainText(spans).toLowerCase();
  const starts: number[] = [];
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length))
    starts.push(at);
  if (starts.length === 0) return spans;
  const hits = new Set(starts.flatMap((at) => Array.from(wanted, (_, index) => at + index)));
  let at = 0;
  return spans.flatMap((part) => {
    const begin = at;
    at += part.text.length;
    return splitSpan(part, (index) => hits.has(begin + index));
  });
}

/** The line with the places of several words marked. */
export function markedAll(spans: Line, words: readonly string[]): Line {
  return words.reduce(marked, spans);
}

function splitSpan(part: Span, isHit: (index: number) => boolean): Span[] {
  const pieces: Span[] = [];
  let begin = 0;
  for (let end = 1; end <= part.text.length; end++) {
    if (end < part.text.length && isHit(end) === isHit(begin)) continue;
    const text = part.text.slice(begin, end);
    pieces.push(
      isHit(begin) ? { ...part, text, as: [...(part.as ?? []), 'match'] } : { ...part, text },
    );
    begin = end;
  }
  return pieces;
}
