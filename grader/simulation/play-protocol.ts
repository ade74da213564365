import type { EntryFile } from '../boundary/session.ts';
import type { ThreadQuestion } from '../engine/thread-protocol.ts';
import type { Input, Moment } from './moment.ts';

/** A part that a simulation is played with: the course's own code, or the learner's, which stays in a box. */
export type PartOrder = { readonly id: string } & (
  | { readonly reference: string }
  | {
      readonly own: EntryFile;
      /** The memory of the Pulse through which this part is watched and answered. */
      readonly pulse: SharedArrayBuffer;
    }
);

/** Main thread -> play thread: a fresh run, or more inputs for the present one. */
export type PlayOrder =
  | {
      readonly begin: {
        readonly simulation: string;
        readonly parts: readonly PartOrder[];
        readonly seed: number;
      };
      readonly inputs: readonly Input[];
    }
  | { readonly inputs: readonly Input[] };

/** Play thread -> main thread: the moments that an order led to, or that the course's own code failed. */
export type PlayNotice =
  | {
      readonly say: 'moments';
      readonly moments: readonly Moment[];
      /** Where the learner's code threw what ended the run, in the box's words. */
      readonly stack: { readonly part: string; readonly text: string } | null;
    }
  | { readonly say: 'broke'; readonly message: string }
  | { readonly say: 'box-ready'; readonly part: string };

/** Play thread -> main thread; the play thread sleeps until the answer is there. */
export type PlayQuestion = ThreadQuestion & { readonly part: string };
