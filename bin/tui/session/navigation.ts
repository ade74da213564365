import type { ItemName, Place } from '../ports.ts';
import { seekingExercise } from '../screens/exercise/exercise-seek.ts';
import { openedExercise } from '../screens/exercise/exercise-state.ts';
import { openedFind } from '../screens/find/find-state.ts';
import { homeList } from '../screens/home/home-list.ts';
import { homeReduced, openedHome } from '../screens/home/home-state.ts';
import { seeking } from '../screens/lesson/lesson-seek.ts';
import { openedLesson } from '../screens/lesson/lesson-state.ts';
import { openedPart } from '../screens/part/part-state.ts';
import { openedSimulation } from '../screens/simulation/simulation-state.ts';
import type { Ask, Go } from './ask.ts';
import type { OpenScreen } from './open-screen.ts';
import { exerciseProgress, findItem, lessonProgress, nextItem, type World } from './world.ts';

/** The open screens, the outermost first, and what is to be done outside. */
export interface Way {
  readonly screens: readonly OpenScreen[];
  readonly asks: readonly Ask[];
}

/** Home, and what was open above it when the learner left. */
export function resumed(world: World): Way {
  const { screen, id, pane } = world.progress.place;
  const selected = onHome(id, world) ?? nextItem(world.outline, world.progress) ?? null;
  if (screen === 'home' || id === null) return shown([openedHome(selected)], world);
  const item = findItem(world.outline, { kind: screen, id });
  if (!item) return shown([openedHome(selected)], world);
  const way = opened([openedHome(item)], item, world);
  return { ...way, screens: way.screens.map((each) => turnedTo(pane, each)) };
}

function turnedTo(pane: Place['pane'], screen: OpenScreen): OpenScreen {
  return screen.kind === 'exercise' && pane ? { ...screen, pane } : screen;
}

/** The item with this id, which a lesson and an exercise may share; the one that was current then. */
function onHome(id: string | null, { outline, progress }: World): ItemName | undefined {
  if (id === null) return undefined;
  const kinds = progress.current?.kind === 'exercise' ? exerciseFirst : lessonFirst;
  return kinds.map((kind) => findItem(outline, { kind, id })).find(Boolean);
}

const lessonFirst = ['lesson', 'exercise'] as const;
const exerciseFirst = ['exercise', 'lesson'] as const;

/** The screens after going somewhere. */
export function gone(screens: readonly OpenScreen[], go: Go, world: World): Way {
  if (go.to === 'back') return shown(screens.slice(0, -1), world);
  if (go.to === 'find')
    return shown([...screens.filter(({ kind }) => kind !== 'find'), openedFind], world);
  if (go.to === 'part') return shown([screens[0]!, openedPart(go.component)], world);
  if (go.to === 'instead') return opened(screens.slice(0, -1), { kind: go.kind, id: go.id }, world);
  if (go.to === 'simulation') return played(screens, go, world);
  const way = opened(screens, { kind: go.to, id: go.id }, world);
  return go.seek ? { ...way, screens: sought(way.screens, go.seek, world) } : way;
}

/** The lesson or the brief in front opens at these words. */
function sought(screens: readonly OpenScreen[], seek: string, world: World): readonly OpenScreen[] {
  const [front, below] = [screens.at(-1), screens.slice(0, -1)];
  if (front?.kind === 'lesson') return [...below, seeking({ ...front, seek }, world)];
  if (front?.kind === 'exercise') return [...below, seekingExercise({ ...front, seek }, world)];
  return screens;
}

/** Opens an item above the others; one that is open already comes to the front instead. */
function opened(screens: readonly OpenScreen[], { kind, id }: ItemName, world: World): Way {
  const at = screens.findIndex((screen) => screen.kind === kind && screen.id === id);
  if (at >= 0) return shown(screens.slice(0, at + 1), world);
  if (kind === 'lesson') {
    const lesson = openedLesson(id, lessonProgress(world.progress, id));
    return begun([...screens, lesson], { ask: 'read-lesson', id }, world);
  }
  return begun(
    [...screens, openedExercise(id, null, exerciseProgress(world.progress, id).brief)],
    { ask: 'read-exercise', id },
    world,
  );
}

/** A simulation lies above the lesson or exercise that it belongs to; it goes on where it was left with the same parts. */
function played(
  screens: readonly OpenScreen[],
  { id, own }: Extract<Go, { to: 'simulation' }>,
  world: World,
): Way {
  const kept = Object.hasOwn(world.runs, id) ? world.runs[id] : undefined;
  const goesOn = kept && (own.length === 0 || own.join() === kept.own.join());
  const fresh = { own, seed: 1, inputs: [], at: 0 };
  const simulation = openedSimulation(id, goesOn ? kept : fresh);
  const { seed, run, inputs } = simulation;
  const ask = { ask: 'play', simulation: id, own: simulation.own, seed, run, inputs } as const;
  return begun([...screens, simulation], ask, world);
}

function begun(screens: readonly OpenScreen[], ask: Ask, world: World): Way {
  const way = shown(screens, world);
  return { screens: way.screens, asks: [ask, ...way.asks] };
}

/** What another screen in front needs: to be remembered, its file watched or no file any more. */
function shown(screens: readonly OpenScreen[], world: World): Way {
  const front = screens.at(-1)!;
  const exercise = front.kind === 'exercise' ? front.id : null;
  return {
    screens: followed(screens, world),
    asks: [
      ...placeOf(front),
      { ask: 'watch', exercise },
      ...(front.kind === 'simulation' ? [] : [{ ask: 'end-simulation' } as const]),
    ],
  };
}

/** The wish to remember which screen is open; of a simulation, the one below stays remembered. */
export function placeOf(screen: OpenScreen): Ask[] {
  if (screen.kind === 'first-run' || screen.kind === 'find') return [];
  if (screen.kind === 'part' || screen.kind === 'simulation') return [];
  const id = screen.kind === 'home' ? (screen.selected?.id ?? null) : screen.id;
  const pane = screen.kind === 'exercise' ? { pane: screen.pane } : {};
  return [{ ask: 'keep-place', place: { screen: screen.kind, id, ...pane } }];
}

/** Home's selection goes along with what is open, so that it is there on the way back. */
function followed(screens: readonly OpenScreen[], world: World): readonly OpenScreen[] {
  const [home, ...above] = screens;
  if (home?.kind !== 'home') return screens;
  const front = above.at(-1) ?? home;
  const item = front.kind === 'home' ? front.selected : itemOf(front);
  if (!item) return screens;
  return [homeReduced(home, { type: 'select', item }, homeList(world)), ...above];
}

function itemOf(screen: OpenScreen): ItemName | null {
  if (screen.kind !== 'lesson' && screen.kind !== 'exercise') return null;
  return { kind: screen.kind, id: screen.id };
}
