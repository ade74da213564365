import type {
  Deployment,
  DeploymentCondition,
  DeploymentSpec,
  PodTemplateSpec,
  ReplicaSet,
  StringMap,
} from 'course/kit';

/** What stands before the names of the controller's annotations. */
export const annotation = 'deployment.kubernetes.io';

/** What a test says of a Deployment; the rest is as usual. */
export interface Wish extends Partial<Omit<DeploymentSpec, 'strategy'>> {
  readonly surge?: number | string;
  readonly unavailable?: number | string;
  readonly recreate?: boolean;
}

/** The Deployment `web`. What counts comes first, and little else, so that it is not cut off where a call is told. */
export function web({ surge, unavailable, recreate, ...spec }: Wish = {}): Deployment {
  const rollingUpdate = {
    ...(surge !== undefined && { maxSurge: surge }),
    ...(unavailable !== undefined && { maxUnavailable: unavailable }),
  };
  const strategy = recreate ? { type: 'Recreate' } : { rollingUpdate };
  return {
    spec: {
      ...spec,
      ...((recreate || Object.keys(rollingUpdate).length > 0) && { strategy }),
      selector: {},
      template: spec.template ?? {},
    },
    metadata: { name: 'web', namespace: 'default', generation: 1 },
  };
}

export function template(image: string, labels: StringMap = {}): PodTemplateSpec {
  return {
    metadata: { labels: { app: 'web', ...labels } },
    spec: { containers: [{ name: 'c', image }] },
  };
}

/** What a test says of a ReplicaSet besides its size. */
export interface SetWish {
  /** `availableReplicas`; as many as its size when absent. */
  readonly available?: number;
  /** `readyReplicas`; as many as are available when absent. */
  readonly ready?: number;
  /** `status.replicas`; as many as its size when absent. */
  readonly running?: number;
  /** Seconds since the oldest; the name breaks a tie. */
  readonly at?: number;
  readonly revision?: number | string;
  /** For which `replicas` and `replicas + maxSurge` its size was written. */
  readonly desired?: number | string;
  readonly max?: number;
  readonly image?: string;
}

/** A ReplicaSet as the cache has it. */
export function set(name: string, size: number, wish: SetWish = {}): ReplicaSet {
  const { available = size, ready = available, running = size, at = 0, image } = wish;
  const { desired, max, revision } = wish;
  const annotations = Object.entries({
    'desired-replicas': desired,
    'max-replicas': max,
    revision,
  }).flatMap(([key, value]) => (value === undefined ? [] : [[`${annotation}/${key}`, `${value}`]]));
  return {
    metadata: {
      name,
      creationTimestamp: `2025-01-01T00:00:${String(at).padStart(2, '0')}Z`,
      ...(annotations.length > 0 && { annotations: Object.fromEntries(annotations) }),
    },
    spec: {
      replicas: size,
      selector: {},
      ...(image && { template: template(image, { 'pod-template-hash': image }) }),
    },
    status: { replicas: running, readyReplicas: ready, availableReplicas: available },
  };
}

/** Second 0 of the tests about time. */
export const start = 1735689600000;

/** So many seconds after it, as the API writes it. */
export function time(seconds: number): string {
  return new Date(start + seconds * 1000).toISOString().replace('.000', '');
}

/** `Progressing` as it was said so many seconds after the start. */
export function progressing(
  status: string,
  reason: string,
  seconds = 0,
  since = seconds,
): DeploymentCondition {
  return {
    type: 'Progressing',
    status,
    reason,
    lastUpdateTime: time(seconds),
    lastTransitionTime: time(since),
  };
}
