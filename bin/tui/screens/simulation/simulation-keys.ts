import { isWide } from '../../components/layout.ts';
import type { KeyFacts } from '../../input/key-facts.ts';
import type { SimulationInput } from '../../ports.ts';
import type { Ask, Outcome } from '../../session/ask.ts';
import { hasPassed, type World } from '../../session/world.ts';
import {
  endOf,
  isAtEnd,
  momentNow,
  paces,
  pending,
  type SimulationAction,
  type SimulationState,
  selectedChoice,
  simulationReduced,
} from './simulation-state.ts';
import { words } from './wording.ts';

/** What decides which of its keys work. */
export function simulationFacts(state: SimulationState, world: World): KeyFacts {
  const now = momentNow(state);
  return {
    ready: now !== null,
    rewindable: state.at > 0,
    steppable: state.trouble === null && (!isAtEnd(state) || endOf(state) === null),
    choosing: isOpen(state, world),
    running: state.running,
    spoken: world.spoken,
    still: world.still,
    choices: now?.choices.length ?? 0,
    ownParts: ownSets(state, world).length - 1,
  };
}

/** What a key of the table does in a simulation. */
export function simulationPressed(
  state: SimulationState,
  world: World,
  binding: string,
): Outcome<SimulationState> {
  const act = (action: SimulationAction) => ({ state: simulationReduced(state, action) });
  switch (binding) {
    case 'step':
      return stepped(state);
    case 'rewind':
      return paused(state, { type: 'go-to', at: state.at - 1 });
    case 'top':
      return paused(state, { type: 'go-to', at: 0 });
    case 'bottom':
      return act({ type: 'go-to', at: state.moments.length - 1 });
    case 'run':
      return state.running ? paused(state) : run(simulationReduced(state, { type: 'run' }));
    case 'faster':
    case 'slower':
      return repaced(state, binding === 'faster' ? 1 : -1);
    case 'choose-down':
    case 'choose-up':
      return isOpen(state, world)
        ? act({ type: 'select', by: binding === 'choose-down' ? 1 : -1 })
        : act({ type: 'show-choices' });
    case 'do-choice':
      return isOpen(state, world) ? chosen(state) : act({ type: 'show-choices' });
    case 'reseed':
      return anew(state, state.seed + 1, state.own);
    case 'own':
      return anew(state, state.seed, nextOwn(state, world));
    case 'back':
      return state.choosing && !isWide(world.size) ? act({ type: 'hide-choices' }) : left(state);
    default:
      return { state };
  }
}

/** A step that comes by itself while it runs. */
export function simulationTicked(state: SimulationState): Outcome<SimulationState> {
  if (!state.running) return { state, asks: [stopped] };
  const after = pending(state) > 0 ? { state } : stepped(state);
  return after.state.running ? after : { ...after, asks: [...(after.asks ?? []), stopped] };
}

/** What is to be kept so that the run can be come back to. */
export function keptRun({ id, own, seed, inputs, at }: SimulationState): Ask {
  return { ask: 'keep-run', simulation: id, kept: { own, seed, inputs, at } };
}

const stopped: Ask = { ask: 'run-simulation', everyMs: null };

/** To the next moment that is known, else one step on. */
function stepped(state: SimulationState): Outcome<SimulationState> {
  if (!isAtEnd(state))
    return { state: simulationReduced(state, { type: 'go-to', at: state.at + 1 }) };
  const end = endOf(state);
  if (end !== null) return { state: simulationReduced(state, { type: 'pause' }), says: end };
  return isBehind(state) ? { state } : give(state, { do: 'step' });
}

/** Keys pressed faster than the part answers are kept, but not without end. */
function isBehind(state: SimulationState): boolean {
  return pending(state) > mostPending;
}

const mostPending = 4;

function give(state: SimulationState, input: SimulationInput): Outcome<SimulationState> {
  const after = simulationReduced(state, { type: 'give', input });
  const { id, own, seed, run, inputs } = after;
  const ask: Ask =
    run === state.run
      ? { ask: 'play-on', run, inputs: [input] }
      : { ask: 'play', simulation: id, own, seed, run, inputs };
  return { state: after, asks: [ask] };
}

function chosen(state: SimulationState): Outcome<SimulationState> {
  const choice = selectedChoice(state);
  if (!choice) return { state, says: words.nothingToDo };
  if (choice.why !== undefined) return { state, says: words.notPossible(choice.label, choice.why) };
  const end = isAtEnd(state) ? endOf(state) : null;
  if (end !== null) return { state, says: end };
  if (isBehind(state)) return { state };
  return give({ ...state, chosen: choice.id }, { do: 'choose', id: choice.id });
}

function run(state: SimulationState): Outcome<SimulationState> {
  return { state, asks: [{ ask: 'run-simulation', everyMs: paces[state.pace]! }] };
}

function repaced(state: SimulationState, by: 1 | -1): Outcome<SimulationState> {
  const after = simulationReduced(state, { type: 'change-pace', by });
  const says = words.pace(paces[after.pace]!);
  return after.running ? { ...run(after), says } : { state: after, says };
}

/** Looking back stops the run: otherwise it would run away under the reader. */
function paused(state: SimulationState, then?: SimulationAction): Outcome<SimulationState> {
  const still = simulationReduced(state, { type: 'pause' });
  return { state: then ? simulationReduced(still, then) : still, asks: [stopped] };
}

function anew(
  state: SimulationState,
  seed: number,
  own: readonly string[],
): Outcome<SimulationState> {
  const after = simulationReduced(state, { type: 'play-anew', seed, own });
  const { id, run, inputs } = after;
  const asks: Ask[] = [{ ask: 'play', simulation: id, own, seed, run, inputs }];
  return { state: after, asks: after.running ? asks : [stopped, ...asks] };
}

function left(state: SimulationState): Outcome<SimulationState> {
  return { state, asks: [stopped, keptRun(state)], go: { to: 'back' } };
}

/** In a wide terminal the choices stand beside the picture; else they lie over it when they are wanted. */
function isOpen(state: SimulationState, world: World): boolean {
  return state.choosing || isWide(world.size);
}

/** Which parts may be the learner's own: none, all that have passed, each of them alone. */
function ownSets({ about }: SimulationState, world: World): (readonly string[])[] {
  const passed = (about?.parts ?? []).filter((id) => hasPassed(world.progress, id));
  const alone = passed.length > 1 ? passed.map((id) => [id]) : [];
  return passed.length === 0 ? [[]] : [[], passed, ...alone];
}

function nextOwn(state: SimulationState, world: World): readonly string[] {
  const sets = ownSets(state, world);
  const now = sets.findIndex((set) => set.join() === state.own.join());
  return sets[(now + 1) % sets.length]!;
}
