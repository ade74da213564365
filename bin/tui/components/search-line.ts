import { type Line, span } from '../text/line.ts';
import type { Search } from '../text/search.ts';

/** The search as it is typed, and which of how many places is shown. */
export function searchLine(search: Search, count: number): Line {
  const found = count === 0 ? 'not found' : `${search.match + 1} of ${count}`;
  return [
    span('/', 'accent'),
    span(search.query),
    ...(search.typing ? [span('▏', 'accent')] : []),
    span(search.query ? `  ${found}` : '', 'muted'),
  ];
}
