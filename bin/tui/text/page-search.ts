import type { Position } from '../ports.ts';
import { type Page, positionAt, topOf } from './page.ts';
import { accepted, emptySearch, matchesIn, retyped, type Search, turned } from './search.ts';

/** Where a reader stands in a long text, and what is searched in it. */
export interface Reading {
  readonly position: Position;
  readonly search: Search | null;
  /** Where the reader was when the search began. */
  readonly searchedFrom: Position;
}

export type SearchAction =
  | { readonly type: 'start-search' }
  | { readonly type: 'type-query'; readonly query: string }
  | { readonly type: 'accept-search' }
  | { readonly type: 'cancel-search' }
  | { readonly type: 'forget-search' }
  | { readonly type: 'go-to-match'; readonly by: 1 | -1 };

/** A text that nobody has searched, read from here on. */
export function readingFrom(position: Position): Reading {
  return { position, search: null, searchedFrom: position };
}

/** The text after an action of its search. */
export function searchReduced<R extends Reading>(reading: R, action: SearchAction, page: Page): R {
  switch (action.type) {
    case 'start-search':
      return { ...reading, search: emptySearch, searchedFrom: reading.position };
    case 'type-query':
      return typed(reading, action.query, page);
    case 'accept-search':
      return { ...reading, search: accepted(reading.search) };
    case 'cancel-search':
      return { ...reading, search: null, position: reading.searchedFrom };
    case 'forget-search':
      return { ...reading, search: null };
    case 'go-to-match':
      return atMatch(reading, action.by, page);
  }
}

/** Shows words that are known to be in the text: all of them in one line, or else the first that is there. */
export function sought<R extends Reading>(reading: R, words: string, page: Page): R {
  const query = [words.trim(), ...words.trim().split(/\s+/)].find(
    (each) => matchesIn(page.lines, each).length > 0,
  );
  if (!query) return reading;
  const position = withAir(matchesIn(page.lines, query)[0]!, page);
  return { ...reading, position, search: { query, typing: false, match: 0 } };
}

/** While letters are typed the page shows the first match from where the search began. */
function typed<R extends Reading>(reading: R, query: string, page: Page): R {
  const matches = matchesIn(page.lines, query);
  const search = retyped(query, matches, topOf(reading.searchedFrom, page));
  const match = matches[search.match];
  const position = match === undefined ? reading.searchedFrom : withAir(match, page);
  return { ...reading, search, position };
}

function atMatch<R extends Reading>(reading: R, by: 1 | -1, page: Page): R {
  if (!reading.search) return reading;
  const matches = matchesIn(page.lines, reading.search.query);
  const search = turned(reading.search, matches.length, by);
  const match = matches[search.match];
  return match === undefined ? reading : { ...reading, search, position: withAir(match, page) };
}

/** A match stands a few lines below the top, so that what leads to it is seen as well. */
function withAir(line: number, page: Page): Position {
  return positionAt(line - 3, page);
}
