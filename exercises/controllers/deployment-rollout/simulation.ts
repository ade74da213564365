import type { Simulation } from '#simulation';
import type { RolloutPart } from './simulation/part.ts';
import { RolloutWorld } from './simulation/rollout-world.ts';

/** A Deployment that is rolled by the controller; ReplicaSets, Pods and a colleague who releases versions are played. */
export const simulation: Simulation<RolloutPart> = {
  title: 'A rolling update',
  about:
    'Each step is 10 seconds and one sync of the controller. A colleague releases versions; some crash. Release, scale, pause, undo, turn maxSurge and maxUnavailable: are there ever too many Pods, or too few available? A fence │ stands behind the most, and behind the fewest available.',
  begin: (part, seed) => new RolloutWorld(part, seed),
};
