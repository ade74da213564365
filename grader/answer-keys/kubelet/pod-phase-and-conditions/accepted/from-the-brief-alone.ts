// By somebody who knew only lesson, brief, stub and kit. The class is asked of all amounts at once, and situations of containers are three.
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
  const { spec } = pod;
  if (!spec) return { ...pod };
  return {
    ...pod,
    spec: {
      ...spec,
      containers: spec.containers?.map(withRequests),
      ...(spec.initContainers && { initContainers: spec.initContainers.map(withRequests) }),
    },
  };
}

function withRequests(container: Container): Container {
  const { resources } = container;
  if (!resources?.limits) return container;
  return {
    ...container,
    resources: { ...resources, requests: { ...resources.limits, ...resources.requests } },
  };
}

export function qosClass(pod: Pod): QosClass {
  const amounts = [...(pod.spec?.initContainers ?? []), ...containersOf(pod)].flatMap(
    ({ resources }) =>
      ['cpu', 'memory'].map((resource) => ({
        request: resources?.requests?.[resource] ?? '0',
        limit: resources?.limits?.[resource] ?? '0',
      })),
  );
  if (amounts.every(({ request, limit }) => isZero(request) && isZero(limit))) return 'BestEffort';
  const guaranteed = amounts.every(
    ({ request, limit }) =>
      compareQuantities(limit, '0') > 0 && compareQuantities(request, limit) === 0,
  );
  return guaranteed ? 'Guaranteed' : 'Burstable';
}

const isZero = (quantity: string) => compareQuantities(quantity, '0') === 0;

const containersOf = (pod: Pod): Container[] => pod.spec?.containers ?? [];
const initContainersOf = (pod: Pod): Container[] => pod.spec?.initContainers ?? [];
const isSidecar = (container: Container) => container.restartPolicy === 'Always';
const sidecarsOf = (pod: Pod) => initContainersOf(pod).filter(isSidecar);

function statusOf(pod: Pod, name: string): ContainerStatus | undefined {
  return allStatuses(pod).find((status) => status.name === name);
}

function allStatuses(pod: Pod): ContainerStatus[] {
  return [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])];
}

type Situation = 'not started' | 'running' | 'stopped';

function situation(status: ContainerStatus | undefined): Situation {
  if (status?.state?.running) return 'running';
  if (status?.state?.terminated) return 'stopped';
  if (status?.state?.waiting && status.lastState?.terminated) return 'stopped';
  return 'not started';
}

/** The exit code of a container that has stopped. */
function exitCode(status: ContainerStatus | undefined): number | undefined {
  return (status?.state?.terminated ?? status?.lastState?.terminated)?.exitCode;
}

/** Whether some regular container is seen running or terminated. */
function seenStarted(pod: Pod): boolean {
  return containersOf(pod).some(({ name }) => {
    const state = statusOf(pod, name)?.state;
    return Boolean(state?.running ?? state?.terminated);
  });
}

export function podPhase(pod: Pod, ended: boolean): PodPhase {
  const policy = pod.spec?.restartPolicy ?? 'Always';

  const plain = initContainersOf(pod)
    .filter((container) => !isSidecar(container))
    .map(({ name }) => statusOf(pod, name));
  const failed = plain.some((status) => situation(status) === 'stopped' && exitCode(status) !== 0);
  if (failed && policy === 'Never') return 'Failed';
  if (plain.some((status) => situation(status) !== 'stopped')) return 'Pending';

  const sidecars = sidecarsOf(pod).map(({ name }) => statusOf(pod, name));
  const starting = sidecars.some(
    (status) => situation(status) === 'running' && status?.started !== true,
  );
  if (starting && !seenStarted(pod)) return 'Pending';

  const containers = containersOf(pod).map(({ name }) => statusOf(pod, name));
  const situations = [...sidecars, ...containers].map(situation);
  if (situations.includes('not started')) return 'Pending';
  if (situations.includes('running')) return 'Running';

  const succeeded = containers.every((status) => status?.state?.terminated?.exitCode === 0);
  if (ended) return succeeded ? 'Succeeded' : 'Failed';
  if (policy === 'Always') return 'Running';
  if (succeeded) return 'Succeeded';
  return policy === 'Never' ? 'Failed' : 'Running';
}

