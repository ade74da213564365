import type { TestResult } from '../../../ports.ts';
import { type Line, span } from '../../../text/line.ts';
import { wrap } from '../../../text/wrap.ts';
import { words } from '../wording.ts';
import { comparedLines, comparedSpans } from './difference.ts';
import { labelled, rows, untabbed } from './labelled.ts';

/** Rows that one remark takes for a value at most: what follows it is to be seen as well. */
const mostRows = 16;

/** What was expected and what came. Where both are there, what differs between them is marked. */
export function valueRows(test: TestResult, width: number): Line[] {
  const { expected } = test;
  // What was thrown stands in the message already.
  const received = test.message.includes(`threw ${test.received}`) ? null : test.received;
  if (expected === null || received === null) return plainRows(expected, received, width);
  const long = [expected, received].map((value) => value.includes('\n'));
  if (long.every(Boolean)) return capped(comparedRows(expected, received, width));
  if (long.some(Boolean)) return plainRows(expected, received, width);
  const [wanted, came] = comparedSpans(untabbed(expected), untabbed(received));
  return [
    ...labelled('expected', capped(wrap(wanted, width))),
    ...labelled('received', capped(wrap(came, width)), 'fail'),
  ];
}

function plainRows(expected: string | null, received: string | null, width: number): Line[] {
  return [
    ...labelled('expected', expected === null ? [] : capped(rows(expected, width))),
    ...labelled('received', received === null ? [] : capped(rows(received, width)), 'fail'),
  ];
}

/** Both values over each other: the label tells whose line it is. */
function comparedRows(expected: string, received: string, width: number): Line[] {
  return comparedLines(untabbed(expected), untabbed(received)).flatMap(({ side, text }) => {
    if (side === 'left-out') return labelled('', [[span(text, 'muted')]]);
    const lines = wrap([span(text)], width);
    if (side === 'both') return labelled('', lines, 'muted');
    return labelled(side, lines, side === 'received' ? 'fail' : 'strong');
  });
}

function capped(lines: readonly Line[]): Line[] {
  if (lines.length <= mostRows) return [...lines];
  const more = lines.length - mostRows + 1;
  return [...lines.slice(0, mostRows - 1), [span(words.moreRows(more), 'muted')]];
}
