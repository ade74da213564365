import { signOf } from '../../components/signs.ts';
import type { OutlineItem } from '../../ports.ts';
import { standingOf, type World } from '../../session/world.ts';
import { type Line, type Span, span } from '../../text/line.ts';
import type { Meaning } from '../../theme.ts';
import { exercisesIn, partNames, partStanding } from './parts.ts';

/** Rows of the small map, and of its sentences. */
export const smallMap = { rows: 4, spokenRows: 8 } as const;

/** The same in four lines, for small terminals, each branch a list of clients of the apiserver; where it is narrow, without kubectl. In sentences, for those who listen. */
export function drawSmallMap(world: World, selected: string | null): Line[] {
  if (world.spoken) return [...Object.keys(partNames).map((id) => spokenPart(id, world)), []];
  const narrow = world.size.columns < 76;
  const part = (id: string) => smallPart(id, world, selected, narrow);
  const [client, first, last] = narrow
    ? [' ', '    ├── ', '    ╰── ']
    : [' kubectl ── ', '              ├── ', '              ╰── '];
  const list = (...ids: string[]) =>
    ids.flatMap((id, index) => [span(index > 0 ? ' · ' : '', 'border'), ...part(id)]);
  return [
    [span(client, 'border'), ...part('apiserver'), span(' ── ', 'border'), ...part('etcd')],
    [span(first, 'border'), ...list('scheduler', 'controllers')],
    [span(last, 'border'), ...list('kubelet', 'proxy', 'addons')],
    [],
  ];
}

function spokenPart(id: string, world: World): Line {
  const exercises = exercisesIn(world, id);
  const passed = passedOf(exercises, world);
  return [span(`${partNames[id]}: ${passed} of ${exercises.length} exercises passed.`)];
}

function smallPart(id: string, world: World, selected: string | null, narrow: boolean): Span[] {
  const exercises = exercisesIn(world, id);
  const standing = partStanding(exercises, world);
  const look: Meaning[] =
    id === selected ? ['accent', 'strong'] : standing === 'open' ? ['muted'] : ['strong'];
  const check = standing === 'done' ? '✓' : '';
  return [
    span(`${id === selected ? '▸' : ''}${partNames[id]}${check}`, ...look),
    span(exercises.length > 0 ? ' ' : ''),
    ...(narrow ? [countOf(exercises, world)] : lampsOf(exercises, world)),
  ];
}

function lampsOf(exercises: readonly OutlineItem[], { progress }: World): Span[] {
  return exercises.map((item) => signOf('exercise', standingOf(item, progress)));
}

/** Where the lamps have no room. */
function countOf(exercises: readonly OutlineItem[], world: World): Span {
  return span(
    exercises.length > 0 ? `${passedOf(exercises, world)}/${exercises.length}` : '',
    'muted',
  );
}

function passedOf(exercises: readonly OutlineItem[], { progress }: World): number {
  return exercises.filter((item) => standingOf(item, progress) === 'done').length;
}
