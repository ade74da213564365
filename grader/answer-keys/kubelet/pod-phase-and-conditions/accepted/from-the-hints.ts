// Put together from the last rung of each ladder of hints.
import {
  type Container,
  type ContainerStatus,
  compareQuantities,
  formatTime,
  type Pod,
  type PodCondition,
  type PodStatus,
} from 'course/kit';

export type PodPhase = 'Pending' | 'Running' | 'Succeeded' | 'Failed';
export type QosClass = 'BestEffort' | 'Burstable' | 'Guaranteed';

export function withDefaultRequests(pod: Pod): Pod {
  const fill = (container: Container): Container => {
    const { limits, requests } = container.resources ?? {};
    if (!limits) return container;
    const resources = { ...container.resources, requests: { ...limits, ...requests } };
    return { ...container, resources };
  };
  const { containers, initContainers } = pod.spec!;
  const spec = { ...pod.spec, containers: containers.map(fill) };
  if (initContainers) spec.initContainers = initContainers.map(fill);
  return { ...pod, spec };
}

function classOf({ resources }: Container): QosClass {
  let promised = 0;
  for (const name of ['cpu', 'memory']) {
    const limit = resources?.limits?.[name] ?? '0';
    if (compareQuantities(resources?.requests?.[name] ?? '0', limit) !== 0) return 'Burstable';
    if (compareQuantities(limit, '0') > 0) promised++;
  }
  return promised === 0 ? 'BestEffort' : promised === 2 ? 'Guaranteed' : 'Burstable';
}

export function qosClass(pod: Pod): QosClass {
  const { containers, initContainers = [] } = pod.spec!;
  const classes = new Set([...initContainers, ...containers].map(classOf));
  return classes.size === 1 ? [...classes][0]! : 'Burstable';
}

type Word = 'not started' | 'runs' | 'stopped' | 'succeeded';

function wordOf(status: ContainerStatus | undefined): Word {
  const { running, waiting, terminated } = status?.state ?? {};
  if (running) return 'runs';
  if (terminated) return terminated.exitCode === 0 ? 'succeeded' : 'stopped';
  return waiting && status?.lastState?.terminated ? 'stopped' : 'not started';
}

