import { bodyTop, isWide } from '../../components/layout.ts';
import { Lines } from '../../components/lines.tsx';
import { beside, panel, panelBorder } from '../../components/panel.ts';
import { searchLine } from '../../components/search-line.ts';
import {
  componentOf,
  durationText,
  itemsOf,
  minutesLeft,
  totals,
  type World,
} from '../../session/world.ts';
import { block, center } from '../../text/fill.ts';
import { type Line, span } from '../../text/line.ts';
import { aboutLines, briefly, nextLine } from './about-lines.ts';
import { drawMap, legend } from './cluster-map.ts';
import { type HomeLayout, homeLayout } from './home-layout.ts';
import { homeList, listLines, selectedItem } from './home-list.ts';
import { type HomeState, matchesOf } from './home-state.ts';
import { drawSmallMap } from './small-map.ts';

/** The name of the course, and how much of the cluster is built. */
export function homeHeader(world: World): readonly [Line, Line] {
  const items = itemsOf(world.outline);
  const { passed, exercises, points, maxPoints } = totals(items, world.progress);
  const minutes = minutesLeft(items, world.progress);
  const left = minutes > 0 ? `  about ${durationText(minutes)} left` : '';
  const wide = isWide(world.size);
  return [
    [
      span('my-cluster', 'title'),
      ...(wide ? [span('  learn Kubernetes by building it', 'muted')] : []),
    ],
    [
      ...bar(passed, exercises, world.size.columns < 76 ? 4 : 12),
      span(`  ${passed} of ${exercises} exercises`),
      span(wide ? `  ${points} of ${maxPoints} points` : '', 'muted'),
      span(left, 'muted'),
    ],
  ];
}

function bar(passed: number, exercises: number, width: number): Line {
  const filled = exercises === 0 ? 0 : Math.floor((width * passed) / exercises);
  return [span('━'.repeat(filled), 'pass'), span('─'.repeat(width - filled), 'border')];
}

/** What the search is doing, else what is new. */
export function homeStatus(state: HomeState, world: World): Line {
  if (!state.search) return [span(world.news.join(' '), 'note')];
  const count = matchesOf(state.search.query, homeList(world)).length;
  return searchLine(state.search, count);
}

/** The map of the cluster, the list of everything, a word about the selected item. */
export function Home({ state, world }: { readonly state: HomeState; readonly world: World }) {
  const layout = homeLayout(world);
  const item = selectedItem(state, world);
  const part = item ? (componentOf(world.outline, item)?.id ?? null) : null;
  const small = layout.shape === 'small';
  const width = layout.about.width - (small ? 2 : 4);
  const about = item ? (small ? briefly : aboutLines)(item, world, width) : [];
  return <Lines top={bodyTop} lines={drawn(state, world, layout, part, about)} />;
}

function drawn(
  state: HomeState,
  world: World,
  layout: HomeLayout,
  part: string | null,
  about: readonly Line[],
): Line[] {
  const { map, list } = layout;
  if (layout.shape === 'small')
    return [
      ...block(drawSmallMap(world, part), map.width, map.height),
      ...block(listLines(state, world, list.width - 2).map(indent), list.width, list.height),
      ...block([[], ...about.map(indent)], layout.about.width, layout.about.height),
    ];
  const cluster = panel({
    spoken: world.spoken,
    title: [span('Your cluster', 'strong')],
    note: legend,
    lines: drawMap(world, part).map((row) => center(row, map.width - panelBorder.columns)),
    ...map,
  });
  const contents = panel({
    spoken: world.spoken,
    title: [span('Contents', 'strong')],
    note: [],
    lines: listLines(state, world, list.width - 4),
    ...list,
    focused: true,
  });
  const below = panel({
    spoken: world.spoken,
    title: [span('Selected', 'strong')],
    note: nextLine(world),
    lines: about,
    ...layout.about,
  });
  if (layout.shape === 'beside') return beside([...cluster, ...below], gap(list.height), contents);
  return [...cluster, ...contents, ...below];
}

function gap(height: number): Line[] {
  return block([], 1, height);
}

function indent(text: Line): Line {
  return [span(' '), ...text];
}
