import { type Client, formatTime, type Pod, type Stored } from 'course/kit';

/**
 * What the scheduler and the kubelets of a healthy cluster would have done by now: every Pod has a node, what was
 * Pending runs and is ready, what was being deleted is gone.
 */
export function runPods(server: Client, now: number, node = 'node-1'): void {
  for (const pod of server.list('pods').items) {
    const { namespace = '', name, deletionTimestamp } = pod.metadata;
    if (deletionTimestamp) server.delete('pods', namespace, name, { gracePeriodSeconds: 0 });
    else if (!pod.status?.phase || pod.status.phase === 'Pending') start(server, pod, now, node);
  }
}

function start(server: Client, pod: Stored<Pod>, now: number, node: string): void {
  const { namespace = '', name } = pod.metadata;
  if (!pod.spec?.nodeName) server.bind(namespace, name, node);
  server.updateStatus('pods', readyPod(server.get('pods', namespace, name), now));
}

/** The Pod as a kubelet reports it that runs it and finds it ready since `now`. */
export function readyPod<T extends Pod>(pod: T, now: number): T {
  const time = formatTime(now);
  const others = (pod.status?.conditions ?? []).filter(({ type }) => type !== 'Ready');
  const ready = { type: 'Ready', status: 'True', lastTransitionTime: time };
  return {
    ...pod,
    status: { ...pod.status, phase: 'Running', startTime: time, conditions: [...others, ready] },
  };
}
