import type { Simulation } from '#simulation';
import { NodeWorld } from './simulation/node-world.ts';
import type { NodePart, TaintsPart } from './simulation/parts.ts';

/** Whose rule it is that a toleration tolerates a taint. */
interface OtherParts {
  readonly 'scheduler/taints-tolerations': TaintsPart;
}

/** Six nodes in two zones, watched over by both controllers; kubelets, ReplicaSets and the scheduler are played. */
export const simulation: Simulation<NodePart, OtherParts> = {
  title: 'Nodes that fall silent',
  about:
    'Each step is 10 seconds. Now and then a node falls silent, and comes back or not. Cut nodes off yourself, one, a zone, all: who counts as lost, who gets which taint when, and which Pods are moved? Web puts up with a lost node for 30 s, db for 300 s, the agents for ever.',
  uses: ['scheduler/taints-tolerations'],
  begin: (part, seed, others) => new NodeWorld(part, others['scheduler/taints-tolerations'], seed),
};
