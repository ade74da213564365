import {
  Cluster,
  nameOf,
  type Random,
  Safety,
  safetyProperties,
  seededRandom,
  type TracedEvent,
} from 'course/kit';
import type { Choice, Frame, SimulationRun } from '#simulation';
import { changes } from './changes.ts';
import { clusterPicture } from './cluster-picture.ts';
import { type Halves, Peer, type PeerView, timing } from './peer.ts';
import { Silence } from './silence.ts';

/** How long messages are held up, in ticks. */
const holdUp = 6;
/** With one more the picture would be too high. */
const mostNodes = 5;
/** Chances in a tick: one in so many. */
const chance = { proposal: 8, crash: 45, return: 9 } as const;

/** A cluster of Raft nodes, clients who propose, and crashes; all by the seed. One step is one tick. */
export class RaftWorld implements SimulationRun {
  private readonly random: Random;
  private cluster: Cluster<Peer>;
  private safety = new Safety();
  private silence = new Silence();
  private views: readonly PeerView[];
  private said: string[];
  /** Events of the trace that were told. */
  private told = 0;
  private proposals = 0;
  /** Crashed by chance: by chance it comes back. What the reader stops stays stopped. */
  private crashed: number | null = null;
  /** Once the reader interferes, chance spoils nothing any more. */
  private inHand = false;

  constructor(
    private readonly halves: Halves,
    private readonly seed: number,
  ) {
    this.random = seededRandom(seed);
    this.cluster = this.clusterOf(3);
    this.views = this.waited();
    this.said = this.beginning();
  }

  step(): void {
    this.mishap();
    if (this.random.intn(chance.proposal) === 0) this.clientProposes();
    this.cluster.tick();
    this.tell();
  }

  choices(): Choice[] {
    return [
      ...this.views.map((view) => this.proposalTo(view)),
      ...this.views.map(({ id, running }) =>
        running
          ? { id: `stop-${id}`, label: `stop node ${id}` }
          : { id: `start-${id}`, label: `start node ${id} again` },
      ),
      ...this.views.map(({ id }) =>
        this.isCutOff(id)
          ? { id: `join-${id}`, label: `connect node ${id} again` }
          : { id: `cut-${id}`, label: `cut node ${id} off from all others` },
      ),
      ...this.views.map(({ id }) => this.holdUpOf(id)),
      this.parting(),
      { id: 'mend', label: 'mend all links', ...this.whyNotMend() },
      this.storm(),
      this.views.length === mostNodes
        ? { id: 'three', label: 'begin again with three nodes' }
        : { id: 'five', label: 'begin again with five nodes' },
    ];
  }

  choose(id: string): void {
    const first = !this.inHand;
    this.inHand = true;
    this.interfere(id);
    if (first && this.inHand)
      this.said.push('From now on no node crashes by chance: the cluster is in your hands.');
  }

  private interfere(id: string): void {
    const [verb, number] = id.split('-');
    switch (verb) {
      case 'hold':
        this.hold(Number(number));
        break;
      case 'storm':
      case 'calm':
        this.setWeather(verb === 'storm');
        break;
      case 'three':
      case 'five':
        this.beginAgain(verb === 'five' ? 5 : 3);
        break;
      default:
        this.act(verb ?? '', Number(number));
        this.tell();
    }
  }

  /** What the trace tells of. */
  private act(verb: string, node: number): void {
    const { cluster } = this;
    if (verb === 'propose') this.propose(node);
    else if (verb === 'stop') cluster.stop(node);
    else if (verb === 'start') this.start(node);
    else if (verb === 'cut' || verb === 'join') this.link(node, verb === 'cut');
    else if (verb === 'part') cluster.network.part(...this.halvesOf());
    else if (verb === 'mend') cluster.network.mendAll();
  }

  frame(): Frame {
    return {
      sentences: this.said,
      picture: clusterPicture(this.cluster, this.views, this.silence),
    };
  }

  private clusterOf(size: number): Cluster<Peer> {
    const ids = Array.from({ length: size }, (_, index) => index + 1);
    let starts = 0;
    const cluster = new Cluster<Peer>(ids, this.random, (id, before) => {
      starts += 1;
      return new Peer(this.halves, id, ids, this.seed * 1009 + starts * 31 + id, before);
    });
    cluster.network.weather = { ...cluster.network.weather, delay: [1, 2] };
    return cluster;
  }

