import { type Random, seededRandom } from 'course/kit';
import { type Choice, type Frame, type SimulationRun, SmallCluster } from '#simulation';
import { Kubelet } from './kubelet.ts';
import { NodeControllers } from './node-controllers.ts';
import { nodePicture, perTime, type ZoneView } from './node-picture.ts';
import {
  byText,
  listed,
  type NodePart,
  readyOf,
  type TaintsPart,
  taintName,
  zoneOf,
} from './parts.ts';
import { readerChoices, repaired } from './reader-choices.ts';
import { Workloads, workloadNames } from './workloads.ts';

const stepMs = 10_000;
const hourMs = 3_600_000;
const zones = { n1: 'a', n2: 'a', n3: 'a', n4: 'a', n5: 'b', n6: 'b' } as const;
/** By chance the next node falls silent after so many steps, and is back after 8 to 21. */
const calmSteps = 2;

/** Nodes, what runs on them, and the two controllers that watch over them. */
export class NodeWorld implements SimulationRun {
  private readonly cluster = new SmallCluster();
  private readonly random: Random;
  private readonly kubelets: readonly Kubelet[];
  private readonly workloads: Workloads;
  private readonly controllers: NodeControllers;
  private judged: readonly ZoneView[];
  private waiting: readonly string[] = [];
  private calm = 0;
  private silentSteps = 0;
  /** Once the reader interferes, chance does no more. */
  private inHand = false;
  private said: string[];

  constructor(
    private readonly part: NodePart,
    taints: TaintsPart,
    seed: number,
  ) {
    const { cluster } = this;
    this.random = seededRandom(seed);
    this.workloads = new Workloads(cluster, part, this.random);
    this.kubelets = Object.entries(zones).map(
      ([name, zone]) => new Kubelet(cluster, name, zone, name === 'n6' ? hourMs : 0),
    );
    for (const { name } of this.kubelets) this.workloads.placeAgent(name);
    this.workloads.fill();
    this.controllers = new NodeControllers(cluster, part, taints);
    this.judged = this.zones;
    this.pass();
    this.said = [
      'Six nodes renew their Leases: n1 to n4 in zone a, n5 and n6 in zone b. The clock of n6 is an hour slow.',
      `Ready are ${this.readiness}, and an agent on each node.`,
    ];
  }

  step(): void {
    const chance = this.inHand ? [] : this.misfortune();
    const news = this.pass();
    const silent = this.kubelets.filter(({ name }) => this.silence(name) > 0);
    const waits = byText(silent.map(({ name }) => [`for ${this.silence(name)} s`, name]));
    const quiet = chance.length + news.length === 0;
    const told =
      waits.length > 0 && (quiet || silent.some(({ name }) => this.isReady(name)))
        ? [
            `Nothing was heard ${waits.map(([time, names]) => `${time} of ${listed(names)}`).join(', ')}.`,
          ]
        : [];
    this.said = [...chance, ...told, ...news];
    if (this.said.length === 0) this.said.push('All six nodes renew their Leases.');
  }

  choices(): Choice[] {
    return readerChoices(this.kubelets, this.isTainted);
  }

  choose(id: string): void {
    this.said = this.interfere(id);
    if (!this.inHand)
      this.said.push('From now on the nodes are in your hands: none falls silent by chance.');
    this.inHand = true;
  }

  frame(): Frame {
    const { zones } = this;
    const picture = nodePicture({
      ...{ zones, workloads: this.readiness },
      nodes: this.cluster.list('nodes'),
      pods: this.cluster.list('pods'),
      silence: (node) => this.silence(node),
      left: (pod) => this.controllers.left(pod),
    });
    return { sentences: this.said, picture };
  }

  /** For how many seconds nothing was heard of a node. */
  private silence(name: string): number {
    const { heardAt } = this.kubelet(name);
    return (this.cluster.clock.now() - heardAt) / 1000;
  }

  /** Whether the controllers have not yet drawn the conclusion from a node's silence. */
  private isReady(name: string): boolean {
    return readyOf(this.cluster.get('nodes', '', name)) === 'True';
  }

  private get readiness(): string {
    return workloadNames.map((kind) => `${kind} ${this.workloads.readiness(kind)}`).join(', ');
  }

