import type { Ports, SimulationInput, SimulationPlayer } from '../ports.ts';
import type { Happening } from './happening.ts';
import { troubleText } from './trouble.ts';

/** What is to be played. */
interface Play {
  readonly simulation: string;
  readonly own: readonly string[];
  readonly seed: number;
  readonly run: number;
  readonly inputs: readonly SimulationInput[];
}

/** A player under way; what an earlier one still answers is not heard. */
interface Opened {
  readonly simulation: string;
  readonly own: readonly string[];
  readonly player: Promise<SimulationPlayer>;
}

/** The simulation in front: its player, and the clock by which it runs. */
export class Simulations {
  private opened: Opened | null = null;
  private run = 0;
  private stopClock: () => void = () => {};

  constructor(
    private readonly ports: Pick<Ports, 'simulator' | 'clock' | 'log'>,
    private readonly tell: (event: Happening) => void,
    private readonly tick: () => void,
  ) {}

  /** Begins a run and gives it the inputs. */
  async play({ simulation, own, seed, run, inputs }: Play): Promise<void> {
    this.run = run;
    const opened = this.openedFor(simulation, own);
    await this.telling(opened, run, async () => {
      const player = await opened.player;
      const { title, about, parts } = player;
      this.tellOf(opened, run, { type: 'simulation-ready', run, about: { title, about, parts } });
      const moments = await player.begin(seed, inputs);
      this.tellOf(opened, run, { type: 'simulation-moments', run, how: 'begun', moments });
    });
  }

  /** Gives inputs to the run. */
  async playOn(run: number, inputs: readonly SimulationInput[]): Promise<void> {
    const { opened } = this;
    if (!opened) return;
    await this.telling(opened, run, async () => {
      const moments = await (await opened.player).give(inputs);
      this.tellOf(opened, run, { type: 'simulation-moments', run, how: 'gone-on', moments });
    });
  }

  /** Ticks every so many milliseconds; null stops. */
  runEvery(ms: number | null): void {
    this.stopClock();
    this.stopClock = () => {};
    if (ms === null) return;
    this.stopClock = this.ports.clock.after(ms, () => {
      this.runEvery(ms);
      this.tick();
    });
  }

  /** Ends what is played. */
  end(): void {
    this.runEvery(null);
    this.drop();
  }

  /** References do not change; a learner's file is read anew for each run, so that an edit is seen. */
  private openedFor(simulation: string, own: readonly string[]): Opened {
    const known = this.opened;
    if (known?.simulation === simulation && known.own.length === 0 && own.length === 0)
      return known;
    this.drop();
    const opened = { simulation, own, player: this.ports.simulator.open(simulation, own) };
    this.opened = opened;
    return opened;
  }

  private drop(): void {
    const { opened } = this;
    this.opened = null;
    opened?.player.then(
      (player) => player.close(),
      () => {},
    );
  }

  private tellOf(opened: Opened, run: number, event: Happening): void {
    if (opened === this.opened && run === this.run) this.tell(event);
  }

  private async telling(opened: Opened, run: number, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (opened !== this.opened || run !== this.run) return;
      const trouble = troubleText(error as Error, this.ports.log);
      this.tell({ type: 'simulation-failed', run, trouble });
      this.drop();
    }
  }
}