  private beginning(): string[] {
    const { length } = this.views;
    return [
      `${length === 3 ? 'Three' : 'Five'} nodes start with empty logs in term 0. Nobody leads; each waits for a sign of a leader, for ${this.cluster.trace.tick} ticks already.`,
      `${length === 3 ? 'Two' : 'Three'} of them are a majority.`,
    ];
  }

  private beginAgain(size: number): void {
    this.cluster = this.clusterOf(size);
    this.safety = new Safety();
    this.silence = new Silence();
    this.told = 0;
    this.crashed = null;
    this.inHand = false;
    this.views = this.waited();
    this.said = this.beginning();
  }

  /** Nothing can happen before the first patience ends, so the run begins shortly before that. */
  private waited(): PeerView[] {
    for (let tick = 0; tick < timing.electionTick - 2; tick++) this.cluster.tick();
    this.silence.pass(this.cluster.trace.tick);
    return this.look();
  }

  private look(): PeerView[] {
    const running = new Set(this.cluster.running);
    return this.cluster.ids.map((id) => this.cluster.node(id).view(running.has(id)));
  }

  /** Tells what the trace and the nodes show since the last time: what came from outside, what became of it, what is sent. */
  private tell(): void {
    const before = this.views;
    this.views = this.look();
    const { trace } = this.cluster;
    const events = trace.events.slice(this.told);
    const fromOutside = trace.sentences(this.told, isFromOutside);
    const lost = lostSentences(events);
    const sent = trace.sentences(this.told, isSaidAloud);
    this.told = trace.events.length;
    this.silence.hear(events, this.views);
    this.silence.pass(trace.tick);
    const applied = this.cluster.running.flatMap((id) =>
      this.cluster
        .node(id)
        .apply()
        .map((entry) => ({ id, entry })),
    );
    this.said = [
      ...fromOutside.map(withoutTick),
      ...lost,
      ...changes(before, this.views),
      ...this.broken(events, applied),
      ...new Set(sent.map(withoutTick)),
    ];
    if (this.said.length === 0) this.said = [this.quiet()];
  }

  /** With a part that keeps the rules of Raft this never tells anything. */
  private broken(
    events: readonly TracedEvent[],
    applied: readonly { id: number; entry: Parameters<Safety['applied']>[1] }[],
  ): string[] {
    const known = this.safety.violations.length;
    for (const event of events) if (event.what === 'sent') this.safety.sent(event.message);
    for (const view of this.views) if (view.running) this.safety.looked(view);
    for (const { id, entry } of applied) this.safety.applied(id, entry);
    return this.safety.violations
      .slice(known)
      .map(
        ({ property, seen }) =>
          `${property} is broken: ${seen}. Raft promises that ${safetyProperties[property]}.`,
      );
  }

  private quiet(): string {
    const { length } = this.cluster.network.flights;
    if (length > 0) return `Nobody sends anything new; ${counted(length, 'message')} under way.`;
    const longest = Math.max(...this.views.map(({ id }) => this.silence.of(id)));
    return this.leaders().length > 0
      ? 'Nobody sends anything.'
      : `Nobody leads, nobody speaks. The longest wait is ${counted(longest, 'tick')}; patience ends after ${timing.electionTick} to ${2 * timing.electionTick - 1}, as chance wants it.`;
  }

  private leaders(): PeerView[] {
    return this.views.filter(({ running, role }) => running && role === 'leader');
  }

  private mishap(): void {
    const { cluster } = this;
    const crashes = this.random.intn(chance.crash) === 0;
    if (this.crashed === null && crashes && !this.inHand) {
      const { running } = cluster;
      if (running.length < cluster.ids.length) return;
      this.crashed = this.leaders()[0]?.id ?? running[this.random.intn(running.length)]!;
      cluster.stop(this.crashed);
    } else if (this.crashed !== null && this.random.intn(chance.return) === 0) {
      this.start(this.crashed);
    }
  }

  private start(id: number): void {
    this.cluster.start(id);
    if (this.crashed === id) this.crashed = null;
  }

  private clientProposes(): void {
    const leaders = this.leaders();
    if (leaders.length > 0) this.propose(leaders[this.random.intn(leaders.length)]!.id);
  }

  private propose(id: number): void {
    const data = letter(this.proposals);
    this.proposals += 1;
    this.cluster.trace.note({ what: 'proposed', node: id, data });
    this.cluster.took([this.cluster.node(id).propose(data)]);
  }

