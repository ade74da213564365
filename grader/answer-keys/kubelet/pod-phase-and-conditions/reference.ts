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
  const spec = { ...pod.spec!, containers: mains(pod).map(withRequests) };
  if (spec.initContainers) spec.initContainers = inits(pod).map(withRequests);
  return { ...pod, spec };
}

function withRequests(container: Container): Container {
  const { limits, requests } = container.resources ?? {};
  if (!limits) return container;
  return {
    ...container,
    resources: { ...container.resources, requests: { ...limits, ...requests } },
  };
}

/** A Pod is as good as the class that all of its containers share; if they differ, it is Burstable. */
export function qosClass(pod: Pod): QosClass {
  const classes = new Set([...inits(pod), ...mains(pod)].map(containerClass));
  const [only] = classes;
  return classes.size === 1 && only ? only : 'Burstable';
}

function containerClass({ resources = {} }: Container): QosClass {
  const amounts = ['cpu', 'memory'].map((name) => ({
    request: resources.requests?.[name] ?? '0',
    limit: resources.limits?.[name] ?? '0',
  }));
  if (amounts.some(({ request, limit }) => compareQuantities(request, limit) !== 0))
    return 'Burstable';
  const promised = amounts.filter(({ limit }) => compareQuantities(limit, '0') > 0);
  if (promised.length === 0) return 'BestEffort';
  return promised.length === amounts.length ? 'Guaranteed' : 'Burstable';
}

/** What a container's status comes to. */
type Stage = 'not started' | 'runs' | 'stopped' | 'succeeded';

export function podPhase(pod: Pod, ended: boolean): PodPhase {
  const { restartPolicy = 'Always' } = pod.spec!;
  const sidecars = inits(pod).filter(isSidecar);
  const plain = inits(pod).filter((container) => !isSidecar(container));
  const before = plain.map((container) => statusOf(pod, container));
  if (restartPolicy === 'Never' && before.some(failed)) return 'Failed';
  if (before.some(pending)) return 'Pending';
  // A sidecar that is started again weeks later does not make the Pod new.
  if (sidecars.some((each) => comesUp(statusOf(pod, each))) && !anyStarted(pod)) return 'Pending';

  const main = mains(pod).map((container) => stageOf(statusOf(pod, container)));
  const all = [...main, ...sidecars.map((container) => stageOf(statusOf(pod, container)))];
  if (all.includes('not started')) return 'Pending';
  if (all.includes('runs')) return 'Running';
  return stoppedPhase(
    main.every((stage) => stage === 'succeeded'),
    ended ? 'Never' : restartPolicy,
  );
}

/** Nothing runs. A Pod that has ended is like one that never starts anything again. */
function stoppedPhase(allSucceeded: boolean, restartPolicy: string): PodPhase {
  if (restartPolicy === 'Always') return 'Running';
  if (allSucceeded) return 'Succeeded';
  return restartPolicy === 'Never' ? 'Failed' : 'Running';
}

function stageOf(status: ContainerStatus | undefined): Stage {
  if (status?.state?.running) return 'runs';
  if (status?.state?.terminated)
    return status.state.terminated.exitCode === 0 ? 'succeeded' : 'stopped';
  return status?.state?.waiting && status.lastState?.terminated ? 'stopped' : 'not started';
}

/** A plain init container has to end before the next one starts; one that runs is not there yet. */
function pending(status: ContainerStatus | undefined): boolean {
  return ['runs', 'not started'].includes(stageOf(status));
}

function failed(status: ContainerStatus | undefined): boolean {
  const { terminated, waiting } = status?.state ?? {};
  const end = terminated ?? (waiting && status?.lastState?.terminated);
  return end !== undefined && end.exitCode !== 0;
}

/** A sidecar keeps the others waiting until it is started. One that has not even run keeps the whole Pod waiting. */
function comesUp(status: ContainerStatus | undefined): boolean {
  return stageOf(status) === 'runs' && status?.started !== true;
}

function isSidecar({ restartPolicy }: Container): boolean {
  return restartPolicy === 'Always';
}

function mains({ spec }: Pod): Container[] {
  return spec!.containers;
}

function inits({ spec }: Pod): Container[] {
  return spec!.initContainers ?? [];
}

