import { formatMicroTime, formatTime, type Node, type Pod, type Stored } from 'course/kit';
import type { SmallCluster } from '#simulation';
import { isEnding, listed, readyOf } from './parts.ts';

const leases = 'kube-node-lease';
const pressures = ['MemoryPressure', 'DiskPressure', 'PIDPressure'] as const;

/** The kubelet of one node: says that it is there, starts and ends its Pods. Cut off, it does nothing that others see. */
export class Kubelet {
  cut = false;
  /** When others last heard of it, by the world's clock. */
  heardAt: number;

  constructor(
    private readonly cluster: SmallCluster,
    readonly name: string,
    zone: string,
    /** By how much its clock is slow. */
    private readonly slowMs: number,
  ) {
    const labels = { 'topology.kubernetes.io/zone': zone };
    cluster.create('nodes', {
      kind: 'Node',
      metadata: { name, labels },
      status: { conditions: this.conditions() },
    });
    cluster.create('leases', {
      metadata: { name, namespace: leases },
      spec: { holderIdentity: name, renewTime: this.stamp() },
    });
    this.heardAt = cluster.clock.now();
  }

  /** Renews its Lease; posts its status when the apiserver has another one; sees to its Pods. */
  work(): string[] {
    if (this.cut) return [];
    this.heardAt = this.cluster.clock.now();
    const lease = this.cluster.get('leases', leases, this.name);
    this.cluster.update('leases', { ...lease, spec: { ...lease.spec, renewTime: this.stamp() } });
    const own = this.pods();
    const ending = own.filter(isEnding);
    for (const { metadata } of ending)
      this.cluster.delete('pods', 'default', metadata.name, { gracePeriodSeconds: 0 });
    const starting = own.filter((pod) => !isEnding(pod) && readyOf(pod) !== 'True');
    for (const pod of starting) this.ready(pod);
    return [
      ...this.postStatus(),
      ...this.tell(ending, (names) => `The kubelet of ${this.name} has ended ${names}.`),
      ...this.tell(
        starting,
        (names) => `${names} ${starting.length === 1 ? 'is' : 'are'} ready on ${this.name}.`,
      ),
    ];
  }

  private tell(pods: readonly Stored<Pod>[], sentence: (names: string) => string): string[] {
    if (pods.length === 0) return [];
    return [sentence(listed(pods.map(({ metadata }) => metadata.name)))];
  }

  private pods(): Stored<Pod>[] {
    return this.cluster.list('pods').filter(({ spec }) => spec?.nodeName === this.name);
  }

  private postStatus(): string[] {
    const node = this.cluster.get('nodes', '', this.name);
    const before = readyOf(node);
    if (before === 'True') return [];
    this.cluster.updateStatus('nodes', { ...node, status: { conditions: this.conditions() } });
    return [`The kubelet of ${this.name} posts its status: Ready is True, no longer ${before}.`];
  }

  private ready(pod: Stored<Pod>): void {
    const conditions = [{ type: 'Ready', status: 'True' }];
    this.cluster.updateStatus('pods', { ...pod, status: { phase: 'Running', conditions } });
  }

  private conditions(): NonNullable<NonNullable<Node['status']>['conditions']> {
    const time = formatTime(this.cluster.clock.now() - this.slowMs);
    const times = { lastHeartbeatTime: time, lastTransitionTime: time };
    return [
      { type: 'Ready', status: 'True', reason: 'KubeletReady', ...times },
      ...pressures.map((type) => ({ type, status: 'False', ...times })),
    ];
  }

  private stamp(): string {
    return formatMicroTime(this.cluster.clock.now() - this.slowMs);
  }
}
