import type { KeyFacts } from '../../input/key-facts.ts';
import type { Outcome } from '../../session/ask.ts';
import { nextItem, type World } from '../../session/world.ts';
import { edges } from '../../text/page.ts';
import { partPage } from './part-page.ts';
import { type PartState, partReduced } from './part-state.ts';

/** What decides which keys of the screen work. */
export function partFacts(state: PartState, world: World): KeyFacts {
  return {
    ...edges(partPage(state, world), state.top),
    next: nextItem(world.outline, world.progress) !== undefined,
  };
}

/** What a key of the table does there. */
export function partPressed(state: PartState, world: World, binding: string): Outcome<PartState> {
  if (binding === 'back') return { state, go: { to: 'back' } };
  if (binding === 'go-on') {
    const { kind, id } = nextItem(world.outline, world.progress)!;
    return { state, go: { to: 'instead', kind, id } };
  }
  return { state: partReduced(state, { type: 'move', binding }, partPage(state, world)) };
}