  private proposalTo({ id, running, role }: PeerView): Choice {
    const label = `propose "${letter(this.proposals)}" to node ${id}`;
    if (!running) return { id: `propose-${id}`, label, why: `Node ${id} does not run.` };
    return role === 'leader'
      ? { id: `propose-${id}`, label }
      : {
          id: `propose-${id}`,
          label,
          why: `Only a leader takes proposals; node ${id} is a ${role}.`,
        };
  }

  private holdUpOf(id: number): Choice {
    const { length } = this.flightsOf(id);
    const label = `hold up messages of node ${id}`;
    return length > 0
      ? { id: `hold-${id}`, label }
      : { id: `hold-${id}`, label, why: `Nothing of node ${id} is under way.` };
  }

  private hold(id: number): void {
    const flights = this.flightsOf(id);
    for (const flight of flights) this.cluster.network.delay(flight.id, holdUp);
    this.said = [
      `${counted(flights.length, 'message')} of node ${id} will arrive ${holdUp} ticks later.`,
    ];
  }

  private flightsOf(id: number) {
    return this.cluster.network.flights.filter(({ message }) => message.from === id);
  }

  private othersOf(id: number): number[] {
    return this.cluster.ids.filter((other) => other !== id);
  }

  private isCutOff(id: number): boolean {
    return this.othersOf(id).every((other) => this.cluster.network.isCut(id, other));
  }

  private link(id: number, cut: boolean): void {
    const { network } = this.cluster;
    for (const other of this.othersOf(id)) {
      if (cut && !network.isCut(id, other)) network.cut(id, other);
      if (!cut && network.isCut(id, other)) network.mend(id, other);
    }
  }

  /** The leader with one other in three or five: the smaller part, so that the rest can elect. */
  private halvesOf(): [number[], number[]] {
    const leader = this.leaders()[0]?.id ?? 1;
    const minority = [leader, ...this.othersOf(leader).slice(0, this.views.length === 5 ? 1 : 0)];
    return [minority, this.cluster.ids.filter((id) => !minority.includes(id))];
  }

  private parting(): Choice {
    const [minority, majority] = this.halvesOf();
    return {
      id: 'part',
      label: `part ${minority.join(', ')} from ${majority.join(', ')}`,
    };
  }

  private whyNotMend(): { why?: string } {
    const { ids, network } = this.cluster;
    const anyCut = ids.some((a) => ids.some((b) => a < b && network.isCut(a, b)));
    return anyCut ? {} : { why: 'All links work.' };
  }

  private storm(): Choice {
    return this.cluster.network.weather.loss > 0
      ? { id: 'calm', label: 'let no more messages get lost' }
      : { id: 'storm', label: 'let one message in three get lost' };
  }

  private setWeather(storm: boolean): void {
    const { network } = this.cluster;
    network.weather = { ...network.weather, loss: storm ? 1 / 3 : 0 };
    this.said = [
      storm
        ? 'From now on one message in three gets lost.'
        : 'No more messages get lost by chance.',
    ];
  }
}

function isFromOutside({ what }: TracedEvent): boolean {
  return what !== 'arrived' && what !== 'sent' && what !== 'lost';
}

/** One sentence for each reason: what is lost in a tick is lost together. */
function lostSentences(events: readonly TracedEvent[]): string[] {
  const names = new Map<string, string[]>();
  for (const event of events)
    if (event.what === 'lost') {
      const name = `${nameOf(event.message)} to node ${event.message.to}`;
      names.set(event.why, [...(names.get(event.why) ?? []), name]);
    }
  return [...names].map(([why, lost]) =>
    lost.length === 1
      ? `${upperFirst(lost[0]!)} does not arrive: ${why}.`
      : `${lost.length} messages do not arrive: ${why}.`,
  );
}

/** Who answers a heartbeat only says that it lives. */
function isSaidAloud(event: TracedEvent): boolean {
  return event.what === 'sent' && event.message.type !== 'MsgHeartbeatResp';
}

/** The steps are the ticks. */
function withoutTick(sentence: string): string {
  return upperFirst(sentence.replace(/^Tick \d+: /, ''));
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** a, b, ... z, a1, b1 ... */
function letter(number: number): string {
  const round = Math.floor(number / 26);
  return `${String.fromCharCode(97 + (number % 26))}${round > 0 ? round : ''}`;
}

function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
