import { deepEqual, type ResourceName } from 'course/kit';
import { hasGeneration } from './new-object.ts';
import type { AnyObject } from './object-log.ts';

/** Metadata that the server alone sets; what a writer says of it does not count. */
const serverOwned = [
  'namespace',
  'uid',
  'resourceVersion',
  'creationTimestamp',
  'generation',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
] as const;

/** The object after a write: what the server owns as before, the generation counted when the spec differs. */
export function rewritten(resource: ResourceName, before: AnyObject, after: AnyObject): AnyObject {
  const { generation = 0 } = before.metadata;
  const differs = hasGeneration(resource) && !deepEqual(after.spec, before.spec);
  const own = { ...before.metadata, ...(differs && { generation: generation + 1 }) };
  const metadata: Record<string, unknown> = { ...after.metadata };
  for (const field of serverOwned) {
    if (own[field] === undefined) delete metadata[field];
    else metadata[field] = own[field];
  }
  return { ...before, ...after, metadata } as unknown as AnyObject;
}

/** True when the last finalizer of an object that is being deleted has gone, and no grace period holds it. */
export function isLetGo({ metadata: before }: AnyObject, { metadata }: AnyObject): boolean {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0, finalizers = [] } = metadata;
  const released = finalizers.length === 0 && (before.finalizers ?? []).length > 0;
  return deletionTimestamp !== undefined && deletionGracePeriodSeconds === 0 && released;
}
