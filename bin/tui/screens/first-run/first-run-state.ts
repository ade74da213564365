import type { Outcome } from '../../session/ask.ts';

/** Before there is a workspace: the learner is asked whether to make one. */
export interface FirstRunState {
  readonly kind: 'first-run';
  /** Why it could not be made. */
  readonly trouble: string | null;
}

export type FirstRunAction = { readonly type: 'show-trouble'; readonly trouble: string };

/** The screen as it is when it opens. */
export const openedFirstRun: FirstRunState = { kind: 'first-run', trouble: null };

/** The screen after an action. */
export function firstRunReduced(state: FirstRunState, action: FirstRunAction): FirstRunState {
  return { ...state, trouble: action.trouble };
}

/** What a key of the table does here: Enter creates, nothing else can be changed. */
export function firstRunPressed(state: FirstRunState, binding: string): Outcome<FirstRunState> {
  return binding === 'create' ? { state, asks: [{ ask: 'create-workspace' }] } : { state };
}
