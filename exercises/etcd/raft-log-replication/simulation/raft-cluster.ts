import { Cluster, type Entry, type Flight, type Random } from 'course/kit';
import { type Halves, Peer, type PeerView } from './peer.ts';

/** How long messages are held up, in ticks. */
export const holdUp = 6;

/** The nodes and their network, and what can be done to them. */
export class RaftCluster {
  readonly nodes: Cluster<Peer>;
  private proposals = 0;

  constructor(halves: Halves, size: number, random: Random, seed: number) {
    const ids = Array.from({ length: size }, (_, index) => index + 1);
    let starts = 0;
    this.nodes = new Cluster<Peer>(ids, random, (id, before) => {
      starts += 1;
      return new Peer(halves, id, ids, seed * 1009 + starts * 31 + id, before);
    });
    this.nodes.network.weather = { ...this.nodes.network.weather, delay: [1, 2] };
  }

  views(): PeerView[] {
    const running = new Set(this.nodes.running);
    return this.nodes.ids.map((id) => this.nodes.node(id).view(running.has(id)));
  }

  /** Has every node apply what was committed since the last time. */
  apply(): { id: number; entry: Entry }[] {
    return this.nodes.running.flatMap((id) => {
      const entries = this.nodes.node(id).apply();
      return entries.map((entry) => ({ id, entry }));
    });
  }

  /** The next value to be proposed: a, b ... z, a1, b1 ... */
  get nextValue(): string {
    const round = Math.floor(this.proposals / 26);
    return `${String.fromCharCode(97 + (this.proposals % 26))}${round > 0 ? round : ''}`;
  }

  propose(id: number): void {
    const data = this.nextValue;
    this.proposals += 1;
    this.nodes.trace.note({ what: 'proposed', node: id, data });
    this.nodes.took([this.nodes.node(id).propose(data)]);
  }

  flightsOf(id: number): readonly Flight[] {
    return this.nodes.network.flights.filter(({ message }) => message.from === id);
  }

  /** What a node has sent arrives later; gives how many messages that are. */
  hold(id: number): number {
    const flights = this.flightsOf(id);
    for (const flight of flights) this.nodes.network.delay(flight.id, holdUp);
    return flights.length;
  }

  othersOf(id: number): number[] {
    return this.nodes.ids.filter((other) => other !== id);
  }

  isCutOff(id: number): boolean {
    return this.othersOf(id).every((other) => this.nodes.network.isCut(id, other));
  }

  get isWhole(): boolean {
    const { ids, network } = this.nodes;
    return !ids.some((a) => ids.some((b) => a < b && network.isCut(a, b)));
  }

  cutOff(id: number): void {
    const { network } = this.nodes;
    for (const other of this.othersOf(id)) if (!network.isCut(id, other)) network.cut(id, other);
  }

  join(id: number): void {
    const { network } = this.nodes;
    for (const other of this.othersOf(id)) if (network.isCut(id, other)) network.mend(id, other);
  }

  get storms(): boolean {
    return this.nodes.network.weather.loss > 0;
  }

  setStorm(storm: boolean): void {
    const { network } = this.nodes;
    network.weather = { ...network.weather, loss: storm ? 1 / 3 : 0 };
  }
}

/** Who leads, or believes it. */
export function leadersOf(views: readonly PeerView[]): PeerView[] {
  return views.filter(({ running, role }) => running && role === 'leader');
}

/** The leader alone, or with one other of five: the smaller part, so that the rest can elect. */
export function twoParts(views: readonly PeerView[]): [number[], number[]] {
  const leader = leadersOf(views)[0]?.id ?? 1;
  const ids = views.map(({ id }) => id);
  const others = ids.filter((id) => id !== leader);
  const minority = [leader, ...others.slice(0, ids.length === 5 ? 1 : 0)];
  return [minority, ids.filter((id) => !minority.includes(id))];
}
