import type { Random } from '../random.ts';
import type { Message } from './message.ts';
import type { Trace } from './trace.ts';

/** How a network treats messages. */
export interface Weather {
  /** Chance in [0, 1] that a message is lost. */
  readonly loss: number;
  /** Chance in [0, 1] that a message arrives twice. */
  readonly duplication: number;
  /** The fewest and the most ticks that a message is under way, at least 1. Where they differ, messages overtake each other. */
  readonly delay: readonly [number, number];
}

/** Nothing is lost or doubled, and everything arrives at the next tick. */
export const fairWeather: Weather = { loss: 0, duplication: 0, delay: [1, 1] };

/** A message under way. */
export interface Flight {
  /** Unlike that of any other flight of this network. */
  readonly id: number;
  readonly message: Message;
  readonly sentAt: number;
  readonly arrivesAt: number;
}

/** More messages than this are never under way at once; further ones are lost. */
const capacity = 1000;

/**
 * The network between the nodes of a cluster. It loses, doubles, delays and reorders messages as its weather says,
 * and it can be cut. The same seed and the same calls give the same run.
 */
export class Network {
  weather = fairWeather;
  #flights: Flight[] = [];
  #count = 0;
  #cuts = new Set<string>();

  constructor(
    private readonly random: Random,
    private readonly trace: Trace,
  ) {}

  /** What is under way, first sent first. */
  get flights(): readonly Flight[] {
    return this.#flights;
  }

  send(message: Message): void {
    this.trace.note({ what: 'sent', message });
    const { loss, duplication } = this.weather;
    if (this.random.next() < loss) {
      this.#lose(message, 'it is lost');
      return;
    }
    this.#launch(message);
    if (this.random.next() >= duplication) return;
    this.trace.note({ what: 'doubled', message });
    this.#launch(message);
  }

  /** Takes what arrives at the trace's present tick, first sent first. A cut link lets nothing arrive. */
  arrivals(): Message[] {
    const due = this.#flights.filter(({ arrivesAt }) => arrivesAt <= this.trace.tick);
    this.#flights = this.#flights.filter(({ arrivesAt }) => arrivesAt > this.trace.tick);
    return due.map(({ message }) => message).filter((message) => this.#passes(message));
  }

  isCut(a: number, b: number): boolean {
    return this.#cuts.has(link(a, b));
  }

  /** Nothing passes between two nodes any more; what is under way is lost unless the link is mended first. */
  cut(a: number, b: number): void {
    this.#cuts.add(link(a, b));
    this.trace.note({ what: 'cut', link: [a, b] });
  }

  mend(a: number, b: number): void {
    this.#cuts.delete(link(a, b));
    this.trace.note({ what: 'mended', link: [a, b] });
  }

  /** Cuts all links between the groups, and no others. */
  part(...groups: readonly (readonly number[])[]): void {
    this.#cuts.clear();
    for (const [i, group] of groups.entries())
      for (const a of group) for (const b of groups.slice(i + 1).flat()) this.#cuts.add(link(a, b));
    this.trace.note({ what: 'parted', groups });
  }

  mendAll(): void {
    if (this.#cuts.size === 0) return;
    this.#cuts.clear();
    this.trace.note({ what: 'whole' });
  }

  /** Lets one message under way arrive so many ticks later. */
  delay(id: number, ticks: number): void {
    this.#flights = this.#flights.map((flight) =>
      flight.id === id ? { ...flight, arrivesAt: flight.arrivesAt + ticks } : flight,
    );
  }

  /** Loses one message under way. */
  lose(id: number): void {
    const lost = this.#flights.find((flight) => flight.id === id);
    this.#flights = this.#flights.filter((flight) => flight !== lost);
    if (lost) this.#lose(lost.message, 'it is lost');
  }

  #launch(message: Message): void {
    if (this.#flights.length >= capacity) {
      this.#lose(message, `${capacity} messages are under way already`);
      return;
    }
    const [least, most] = this.weather.delay;
    const sentAt = this.trace.tick;
    const arrivesAt = sentAt + least + this.random.intn(most - least + 1);
    this.#flights.push({ id: ++this.#count, message, sentAt, arrivesAt });
  }

  #passes(message: Message): boolean {
    if (!this.isCut(message.from, message.to)) return true;
    this.#lose(message, 'the link is cut');
    return false;
  }

  #lose(message: Message, why: string): void {
    this.trace.note({ what: 'lost', message, why });
  }
}

function link(a: number, b: number): string {
  return a < b ? `${a}-${b}` : `${b}-${a}`;
}
