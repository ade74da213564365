import { type Line, span } from '../text/line.ts';
import type { Search } from '../text/search.ts';

/** The search as it is typed, and which of how many places is shown: lines of a text, or items. */
export function searchLine(search: Search, count: number, places: 'line' | 'item'): Line {
  const found = count === 0 ? 'not found' : `${places} ${search.match + 1} of ${count}`;
  return [
    span('/', 'accent'),
    span(search.query),
    ...(search.typing ? [span('▏', 'accent')] : []),
    span(search.query ? `  ${found}` : '', 'muted'),
  ];
}
