import {
  type AppState,
  firstState,
  frontScreen,
  pressed,
  type Step,
  ticked,
} from '../app-state.ts';
import type { Ports } from '../ports.ts';
import { answer, type Helpers } from './answer.ts';
import type { Ask } from './ask.ts';
import { Gradings } from './gradings.ts';
import { type Happening, happened } from './happening.ts';
import { Keeping } from './keeping.ts';
import { gone, placeOf } from './navigation.ts';
import { newsOf } from './news.ts';
import { Simulations } from './simulations.ts';
import { Store } from './store.ts';
import { type SessionSettings, worldOf } from './world-of.ts';

/** What a session needs of the terminal. */
export interface SessionTerminal {
  /** Gives the terminal to a program and takes it back afterwards. */
  lend(use: () => Promise<void>): Promise<void>;
  /** Sleeps until the shell wakes it. */
  suspend(): Promise<void>;
  quit(): void;
}

/** Joins the pure state and the ports: keys and events come in, wishes go out. */
export class Session {
  private readonly store: Store<AppState>;
  private readonly helpers: Helpers;
  private readonly later: Ask[];
  private stopped = false;

  constructor(ports: Ports, terminal: SessionTerminal, settings: SessionSettings) {
    const tell = (event: Happening) => this.tell(event);
    this.helpers = {
      ports,
      terminal,
      tell,
      gradings: new Gradings(ports, tell),
      keeping: new Keeping(ports, tell),
      simulations: new Simulations(ports, tell, () => this.take(ticked(this.current()))),
      begin: () => this.take(firstState(this.current().world, true)),
      giveUp: () => this.leaveScreen(),
    };
    const first = firstState(worldOf(ports, settings), ports.workspace.exists());
    this.store = new Store(first.state);
    this.take({ state: first.state, asks: first.asks.filter(isReading) });
    this.later = first.asks.filter((ask) => !isReading(ask));
  }

  /** Starts what the first picture does not wait for: the watch on the learner's file, what is to be kept. */
  begin(): void {
    this.take({ state: this.current(), asks: this.later.splice(0) });
    const news = newsOf(this.helpers.ports.workspace);
    if (news.length > 0) this.tell({ type: 'news', news });
  }

  readonly current = (): AppState => this.store.current();

  readonly subscribe = (listener: () => void): (() => void) => this.store.subscribe(listener);

  press(key: string): void {
    if (!this.stopped) this.take(pressed(this.current(), key));
  }

  /** Something came from outside. */
  tell(event: Happening): void {
    if (!this.stopped) this.store.set(happened(this.current(), event));
  }

  /** Ends what is under way; what waits to be kept is kept first. */
  close(): void {
    if (this.stopped) return;
    for (const ask of placeOf(frontScreen(this.current()))) answer(ask, this.helpers);
    this.helpers.keeping.flush();
    this.helpers.gradings.stop();
    this.helpers.simulations.end();
    this.stopped = true;
  }

  private take(step: Step): void {
    this.store.together(() => {
      this.store.set(step.state);
      for (const ask of step.asks) answer(ask, this.helpers);
    });
  }

  /** Back to the screen below, when the one in front cannot be shown. */
  private leaveScreen(): void {
    const state = this.current();
    if (frontScreen(state).kind === 'home' || state.screens.length < 2) return;
    const way = gone(state.screens, { to: 'back' }, state.world);
    this.take({ state: { ...state, screens: way.screens }, asks: way.asks });
  }
}

/** Texts are part of the first picture. */
function isReading({ ask }: Ask): boolean {
  return ask === 'read-lesson' || ask === 'read-exercise';
}
