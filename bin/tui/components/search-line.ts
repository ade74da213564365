import { type Line, span } from '../text/line.ts';
import type { Search } from '../text/search.ts';

/** The search as it is typed, and which of how many matches is shown: lines of a text, or items. */
export function searchLine(search: Search, count: number): Line {
  const found = count === 0 ? 'not found' : `match ${search.match + 1} of ${count}`;
  return [
    span('/', 'accent'),
    span(search.query),
    ...(search.typing ? [span('▏', 'accent')] : []),
    span(search.query ? `  ${found}` : '', 'muted'),
  ];
}
