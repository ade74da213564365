import { type DeleteOptions, formatTime, type Pod } from 'course/kit';
import type { AnyObject } from './object-log.ts';

/**
 * What becomes of an object that is being deleted: the state in which it stays, or undefined when it goes at once.
 * Settled by kubernetes pkg/registry/core/pod/strategy.go, CheckGracefulDelete, and apiserver pkg/registry/rest/delete.go.
 */
export function afterDelete(
  resource: string,
  object: AnyObject,
  options: DeleteOptions,
  now: number,
): AnyObject | undefined {
  const grace = resource === 'pods' ? gracePeriod(object, options) : 0;
  const { deletionTimestamp, deletionGracePeriodSeconds = 0, finalizers = [] } = object.metadata;
  if (grace === 0 && finalizers.length === 0) return undefined;
  // A second call may shorten the wait, not lengthen it.
  if (deletionTimestamp && deletionGracePeriodSeconds <= grace) return object;
  const metadata = {
    ...object.metadata,
    deletionTimestamp: formatTime(now + grace * 1000),
    deletionGracePeriodSeconds: grace,
  };
  return { ...object, metadata };
}

/** A Pod that never ran on a node, or has ended, has nothing to shut down. */
function gracePeriod(object: AnyObject, { gracePeriodSeconds }: DeleteOptions): number {
  const { spec, status } = object as Pod;
  if (!spec?.nodeName || ['Succeeded', 'Failed'].includes(status?.phase ?? '')) return 0;
  return gracePeriodSeconds ?? spec.terminationGracePeriodSeconds ?? 30;
}
