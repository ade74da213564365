import type { Deployment, ReplicaSet, Stored } from 'course/kit';
import type { Choice } from '#simulation';
import { revisionOf, sizeOf, versionOf } from './part.ts';

/** What can be chosen in turn. */
const surges = [1, 3, '25%', 0] as const;
const unavailables = [1, 3, '10%', 0] as const;
const sizes = [6, 9, 3] as const;
/** So many ReplicaSets fit into the picture. */
const mostSets = 6;

/** What the choices depend on. */
export interface RolloutView {
  readonly deployment: Stored<Deployment>;
  readonly sets: readonly Stored<ReplicaSet>[];
  readonly nextVersion: string;
  readonly someAvailable: boolean;
}

/** What the reader may do. */
export function readerChoices(view: RolloutView): Choice[] {
  const { deployment, nextVersion, someAvailable } = view;
  const full =
    view.sets.length >= mostSets ? `There are ${mostSets} ReplicaSets, and no room for more.` : '';
  const { maxSurge, maxUnavailable } = nextStrategies(deployment);
  return [
    withWhy({ id: 'release', label: `release ${nextVersion}` }, full),
    withWhy({ id: 'break', label: `release ${nextVersion}, which crashes` }, full),
    undoing(view),
    deployment.spec?.paused
      ? { id: 'resume', label: 'resume the Deployment' }
      : { id: 'pause', label: 'pause the Deployment' },
    { id: 'scale', label: `scale to ${nextSize(deployment)}` },
    { id: 'surge', label: `set maxSurge to ${maxSurge}` },
    { id: 'unavailable', label: `set maxUnavailable to ${maxUnavailable}` },
    withWhy(
      { id: 'fail', label: 'let a Pod fail for a while' },
      someAvailable ? '' : 'No Pod is available.',
    ),
  ];
}

/** The ReplicaSet to which `kubectl rollout undo` would go back: that of the revision before; or why it cannot. */
export function undoTarget({
  deployment,
  sets,
}: Pick<RolloutView, 'deployment' | 'sets'>): Stored<ReplicaSet> | string {
  if (deployment.spec?.paused) return 'kubectl refuses while it is paused.';
  const present = sets.find((set) => versionOf(set) === versionOf(deployment));
  if (!present) return `${versionOf(deployment)} has no ReplicaSet yet.`;
  const earlier = sets.filter((set) => revisionOf(set) < revisionOf(present));
  const [last] = earlier.toSorted((a, b) => revisionOf(b) - revisionOf(a));
  return last ?? 'There is no earlier revision.';
}

/** What `scale` sets. */
export function nextSize(deployment: Deployment): number {
  return after(sizes, sizeOf(deployment));
}

/** What `surge` and `unavailable` set. The apiserver refuses 0 for both. */
export function nextStrategies({ spec }: Deployment) {
  const { maxSurge, maxUnavailable } = spec?.strategy?.rollingUpdate ?? {};
  const surge = after(surges, maxSurge);
  const unavailable = after(unavailables, maxUnavailable);
  return {
    maxSurge: surge === 0 && maxUnavailable === 0 ? surges[0] : surge,
    maxUnavailable: unavailable === 0 && maxSurge === 0 ? unavailables[0] : unavailable,
  };
}

function undoing(view: RolloutView): Choice {
  const target = undoTarget(view);
  return typeof target === 'string'
    ? { id: 'undo', label: 'undo', why: target }
    : { id: 'undo', label: `undo: back to ${versionOf(target)}` };
}

function after<T>(all: readonly T[], now: unknown): T {
  return all[(all.indexOf(now as T) + 1) % all.length]!;
}

function withWhy(choice: Choice, why: string): Choice {
  return why === '' ? choice : { ...choice, why };
}
