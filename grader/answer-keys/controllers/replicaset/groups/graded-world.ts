import { ReplicaSetController } from '#exercise/controllers/replicaset';
import { type Beginning, World } from '../world.ts';

/** A world with the graded controller in it. */
export const world = (beginning: Beginning) => new World(ReplicaSetController, beginning);
