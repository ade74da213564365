import type { ExerciseItem, OutlineItem } from '../../ports.ts';
import {
  componentOf,
  durationText,
  exerciseProgress,
  findItem,
  maxPoints,
  minutesLeft,
  nextItem,
  titleOf,
  totals,
  type World,
} from '../../session/world.ts';
import { cut, cutAtWord } from '../../text/fill.ts';
import { type Line, span } from '../../text/line.ts';
import { wrap } from '../../text/wrap.ts';

/** The selected item at length: what it is, how long it takes, how far the learner is. */
export function aboutLines(item: OutlineItem, world: World, width: number): Line[] {
  const head = [
    ...wrap([span(titleOf(item), 'strong')], width),
    [span(factsOf(item), 'muted')],
    [],
  ];
  const part = partLines(item, world, width);
  if (item.kind === 'lesson')
    return [...head, ...wrap([span(item.lesson.summary)], width), ...part];
  const rows = exerciseRows(item, world);
  return [...head, ...rows.flatMap(([label, text]) => labelled(label, text, width)), ...part];
}

/** How far the part is that it belongs to, and the key that tells more. */
function partLines(item: OutlineItem, world: World, width: number): Line[] {
  const component = componentOf(world.outline, item);
  const { passed, exercises } = totals(component?.items ?? [], world.progress);
  if (!component || exercises === 0) return [];
  const minutes = minutesLeft(component.items, world.progress);
  const left = minutes > 0 ? `, about ${durationText(minutes)} left` : '';
  const text = `${component.title}: ${passed} of ${exercises} built${left} (i)`;
  return [[], ...wrap([span(text, 'muted')], width)];
}

/** The same in two lines. */
export function briefly(item: OutlineItem, world: World, width: number): Line[] {
  const facts = span(`  ${factsOf(item)}`, 'muted');
  const second = item.kind === 'lesson' ? item.lesson.summary : standing(item, world);
  return [cut([span(titleOf(item), 'strong'), facts], width), cutAtWord([span(second)], width)];
}

/** What is next, in a few words. */
export function nextLine(world: World): Line {
  const next = nextItem(world.outline, world.progress);
  if (!next) return [span('everything is done', 'pass')];
  return [span('next: ', 'muted'), span(titleOf(next), 'accent'), span(' (c)', 'muted')];
}

function factsOf(item: OutlineItem): string {
  if (item.kind === 'lesson') return `lesson, ${item.lesson.minutes} minutes`;
  return `exercise, ${item.exercise.difficulty}, about ${item.exercise.minutes} minutes`;
}

function exerciseRows(item: ExerciseItem, world: World): [string, string][] {
  const { exercise } = item;
  const lesson = findItem(world.outline, { kind: 'lesson', id: exercise.lesson });
  const groups = Object.entries(exercise.points).map(([group, points]) => `${group} ${points}`);
  return [
    ['you build', exercise.file],
    ['so far', standing(item, world)],
    ['taught in', lesson ? titleOf(lesson) : exercise.lesson],
    ['points', groups.join(' · ')],
  ];
}

function standing({ exercise }: ExerciseItem, world: World): string {
  const { attempts, bestPoints, firstPassedAt } = exerciseProgress(world.progress, exercise.id);
  if (firstPassedAt !== undefined) return 'passed: it is a part of your cluster';
  if (attempts === 0) return 'not begun';
  return `${bestPoints} of ${maxPoints(exercise)} points`;
}

const labelWidth = 11;

function labelled(label: string, text: string, width: number): Line[] {
  return wrap([span(text)], width - labelWidth).map((row, index) => [
    span((index === 0 ? label : '').padEnd(labelWidth), 'muted'),
    ...row,
  ]);
}
