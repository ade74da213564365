import type { Node, NodeInfo, Random, Taint } from 'course/kit';
import type { Workload } from './workload.ts';

/** A taint that forbids, and one that only discourages. */
export const gpu: Taint = { key: 'gpu', value: 'a100', effect: 'NoSchedule' };
export const old: Taint = { key: 'old', value: 'yes', effect: 'PreferNoSchedule' };

/** A node as the reader can change it, with the Pods on it. */
export class Machine {
  cordoned = false;
  gpu = false;
  old = false;
  ssd = false;
  readonly pods: Workload[] = [];

  constructor(
    readonly name: string,
    readonly zone: string,
    /** Thousandths of a CPU, and GiB. */
    readonly cpu: number,
    readonly memory: number,
  ) {}

  get info(): NodeInfo {
    return { node: this.node, pods: this.pods.map(({ pod }) => pod) };
  }

  private get node(): Node {
    const taints = [...(this.gpu ? [gpu] : []), ...(this.old ? [old] : [])];
    return {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: {
        name: this.name,
        labels: { 'topology.kubernetes.io/zone': this.zone, disk: this.ssd ? 'ssd' : 'hdd' },
      },
      spec: { taints, ...(this.cordoned && { unschedulable: true }) },
      status: {
        allocatable: { cpu: `${this.cpu}m`, memory: `${this.memory}Gi`, pods: '110' },
      },
    };
  }
}

/** Four nodes in two zones: in each zone one has an SSD; one has GPUs, another is old. */
export function machines(random: Random): Machine[] {
  const all = [
    new Machine('a', 'eu-1', 4000, 8),
    new Machine('b', 'eu-1', 3000, 8),
    new Machine('c', 'eu-2', 4000, 8),
    new Machine('d', 'eu-2', 3000, 8),
  ];
  all[random.intn(2)]!.ssd = true;
  all[2 + random.intn(2)]!.ssd = true;
  const special = random.intn(4);
  all[special]!.gpu = true;
  all[(special + 1 + random.intn(3)) % 4]!.old = true;
  return all;
}
