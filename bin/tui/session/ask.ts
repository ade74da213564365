import type { Place, Position, SimulationInput } from '../ports.ts';
import type { PlaceToEdit } from '../screens/exercise/place-to-edit.ts';
import type { KeptRun } from '../screens/simulation/simulation-state.ts';

/** Where to go. */
export type Go =
  /** `own`: the exercises that are played with the learner's file, when it was not left in another way. */
  | { readonly to: 'simulation'; readonly id: string; readonly own: readonly string[] }
  | {
      readonly to: 'lesson' | 'exercise';
      readonly id: string;
      /** Words that a lesson is opened at. */
      readonly seek?: string;
    }
  | { readonly to: 'find' }
  /** What was built: a part, or with null the whole cluster. */
  | { readonly to: 'part'; readonly component: string | null }
  /** In the place of the screen that is open now. */
  | { readonly to: 'instead'; readonly kind: 'lesson' | 'exercise'; readonly id: string }
  | { readonly to: 'back' };

/** What the pure state wants done outside: on disk, in a process, by the terminal. */
export type Ask =
  | { readonly ask: 'read-lesson'; readonly id: string }
  | { readonly ask: 'read-exercise'; readonly id: string }
  | { readonly ask: 'watch'; readonly exercise: string | null }
  | { readonly ask: 'grade'; readonly exercise: string }
  | { readonly ask: 'edit'; readonly exercise: string; readonly place: PlaceToEdit }
  | { readonly ask: 'diff'; readonly exercise: string; readonly against: 'stub' | 'reference' }
  | { readonly ask: 'solution'; readonly exercise: string }
  | { readonly ask: 'trace'; readonly exercise: string; readonly test: string }
  | { readonly ask: 'reset'; readonly exercise: string }
  | { readonly ask: 'undo'; readonly exercise: string }
  | { readonly ask: 'keep-brief'; readonly exercise: string; readonly position: Position }
  | {
      readonly ask: 'keep-hint';
      readonly exercise: string;
      readonly group: string;
      readonly rungs: number;
    }
  | {
      readonly ask: 'keep-answer';
      readonly lesson: string;
      readonly question: string;
      readonly choice: number;
    }
  | { readonly ask: 'keep-position'; readonly lesson: string; readonly position: Position }
  | { readonly ask: 'keep-read'; readonly lesson: string }
  | { readonly ask: 'keep-place'; readonly place: Place }
  /** Begins a run and gives it the inputs; ends any other. */
  | {
      readonly ask: 'play';
      readonly simulation: string;
      readonly own: readonly string[];
      readonly seed: number;
      readonly run: number;
      readonly inputs: readonly SimulationInput[];
    }
  | {
      readonly ask: 'play-on';
      readonly run: number;
      readonly inputs: readonly SimulationInput[];
    }
  | { readonly ask: 'run-simulation'; readonly everyMs: number | null }
  | { readonly ask: 'end-simulation' }
  | { readonly ask: 'keep-run'; readonly simulation: string; readonly kept: KeptRun }
  | { readonly ask: 'create-workspace' }
  | { readonly ask: 'suspend' }
  | { readonly ask: 'quit' };

/** What a key led to: a new state of the screen, things to do outside, a place to go. */
export interface Outcome<State> {
  readonly state: State;
  readonly asks?: readonly Ask[];
  readonly go?: Go;
  /** One line to the learner. */
  readonly says?: string;
}