function statuses({ status }: Pod): ContainerStatus[] {
  return [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
}

function statusOf(pod: Pod, { name }: Container): ContainerStatus | undefined {
  return statuses(pod).find((status) => status.name === name);
}

function anyStarted(pod: Pod): boolean {
  return mains(pod).some((container) => {
    const state = statusOf(pod, container)?.state;
    return state?.running !== undefined || state?.terminated !== undefined;
  });
}

export function containersReady(pod: Pod, phase: PodPhase): PodCondition {
  const type = 'ContainersReady';
  if (statuses(pod).length === 0) return no(type, 'UnknownContainerStatuses');
  const { unknown, lacking } = sorted(
    pod,
    [...inits(pod).filter(isSidecar), ...mains(pod)],
    ({ ready }) => ready,
  );
  if (phase === 'Failed') return no(type, 'PodFailed');
  if (phase === 'Succeeded' && unknown.length === 0) return no(type, 'PodCompleted');
  const message = told({ unknown, unready: lacking });
  return message ? no(type, 'ContainersNotReady', message) : { type, status: 'True' };
}

export function initialized(pod: Pod, phase: PodPhase): PodCondition {
  const type = 'Initialized';
  if (inits(pod).length > 0 && statuses(pod).length === 0)
    return no(type, 'UnknownContainerStatuses');
  const { unknown, lacking } = sorted(pod, inits(pod), ({ ready, started }, container) =>
    isSidecar(container) ? started === true : ready,
  );
  if (phase === 'Succeeded' && unknown.length === 0)
    return { type, status: 'True', reason: 'PodCompleted' };
  const message = told({ unknown, incomplete: lacking });
  if (message && !anyStarted(pod)) return no(type, 'ContainersNotInitialized', message);
  return { type, status: 'True' };
}

export function podReady(pod: Pod, phase: PodPhase): PodCondition {
  const type = 'Ready';
  const containers = containersReady(pod, phase);
  if (containers.status !== 'True') return { ...containers, type };
  const closed = (pod.spec!.readinessGates ?? []).filter(
    ({ conditionType }) => conditionOf(pod, conditionType)?.status !== 'True',
  );
  if (closed.length === 0) return { type, status: 'True' };
  const names = closed.map(({ conditionType }) => conditionType).join(', ');
  return no(type, 'ReadinessGatesNotReady', `these readiness gates are not "True": ${names}`);
}

/** Names of the containers without a status, and of those whose status is not `good`. */
function sorted(
  pod: Pod,
  containers: readonly Container[],
  good: (status: ContainerStatus, container: Container) => boolean,
): { unknown: string[]; lacking: string[] } {
  const unknown: string[] = [];
  const lacking: string[] = [];
  for (const container of containers) {
    const status = statusOf(pod, container);
    if (!status) unknown.push(container.name);
    else if (!good(status, container)) lacking.push(container.name);
  }
  return { unknown, lacking };
}

/** `containers with unknown status: [a b], containers with unready status: [c]`; '' when there is nothing to tell. */
function told(names: Record<string, string[]>): string {
  return Object.entries(names)
    .filter(([, list]) => list.length > 0)
    .map(([what, list]) => `containers with ${what} status: [${list.join(' ')}]`)
    .join(', ');
}

function no(type: string, reason: string, message?: string): PodCondition {
  return { type, status: 'False', reason, ...(message && { message }) };
}

function conditionOf({ status }: Pod, type: string): PodCondition | undefined {
  return status?.conditions?.find((condition) => condition.type === type);
}

export function nextStatus(pod: Pod, now: number, ended: boolean): PodStatus {
  const { phase: before, qosClass: promised = qosClass(pod) } = pod.status!;
  const phase = before === 'Succeeded' || before === 'Failed' ? before : podPhase(pod, ended);
  const own: PodCondition[] = [
    initialized(pod, phase),
    podReady(pod, phase),
    containersReady(pod, phase),
    { type: 'PodScheduled', status: 'True' },
  ];
  const others = (pod.status!.conditions ?? []).filter(
    ({ type }) => !own.some((condition) => condition.type === type),
  );
  const timed = own.map((condition) =>
    withTransition(condition, conditionOf(pod, condition.type), now),
  );
  return { ...pod.status, phase, qosClass: promised, conditions: [...others, ...timed] };
}

/** The moment since when a condition has its status: readers measure from it how long a Pod is ready. */
function withTransition(
  condition: PodCondition,
  before: PodCondition | undefined,
  now: number,
): PodCondition {
  const kept = before?.status === condition.status ? before.lastTransitionTime : undefined;
  return { ...condition, lastTransitionTime: kept ?? formatTime(now) };
}
