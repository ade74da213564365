import type { Pod, Random } from 'course/kit';

/** A kind of Pod. `wish` is its rule in words. */
interface Kind {
  readonly name: string;
  readonly cpu: number;
  readonly memory: number;
  readonly wish: string;
  readonly spec: Partial<NonNullable<Pod['spec']>>;
}

const requirement = (key: string, value: string) => ({
  matchExpressions: [{ key, operator: 'In' as const, values: [value] }],
});

const kinds: readonly Kind[] = [
  {
    name: 'web',
    cpu: 500,
    memory: 1024,
    wish: 'prefers zone eu-1',
    spec: {
      affinity: {
        nodeAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            { weight: 10, preference: requirement('topology.kubernetes.io/zone', 'eu-1') },
          ],
        },
      },
    },
  },
  { name: 'api', cpu: 1000, memory: 1024, wish: 'takes any node', spec: {} },
  {
    name: 'db',
    cpu: 1000,
    memory: 3072,
    wish: 'must have disk=ssd',
    spec: {
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [requirement('disk', 'ssd')],
          },
        },
      },
    },
  },
  {
    name: 'train',
    cpu: 1500,
    memory: 2048,
    wish: 'tolerates the taint gpu',
    spec: { tolerations: [{ key: 'gpu', operator: 'Exists', effect: 'NoSchedule' }] },
  },
];

/** A Pod of the queue; its request can be changed until it has a node. */
export class Workload {
  /** Which plugins refused it when it was last tried. */
  refusedBy: ReadonlySet<string> = new Set();

  constructor(
    readonly name: string,
    private readonly kind: Kind,
    public cpu = kind.cpu,
    public memory = kind.memory,
  ) {}

  get wish(): string {
    return this.kind.wish;
  }

  get pod(): Pod {
    const requests = { cpu: `${this.cpu}m`, memory: `${this.memory}Mi` };
    return {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: this.name, namespace: 'default' },
      spec: {
        ...this.kind.spec,
        containers: [{ name: 'main', image: this.kind.name, resources: { requests } }],
      },
    };
  }

  /** Its request in a few characters. */
  get size(): string {
    return `${this.cpu}m, ${this.memory}Mi`;
  }

  scale(factor: number): void {
    this.cpu *= factor;
    this.memory *= factor;
  }
}

/** The next Pod that somebody creates. */
export function arrival(number: number, random: Random): Workload {
  const kind = kinds[random.intn(kinds.length)]!;
  return new Workload(`${kind.name}-${number}`, kind);
}
