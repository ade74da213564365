import {
  formatMicroTime,
  formatTime,
  type Lease,
  type Node,
  type NodeCondition,
  type Pod,
  type Taint,
  type Toleration,
} from 'course/kit';

/** Where the clock of the suite begins. All times in the suite are seconds from here. */
export const start = 1735689600000;

/** Seconds from the start as the controllers' clock shows them. */
export const ms = (seconds: number): number => start + seconds * 1000;
/** Seconds from the start as the API writes them. */
export const stamp = (seconds: number): string => formatTime(ms(seconds));

export const notReady = 'node.kubernetes.io/not-ready';
export const unreachable = 'node.kubernetes.io/unreachable';

/** A condition, short, so that a failure shows all of it; with the stamp of its last heartbeat if there is one. */
export function condition(type: string, status: string, heartbeat?: number): NodeCondition {
  const lastHeartbeatTime = heartbeat === undefined ? undefined : stamp(heartbeat);
  return { type, status, ...(lastHeartbeatTime && { lastHeartbeatTime }) };
}

/** A condition with all its fields, in this state since second 0. */
export function fullCondition(type: string, status: string, heartbeat = 0): NodeCondition {
  return {
    ...condition(type, status, heartbeat),
    ...{ reason: 'KubeletSays', message: 'so it is', lastTransitionTime: stamp(0) },
  };
}

export interface NodeFacts {
  /** Status of Ready; none: the node has no such condition. */
  readonly ready?: string;
  readonly heartbeat?: number;
  readonly conditions?: NodeCondition[];
  readonly zone?: string;
  readonly region?: string;
  readonly excluded?: boolean;
  readonly taints?: Taint[];
  readonly unschedulable?: boolean;
}

/** A node, created at second 0. */
export function node(name: string, facts: NodeFacts = {}): Node {
  const { ready, heartbeat, conditions = [], zone, region, excluded } = facts;
  const labels = {
    ...(zone !== undefined && { 'topology.kubernetes.io/zone': zone }),
    ...(region !== undefined && { 'topology.kubernetes.io/region': region }),
    ...(excluded && { 'node.kubernetes.io/exclude-disruption': '' }),
  };
  const spec = {
    ...(facts.taints && { taints: facts.taints }),
    ...(facts.unschedulable !== undefined && { unschedulable: facts.unschedulable }),
  };
  const all = [...(ready ? [condition('Ready', ready, heartbeat)] : []), ...conditions];
  return {
    ...(all.length > 0 && { status: { conditions: all } }),
    ...(Object.keys(spec).length > 0 && { spec }),
    metadata: {
      name,
      ...(Object.keys(labels).length > 0 && { labels }),
      ...{ uid: `uid-${name}`, creationTimestamp: stamp(0) },
    },
  };
}

/** The Lease of a node, last renewed so many seconds after the start. */
export function lease(name: string, renewed?: number): Lease {
  return {
    metadata: { namespace: 'kube-node-lease', name },
    spec: {
      holderIdentity: name,
      ...(renewed !== undefined && { renewTime: formatMicroTime(ms(renewed)) }),
    },
  };
}

/** A Pod `default/<name>` on a node. */
export function pod(name: string, nodeName?: string, tolerations?: Toleration[]): Pod {
  return {
    metadata: { namespace: 'default', name },
    spec: {
      containers: [{ name: 'c', image: 'i' }],
      ...(nodeName && { nodeName }),
      ...(tolerations && { tolerations }),
    },
  };
}

export const taint = (key: string, effect = 'NoExecute'): Taint => ({ key, effect });

/** Tolerates this key for some seconds, or for ever. */
export const toleration = (key: string, tolerationSeconds?: number): Toleration => ({
  ...{ key, operator: 'Exists', effect: 'NoExecute' },
  ...(tolerationSeconds !== undefined && { tolerationSeconds }),
});

/** What the apiserver adds to a Pod. */
export const fiveMinutes = [toleration(notReady, 300), toleration(unreachable, 300)];

/** ToleratesTaint of k8s.io/api/core/v1, without its operators for numbers. */
export function tolerates({ key, effect, operator, value }: Toleration, taint: Taint): boolean {
  if (effect && effect !== taint.effect) return false;
  if (key && key !== taint.key) return false;
  return operator === 'Exists' || (Boolean(key) && (value ?? '') === (taint.value ?? ''));
}

/** Taints as short texts, sorted: `not-ready:NoExecute`. */
export function short(taints: readonly Taint[] | undefined): string[] {
  return (taints ?? [])
    .map(({ key, effect }) => `${key.replace('node.kubernetes.io/', '')}:${effect}`)
    .sort();
}
