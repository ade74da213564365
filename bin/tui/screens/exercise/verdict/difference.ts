import { diffArrays } from 'diff';
import type { Line, Span } from '../../../text/line.ts';
import { span } from '../../../text/line.ts';

/** A line of two values laid over each other: in both, in one of them, or how many that are in both were left out. */
export interface ComparedLine {
  readonly side: 'both' | 'expected' | 'received' | 'left-out';
  readonly text: string;
}

/** Lines that are in both values and stay around each difference. */
const context = 2;

/** Two values of several lines each, laid over each other. */
export function comparedLines(expected: string, received: string): ComparedLine[] {
  const changes = diffArrays(expected.split('\n'), received.split('\n'));
  return changes.flatMap(({ added, removed, value }, index) => {
    if (added) return value.map((text): ComparedLine => ({ side: 'received', text }));
    if (removed) return value.map((text): ComparedLine => ({ side: 'expected', text }));
    const before = index > 0 ? context : 0;
    const after = index < changes.length - 1 ? context : 0;
    return shortened(value, before, after);
  });
}

/** What both have, but for its middle. */
function shortened(lines: readonly string[], before: number, after: number): ComparedLine[] {
  const both = (text: string): ComparedLine => ({ side: 'both', text });
  const missing = lines.length - before - after;
  if (missing < 2) return lines.map(both);
  return [
    ...lines.slice(0, before).map(both),
    { side: 'left-out', text: `… ${missing} equal lines …` },
    ...lines.slice(lines.length - after).map(both),
  ];
}

/** Two values of one line each, what differs marked in both; one that has nothing in common is not marked. */
export function comparedSpans(expected: string, received: string): [Line, Line] {
  const changes = diffArrays(tokensOf(expected), tokensOf(received));
  if (!changes.some(({ added, removed }) => !added && !removed))
    return [[span(expected)], [span(received)]];
  const side = (other: 'added' | 'removed') =>
    changes.flatMap((change): Span[] => {
      if (change[other]) return [];
      const text = change.value.join('');
      return [change.added || change.removed ? span(text, 'differs') : span(text)];
    });
  return [side('added'), side('removed')];
}

/** Words and numbers whole, everything else letter by letter. */
function tokensOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}_]+|[^\p{L}\p{N}_]/gu) ?? [];
}
