import { apiResources, conflict, formatTime, type Pod } from 'course/kit';
import type { AnyObject } from './object-log.ts';

/**
 * The Pod with its node. Throws ApiError 409 when it has one, or is being deleted.
 * Settled by kubernetes pkg/registry/core/pod/storage/storage.go, setPodHostAndAnnotations.
 */
export function bound(pod: AnyObject, nodeName: string, now: number): AnyObject {
  const { metadata, spec, status } = pod as AnyObject & Pod;
  if (metadata.deletionTimestamp)
    throw conflict(
      apiResources.pods,
      metadata.name,
      `pod ${metadata.name} is being deleted, cannot be assigned to a host`,
    );
  if (spec?.nodeName)
    throw conflict(
      apiResources.pods,
      metadata.name,
      `pod ${metadata.name} is already assigned to node ${JSON.stringify(spec.nodeName)}`,
    );
  const scheduled = { type: 'PodScheduled', status: 'True', lastTransitionTime: formatTime(now) };
  const others = (status?.conditions ?? []).filter(({ type }) => type !== 'PodScheduled');
  return {
    ...pod,
    spec: { ...spec, nodeName },
    status: { ...status, conditions: [...others, scheduled] },
  } as AnyObject;
}
