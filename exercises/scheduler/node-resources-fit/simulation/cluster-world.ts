import { type Random, seededRandom } from 'course/kit';
import type { Choice, Frame, SimulationRun } from '#simulation';
import { clusterPicture } from './cluster-picture.ts';
import { type Machine, machines } from './machine.ts';
import {
  type AffinityPart,
  type PluginName,
  Plugins,
  type ResourcesPart,
  type ScorerName,
  scorerNames,
  type TaintsPart,
  type Verdict,
} from './plugins.ts';
import { readerChoices } from './reader-choices.ts';
import { arrival, type Workload } from './workload.ts';

const queued = 3;
/** With so many aside nobody creates more Pods. */
const mostAside = 4;

/** Everything that the picture and the choices look at. */
export interface ClusterView {
  readonly machines: readonly Machine[];
  readonly queue: readonly Workload[];
  readonly aside: readonly Workload[];
  readonly weights: Readonly<Record<ScorerName, number>>;
  /** The last Pod that was tried, and what came of it. */
  readonly tried?: { readonly workload: Workload; readonly size: string };
  readonly verdicts: readonly Verdict[];
  readonly chosen?: string;
  used(machine: Machine): { readonly cpu: number; readonly memory: number };
}

/** The scheduler at work: one Pod a step; what the reader changes brings refused Pods back. */
export class ClusterWorld implements SimulationRun, ClusterView {
  readonly machines: readonly Machine[];
  readonly queue: Workload[] = [];
  readonly aside: Workload[] = [];
  readonly weights: Record<ScorerName, number> = { taints: 3, affinity: 2, room: 1 };
  tried?: ClusterView['tried'];
  verdicts: readonly Verdict[] = [];
  chosen?: string;
  private readonly plugins: Plugins;
  private readonly random: Random;
  private readonly requests = new Map<Workload, { cpu: number; memory: number }>();
  private created = 0;
  private said: string[];

  constructor(resources: ResourcesPart, affinity: AffinityPart, taints: TaintsPart, seed: number) {
    this.plugins = new Plugins(resources, affinity, taints);
    this.random = seededRandom(seed);
    this.machines = machines(this.random);
    this.said = [
      ...this.machines.map(nodeSentence),
      'A Pod is filtered by cordon, taints, affinity and room, then scored with the weights taints 3, affinity 2, room 1.',
    ];
    this.create();
  }

  step(): void {
    this.said = [];
    if (this.random.intn(3) === 0) this.endByChance();
    this.create();
    const workload = this.queue.shift();
    if (workload) this.schedule(workload);
    else
      this.said.push(
        `The queue is empty, and ${this.aside.length} Pods are aside until something changes.`,
      );
    this.create();
  }

  choices(): Choice[] {
    return readerChoices(this);
  }

  choose(id: string): void {
    this.said = [];
    const [verb, which] = id.split('-') as [string, string];
    const machine = this.machines.find(({ name }) => name === which);
    if (machine) this.change(verb, machine);
    else if (verb === 'double' || verb === 'halve') this.resize(verb === 'double' ? 2 : 0.5);
    else this.weigh(verb === 'more' ? 1 : -1, which as ScorerName);
  }

  frame(): Frame {
    return { sentences: this.said, picture: clusterPicture(this) };
  }

  used(machine: Machine) {
    const total = { cpu: 0, memory: 0 };
    for (const workload of machine.pods) {
      total.cpu += this.requests.get(workload)!.cpu;
      total.memory += this.requests.get(workload)!.memory;
    }
    return total;
  }

  private create(): void {
    while (this.queue.length < queued && this.aside.length < mostAside)
      this.queue.push(arrival(++this.created, this.random));
  }

  private schedule(workload: Workload): void {
    const infos = this.machines.map(({ info }) => info);
    this.verdicts = this.plugins.judge(workload.pod, infos, this.weights);
    this.tried = { workload, size: workload.size };
    this.said.push(`Pod ${workload.name} requests ${workload.size} and ${workload.wish}.`);
    this.said.push(...this.verdicts.map((verdict) => this.verdictSentence(verdict)));
    const best = Math.max(...this.verdicts.map(({ total }) => total ?? -1));
    const winners = this.verdicts.filter(({ total }) => total === best);
    if (best < 0) this.setAside(workload);
    else this.bind(workload, winners);
  }

