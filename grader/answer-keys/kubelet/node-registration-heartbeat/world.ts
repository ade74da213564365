import type { ApiError, Client, Node, NodeStatus } from 'course/kit';
import type {
  Machine,
  NodeHeartbeatParts,
  Reservations,
} from '#exercise/kubelet/node-registration-heartbeat';
import { FakeCluster } from '#suite';

/** 2025-01-01T00:00:00Z. */
export const start = 1735689600000;

interface Heartbeat {
  register(): boolean;
  syncStatus(): boolean;
  renewLease(): boolean;
}

type Make = new (parts: NodeHeartbeatParts) => Heartbeat;

/** The node as it describes itself. */
export const own: Node = {
  metadata: { name: 'n1', labels: { 'kubernetes.io/os': 'linux' } },
  spec: { taints: [{ key: 'new', effect: 'NoSchedule' }] },
};

const healthy: Machine = {
  capacity: { cpu: '4', memory: '8Gi' },
  addresses: [{ type: 'InternalIP', address: '10.0.0.1' }],
  available: { 'memory.available': '2Gi' },
  errors: [],
};

const usual: Reservations = { evictionHard: { 'memory.available': '1Gi' } };

/** A cluster and one NodeHeartbeat in it. */
export class World {
  readonly cluster = new FakeCluster();
  readonly heartbeat: Heartbeat;
  /** What the machine says of itself from now on. */
  machine: Machine = healthy;
  /** How often the machine was looked at. */
  looks = 0;
  /** Reads of a resource that are refused from now on. */
  readonly unreadable = new Map<string, ApiError>();
  /** What somebody else does, once, right after the next read of the resource. */
  readonly afterRead = new Map<string, () => void>();
  #reads: string[] = [];

  constructor(make: Make, given: Partial<NodeHeartbeatParts> = {}) {
    this.heartbeat = new make({
      client: this.#client(),
      clock: this.cluster.clock,
      node: own,
      registerNode: true,
      reservations: usual,
      machine: () => {
        this.looks += 1;
        return this.machine;
      },
      ...given,
    });
  }

  #client(): Client {
    const { client } = this.cluster;
    return {
      ...client,
      get: (resource, namespace, name) => {
        this.#reads.push(`get ${resource}`);
        const refusal = this.unreadable.get(resource);
        if (refusal) throw refusal;
        const object = client.get(resource, namespace, name);
        const then = this.afterRead.get(resource);
        this.afterRead.delete(resource);
        then?.();
        return object;
      },
    };
  }

  /** The Node exists already. */
  place(node: Node = { metadata: { name: 'n1' } }): this {
    this.cluster.server.place('nodes', node);
    return this;
  }

  /** Time passes. */
  wait(seconds: number): void {
    this.cluster.clock.advance(seconds * 1000);
  }

  /** The writes since the last question, as `create nodes` or `update leases (409)`. */
  writes(): string[] {
    return this.cluster
      .takeWrites()
      .map(({ verb, resource, refused }) => `${verb} ${resource}${refused ? ` (${refused})` : ''}`);
  }

  /** The reads since the last question. */
  reads(): string[] {
    const reads = this.#reads;
    this.#reads = [];
    return reads;
  }

  node() {
    return this.cluster.server.get('nodes', '', 'n1');
  }

  status(): NodeStatus {
    return this.node().status ?? {};
  }

  /** The status of each condition, by type. */
  conditions(): Record<string, string> {
    const told = this.status().conditions ?? [];
    return Object.fromEntries(told.map(({ type, status }) => [type, status]));
  }

  lease() {
    return this.cluster.server.get('leases', 'kube-node-lease', 'n1');
  }

  hasLease(): boolean {
    return this.cluster.server.list('leases', 'kube-node-lease').items.length > 0;
  }
}
