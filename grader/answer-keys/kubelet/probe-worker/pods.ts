import {
  type Container,
  type ContainerState,
  type ContainerStatus,
  formatTime,
  type Pod,
  type Probe,
} from 'course/kit';

/** When the containers of these tests start, and a moment well after it. */
export const start = 1735689600000;
export const later = start + 3_600_000;

export type Type = 'startup' | 'liveness' | 'readiness';

/** A container with one probe. */
export function containerWith(type: Type, probe: Probe = {}, more: Partial<Container> = {}) {
  return { name: 'app', [`${type}Probe`]: probe, ...more } as Container;
}

export const running: ContainerState = { running: { startedAt: formatTime(start) } };
export const waiting: ContainerState = { waiting: { reason: 'CrashLoopBackOff' } };
export const terminated: ContainerState = { terminated: { exitCode: 1 } };

/** What of a Pod matters to a worker. */
export interface Seen {
  readonly id?: string;
  readonly state?: ContainerState;
  readonly started?: boolean;
  readonly phase?: string;
  readonly restartPolicy?: string;
  readonly deleted?: boolean;
}

/** A Pod whose container `app` is seen like this: running and started unless said otherwise. */
export function podWith(seen: Seen = {}): Pod {
  const { id = 'a', state = running, started = true, phase, restartPolicy, deleted } = seen;
  // No more than a worker looks at: what decides must not drown when a failed test tells its calls.
  const entry = { name: 'app', containerID: id, started, state } as ContainerStatus;
  return {
    ...(deleted && { metadata: { deletionTimestamp: formatTime(start) } }),
    ...(restartPolicy && { spec: { restartPolicy, containers: [] } }),
    status: { ...(phase && { phase }), containerStatuses: [entry] },
  };
}