  /** The zones as the part judges them. */
  private get zones(): ZoneView[] {
    const nodes = this.cluster.list('nodes');
    const rates = this.part.evictionRates(nodes);
    return ['a', 'b'].map((name) => ({
      name,
      state: this.part.zoneState(nodes.filter((node) => zoneOf(node) === name).map(readyOf)),
      rate: rates[`/${name}`] ?? 0,
    }));
  }

  private get isTainted(): boolean {
    return Boolean(
      this.cluster.get('nodes', '', repaired).spec?.taints?.some(({ key }) => key === 'repair'),
    );
  }

  private kubelet(name: string): Kubelet {
    return this.kubelets.find((each) => each.name === name)!;
  }

  /** Ten seconds: kubelets work, then the controllers, then ReplicaSets and the scheduler. */
  private pass(): string[] {
    this.cluster.clock.advance(stepMs);
    const told = this.kubelets.flatMap((kubelet) => kubelet.work());
    told.push(...this.controllers.work());
    return [...told, ...this.waitingNews(), ...this.zoneNews(), ...this.workloads.fill()];
  }

  /** Nodes that are lost and have no NoExecute taint yet. */
  private waitingNews(): string[] {
    const before = this.waiting;
    this.waiting = this.cluster
      .list('nodes')
      .filter(
        (node) =>
          readyOf(node) === 'Unknown' &&
          !node.spec?.taints?.some((taint) => taintName(taint) === 'unreachable:NoExecute'),
      )
      .map(({ metadata }) => metadata.name);
    const names = this.waiting.filter((name) => !before.includes(name));
    const verb = names.length === 1 ? 'has' : 'have';
    return names.length === 0
      ? []
      : [`${listed(names)} ${verb} to wait: no taint unreachable:NoExecute yet.`];
  }

  private zoneNews(): string[] {
    const before = this.judged;
    this.judged = this.zones;
    return this.judged
      .filter(({ state, rate }, i) => state !== before[i]!.state || rate !== before[i]!.rate)
      .map(
        ({ name, state, rate }) =>
          `Zone ${name} is in state ${state}: ${perTime(rate)} may get a NoExecute taint.`,
      );
  }

  private misfortune(): string[] {
    const cut = this.kubelets.find((each) => each.cut);
    if (cut) {
      this.silentSteps -= 1;
      return this.silentSteps > 0 ? [] : this.join([cut]);
    }
    this.calm += 1;
    if (this.calm < calmSteps) return [];
    this.calm = 0;
    this.silentSteps = 8 + this.random.intn(14);
    return this.cut([this.kubelets[this.random.intn(this.kubelets.length)]!]);
  }

  private interfere(id: string): string[] {
    const [verb, which] = id.split('-') as [string, string?];
    if (verb === 'taint' || verb === 'untaint') return [this.taint(verb === 'taint')];
    const chosen = which === 'all' ? this.kubelets : [this.kubelet(which!)];
    return verb === 'cut'
      ? this.cut(chosen.filter(({ cut }) => !cut))
      : this.join(chosen.filter(({ cut }) => cut));
  }

  private cut(chosen: readonly Kubelet[]): string[] {
    for (const kubelet of chosen) kubelet.cut = true;
    const names = listed(chosen.map(({ name }) => name));
    return chosen.length === 1
      ? [`${names} is cut off: nobody hears of its kubelet. Its containers go on running.`]
      : [`${names} are cut off: nobody hears of their kubelets. Their containers go on running.`];
  }

  private join(chosen: readonly Kubelet[]): string[] {
    for (const kubelet of chosen) kubelet.cut = false;
    const names = listed(chosen.map(({ name }) => name));
    return [`${names} ${chosen.length === 1 ? 'is' : 'are'} connected again.`];
  }

  private taint(on: boolean): string {
    const node = this.cluster.get('nodes', '', repaired);
    const others = (node.spec?.taints ?? []).filter(({ key }) => key !== 'repair');
    const taints = on ? [...others, { key: 'repair', effect: 'NoExecute' }] : others;
    this.cluster.update('nodes', { ...node, spec: { ...node.spec, taints } });
    return on
      ? `You taint ${repaired} with repair:NoExecute.`
      : `You remove the taint repair:NoExecute from ${repaired}.`;
  }
}
