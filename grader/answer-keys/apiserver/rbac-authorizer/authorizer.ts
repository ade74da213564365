import { RbacAuthorizer } from '#exercise/apiserver/rbac-authorizer';
import { shown } from '#suite';
import { shelves, type World } from './objects.ts';

/** A graded authorizer over a world, or over shelves that the test changes. A learner reads the listers' names. */
export function authorizer(world: World, changing: Partial<ReturnType<typeof shelves>> = {}) {
  const listers = { ...shelves(world), ...changing };
  const graded = new RbacAuthorizer(listers);
  for (const [name, lister] of Object.entries(listers)) shown(lister, name, graded);
  return graded;
}
