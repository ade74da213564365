import { type Line, plainText, type Span } from './line.ts';

/** A search in progress or done. */
export interface Search {
  readonly query: string;
  /** Are letters still being typed? */
  readonly typing: boolean;
}

/** Indexes of the lines where `query` occurs, capitals or not. */
export function matchesIn(lines: readonly Line[], query: string): number[] {
  const wanted = query.toLowerCase();
  if (!wanted) return [];
  return lines.flatMap((spans, index) =>
    plainText(spans).toLowerCase().includes(wanted) ? [index] : [],
  );
}

/** The match to go to from `from`: forward or backward, around the end. */
export function matchFrom(
  matches: readonly number[],
  from: number,
  by: 1 | -1,
): number | undefined {
  if (by === 1) return matches.find((match) => match > from) ?? matches[0];
  return matches.findLast((match) => match < from) ?? matches.at(-1);
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
