import type { Wire } from './wire.ts';

/** What a request is aimed at: an export of the graded file, something kept in the box, or what an earlier step of the same batch gave. */
export type Target =
  | { readonly export: string }
  | { readonly ref: number }
  | { readonly step: number };

/** One thing to do with the learner's code. */
export type Step =
  | { readonly do: 'construct'; readonly on: Target; readonly args: Wire }
  | {
      readonly do: 'call';
      readonly on: Target;
      readonly method: string | null;
      readonly args: Wire;
      readonly copyBack?: boolean;
    }
  | { readonly do: 'read'; readonly on: Target; readonly key: string }
  | { readonly do: 'write'; readonly on: Target; readonly key: string; readonly value: Wire };

/** What the trusted side asks of the box; the box answers each with one Reply. */
export type Request =
  | { readonly do: 'load'; readonly file: string; readonly code: string }
  | Step
  | { readonly do: 'batch'; readonly steps: readonly Step[] };

/** The outcome of one step. */
export type Outcome = { readonly value: Wire } | { readonly threw: Wire };

/** The box's answer: an outcome, or a batch's outcomes as an array, and what was printed meanwhile. */
export type Reply = Outcome & { readonly printed?: string };

/** What the box asks of the trusted side while a request runs. */
export type Question =
  | {
      readonly ask: 'call';
      readonly ref: number;
      readonly method: string | null;
      readonly args: Wire;
    }
  | { readonly ask: 'read'; readonly ref: number; readonly key: string }
  | { readonly ask: 'module'; readonly from: string; readonly specifier: string };

/** The trusted side's answer to a module question: the file's code, or why not. */
export type ModuleAnswer =
  | { readonly file: string; readonly code: string }
  | { readonly refused: string };
