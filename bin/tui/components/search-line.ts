import { type Line, span } from '../text/line.ts';
import type { Search } from '../text/search.ts';

/** The search as it is typed, and how much it found. */
export function searchLine(search: Search, found: string): Line {
  return [
    span('/', 'accent'),
    span(search.query),
    ...(search.typing ? [span('▏', 'accent')] : []),
    span(search.query ? `  ${found}` : '', 'muted'),
  ];
}
