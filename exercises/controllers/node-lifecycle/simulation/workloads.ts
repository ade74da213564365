import type { Pod, Random, Stored, Toleration } from 'course/kit';
import type { SmallCluster } from '#simulation';
import { isEnding, type NodePart, readyOf } from './parts.ts';

/** Whose Pods must run, and how many. */
const wanted = { web: 4, db: 2 } as const;
export type WorkloadName = keyof typeof wanted;
export const workloadNames = ['web', 'db'] as const satisfies readonly WorkloadName[];

const lost = ['not-ready', 'unreachable'].map(
  (key): Toleration => ({
    ...{ key: `node.kubernetes.io/${key}`, operator: 'Exists', effect: 'NoExecute' },
    tolerationSeconds: 30,
  }),
);

/** ReplicaSets and the scheduler: Pods that are missing are created and get a node; and an agent on each node. */
export class Workloads {
  private created = 0;

  constructor(
    private readonly cluster: SmallCluster,
    private readonly part: NodePart,
    private readonly random: Random,
  ) {}

  /** One Pod of the DaemonSet, which puts up with everything. */
  placeAgent(node: string): void {
    this.place(`agent-${node}`, node, [{ operator: 'Exists' }]);
  }

  /** Creates what is missing. Says what was created and where it went. */
  fill(): string[] {
    return workloadNames.flatMap((kind) => {
      const missing = Math.max(0, wanted[kind] - this.of(kind).length);
      return Array.from({ length: missing }, () => this.create(kind));
    });
  }

  /** How many are ready, of how many. */
  readiness(kind: WorkloadName): string {
    const ready = this.of(kind).filter((pod) => readyOf(pod) === 'True').length;
    return `${ready} of ${wanted[kind]}`;
  }

  private of(kind: WorkloadName): Stored<Pod>[] {
    return this.cluster
      .list('pods')
      .filter((pod) => pod.metadata.name.startsWith(`${kind}-`) && !isEnding(pod));
  }

  private create(kind: WorkloadName): string {
    const node = this.freest(kind);
    if (!node) return `There is no node for another Pod of ${kind}: all have taints.`;
    this.created += 1;
    const name = `${kind}-${this.created}`;
    this.place(name, node, kind === 'web' ? lost : undefined);
    return `${name} is created and goes to ${node}.`;
  }

  /** The node with the fewest Pods of this kind, then of all; a taint of any kind keeps them away. */
  private freest(kind: WorkloadName): string | undefined {
    const pods = this.cluster.list('pods').filter((pod) => !isEnding(pod));
    const load = (node: string) => {
      const on = pods.filter(({ spec }) => spec?.nodeName === node);
      return on.filter(({ metadata }) => metadata.name.startsWith(kind)).length * 10 + on.length;
    };
    const open = this.cluster.list('nodes').filter(({ spec }) => !spec?.taints?.length);
    const loads = open.map(({ metadata: { name } }) => ({ name, load: load(name) }));
    const least = Math.min(...loads.map((each) => each.load));
    const best = loads.filter((each) => each.load === least);
    return best.length === 0 ? undefined : best[this.random.intn(best.length)]!.name;
  }

  private place(name: string, nodeName: string, tolerations: Toleration[] | undefined): void {
    const all = this.part.defaultTolerations(tolerations);
    this.cluster.create('pods', {
      metadata: { name },
      spec: { nodeName, containers: [{ name: 'main' }], tolerations: all },
      status: { phase: 'Pending', conditions: [{ type: 'Ready', status: 'False' }] },
    });
  }
}
