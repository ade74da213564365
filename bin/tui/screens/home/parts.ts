import type { OutlineItem } from '../../ports.ts';
import { itemsOf, type Standing, standingOf, type World } from '../../session/world.ts';

/** The parts of the cluster that the maps show, with names that fit them. */
export const partNames: Readonly<Record<string, string>> = {
  apiserver: 'kube-apiserver',
  etcd: 'etcd',
  scheduler: 'kube-scheduler',
  controllers: 'controller-manager',
  kubelet: 'kubelet',
  proxy: 'kube-proxy',
  addons: 'add-ons',
};

/** The exercises that build a part. */
export function exercisesIn(world: Pick<World, 'outline'>, component: string): OutlineItem[] {
  return itemsOf(world.outline).filter(
    (item) => item.kind === 'exercise' && item.exercise.component === component,
  );
}

/** How far a part is built. */
export function partStanding(
  exercises: readonly OutlineItem[],
  world: Pick<World, 'progress'>,
): Standing {
  const standings = exercises.map((item) => standingOf(item, world.progress));
  if (standings.length > 0 && standings.every((each) => each === 'done')) return 'done';
  return standings.some((each) => each !== 'open') ? 'begun' : 'open';
}