export function containersReady(pod: Pod, phase: PodPhase): PodCondition {
  const type = 'ContainersReady';
  if (allStatuses(pod).length === 0)
    return { type, status: 'False', reason: 'UnknownContainerStatuses' };
  if (phase === 'Failed') return { type, status: 'False', reason: 'PodFailed' };

  const { unknown, lacking } = survey(
    pod,
    [...sidecarsOf(pod), ...containersOf(pod)],
    (_, status) => status.ready,
  );
  if (phase === 'Succeeded' && unknown.length === 0)
    return { type, status: 'False', reason: 'PodCompleted' };
  const message = complaint(unknown, 'unready', lacking);
  if (message) return { type, status: 'False', reason: 'ContainersNotReady', message };
  return { type, status: 'True' };
}

/** The names of those containers that have no status, and of those whose status is not good. */
function survey(
  pod: Pod,
  containers: Container[],
  good: (container: Container, status: ContainerStatus) => boolean,
) {
  const unknown: string[] = [];
  const lacking: string[] = [];
  for (const container of containers) {
    const status = statusOf(pod, container.name);
    if (!status) unknown.push(container.name);
    else if (!good(container, status)) lacking.push(container.name);
  }
  return { unknown, lacking };
}

function complaint(unknown: string[], adjective: string, lacking: string[]): string {
  const parts: string[] = [];
  if (unknown.length > 0) parts.push(`containers with unknown status: [${unknown.join(' ')}]`);
  if (lacking.length > 0) parts.push(`containers with ${adjective} status: [${lacking.join(' ')}]`);
  return parts.join(', ');
}

export function initialized(pod: Pod, phase: PodPhase): PodCondition {
  const type = 'Initialized';
  const initContainers = initContainersOf(pod);
  if (initContainers.length > 0 && allStatuses(pod).length === 0)
    return { type, status: 'False', reason: 'UnknownContainerStatuses' };

  const { unknown, lacking } = survey(pod, initContainers, (container, status) =>
    isSidecar(container) ? status.started === true : status.ready,
  );
  if (phase === 'Succeeded' && unknown.length === 0)
    return { type, status: 'True', reason: 'PodCompleted' };
  if (seenStarted(pod)) return { type, status: 'True' };
  const message = complaint(unknown, 'incomplete', lacking);
  if (message) return { type, status: 'False', reason: 'ContainersNotInitialized', message };
  return { type, status: 'True' };
}

export function podReady(pod: Pod, phase: PodPhase): PodCondition {
  const type = 'Ready';
  const containers = containersReady(pod, phase);
  if (containers.status !== 'True') return { ...containers, type };

  const conditions = pod.status?.conditions ?? [];
  const missing = (pod.spec?.readinessGates ?? [])
    .map((gate) => gate.conditionType)
    .filter(
      (gate) =>
        !conditions.some((condition) => condition.type === gate && condition.status === 'True'),
    );
  if (missing.length > 0) {
    return {
      type,
      status: 'False',
      reason: 'ReadinessGatesNotReady',
      message: `readiness gates that are not open: ${missing.join(', ')}`,
    };
  }
  return { type, status: 'True' };
}

export function nextStatus(pod: Pod, now: number, ended: boolean): PodStatus {
  const old = pod.status?.phase;
  const phase = old === 'Succeeded' || old === 'Failed' ? old : podPhase(pod, ended);
  const before = pod.status?.conditions ?? [];

  const own: PodCondition[] = [
    initialized(pod, phase),
    podReady(pod, phase),
    containersReady(pod, phase),
    { type: 'PodScheduled', status: 'True' },
  ];
  const stamped = own.map((condition) => {
    const previous = before.find(
      ({ type, status }) => type === condition.type && status === condition.status,
    );
    return { ...condition, lastTransitionTime: previous?.lastTransitionTime ?? formatTime(now) };
  });
  const foreign = before.filter(({ type }) => !own.some((condition) => condition.type === type));
  const settled = pod.status?.qosClass ?? qosClass(pod);
  return { ...pod.status, phase, qosClass: settled, conditions: [...stamped, ...foreign] };
}
