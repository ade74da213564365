import { stepsBy } from '../../text/page.ts';

/** A search over everything the course has. */
export interface FindState {
  readonly kind: 'find';
  readonly query: string;
  /** Place of the selected result. */
  readonly selected: number;
  /** First result that is visible. */
  readonly top: number;
}

export type FindAction =
  | { readonly type: 'type-query'; readonly query: string }
  | { readonly type: 'move'; readonly binding: string };

/** How many results there are, and how many are visible. */
export interface FindList {
  readonly length: number;
  readonly height: number;
}

/** The search as it is when it opens. */
export const openedFind: FindState = { kind: 'find', query: '', selected: 0, top: 0 };

/** The search after an action. */
export function findReduced(state: FindState, action: FindAction, list: FindList): FindState {
  if (action.type === 'type-query') return { ...openedFind, query: action.query };
  const by = stepsBy(action.binding, list.height) ?? 0;
  const selected = Math.max(0, Math.min(state.selected + by, list.length - 1));
  const top = Math.max(selected + 1 - list.height, Math.min(state.top, selected));
  return { ...state, selected, top };
}
