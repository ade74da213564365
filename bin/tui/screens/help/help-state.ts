import { movedTop, type Page } from '../../text/page.ts';

/** The overlay with all keys. */
export interface HelpState {
  readonly top: number;
}

export type HelpAction = { readonly type: 'move'; readonly binding: string };

/** The overlay after an action. */
export function helpReduced(state: HelpState, action: HelpAction, page: Page): HelpState {
  return { top: movedTop(action.binding, state.top, page) ?? state.top };
}
