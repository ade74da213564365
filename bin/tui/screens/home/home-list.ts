import { signOf } from '../../components/signs.ts';
import type { ItemName, OutlineItem } from '../../ports.ts';
import {
  exerciseProgress,
  itemsOf,
  maxPoints,
  minutesOf,
  standingOf,
  titleOf,
  totals,
  type World,
} from '../../session/world.ts';
import { fill, spread } from '../../text/fill.ts';
import { type Line, meaning, span } from '../../text/line.ts';
import { remembering } from '../../text/remembering.ts';
import { marked } from '../../text/search.ts';
import { homeLayout } from './home-layout.ts';
import type { HomeList, HomeState } from './home-state.ts';

/** Where every item stands in the list. A component has a title line, and a line of air above it. */
export function homeList({ outline, size, spoken }: World): HomeList {
  return listed(outline, size, spoken);
}

const listed = remembering(
  (outline: World['outline'], size: World['size'], spoken: boolean): HomeList => {
    const items: HomeList['items'][number][] = [];
    let line = 0;
    for (const component of outline.components) {
      line += line === 0 ? 1 : 2;
      for (const item of component.items) {
        const words = `${titleOf(item)} ${component.title} ${item.id}`.toLowerCase();
        items.push({ item, component: component.id, line, words });
        line += 1;
      }
    }
    return { items, length: line, height: listHeight({ size, spoken }) };
  },
);

function listHeight(world: Pick<World, 'size' | 'spoken'>): number {
  const { shape, list } = homeLayout(world);
  return shape === 'small' ? list.height : list.height - 2;
}

/** The visible part of the list. */
export function listLines(state: HomeState, world: World, width: number): Line[] {
  const query = state.search?.query ?? '';
  return world.outline.components
    .flatMap((component, index): Line[] => [
      ...(index > 0 ? [[]] : []),
      componentLine(component, world, width),
      ...component.items.map((item) => itemLine(item, state.selected, query, world, width)),
    ])
    .slice(state.top, state.top + listHeight(world));
}

function componentLine(
  component: World['outline']['components'][number],
  world: World,
  width: number,
): Line {
  const { passed, exercises } = totals(component.items, world.progress);
  const count = exercises > 0 ? [span(`${passed} of ${exercises} built`, 'muted')] : [];
  return spread([span(component.title, 'heading')], count, width);
}

function itemLine(
  item: OutlineItem,
  selected: ItemName | null,
  query: string,
  world: World,
  width: number,
): Line {
  const isSelected = selected?.kind === item.kind && selected.id === item.id;
  const title = marked([span(titleOf(item), ...(isSelected ? ['strong' as const] : []))], query);
  const left = [span(isSelected ? '▸ ' : '  ', 'accent'), markOf(item, world), span(' '), ...title];
  const row = spread(left, noteOf(item, world), width);
  return isSelected ? meaning(fill(row, width), 'selected') : row;
}

/** A sign, or words for those who listen. */
function markOf(item: OutlineItem, world: World) {
  const standing = standingOf(item, world.progress);
  if (world.spoken) return span(`${item.kind}, ${standing}:`);
  return signOf(item.kind, standing);
}

function noteOf(item: OutlineItem, world: World): Line {
  if (item.kind === 'lesson') return [span(`${minutesOf(item)} min`, 'muted')];
  if (standingOf(item, world.progress) === 'open') return [span(`${minutesOf(item)} min`, 'muted')];
  const { bestPoints } = exerciseProgress(world.progress, item.id);
  return [span(`${bestPoints} of ${maxPoints(item.exercise)} points`, 'muted')];
}

/** The selected item itself. */
export function selectedItem(state: HomeState, world: World): OutlineItem | undefined {
  const { selected } = state;
  const items = itemsOf(world.outline);
  return items.find((item) => item.kind === selected?.kind && item.id === selected.id) ?? items[0];
}
