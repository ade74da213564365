import { type Random, seededRandom } from 'course/kit';
import type { Choice, Frame, SimulationRun } from '#simulation';
import { changes } from './changes.ts';
import { clusterPicture } from './cluster-picture.ts';
import { counted, newsSince } from './news.ts';
import { type Halves, type PeerView, timing } from './peer.ts';
import { Promises } from './promises.ts';
import { holdUp, leadersOf, RaftCluster, twoParts } from './raft-cluster.ts';
import { readerChoices } from './reader-choices.ts';
import { Silence } from './silence.ts';

/** Chances in a tick: one in so many. */
const chance = { proposal: 8, crash: 45, return: 9 } as const;

/** A cluster of Raft nodes, clients who propose, and crashes; all by the seed. One step is one tick. */
export class RaftWorld implements SimulationRun {
  private readonly random: Random;
  private cluster!: RaftCluster;
  private promises!: Promises;
  private silence!: Silence;
  private views: readonly PeerView[] = [];
  private said: string[] = [];
  /** Events of the trace that were told. */
  private told = 0;
  /** Crashed by chance: by chance it comes back. What the reader stops stays stopped. */
  private crashed: number | null = null;
  /** Once the reader interferes, chance spoils nothing any more. */
  private inHand = false;

  constructor(
    private readonly halves: Halves,
    private readonly seed: number,
  ) {
    this.random = seededRandom(seed);
    this.beginWith(3);
  }

  step(): void {
    this.mishap();
    if (this.random.intn(chance.proposal) === 0) this.clientProposes();
    this.cluster.nodes.tick();
    this.tell();
  }

  choices(): Choice[] {
    return readerChoices(this.cluster, this.views);
  }

  choose(id: string): void {
    const first = !this.inHand;
    this.inHand = true;
    this.interfere(id);
    if (first && this.inHand)
      this.said.push('From now on no node crashes by chance: the cluster is in your hands.');
  }

  frame(): Frame {
    return {
      sentences: this.said,
      picture: clusterPicture(this.cluster.nodes, this.views, this.silence),
    };
  }

  /** Nothing can happen before the first patience ends, so the run begins shortly before that. */
  private beginWith(size: 3 | 5): void {
    this.cluster = new RaftCluster(this.halves, size, this.random, this.seed);
    this.promises = new Promises();
    this.silence = new Silence();
    this.told = 0;
    this.crashed = null;
    this.inHand = false;
    const { nodes } = this.cluster;
    for (let tick = 0; tick < timing.electionTick - 2; tick++) nodes.tick();
    this.silence.pass(nodes.trace.tick);
    this.views = this.cluster.views();
    this.said = [
      `${size === 3 ? 'Three' : 'Five'} nodes start with empty logs in term 0. Nobody leads; each waits for a sign of a leader, for ${nodes.trace.tick} ticks already.`,
      `${size === 3 ? 'Two' : 'Three'} of them are a majority.`,
    ];
  }

  private interfere(id: string): void {
    const [verb, number] = id.split('-');
    const node = Number(number);
    switch (verb) {
      case 'three':
      case 'five':
        this.beginWith(verb === 'three' ? 3 : 5);
        break;
      case 'hold': {
        const held = counted(this.cluster.hold(node), 'message');
        this.said = [`${held} of node ${node} will arrive ${holdUp} ticks later.`];
        break;
      }
      case 'storm':
      case 'calm':
        this.cluster.setStorm(verb === 'storm');
        this.said = [
          verb === 'storm'
            ? 'From now on one message in three gets lost.'
            : 'No more messages get lost by chance.',
        ];
        break;
      default:
        this.act(verb, node);
        this.tell();
    }
  }

  /** What the trace tells of. */
  private act(verb: string | undefined, node: number): void {
    const { cluster } = this;
    if (verb === 'propose') cluster.propose(node);
    else if (verb === 'stop') cluster.nodes.stop(node);
    else if (verb === 'start') this.start(node);
    else if (verb === 'cut') cluster.cutOff(node);
    else if (verb === 'join') cluster.join(node);
    else if (verb === 'part') cluster.nodes.network.part(...twoParts(this.views));
    else if (verb === 'mend') cluster.nodes.network.mendAll();
  }

  /** Tells what came from outside, what became of it, and what is sent. */
  private tell(): void {
    const { trace } = this.cluster.nodes;
    const was = this.views;
    this.views = this.cluster.views();
    const { events, before, after } = newsSince(this.told, trace);
    this.told = trace.events.length;
    this.silence.hear(events, this.views);
    this.silence.pass(trace.tick);
    const broken = this.promises.broken(events, this.views, this.cluster.apply());
    this.said = [...before, ...changes(was, this.views), ...broken, ...after];
    if (this.said.length === 0) this.said = [this.quiet()];
  }

  private quiet(): string {
    const { length } = this.cluster.nodes.network.flights;
    if (length > 0) return `Nobody sends anything new; ${counted(length, 'message')} under way.`;
    if (leadersOf(this.views).length > 0) return 'Nobody sends anything.';
    const longest = Math.max(...this.views.map(({ id }) => this.silence.of(id)));
    const { electionTick } = timing;
    return `Nobody leads, nobody speaks. The longest wait is ${counted(longest, 'tick')}; patience ends after ${electionTick} to ${2 * electionTick - 1}, as chance wants it.`;
  }

  private mishap(): void {
    const { nodes } = this.cluster;
    const crashes = this.random.intn(chance.crash) === 0;
    if (this.crashed !== null) {
      if (this.random.intn(chance.return) === 0) this.start(this.crashed);
    } else if (crashes && !this.inHand) {
      const leader = leadersOf(this.views)[0]?.id;
      this.crashed = leader ?? nodes.running[this.random.intn(nodes.running.length)]!;
      nodes.stop(this.crashed);
    }
  }

  private start(id: number): void {
    this.cluster.nodes.start(id);
    if (this.crashed === id) this.crashed = null;
  }

  private clientProposes(): void {
    const leaders = leadersOf(this.views);
    if (leaders.length > 0) this.cluster.propose(leaders[this.random.intn(leaders.length)]!.id);
  }
}