function allStatuses({ status }: Pod): ContainerStatus[] {
  return [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
}

function statusOf(pod: Pod, { name }: Container): ContainerStatus | undefined {
  return allStatuses(pod).find((status) => status.name === name);
}

export function podPhase(pod: Pod, ended: boolean): PodPhase {
  const { containers, restartPolicy = 'Always' } = pod.spec!;
  const words = containers.map((container) => wordOf(statusOf(pod, container)));
  const inits = pod.spec!.initContainers ?? [];
  const sidecars = inits.filter((container) => container.restartPolicy === 'Always');
  const plain = inits
    .filter((container) => container.restartPolicy !== 'Always')
    .map((container) => statusOf(pod, container));

  const failed = plain.some((status) => {
    const { waiting, terminated } = status?.state ?? {};
    const end = terminated ?? (waiting && status?.lastState?.terminated);
    return end !== undefined && end.exitCode !== 0;
  });
  if (failed && restartPolicy === 'Never') return 'Failed';

  const busy = (status?: ContainerStatus) => ['runs', 'not started'].includes(wordOf(status));
  if (plain.some(busy)) return 'Pending';
  const comesUp = sidecars.some((sidecar) => {
    const status = statusOf(pod, sidecar);
    return wordOf(status) === 'runs' && status?.started !== true;
  });
  if (comesUp && !underWay(pod)) return 'Pending';

  const beside = sidecars.map((sidecar) => wordOf(statusOf(pod, sidecar)));
  if ([...words, ...beside].includes('not started')) return 'Pending';
  if ([...words, ...beside].includes('runs')) return 'Running';
  if (ended) return words.every((word) => word === 'succeeded') ? 'Succeeded' : 'Failed';
  if (restartPolicy === 'Always') return 'Running';
  if (words.every((word) => word === 'succeeded')) return 'Succeeded';
  return restartPolicy === 'Never' ? 'Failed' : 'Running';
}

function underWay(pod: Pod): boolean {
  return pod.spec!.containers.some((container) => {
    const { running, terminated } = statusOf(pod, container)?.state ?? {};
    return running !== undefined || terminated !== undefined;
  });
}

function no(type: string, reason: string, message?: string): PodCondition {
  return { type, status: 'False', reason, ...(message && { message }) };
}

function lacking(
  pod: Pod,
  containers: Container[],
  what: string,
  good: (status: ContainerStatus, container: Container) => boolean,
): { unknown: string[]; message: string } {
  const unknown: string[] = [];
  const bad: string[] = [];
  for (const container of containers) {
    const status = statusOf(pod, container);
    if (!status) unknown.push(container.name);
    else if (!good(status, container)) bad.push(container.name);
  }
  const parts = [
    ...(unknown.length > 0 ? [`containers with unknown status: [${unknown.join(' ')}]`] : []),
    ...(bad.length > 0 ? [`containers with ${what} status: [${bad.join(' ')}]`] : []),
  ];
  return { unknown, message: parts.join(', ') };
}

export function containersReady(pod: Pod, phase: PodPhase): PodCondition {
  const type = 'ContainersReady';
  const { containers, initContainers = [] } = pod.spec!;
  const sidecars = initContainers.filter(({ restartPolicy }) => restartPolicy === 'Always');
  const all = [...sidecars, ...containers];
  const { unknown, message } = lacking(pod, all, 'unready', ({ ready }) => ready);
  if (allStatuses(pod).length === 0) return no(type, 'UnknownContainerStatuses');
  if (phase === 'Failed') return no(type, 'PodFailed');
  if (phase === 'Succeeded' && unknown.length === 0) return no(type, 'PodCompleted');
  return message ? no(type, 'ContainersNotReady', message) : { type, status: 'True' };
}

export function initialized(pod: Pod, phase: PodPhase): PodCondition {
  const type = 'Initialized';
  const { initContainers = [] } = pod.spec!;
  const done = (status: ContainerStatus, { restartPolicy }: Container) =>
    restartPolicy === 'Always' ? status.started === true : status.ready;
  const { unknown, message } = lacking(pod, initContainers, 'incomplete', done);
  if (initContainers.length > 0 && allStatuses(pod).length === 0)
    return no(type, 'UnknownContainerStatuses');
  if (phase === 'Succeeded' && unknown.length === 0)
    return { type, status: 'True', reason: 'PodCompleted' };
  if (!message || underWay(pod)) return { type, status: 'True' };
  return no(type, 'ContainersNotInitialized', message);
}

export function podReady(pod: Pod, phase: PodPhase): PodCondition {
  const type = 'Ready';
  const containers = containersReady(pod, phase);
  if (containers.status !== 'True') return { ...containers, type };
  const missing: string[] = [];
  for (const { conditionType } of pod.spec!.readinessGates ?? []) {
    const found = pod.status?.conditions?.find((condition) => condition.type === conditionType);
    if (found?.status !== 'True') missing.push(conditionType);
  }
  if (missing.length === 0) return { type, status: 'True' };
  return no(type, 'ReadinessGatesNotReady', `not True: ${missing.join(', ')}`);
}

export function nextStatus(pod: Pod, now: number, ended: boolean): PodStatus {
  const old = pod.status!;
  const over = old.phase === 'Succeeded' || old.phase === 'Failed';
  const phase = over ? (old.phase as PodPhase) : podPhase(pod, ended);
  const own: PodCondition[] = [
    initialized(pod, phase),
    podReady(pod, phase),
    containersReady(pod, phase),
    { type: 'PodScheduled', status: 'True' },
  ];
  const timed = own.map((condition) => {
    const before = old.conditions?.find(({ type }) => type === condition.type);
    const same = before?.status === condition.status;
    return {
      ...condition,
      lastTransitionTime: (same && before?.lastTransitionTime) || formatTime(now),
    };
  });
  const types = own.map(({ type }) => type);
  const others = (old.conditions ?? []).filter(({ type }) => !types.includes(type));
  const { qosClass: promised = qosClass(pod) } = old;
  return { ...old, phase, qosClass: promised, conditions: [...others, ...timed] };
}
