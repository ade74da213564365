import { bodyRows } from '../../components/layout.ts';
import { signOf } from '../../components/signs.ts';
import type { ExerciseItem, OutlineItem } from '../../ports.ts';
import { isBuilt } from '../../session/completed.ts';
import {
  exerciseProgress,
  isDone,
  itemsOf,
  maxPoints,
  nextItem,
  standingOf,
  titleOf,
  totals,
  type World,
} from '../../session/world.ts';
import { cut, fill } from '../../text/fill.ts';
import { type Line, type Span, span } from '../../text/line.ts';
import { type Page, pageOf } from '../../text/page.ts';
import { wrap } from '../../text/wrap.ts';
import { counted } from '../exercise/wording.ts';
import { bigMap, drawMap } from '../home/cluster-map.ts';
import { drawSmallMap } from '../home/small-map.ts';
import type { PartState } from './part-state.ts';
import { meanings, words } from './wording.ts';

const measure = 76;

/** Width of the text. */
export function partWidth({ size }: Pick<World, 'size'>): number {
  return Math.min(measure, size.columns - 4);
}

/** What the screen is about, how it stands, what is in it. */
export function partPage({ component }: PartState, world: World): Page {
  const height = bodyRows(world.size);
  const width = partWidth(world);
  const items = itemsIn(component, world);
  const map = height >= bigMap.rows + 16 && !world.spoken ? drawMap : drawSmallMap;
  return pageOf(
    [
      withoutEnd(map(world, component)).map((row) => cut(row, world.size.columns - 2)),
      headLines(component, items, world, width),
      component === null ? partLines(world, width) : exerciseLines(items, world, width),
      endLines(component, items, world, width),
    ],
    height,
  );
}

/** Without empty lines at the end. */
function withoutEnd(lines: readonly Line[]): readonly Line[] {
  return lines.slice(0, lines.findLastIndex((row) => row.length > 0) + 1);
}

function itemsIn(component: string | null, { outline }: World): readonly OutlineItem[] {
  if (component === null) return itemsOf(outline);
  return outline.components.find(({ id }) => id === component)?.items ?? [];
}

function headLines(
  component: string | null,
  items: readonly OutlineItem[],
  world: World,
  width: number,
): Line[] {
  const built = isBuilt(items, world.progress);
  const meaning = component === null ? words.courseMeaning : (meanings[component] ?? '');
  return [
    [
      span(built ? '✓ ' : '', 'pass'),
      span(titleFor(component, built, world), built ? 'pass' : 'title', 'strong'),
    ],
    ...wrap([span(meaning)], width),
    [],
    ...wrap([span(figures(items, world), 'muted')], width),
  ];
}

/** The name of the part, or that it is complete. */
export function titleFor(component: string | null, built: boolean, { outline }: World): string {
  if (component === null) return built ? words.courseDone : 'Your cluster';
  const title = outline.components.find(({ id }) => id === component)?.title ?? component;
  return built ? words.partDone(title) : title;
}

function figures(items: readonly OutlineItem[], { progress }: World): string {
  const { passed, exercises, points, maxPoints: most } = totals(items, progress);
  const lessons = items.filter(({ kind }) => kind === 'lesson');
  const read = lessons.filter((item) => isDone(item, progress)).length;
  const each = items
    .filter(({ kind }) => kind === 'exercise')
    .map(({ id }) => exerciseProgress(progress, id));
  const hints = sum(each.flatMap((one) => Object.values(one.hints)));
  return [
    `${passed} of ${exercises} exercises`,
    `${points} of ${most} points`,
    `${read} of ${lessons.length} lessons read`,
    counted(sum(each.map(({ attempts }) => attempts)), 'attempt'),
    hints === 0 ? 'no hints' : counted(hints, 'hint'),
    ...daysOf(each.flatMap(({ firstPassedAt }) => firstPassedAt ?? [])),
  ].join(', ');
}

/** From the first pass to the last. */
function daysOf(passes: readonly number[]): string[] {
  if (passes.length === 0) return [];
  const [first, last] = [Math.min(...passes), Math.max(...passes)].map((time) =>
    new Date(time).toISOString().slice(0, 10),
  );
  return [first === last ? `on ${first}` : `from ${first} to ${last}`];
}

function exerciseLines(items: readonly OutlineItem[], world: World, width: number): Line[] {
  return items.flatMap((item) =>
    item.kind === 'exercise' ? [exerciseLine(item, world, width)] : [],
  );
}

function exerciseLine(item: ExerciseItem, world: World, width: number): Line {
  const { bestPoints } = exerciseProgress(world.progress, item.id);
  const points = `${bestPoints} of ${maxPoints(item.exercise)}`;
  const sign = signOf('exercise', standingOf(item, world.progress));
  return tableLine(sign, [titleOf(item), item.exercise.file, points], width);
}

function partLines(world: World, width: number): Line[] {
  return world.outline.components.flatMap(({ title, items }) => {
    const { passed, exercises, points, maxPoints: most } = totals(items, world.progress);
    if (exercises === 0) return [];
    return [
      tableLine(
        signOf('exercise', isBuilt(items, world.progress) ? 'done' : 'open'),
        [title, `${passed} of ${exercises} built`, `${points} of ${most}`],
        width,
      ),
    ];
  });
}

function tableLine(
  sign: Span,
  [title, note, end]: readonly [string, string, string],
  width: number,
): Line {
  const left = Math.floor(width * 0.46);
  return [
    sign,
    span(' '),
    ...fill([span(title)], left - 1),
    span(' '),
    ...fill([span(note, 'muted')], width - left - 14),
    span(end.padStart(12), 'muted'),
  ];
}

function endLines(
  component: string | null,
  items: readonly OutlineItem[],
  world: World,
  width: number,
): Line[] {
  const next = nextItem(world.outline, world.progress);
  const built = isBuilt(items, world.progress);
  const unread = items.filter((item) => item.kind === 'lesson' && !isDone(item, world.progress));
  const texts = [
    ...(component === null && built ? [words.files(world.workspace), words.solutions] : []),
    ...(unread.length > 0 && built ? [unreadText(unread.map(titleOf))] : []),
    ...(next
      ? [
          built && unread.length > 0 && next.id === unread[0]!.id
            ? words.toUnread
            : words.next(titleOf(next)),
        ]
      : []),
  ];
  return texts.flatMap((text) => wrap([span(text)], width));
}

/** By name as long as they are few. */
function unreadText(titles: readonly string[]): string {
  return titles.length > 3 ? words.unreadMany(titles.length, titles[0]!) : words.unread(titles);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
