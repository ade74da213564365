import type { Container, NodeInfo, Pod, Quantity } from 'course/kit';

/** Quantities by resource. */
export type List = Readonly<Record<string, Quantity>>;

/** A container with these requests. */
export function container(requests?: List): Container {
  return { name: 'c', ...(requests && { resources: { requests } }) };
}

/** A sidecar: an init container that stays. */
export function sidecar(requests?: List): Container {
  return { ...container(requests), restartPolicy: 'Always' };
}

/** A Pod whose containers have these requests. */
export function pod(...requests: List[]): Pod {
  return { metadata: { name: 'web' }, spec: { containers: requests.map(container) } };
}

/** A Pod with init containers, and containers with these requests. */
export function startingPod(initContainers: Container[], ...requests: List[]): Pod {
  return { spec: { initContainers, containers: requests.map(container) } };
}

/** A node that has this to give, 110 places unless it says otherwise, and these Pods on it. */
export function nodeInfo(allocatable: List, ...pods: Pod[]): NodeInfo {
  return {
    node: {
      metadata: { name: 'node-1' },
      status: { allocatable: { pods: '110', ...allocatable } },
    },
    pods,
  };
}
