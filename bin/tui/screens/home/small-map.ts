import { signOf } from '../../components/signs.ts';
import { standingOf, type World } from '../../session/world.ts';
import { type Line, type Span, span } from '../../text/line.ts';
import type { Meaning } from '../../theme.ts';
import { exercisesIn, partNames, partStanding } from './parts.ts';

/** Rows of the small map, and of its sentences. */
export const smallMap = { rows: 4, spokenRows: 8 } as const;

/** The same in four lines, for small terminals; in sentences, for those who listen. */
export function drawSmallMap(world: World, selected: string | null): Line[] {
  if (world.spoken) return [...Object.keys(partNames).map((id) => spokenPart(id, world)), []];
  const part = (id: string) => smallPart(id, world, selected);
  const wire = (text: string) => span(text, 'border');
  return [
    [wire(' kubectl ── '), ...part('apiserver'), wire(' ── '), ...part('etcd')],
    [wire('              ├── '), ...part('scheduler'), wire('   '), ...part('controllers')],
    [
      wire('              ╰── '),
      ...part('kubelet'),
      wire('   '),
      ...part('proxy'),
      wire('   '),
      ...part('addons'),
    ],
    [],
  ];
}

function spokenPart(id: string, world: World): Line {
  const exercises = exercisesIn(world, id);
  const passed = exercises.filter((item) => standingOf(item, world.progress) === 'done').length;
  return [span(`${partNames[id]}: ${passed} of ${exercises.length} exercises passed.`)];
}

function smallPart(id: string, world: World, selected: string | null): Span[] {
  const exercises = exercisesIn(world, id);
  const standing = partStanding(exercises, world);
  const look: Meaning[] =
    id === selected ? ['accent', 'strong'] : standing === 'open' ? ['muted'] : ['strong'];
  const check = standing === 'done' ? '✓' : '';
  return [
    span(`${id === selected ? '▸' : ''}${partNames[id]}${check}`, ...look),
    span(exercises.length > 0 ? ' ' : ''),
    ...exercises.map((item) => signOf('exercise', standingOf(item, world.progress))),
  ];
}
