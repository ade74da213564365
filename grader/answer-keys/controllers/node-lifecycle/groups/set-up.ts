import { ApiError } from 'course/kit';
import {
  NodeLifecycleController,
  TaintEvictionController,
} from '#exercise/controllers/node-lifecycle';
import type { NodeFacts } from '../objects.ts';
import { World } from '../world.ts';

/** A cluster with the learner's controllers, at second 0. */
export const newWorld = () => new World({ NodeLifecycleController, TaintEvictionController });

/** What the apiserver answers when it is broken. */
export const serverError = new ApiError({ code: 500, reason: 'InternalError', message: 'broken' });

/** Three nodes that have just told that they are ready, and were seen by monitor. */
export function three(facts: NodeFacts = {}): World {
  const world = newWorld();
  world.join({ ready: 'True', ...facts }, 'n1', 'n2', 'n3');
  world.monitor(0);
  return world;
}
