import { movedTop, type Page } from '../../text/page.ts';

/** What the learner has built: one part of the cluster, or all of it. */
export interface PartState {
  readonly kind: 'part';
  /** Id of the component; null for the whole cluster. */
  readonly component: string | null;
  /** First line that is visible. */
  readonly top: number;
}

export type PartAction = { readonly type: 'move'; readonly binding: string };

/** The screen as it is when it opens. */
export function openedPart(component: string | null): PartState {
  return { kind: 'part', component, top: 0 };
}

/** The screen after an action. */
export function partReduced(state: PartState, action: PartAction, page: Page): PartState {
  return { ...state, top: movedTop(action.binding, state.top, page) ?? state.top };
}
