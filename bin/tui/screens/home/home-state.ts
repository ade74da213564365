import type { ItemName } from '../../ports.ts';
import { stepsBy } from '../../text/page.ts';
import { accepted, emptySearch, retyped, type Search, turned } from '../../text/search.ts';

/** The map of the cluster and the list of everything. */
export interface HomeState {
  readonly kind: 'home';
  readonly selected: ItemName | null;
  /** First line of the list that is visible. */
  readonly top: number;
  readonly search: Search | null;
  readonly searchedFrom: ItemName | null;
}

/** The list laid out: which line each item stands on, and its words for the search. */
export interface HomeList {
  readonly items: readonly {
    readonly item: ItemName;
    readonly component: string;
    readonly line: number;
    readonly words: string;
  }[];
  readonly length: number;
  readonly height: number;
}

export type HomeAction =
  | { readonly type: 'move'; readonly binding: string }
  | { readonly type: 'go-to-part'; readonly by: 1 | -1 }
  | { readonly type: 'select'; readonly item: ItemName }
  | { readonly type: 'start-search' }
  | { readonly type: 'type-query'; readonly query: string }
  | { readonly type: 'accept-search' }
  | { readonly type: 'cancel-search' }
  | { readonly type: 'go-to-match'; readonly by: 1 | -1 };

/** Home as it is when it opens. */
export function openedHome(selected: ItemName | null): HomeState {
  return { kind: 'home', selected, top: 0, search: null, searchedFrom: null };
}

/** Home after an action. */
export function homeReduced(state: HomeState, action: HomeAction, list: HomeList): HomeState {
  const at = selectedIndex(state, list);
  switch (action.type) {
    case 'move':
      return selecting(state, movedIndex(action.binding, at, list), list);
    case 'go-to-part':
      return withPartOnTop(state, partIndex(at, action.by, list), list);
    case 'select':
      return selecting(state, indexOf(action.item, list), list);
    case 'start-search':
      return { ...state, search: emptySearch, searchedFrom: state.selected };
    case 'type-query':
      return searched(state, action.query, list);
    case 'accept-search':
      return { ...state, search: accepted(state.search) };
    case 'cancel-search':
      return withSelection({ ...state, search: null }, state.searchedFrom, list);
    case 'go-to-match':
      return atMatch(state, action.by, list);
  }
}

/** Is the first or the last item selected, and of the parts the first or the last one? */
export function homeEdges(state: HomeState, list: HomeList) {
  const at = selectedIndex(state, list);
  return {
    atTop: at === 0,
    atEnd: at === list.items.length - 1,
    firstPart: partIndex(at, -1, list) === at,
    lastPart: partIndex(at, 1, list) === at,
  };
}

/** Indexes of the items whose title or component holds the letters. */
export function matchesOf(query: string, list: HomeList): number[] {
  const wanted = query.toLowerCase();
  if (!wanted) return [];
  return list.items.flatMap(({ words }, index) => (words.includes(wanted) ? [index] : []));
}

/** Place of the selected item among all items; the first when nothing is selected. */
export function selectedIndex(state: HomeState, list: HomeList): number {
  return state.selected ? Math.max(0, indexOf(state.selected, list)) : 0;
}

function indexOf({ kind, id }: ItemName, list: HomeList): number {
  return list.items.findIndex(({ item }) => item.kind === kind && item.id === id);
}

function movedIndex(binding: string, at: number, list: HomeList): number {
  if (binding === 'top') return 0;
  if (binding === 'bottom') return list.items.length - 1;
  return at + (stepsBy(binding, list.height) ?? 0);
}

/** To the first item of the next part; backward, first to the beginning of this one. */
function partIndex(at: number, by: 1 | -1, list: HomeList): number {
  const { items } = list;
  const starts = items.flatMap(({ component }, index) =>
    items[index - 1]?.component === component ? [] : [index],
  );
  const found =
    by === 1 ? starts.find((start) => start > at) : starts.findLast((start) => start < at);
  return found ?? at;
}

/** Selects the first item of a part, and shows as much of the part as has room. */
function withPartOnTop(state: HomeState, index: number, list: HomeList): HomeState {
  const selected = selecting(state, index, list);
  const line = list.items[index]?.line ?? 0;
  const last = Math.max(0, list.length - list.height);
  return { ...selected, top: Math.max(0, Math.min(line - 1, last)) };
}

function searched(state: HomeState, query: string, list: HomeList): HomeState {
  const from = state.searchedFrom ? Math.max(0, indexOf(state.searchedFrom, list)) : 0;
  const matches = matchesOf(query, list);
  const search = retyped(query, matches, from);
  return { ...selecting(state, matches[search.match] ?? from, list), search };
}

function atMatch(state: HomeState, by: 1 | -1, list: HomeList): HomeState {
  if (!state.search) return state;
  const matches = matchesOf(state.search.query, list);
  const search = turned(state.search, matches.length, by);
  return { ...selecting(state, matches[search.match] ?? selectedIndex(state, list), list), search };
}

function withSelection(state: HomeState, item: ItemName | null, list: HomeList): HomeState {
  return item ? selecting(state, indexOf(item, list), list) : state;
}

/** Selects an item and scrolls as little as shows it with a line of air, and the title of its component. */
function selecting(state: HomeState, index: number, list: HomeList): HomeState {
  const at = Math.max(0, Math.min(index, list.items.length - 1));
  const chosen = list.items[at];
  if (!chosen) return state;
  const first = list.items[at - 1]?.component !== chosen.component;
  const highest = chosen.line - (first ? 2 : 1);
  const lowest = chosen.line + 2 - list.height;
  const top = Math.max(lowest, Math.min(state.top, highest));
  return {
    ...state,
    selected: chosen.item,
    top: Math.max(0, Math.min(top, list.length - list.height)),
  };
}