  private bind(workload: Workload, winners: readonly Verdict[]): void {
    const { node, total } = winners[this.random.intn(winners.length)]!;
    this.chosen = node;
    this.requests.set(workload, this.plugins.request(workload.pod));
    this.machines.find(({ name }) => name === node)!.pods.push(workload);
    const tie =
      winners.length > 1 ? `, by chance among ${winners.map((w) => w.node).join(' and ')}` : '';
    this.said.push(`Pod ${workload.name} goes to ${node} with ${total} points${tie}.`);
  }

  private setAside(workload: Workload): void {
    delete this.chosen;
    workload.refusedBy = new Set(this.verdicts.map(({ refusedBy }) => refusedBy!));
    this.aside.push(workload);
    this.said.push(
      `No node is left, so Pod ${workload.name} goes aside until something changes for ${[...workload.refusedBy].join(' or ')}.`,
    );
  }

  private verdictSentence({ node, refusedBy, reasons, points, total }: Verdict): string {
    if (refusedBy) return `Node ${node} is refused by ${refusedBy}: ${reasons.join(', ')}.`;
    const sum = scorerNames.map((name) => `${name} ${points![name]} times ${this.weights[name]}`);
    return `Node ${node} passes: ${sum.join(', ')}, together ${total}.`;
  }

  private endByChance(): void {
    const busy = this.machines.filter(({ pods }) => pods.length > 0);
    if (busy.length === 0) return;
    const machine = busy[this.random.intn(busy.length)]!;
    this.remove(machine, this.random.intn(machine.pods.length), 'ends');
  }

  private remove(machine: Machine, index: number, how: string): void {
    const [workload] = machine.pods.splice(index, 1);
    this.requests.delete(workload!);
    this.said.push(`Pod ${workload!.name} on ${machine.name} ${how}: its room is free again.`);
    this.wake('room');
  }

  private change(verb: string, machine: Machine): void {
    if (verb === 'delete') this.remove(machine, machine.pods.length - 1, 'is deleted');
    else if (verb === 'cordon') this.cordon(machine);
    else if (verb === 'label') this.label(machine);
    else this.taint(verb === 'gpu' ? 'gpu' : 'old', machine);
  }

  private cordon(machine: Machine): void {
    machine.cordoned = !machine.cordoned;
    this.said.push(
      `You ${machine.cordoned ? 'cordon' : 'uncordon'} ${machine.name}. Its Pods stay.`,
    );
    this.wake('cordon');
  }

  private label(machine: Machine): void {
    machine.ssd = !machine.ssd;
    this.said.push(
      `You label ${machine.name} with disk=${machine.ssd ? 'ssd' : 'hdd'}. Its Pods stay.`,
    );
    this.wake('affinity');
  }

  private taint(key: 'gpu' | 'old', machine: Machine): void {
    machine[key] = !machine[key];
    const effect = key === 'gpu' ? 'gpu=a100:NoSchedule' : 'old=yes:PreferNoSchedule';
    this.said.push(
      machine[key]
        ? `You taint ${machine.name} with ${effect}. Its Pods stay.`
        : `You remove the taint ${effect} from ${machine.name}.`,
    );
    this.wake('taints');
  }

  private resize(factor: number): void {
    const next = this.queue[0]!;
    next.scale(factor);
    this.said.push(`The next Pod, ${next.name}, now requests ${next.size}.`);
  }

  private weigh(by: number, name: ScorerName): void {
    this.weights[name] += by;
    this.said.push(`The points of ${name} now count ${this.weights[name]} times.`);
  }

  /** Pods that this plugin refused are tried again. */
  private wake(plugin: PluginName): void {
    const back = this.aside.filter(({ refusedBy }) => refusedBy.has(plugin));
    if (back.length === 0) return;
    this.aside.splice(0, Infinity, ...this.aside.filter((each) => !back.includes(each)));
    this.queue.push(...back);
    const names = back.map(({ name }) => name).join(', ');
    this.said.push(`That may help, so back to the queue: ${names}.`);
  }
}

function nodeSentence({ name, zone, cpu, memory, ssd, gpu, old }: Machine): string {
  const taints = [gpu && 'gpu=a100:NoSchedule', old && 'old=yes:PreferNoSchedule'].filter(Boolean);
  return `Node ${name} in zone ${zone} has ${cpu}m CPU, ${memory}Gi memory, disk=${ssd ? 'ssd' : 'hdd'}, ${taints.length ? `taint ${taints.join(' and ')}` : 'no taint'}.`;
}
