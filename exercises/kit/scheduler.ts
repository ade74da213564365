import type { Node, Pod } from './kubernetes.ts';

/**
 * What a scheduler plugin says about a pod, or about a pod on a node. The codes are upstream's
 * (kube-scheduler framework, `Code`):
 * `Success`; `Unschedulable` (no, but evicting pods might help); `UnschedulableAndUnresolvable`
 * (no, and evicting pods would change nothing); `Error` (the plugin itself failed);
 * `Wait`, `Skip` and `Pending` belong to other extension points.
 */
export type StatusCode =
  | 'Success'
  | 'Error'
  | 'Unschedulable'
  | 'UnschedulableAndUnresolvable'
  | 'Wait'
  | 'Skip'
  | 'Pending';

/** A plugin's answer. `reasons` is empty on success; otherwise it explains the code to a person. */
export interface Status {
  readonly code: StatusCode;
  readonly reasons: readonly string[];
}

/**
 * A node and the Pods on it, as the scheduler keeps them in memory: those that are bound to it and those that it has
 * assumed to be. Pods that have ended are not among them. Upstream's NodeInfo (kube-scheduler framework).
 */
export interface NodeInfo {
  readonly node: Node;
  readonly pods: readonly Pod[];
}

/** What happened in the cluster that may make room for a Pod that was refused. Upstream's ClusterEvent knows more kinds. */
export type SchedulingEvent =
  | 'NodeAdd'
  | 'NodeUpdate'
  | 'NodeDelete'
  | 'AssignedPodAdd'
  | 'AssignedPodDelete';

/**
 * A plugin of the scheduler: a rule with a name. `nodeInfos` are all nodes as they were when the attempt began.
 * Upstream's FilterPlugin, ScorePlugin and EnqueueExtensions (kube-scheduler framework, interface.go), in one.
 */
export interface SchedulerPlugin {
  readonly name: string;
  /** May the Pod run on this node? Success, Unschedulable, UnschedulableAndUnresolvable; Error when the plugin itself failed. */
  filter?(pod: Pod, nodeInfo: NodeInfo, nodeInfos: readonly NodeInfo[]): Status;
  /** How good is each of the feasible nodes? In their order, whole numbers. */
  score?(pod: Pod, feasible: readonly NodeInfo[], nodeInfos: readonly NodeInfo[]): number[];
  /** Brings the scores of `score`, all together, to 0 to maxNodeScore. Without it they have to be there already. */
  normalizeScore?(pod: Pod, scores: readonly number[]): number[];
  /** How much its scores count; 1 when absent. */
  readonly weight?: number;
  /** The events that may turn its no into a yes; absent: every event may. */
  readonly events?: readonly SchedulingEvent[];
}

/** A plugin has failed, so that nobody can say where the Pod may run. */
export class PluginError extends Error {
  override readonly name = 'PluginError';
}

/** The best score a plugin may give a node, upstream's MaxNodeScore. The worst is 0. */
export const maxNodeScore = 100;
