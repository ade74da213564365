import { EventEmitter } from 'node:events';
import { type Instance, render } from 'ink';
import { App, type AppSource } from '../app.tsx';
import type { Paper } from '../components/paper.ts';
import type { Size } from '../session/world.ts';
import type { Theme } from '../theme.ts';
import { AlternateScreen } from './alternate-screen.ts';
import { FrameWriter } from './frame-writer.ts';
import type { LastWill } from './last-will.ts';
import { quietInput } from './quiet-input.ts';
import { SpokenWriter } from './spoken-writer.ts';

export interface StageFacts {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly theme: Theme;
  /** A screen reader reads: no second screen, and only what is new is written. */
  readonly spoken: boolean;
  /** Gives the terminal back when this process cannot; null where nothing has to be given back. */
  readonly lastWill: LastWill | null;
}

/** Where the app is played: the terminal is taken, lent, and given back as it was. */
export class Stage {
  private readonly screen: AlternateScreen;
  private readonly paper: Paper;
  private instance: Instance | null = null;
  /** Is the terminal somebody else's for a while? */
  private lent = false;

  constructor(
    private readonly facts: StageFacts,
    private readonly failed: (error: Error) => void,
  ) {
    const write = (text: string) => void facts.stdout.write(text);
    this.screen = new AlternateScreen(write);
    this.paper = facts.spoken ? new SpokenWriter(write) : new FrameWriter(write);
  }

  /** The terminal's size now. */
  size(): Size {
    const [columns, rows] = this.facts.stdout.getWindowSize?.() ?? [];
    return { columns: columns || 80, rows: rows || 24 };
  }

  open(source: AppSource): void {
    const { stdin, stdout, theme, spoken } = this.facts;
    if (!spoken) this.screen.enter();
    this.paper.forget();
    this.instance = render(<App source={source} theme={theme} paper={this.paper} />, {
      stdin,
      stdout: blankPaper(stdout),
      // Without delay: what is to be seen is written when React is done with it.
      debug: true,
      exitOnCtrlC: false,
      patchConsole: false,
    });
    this.facts.lastWill?.make();
    this.instance.waitUntilExit().catch((error: Error) => this.failed(error));
  }

  /** The terminal has another size, or somebody wrote on it. */
  redraw(): void {
    this.paper.forget();
  }

  /** Gives the terminal back as it was. */
  close(): void {
    this.instance?.unmount();
    this.instance = null;
    this.screen.leave();
    this.facts.lastWill?.tearUp();
  }

  /** Takes the terminal again after somebody stopped this process and the shell had it meanwhile. */
  retake(source: AppSource): void {
    if (this.lent) return;
    this.close();
    this.open(source);
  }

  /** Goes to sleep as Ctrl+Z asks, until the shell's `fg`. */
  async suspend(source: AppSource): Promise<void> {
    await this.lend(source, async () => {
      process.kill(0, 'SIGTSTP');
      // The signal may take a moment; what waits here waits on when the process goes on.
      await new Promise((resolve) => setTimeout(resolve, 50));
    });
  }

  /** Gives the terminal to a program; afterwards the app goes on where it was. */
  async lend(source: AppSource, use: () => Promise<void>): Promise<void> {
    this.lent = true;
    this.close();
    await quietInput(this.facts.stdin);
    try {
      await use();
    } finally {
      this.lent = false;
      this.open(source);
    }
  }
}

/** What Ink takes for the terminal where it only lays out and listens: it may ask for the width. */
function blankPaper(stdout: NodeJS.WriteStream): NodeJS.WriteStream {
  return Object.defineProperties(new EventEmitter(), {
    columns: { get: () => stdout.columns },
    rows: { get: () => stdout.rows },
    write: { value: () => true },
  }) as unknown as NodeJS.WriteStream;
}
