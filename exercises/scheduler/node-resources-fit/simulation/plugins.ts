import type { Node, NodeInfo, Pod, Status } from 'course/kit';

/** What the simulation needs of this exercise's file. */
export interface ResourcesPart {
  podRequest(pod: Pod): Readonly<Record<string, number>>;
  filterResources(pod: Pod, nodeInfo: NodeInfo): Status;
  scoreLeastAllocated(pod: Pod, nodeInfos: readonly NodeInfo[]): number[];
}

/** What it needs of scheduler/node-affinity. */
export interface AffinityPart {
  filterNodeAffinity(pod: Pod, node: Node): Status;
  scoreNodeAffinity(pod: Pod, nodes: readonly Node[]): number[];
}

/** What it needs of scheduler/taints-tolerations. */
export interface TaintsPart {
  filterTaints(pod: Pod, node: Node): Status;
  filterUnschedulable(pod: Pod, node: Node): Status;
  scoreTaints(pod: Pod, nodes: readonly Node[]): number[];
}

/** The names of the plugins, in the order in which they are asked. */
export const pluginNames = ['cordon', 'taints', 'affinity', 'room'] as const;
export type PluginName = (typeof pluginNames)[number];
/** The plugins that also give points. */
export const scorerNames = ['taints', 'affinity', 'room'] as const;
export type ScorerName = (typeof scorerNames)[number];
export type Weights = Readonly<Record<ScorerName, number>>;

/** What was found about one node: who refused it and why, or its points. */
export interface Verdict {
  readonly node: string;
  readonly refusedBy?: PluginName;
  readonly reasons: readonly string[];
  readonly points?: Readonly<Record<ScorerName, number>>;
  readonly total?: number;
}

/** The four rules, asked in order. */
export class Plugins {
  constructor(
    private readonly resources: ResourcesPart,
    private readonly affinity: AffinityPart,
    private readonly taints: TaintsPart,
  ) {}

  request(pod: Pod): { cpu: number; memory: number } {
    const { cpu = 0, memory = 0 } = this.resources.podRequest(pod);
    return { cpu, memory };
  }

  /** Filters all nodes, then scores those that nobody refused. */
  judge(pod: Pod, infos: readonly NodeInfo[], weights: Weights): Verdict[] {
    const filtered = infos.map((info) => ({ info, ...this.filter(pod, info) }));
    const feasible = filtered.filter((each) => !each.refusedBy).map(({ info }) => info);
    const points = feasible.length === 0 ? [] : this.points(pod, feasible);
    return filtered.map(({ info, refusedBy, reasons }) => {
      const node = info.node.metadata?.name ?? '';
      if (refusedBy) return { node, refusedBy, reasons };
      const own = points[feasible.indexOf(info)]!;
      const total = scorerNames.reduce((sum, name) => sum + own[name] * weights[name], 0);
      return { node, reasons, points: own, total };
    });
  }

  /** The first plugin that says no settles it. */
  private filter(pod: Pod, info: NodeInfo) {
    const ask: Record<PluginName, () => Status> = {
      cordon: () => this.taints.filterUnschedulable(pod, info.node),
      taints: () => this.taints.filterTaints(pod, info.node),
      affinity: () => this.affinity.filterNodeAffinity(pod, info.node),
      room: () => this.resources.filterResources(pod, info),
    };
    for (const refusedBy of pluginNames) {
      const { code, reasons } = ask[refusedBy]();
      if (code !== 'Success') return { refusedBy, reasons };
    }
    return { reasons: [] };
  }

  private points(pod: Pod, feasible: readonly NodeInfo[]): Record<ScorerName, number>[] {
    const nodes = feasible.map(({ node }) => node);
    const taints = this.taints.scoreTaints(pod, nodes);
    const affinity = this.affinity.scoreNodeAffinity(pod, nodes);
    const room = this.resources.scoreLeastAllocated(pod, feasible);
    return feasible.map((_, i) => ({ taints: taints[i]!, affinity: affinity[i]!, room: room[i]! }));
  }
}
