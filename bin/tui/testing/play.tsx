import { render } from 'ink';
import { App } from '../app.tsx';
import { type FixtureFacts, type FixturePorts, fixturePorts } from '../fixture/ports.ts';
import { Session } from '../session/session.ts';
import type { Size } from '../session/world.ts';
import { themeFor } from '../theme.ts';
import { fakeKeyboard } from './fake-keyboard.ts';
import { drawn, keepingPaper, letters } from './keeping-paper.ts';

/** The course on a stage without a terminal: what a person would see, and what happens outside. */
export interface Play {
  readonly ports: FixturePorts;
  readonly session: Session;
  /** The picture once everything that is known is drawn, letters only. */
  picture(): Promise<string>;
  /** Presses keys, named as the table of keys names them. */
  press(...keys: string[]): void;
  /** Sends bytes as a terminal does. */
  type(bytes: string): void;
  resize(size: Size): void;
  /** How many pictures were drawn so far. */
  pictures(): number;
  quits(): number;
  end(): void;
}

export const narrow: Size = { columns: 60, rows: 20 };
export const small: Size = { columns: 80, rows: 24 };
export const large: Size = { columns: 120, rows: 40 };

/** Opens the fixture course in a terminal of this size. */
export function play(
  facts: FixtureFacts = {},
  size: Size = small,
  spoken = false,
  env: Readonly<Record<string, string>> = {},
): Play {
  const ports = fixturePorts(facts);
  const quits: string[] = [];
  const terminal = {
    lend: (use: () => Promise<void>) => use(),
    suspend: async () => void quits.push('suspend'),
    quit: () => void quits.push('quit'),
  };
  const session = new Session(ports, terminal, {
    size,
    ticks: spoken,
    spoken,
    still: env.REDUCED_MOTION === '1',
  });
  const paper = keepingPaper(size);
  const keyboard = fakeKeyboard();
  const instance = render(
    <App source={session} theme={themeFor({ NO_COLOR: '1', ...env })} paper={paper} />,
    {
      stdin: keyboard.stdin,
      stdout: paper.stdout,
      debug: true,
      exitOnCtrlC: false,
      patchConsole: false,
    },
  );
  session.begin();
  return {
    ports,
    session,
    picture: async () => {
      await drawn();
      return letters(paper.pictures.at(-1) ?? '');
    },
    press: (...keys) => {
      for (const key of keys) session.press(key);
    },
    type: keyboard.type,
    resize: (changed) => {
      paper.stdout.columns = changed.columns;
      session.tell({ type: 'resized', size: changed });
    },
    pictures: () => paper.pictures.length,
    quits: () => quits.length,
    end: () => instance.unmount(),
  };
}
