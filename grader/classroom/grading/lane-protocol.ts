import type { Exercise } from '../../../exercises/catalog.ts';
import type { SandboxDemand } from '../../sandbox/box-supply.ts';

/** Parent -> lane: one file to grade. The lane answers with a TryResult. */
export interface LaneOrder {
  readonly exercise: Exercise;
  readonly root: string;
  readonly file: string;
}

/** What a lane is started with, as JSON in its only argument. */
export interface LaneStart {
  readonly sandbox: SandboxDemand;
}
