import { isTooSmall } from './components/layout.ts';
import type { KeyFacts, Mode } from './input/key-facts.ts';
import { keyLabel } from './input/key-help.ts';
import { bindingFor, blockedReason } from './input/key-press.ts';
import type { ResultRecord } from './ports.ts';
import { openedFirstRun } from './screens/first-run/first-run-state.ts';
import { helpPage } from './screens/help/help-page.ts';
import { type HelpState, helpReduced } from './screens/help/help-state.ts';
import { titleFor } from './screens/part/part-page.ts';
import { words } from './screens/part/wording.ts';
import { simulationTicked } from './screens/simulation/simulation-keys.ts';
import type { Ask, Outcome } from './session/ask.ts';
import type { Completed } from './session/completed.ts';
import { gone, placeOf, resumed } from './session/navigation.ts';
import {
  type OpenScreen,
  screenFacts,
  screenMode,
  screenPressed,
  screenTyped,
} from './session/open-screen.ts';
import type { World } from './session/world.ts';
import { edges, type Page } from './text/page.ts';

/** Everything that decides what the terminal shows. */
export interface AppState {
  readonly world: World;
  /** What is open, the outermost first; the last one is seen. */
  readonly screens: readonly OpenScreen[];
  readonly help: HelpState | null;
  /** One line to the learner, until the next key. */
  readonly says: string | null;
  /** What a pass of this sitting completed: ] shows it. */
  readonly completed: Completed | null;
  /** Printed when the course is left. */
  readonly lastVerdict: ResultRecord | null;
}

/** A new state, and what is to be done outside. */
export interface Step {
  readonly state: AppState;
  readonly asks: readonly Ask[];
}

/** The first state: where the learner left, or the first start. */
export function firstState(world: World, hasWorkspace: boolean): Step {
  const way = hasWorkspace ? resumed(world) : { screens: [openedFirstRun], asks: [] };
  const state = {
    world,
    screens: way.screens,
    help: null,
    says: null,
    completed: null,
    lastVerdict: null,
  };
  return { state, asks: way.asks };
}

/** The screen that is seen. */
export function frontScreen(state: AppState): OpenScreen {
  return state.screens.at(-1)!;
}

/** Who takes the keys now. */
export function modeOf(state: AppState): Mode {
  if (isTooSmall(state.world.size)) return 'too-small';
  return state.help ? 'help' : screenMode(frontScreen(state));
}

/** What decides which keys work now. */
export function factsOf(state: AppState): KeyFacts {
  if (state.help) return edges(helpUnder(state), state.help.top);
  const facts = screenFacts(frontScreen(state), state.world);
  // After the last step of the course there is still what was built.
  return state.completed ? { ...facts, after: true } : facts;
}

/** The state after a key. A key that cannot work says why. */
export function pressed(state: AppState, key: string): Step {
  const quiet = { ...state, says: null };
  const mode = modeOf(state);
  const binding = bindingFor(mode, key);
  if (!binding)
    return mode === 'search' || mode === 'find' ? typed(quiet, key) : unbound(quiet, key);
  const reason = blockedReason(binding, factsOf(state));
  if (reason) return { state: { ...quiet, says: reason }, asks: [] };
  return bound(quiet, binding.id, key);
}

/** A key that nothing is bound to says so. A question stays in its place, and a terminal that is too small has none. */
function unbound(state: AppState, key: string): Step {
  const mode = modeOf(state);
  if (mode === 'too-small' || mode === 'confirm') return { state, asks: [] };
  const says = `${keyLabel(key)} does nothing here; ? shows the keys.`;
  return { state: { ...state, says }, asks: [] };
}

function bound(state: AppState, binding: string, key: string): Step {
  const { help } = state;
  if (binding === 'quit') return { state, asks: [...placeOf(frontScreen(state)), { ask: 'quit' }] };
  if (binding === 'suspend') return { state, asks: [{ ask: 'suspend' }] };
  if (binding === 'help') return { state: { ...state, help: help ? null : { top: 0 } }, asks: [] };
  if (help) return { state: { ...state, help: helped(state, help, binding) }, asks: [] };
  if (state.completed && binding === 'next-step') return shownCompleted(state, state.completed);
  return taken(state, screenPressed(frontScreen(state), state.world, binding, key));
}

function helped(state: AppState, help: HelpState, binding: string): HelpState | null {
  if (binding === 'back') return null;
  return helpReduced(help, { type: 'move', binding }, helpUnder(state));
}

/** All keys, for the screen that the help lies over. */
export function helpUnder(state: AppState): Page {
  const front = frontScreen(state);
  return helpPage(screenMode(front), screenFacts(front, state.world), state.world);
}

/** The state after the clock of a running simulation has ticked. */
export function ticked(state: AppState): Step {
  const front = frontScreen(state);
  if (front.kind !== 'simulation')
    return { state, asks: [{ ask: 'run-simulation', everyMs: null }] };
  return taken(state, simulationTicked(front));
}

/** Letters of a search; other keys do nothing there. */
function typed(state: AppState, key: string): Step {
  const change = changeBy(key);
  if (!change) return { state, asks: [] };
  return taken(state, screenTyped(frontScreen(state), state.world, change));
}

const wordKeys = /^(up|down|left|right|home|end|tab|shift\+tab|page(up|down)|ctrl\+.*)$/;

function changeBy(key: string): ((query: string) => string) | undefined {
  if (key === 'backspace') return (query) => query.slice(0, -1);
  if (key === 'space') return (query) => `${query} `;
  return wordKeys.test(key) ? undefined : (query) => query + key;
}

/** Takes a screen's outcome over: its state, its words, its wishes, its way. */
export function taken(state: AppState, outcome: Outcome<OpenScreen>): Step {
  const screens = [...state.screens.slice(0, -1), outcome.state];
  const says = outcome.says ?? state.says;
  const asks = outcome.asks ?? [];
  if (!outcome.go) return { state: { ...state, screens, says }, asks };
  const way = gone(screens, outcome.go, state.world);
  const after = { ...state, screens: way.screens, says };
  const leaves = outcome.go.to === 'back' && frontScreen(state).kind === 'exercise';
  return { state: leaves ? withoutCompleted(after) : after, asks: [...asks, ...way.asks] };
}

/** Esc leads up as ever; what was completed is told once more. */
function withoutCompleted(state: AppState): AppState {
  const { completed, world } = state;
  if (!completed) return state;
  const { component } = completed;
  const key = component === null ? 'I' : 'i';
  const says = words.seenLater(titleFor(component, true, world), key);
  return { ...state, completed: null, says };
}

/** Who goes on from a pass that completed something sees what was built. */
function shownCompleted(state: AppState, completed: Completed): Step {
  const way = gone(state.screens, { to: 'part', ...completed }, state.world);
  return { state: { ...state, screens: way.screens, completed: null }, asks: way.asks };
}
