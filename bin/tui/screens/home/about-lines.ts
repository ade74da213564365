import type { ExerciseItem, OutlineItem } from '../../ports.ts';
import {
  exerciseProgress,
  findItem,
  maxPoints,
  nextItem,
  titleOf,
  type World,
} from '../../session/world.ts';
import { cut } from '../../text/fill.ts';
import { type Line, span } from '../../text/line.ts';
import { wrap } from '../../text/wrap.ts';

/** The selected item at length: what it is, how long it takes, how far the learner is. */
export function aboutLines(item: OutlineItem, world: World, width: number): Line[] {
  const head = [
    ...wrap([span(titleOf(item), 'strong')], width),
    [span(factsOf(item), 'muted')],
    [],
  ];
  if (item.kind === 'lesson') return [...head, ...wrap([span(item.lesson.summary)], width)];
  const rows = exerciseRows(item, world);
  return [...head, ...rows.flatMap(([label, text]) => labelled(label, text, width))];
}

/** The same in two lines. */
export function briefly(item: OutlineItem, world: World, width: number): Line[] {
  const facts = span(`  ${factsOf(item)}`, 'muted');
  const second = item.kind === 'lesson' ? item.lesson.summary : standing(item, world);
  return [cut([span(titleOf(item), 'strong'), facts], width), cut([span(second)], width)];
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
    ['points', groups.join(', ')],
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
