import { openSimulation, PartMissing } from '../../../grader/index.ts';
import type { SimulatorPort } from '../../tui/ports.ts';
import type { LearnerDesk } from './learner-desk.ts';

/** Plays simulations for the screens; the player is loaded when the first one opens. */
export function simulatorPort(desk: LearnerDesk): SimulatorPort {
  return {
    open: async (id, exercises) => {
      try {
        return await openSimulation({
          exercise: desk.exercise(id),
          catalog: desk.course.catalog,
          ...(exercises.length > 0 && { own: { root: desk.path, exercises } }),
        });
      } catch (error) {
        if (error instanceof PartMissing) throw new Error(`${error.message} ${error.fix}`);
        throw error;
      }
    },
  };
}
