import { ApiError, formatTime, type OwnerReference, type Pod, type ReplicaSet } from 'course/kit';
import type { BatchOutcome } from '#suite';

/** The time at which a test's clock stands at the beginning: that of the kit's manualClock. */
export const start = Date.parse('2025-01-01T00:00:00Z');

const second = 1000;
const hour = 3600 * second;

/** The time so many seconds before the beginning. */
export function secondsAgo(seconds: number): string {
  return formatTime(start - seconds * second);
}

/** The time so many hours before the beginning. */
export function hoursAgo(hours: number): string {
  return formatTime(start - hours * hour);
}

/** What a Pod of a test may say of itself, in few words. */
export interface PodFacts {
  readonly phase?: string;
  readonly node?: string;
  readonly uid?: string;
  /** Since when it is ready; `true` for ready without a time. */
  readonly ready?: string | true;
  readonly cost?: string;
  readonly restarts?: readonly number[];
  readonly created?: string;
  readonly labels?: Record<string, string>;
  readonly owner?: OwnerReference;
  readonly deleted?: string;
  readonly namespace?: string;
}

/** A Pod with these facts and nothing else. */
export function pod(name: string, facts: PodFacts = {}): Pod {
  const { phase, node, ready, restarts } = facts;
  const status = {
    ...(phase && { phase }),
    ...(ready && { conditions: [readyCondition(ready)] }),
    ...(restarts && { containerStatuses: restarts.map(containerStatus) }),
  };
  return {
    metadata: { name, ...metadata(facts) },
    ...(node !== undefined && { spec: { containers: [], nodeName: node } }),
    ...(Object.keys(status).length > 0 && { status }),
  };
}

function metadata({ uid, cost, created, labels, owner, deleted, namespace }: PodFacts) {
  return {
    ...(uid && { uid }),
    ...(namespace && { namespace }),
    ...(created && { creationTimestamp: created }),
    ...(labels && { labels }),
    ...(deleted && { deletionTimestamp: deleted }),
    ...(owner && { ownerReferences: [owner] }),
    ...(cost !== undefined && {
      annotations: { 'controller.kubernetes.io/pod-deletion-cost': cost },
    }),
  };
}

function readyCondition(since: string | true) {
  return {
    type: 'Ready',
    status: 'True',
    ...(since !== true && { lastTransitionTime: since }),
  };
}

function containerStatus(restartCount: number) {
  return { name: 'c', image: 'i', imageID: 'i', ready: true, restartCount };
}

/** A reference to a controller. */
export function owner(uid: string, name = 'web', kind = 'ReplicaSet'): OwnerReference {
  return {
    apiVersion: 'apps/v1',
    kind,
    name,
    uid,
    controller: true,
    blockOwnerDeletion: true,
  };
}

/** The ReplicaSet `web` of the tests, with the uid `u-web`; its Pods have the label app=web. */
export function web(
  replicas: number | undefined,
  more: { spec?: object; metadata?: object; status?: ReplicaSet['status'] } = {},
): ReplicaSet {
  return {
    metadata: { name: 'web', uid: 'u-web', ...more.metadata },
    spec: {
      ...(replicas !== undefined && { replicas }),
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } } },
      ...more.spec,
    },
    ...(more.status && { status: more.status }),
  };
}

/** Controlled by `web`. */
export const mine = owner('u-web');

/** A running Pod that is `web`'s own. */
export function own(name: string, facts: PodFacts = {}): Pod {
  return pod(name, { phase: 'Running', node: 'n1', labels: { app: 'web' }, owner: mine, ...facts });
}

/** Controlled by somebody else. */
export const other = owner('u-other', 'other');

/** A refusal that a test plans. */
export const failed = new ApiError({
  code: 500,
  reason: 'InternalError',
  message: 'etcd is away',
});

/** What no apiserver would answer. */
export const bug = new RangeError('a bug') as never;

/** A Pod's name. */
export function nameOf({ metadata }: Pod): string {
  return metadata?.name ?? '';
}

/** The values of a batch; its first error is thrown. */
export function values(outcomes: readonly BatchOutcome[]): unknown[] {
  return outcomes.map((each) => {
    if ('error' in each) throw each.error;
    return each.value;
  });
}
