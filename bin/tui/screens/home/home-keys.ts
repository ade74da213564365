import type { KeyFacts, Mode } from '../../input/key-facts.ts';
import type { Outcome } from '../../session/ask.ts';
import { componentOf, nextItem, type World } from '../../session/world.ts';
import { homeList, selectedItem } from './home-list.ts';
import {
  type HomeAction,
  type HomeState,
  homeEdges,
  homeReduced,
  matchesOf,
} from './home-state.ts';

/** Who takes the keys of home. */
export function homeMode(state: HomeState): Mode {
  return state.search?.typing ? 'search' : 'home';
}

/** What decides which of its keys work. */
export function homeFacts(state: HomeState, world: World): KeyFacts {
  return {
    outermost: state.search === null,
    ...homeEdges(state, homeList(world)),
    next: nextItem(world.outline, world.progress) !== undefined,
    matches: state.search ? matchesOf(state.search.query, homeList(world)).length : null,
  };
}

/** What a key of the table does at home. */
export function homePressed(state: HomeState, world: World, binding: string): Outcome<HomeState> {
  const act = (action: HomeAction) => ({ state: homeReduced(state, action, homeList(world)) });
  switch (binding) {
    case 'open': {
      const item = selectedItem(state, world);
      return item ? { state, go: { to: item.kind, id: item.id } } : { state };
    }
    case 'go-on': {
      const item = nextItem(world.outline, world.progress)!;
      return { ...act({ type: 'select', item }), go: { to: item.kind, id: item.id } };
    }
    case 'next-part':
      return act({ type: 'go-to-part', by: 1 });
    case 'previous-part':
      return act({ type: 'go-to-part', by: -1 });
    case 'about-part':
    case 'about-cluster': {
      const item = selectedItem(state, world);
      const part = item && binding === 'about-part' ? componentOf(world.outline, item)?.id : null;
      return { state, go: { to: 'part', component: part ?? null } };
    }
    case 'find':
      return { state, go: { to: 'find' } };
    case 'search':
      return act({ type: 'start-search' });
    case 'accept-search':
      return act({ type: 'accept-search' });
    case 'cancel-search':
      return act({ type: 'cancel-search' });
    case 'back':
      return { state: { ...state, search: null } };
    case 'next-match':
      return act({ type: 'go-to-match', by: 1 });
    case 'previous-match':
      return act({ type: 'go-to-match', by: -1 });
    default:
      return act({ type: 'move', binding });
  }
}

/** What letters do while a search is typed. */
export function homeTyped(state: HomeState, world: World, query: string): Outcome<HomeState> {
  return { state: homeReduced(state, { type: 'type-query', query }, homeList(world)) };
}
