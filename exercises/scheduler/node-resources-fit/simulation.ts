import type { Simulation } from '#simulation';
import { ClusterWorld } from './simulation/cluster-world.ts';
import type { AffinityPart, ResourcesPart, TaintsPart } from './simulation/plugins.ts';

/** The other rules. */
interface OtherParts {
  readonly 'scheduler/node-affinity': AffinityPart;
  readonly 'scheduler/taints-tolerations': TaintsPart;
}

/** A queue of Pods, four nodes in two zones, and four plugins that say no or give points. */
export const simulation: Simulation<ResourcesPart, OtherParts> = {
  title: 'Filter and score',
  about:
    'Each step the next Pod is filtered and scored: who says no, and why; who gets the most points. Taint, cordon and label nodes, change requests and weights. In the picture ! marks a taint that forbids (NoSchedule), ~ one that only discourages (PreferNoSchedule).',
  uses: ['scheduler/node-affinity', 'scheduler/taints-tolerations'],
  begin: (resources, seed, others) =>
    new ClusterWorld(
      resources,
      others['scheduler/node-affinity'],
      others['scheduler/taints-tolerations'],
      seed,
    ),
};
