import type { DeploymentCondition, ReplicaSet } from 'course/kit';
import type { Write } from '#simulation';
import { revisionOf, sizeOf, versionOf } from './part.ts';

/** What the controller did to ReplicaSets, a sentence for each write. */
export function controllerNews(writes: readonly Write[]): string[] {
  return writes
    .filter(({ resource }) => resource === 'replicasets')
    .map(({ verb, before, after }) => {
      if (verb === 'create') return created(after as ReplicaSet);
      return verb === 'delete'
        ? deleted(before as ReplicaSet)
        : updated(before as ReplicaSet, after as ReplicaSet);
    })
    .map((what) => `The Deployment controller ${what}.`);
}

function created(set: ReplicaSet): string {
  return `creates ReplicaSet ${versionOf(set)} as revision ${revisionOf(set)}, with size ${sizeOf(set)}`;
}

function deleted(set: ReplicaSet): string {
  return `deletes the empty ReplicaSet ${versionOf(set)}: revision ${revisionOf(set)} can no longer be gone back to`;
}

function updated(before: ReplicaSet, after: ReplicaSet): string {
  const [version, from, to] = [versionOf(after), sizeOf(before), sizeOf(after)];
  if (from !== to)
    return `scales ReplicaSet ${version} ${from < to ? 'up' : 'down'} from ${from} to ${to}`;
  if (revisionOf(before) !== revisionOf(after))
    return `gives ReplicaSet ${version} revision ${revisionOf(after)}: its template is the present one`;
  return `notes on ReplicaSet ${version} for how many replicas its size is meant`;
}

/** Which conditions now say something else. */
export function conditionNews(
  before: readonly DeploymentCondition[] = [],
  after: readonly DeploymentCondition[] = [],
): string[] {
  return after
    .filter(
      ({ type, status, reason }) =>
        !before.some((was) => was.type === type && was.status === status && was.reason === reason),
    )
    .map(
      ({ type, status, reason }) => `The condition ${type} is now ${status}, because ${reason}.`,
    );
}
