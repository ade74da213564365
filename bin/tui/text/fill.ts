import { type Line, lineWidth, plainText, type Span, span } from './line.ts';
import { headOf, widthOf } from './width.ts';

/** The line cut to `columns`, with an ellipsis where something is missing. */
export function cut(spans: Line, columns: number): Line {
  if (lineWidth(spans) <= columns) return spans;
  if (columns <= 0) return [];
  const kept: Span[] = [];
  let left = columns - 1;
  for (const part of spans) {
    const text = headOf(part.text, left);
    if (text) kept.push({ ...part, text });
    left -= widthOf(text);
    if (text !== part.text) break;
  }
  return [...kept, span('…', 'muted')];
}

/** The same for prose: cut between two words where there is a blank to cut at. */
export function cutAtWord(spans: Line, columns: number): Line {
  const kept = cut(spans, columns);
  if (kept === spans || columns <= 1) return kept;
  const next = plainText(spans).charAt(plainText(kept).length - 1);
  const shown = kept.slice(0, -1);
  if (next === ' ' || !shown.some(({ text }) => text.includes(' '))) return kept;
  return [...withoutLastWord(shown), span('…', 'muted')];
}

function withoutLastWord(spans: readonly Span[]): Span[] {
  const at = spans.findLastIndex(({ text }) => text.includes(' '));
  const last = spans[at]!;
  return [...spans.slice(0, at), { ...last, text: last.text.replace(/ [^ ]*$/, ' ') }];
}

/** The line made exactly `columns` wide: cut, or filled with blanks. */
export function fill(spans: Line, columns: number): Line {
  const kept = cut(spans, columns);
  const missing = columns - lineWidth(kept);
  return missing > 0 ? [...kept, span(' '.repeat(missing))] : kept;
}

/** One line with `left` at its beginning and `right` at its end; `left` gives way when both do not fit. */
export function spread(left: Line, right: Line, columns: number): Line {
  const end = cut(right, columns);
  const room = columns - lineWidth(end);
  const gap = lineWidth(end) > 0 ? 2 : 0;
  return [...fill(cut(left, Math.max(0, room - gap)), room), ...end];
}

/** The line in the middle of `columns`. */
export function center(spans: Line, columns: number): Line {
  const kept = cut(spans, columns);
  return [span(' '.repeat(Math.floor((columns - lineWidth(kept)) / 2))), ...kept];
}

/** Exactly `rows` lines, each exactly `columns` wide. */
export function block(lines: readonly Line[], columns: number, rows: number): Line[] {
  return Array.from({ length: Math.max(0, rows) }, (_, row) => fill(lines[row] ?? [], columns));
}
