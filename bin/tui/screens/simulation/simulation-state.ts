import type { SimulationInput, SimulationMoment } from '../../ports.ts';
import { words } from './wording.ts';

/** What makes a run what it is, and where in it the reader stands: enough to come back to it. */
export interface KeptRun {
  /** Exercises that are played with the learner's own file. */
  readonly own: readonly string[];
  readonly seed: number;
  readonly inputs: readonly SimulationInput[];
  readonly at: number;
}

/** A simulation that is open. */
export interface SimulationState extends KeptRun {
  readonly kind: 'simulation';
  /** Id of the exercise whose simulation it is. */
  readonly id: string;
  /** What the player says of it; null until it is ready. */
  readonly about: SimulationAbout | null;
  /** The beginning, then the moment after each input. */
  readonly moments: readonly SimulationMoment[];
  /** Counts the runs: an answer to an earlier one comes too late. */
  readonly run: number;
  /** Is a run being begun? Its moments take the place of those that are known. */
  readonly beginning: boolean;
  /** Why it cannot be played. */
  readonly trouble: string | null;
  /** Does it go on by itself? */
  readonly running: boolean;
  /** Index in `paces`. */
  readonly pace: number;
  /** The choice that Enter takes; null for the first. */
  readonly chosen: string | null;
  /** Are the choices shown, where they lie over the rest? */
  readonly choosing: boolean;
}

export interface SimulationAbout {
  readonly title: string;
  readonly about: string;
  /** Ids of the exercises whose parts it is played with, its own first. */
  readonly parts: readonly string[];
}

export type SimulationAction =
  | { readonly type: 'show-about'; readonly about: SimulationAbout }
  | { readonly type: 'show-moments'; readonly moments: readonly SimulationMoment[] }
  | { readonly type: 'begin-anew'; readonly moments: readonly SimulationMoment[] }
  | { readonly type: 'show-trouble'; readonly trouble: string }
  | { readonly type: 'give'; readonly input: SimulationInput }
  | { readonly type: 'play-anew'; readonly seed: number; readonly own: readonly string[] }
  | { readonly type: 'go-to'; readonly at: number }
  | { readonly type: 'run' | 'pause' }
  | { readonly type: 'change-pace'; readonly by: 1 | -1 }
  | { readonly type: 'select'; readonly by: 1 | -1 }
  | { readonly type: 'show-choices' | 'hide-choices' };

/** Milliseconds from step to step, from slow to fast. */
export const paces = [2000, 1000, 400, 150] as const;

const firstRun: KeptRun = { own: [], seed: 1, inputs: [], at: 0 };

/** A simulation as it is when it opens: where it was left, or at the beginning of its first run. */
export function openedSimulation(id: string, kept: KeptRun = firstRun): SimulationState {
  return {
    ...kept,
    kind: 'simulation',
    id,
    about: null,
    moments: [],
    run: 1,
    beginning: true,
    trouble: null,
    running: false,
    pace: 1,
    chosen: null,
    choosing: false,
  };
}

/** The moment that is seen; null until the run has begun. */
export function momentNow(state: SimulationState): SimulationMoment | null {
  return state.moments[Math.min(state.at, state.moments.length - 1)] ?? null;
}

/** Why the run does not go on from its newest moment; null while it can. A run that nobody stops must not fill the memory. */
export function endOf(state: SimulationState): string | null {
  const last = state.moments.at(-1);
  if (last && last.over !== null) return last.over;
  return state.inputs.length >= longestRun ? words.longEnough : null;
}

/** Inputs of one run. */
const longestRun = 2000;

/** How many inputs are given and not answered yet. */
export function pending({ inputs, moments, beginning }: SimulationState): number {
  return inputs.length - Math.max(0, moments.length - 1) + (beginning ? 1 : 0);
}

/** Is the newest moment of the run seen? */
export function isAtEnd(state: SimulationState): boolean {
  return state.at >= state.moments.length - 1;
}

/** The choice that Enter takes. */
export function selectedChoice(state: SimulationState) {
  const choices = momentNow(state)?.choices ?? [];
  return choices.find(({ id }) => id === state.chosen) ?? choices[0];
}

/** The simulation after an action. */
export function simulationReduced(
  state: SimulationState,
  action: SimulationAction,
): SimulationState {
  switch (action.type) {
    case 'show-about':
      return { ...state, about: action.about };
    case 'show-moments':
      return arrived(state, [...state.moments, ...action.moments]);
    case 'begin-anew':
      return begunAnew(state, action.moments);
    case 'show-trouble':
      return { ...state, trouble: action.trouble, beginning: false, running: false };
    case 'give':
      return given(state, action.input);
    case 'play-anew':
      return playedAnew(state, action.seed, action.own);
    case 'go-to':
      return { ...state, at: Math.max(0, Math.min(action.at, state.moments.length - 1)) };
    case 'run':
      return { ...state, running: true };
    case 'pause':
      return { ...state, running: false };
    case 'change-pace':
      return {
        ...state,
        pace: Math.max(0, Math.min(state.pace + action.by, paces.length - 1)),
      };
    case 'select':
      return selected(state, action.by);
    case 'show-choices':
      return { ...state, choosing: true };
    case 'hide-choices':
      return { ...state, choosing: false };
  }
}

/** A run that was left or forked comes back whole; the reader stands where they stood, or at its end. */
function begunAnew(state: SimulationState, moments: readonly SimulationMoment[]): SimulationState {
  const at = Math.max(0, Math.min(state.at, moments.length - 1));
  return { ...arrived(state, moments), at, beginning: false };
}

function arrived(state: SimulationState, moments: readonly SimulationMoment[]): SimulationState {
  const over = moments.at(-1)?.over != null;
  return {
    ...state,
    moments,
    // What was given after the end was never answered.
    inputs: over ? state.inputs.slice(0, moments.length - 1) : state.inputs,
    at: moments.length - 1,
    trouble: null,
    running: state.running && !over,
  };
}

/** What is given at the end goes on; what is given in the past begins another future there. */
function given(state: SimulationState, input: SimulationInput): SimulationState {
  if (isAtEnd(state)) return { ...state, inputs: [...state.inputs, input] };
  return {
    ...state,
    inputs: [...state.inputs.slice(0, state.at), input],
    moments: state.moments.slice(0, state.at + 1),
    at: state.at + 1,
    run: state.run + 1,
    beginning: true,
  };
}

/** Another seed is another course of events; other parts see the same events again. What is seen stays until they come. */
function playedAnew(state: SimulationState, seed: number, own: readonly string[]): SimulationState {
  const same = seed === state.seed;
  const now = momentNow(state);
  return {
    ...state,
    seed,
    own,
    run: state.run + 1,
    inputs: same ? state.inputs : [],
    moments: now ? [now] : [],
    at: same ? state.at : 0,
    beginning: true,
    trouble: null,
    running: state.running && same,
  };
}

function selected(state: SimulationState, by: 1 | -1): SimulationState {
  const choices = momentNow(state)?.choices ?? [];
  const selectedId = selectedChoice(state)?.id;
  const now = choices.findIndex(({ id }) => id === selectedId);
  const next = choices[Math.max(0, Math.min(now + by, choices.length - 1))];
  return { ...state, chosen: next?.id ?? null };
}
