import type { KeyFacts } from '../../input/key-facts.ts';
import type { Outcome } from '../../session/ask.ts';
import type { World } from '../../session/world.ts';
import { findLayout } from './find-layout.ts';
import { type FindState, findReduced } from './find-state.ts';
import { type Found, foundIn } from './found.ts';

/** Everything that was found for the words so far. */
export function resultsOf({ query }: FindState, world: World): readonly Found[] {
  return foundIn(world.texts(), query);
}

/** What decides which keys of the search work. */
export function findFacts(state: FindState, world: World): KeyFacts {
  const results = resultsOf(state, world);
  return {
    matches: state.query ? results.length : null,
    atTop: state.selected === 0,
    atEnd: state.selected >= results.length - 1,
    opens: Boolean(results[state.selected]?.opens),
  };
}

/** What a key of the table does in the search. */
export function findPressed(state: FindState, world: World, binding: string): Outcome<FindState> {
  switch (binding) {
    case 'open-found': {
      const { opens, text } = resultsOf(state, world)[state.selected]!;
      const seek = text.kind === 'term' ? text.title : state.query;
      return { state, go: { to: opens!.kind, id: opens!.id, seek } };
    }
    case 'clear-query':
      return findTyped('');
    case 'back':
      return { state, go: { to: 'back' } };
    default: {
      const length = resultsOf(state, world).length;
      const list = { length, height: findLayout(world).results };
      return { state: findReduced(state, { type: 'move', binding }, list) };
    }
  }
}

/** The search after its words were changed. */
export function findTyped(query: string): Outcome<FindState> {
  const none = { length: 0, height: 1 };
  return {
    state: findReduced(
      { kind: 'find', query, selected: 0, top: 0 },
      { type: 'type-query', query },
      none,
    ),
  };
}
