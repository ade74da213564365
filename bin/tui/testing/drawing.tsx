import { render } from 'ink';
import { App } from '../app.tsx';
import type { AppState } from '../app-state.ts';
import { Store } from '../session/store.ts';
import { themeFor } from '../theme.ts';
import { fakeKeyboard } from './fake-keyboard.ts';
import { drawn, keepingPaper } from './keeping-paper.ts';

/** Draws states one after the other, looks included; nobody presses keys. */
export function drawing(first: AppState) {
  const store = new Store(first);
  const paper = keepingPaper(first.world.size);
  const source = { subscribe: store.subscribe, current: store.current, press: () => {} };
  const { unmount } = render(<App source={source} theme={themeFor({})} paper={paper} />, {
    stdin: fakeKeyboard().stdin,
    stdout: paper.stdout,
    debug: true,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  return {
    picture: async (state: AppState) => {
      store.set(state);
      await drawn();
      return paper.pictures.at(-1) ?? '';
    },
    end: unmount,
  };
}
