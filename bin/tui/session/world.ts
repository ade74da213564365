import { isDone, itemsOf, nextItem } from '../../content/outline.ts';
import {
  exerciseProgress,
  hasPassed,
  isRead,
  lessonProgress,
} from '../../learner/progress/progress-state.ts';
import type { Setting } from '../markdown/typeset.ts';

import type {
  ExerciseItem,
  ItemName,
  Outline,
  OutlineItem,
  Progress,
  SearchText,
} from '../ports.ts';
import type { KeptRun } from '../screens/simulation/simulation-state.ts';

/** The terminal's size; a screen draws one row less. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** What every screen may look at: the course, the learner, the terminal. */
export interface World {
  readonly size: Size;
  readonly outline: Outline;
  readonly progress: Progress;
  /** Simulations that were left, by id, as long as the course is open. */
  readonly runs: Readonly<Record<string, KeptRun>>;
  /** What the learner should know of the workspace, a sentence each. */
  readonly news: readonly string[];
  /** The learner's folder, absolute. */
  readonly workspace: string;
  /** Name of the editor, looked for when it is first asked; null when none was found. */
  readonly editor: () => string | null;
  /** Colors code, once it is loaded. */
  readonly highlight: Setting['highlight'];
  /** No color tells anything: inline code keeps its backticks. */
  readonly ticks: boolean;
  /** A screen reader reads: words instead of drawings, one column. */
  readonly spoken: boolean;
  /** Nothing moves by itself: a simulation is stepped, never run. */
  readonly still: boolean;
  readonly definition: (term: string) => string | undefined;
  /** All that can be searched; read when it is first asked for. */
  readonly texts: () => readonly SearchText[];
  /** A file of the workspace, absolute. */
  readonly pathOf: (file: string) => string;
}

/** How far an item is. */
export type Standing = 'done' | 'begun' | 'open';

/** The item with this kind and id. */
export function findItem(outline: Outline, { kind, id }: ItemName): OutlineItem | undefined {
  return itemsOf(outline).find((item) => item.kind === kind && item.id === id);
}

/** The exercise with this id. */
export function findExercise(outline: Outline, id: string): ExerciseItem['exercise'] | undefined {
  const item = findItem(outline, { kind: 'exercise', id });
  return item?.kind === 'exercise' ? item.exercise : undefined;
}

/** The item `by` places after this one. */
export function neighborOf(outline: Outline, { kind, id }: ItemName, by: number) {
  const items = itemsOf(outline);
  const at = items.findIndex((item) => item.kind === kind && item.id === id);
  return at < 0 ? undefined : items[at + by];
}

/** Exercises that a lesson prepares. */
export function exercisesOf(outline: Outline, lesson: string): ExerciseItem['exercise'][] {
  return itemsOf(outline).flatMap((item) =>
    item.kind === 'exercise' && item.exercise.lesson === lesson ? [item.exercise] : [],
  );
}

/** How far the learner is with an item. */
export function standingOf(item: OutlineItem, progress: Progress): Standing {
  if (isDone(item, progress)) return 'done';
  const begun =
    item.kind === 'lesson'
      ? Object.hasOwn(progress.lessons, item.id)
      : exerciseProgress(progress, item.id).bestPoints > 0;
  return begun ? 'begun' : 'open';
}

/** The component that an item belongs to. */
export function componentOf(outline: Outline, { kind, id }: ItemName) {
  return outline.components.find(({ items }) =>
    items.some((item) => item.kind === kind && item.id === id),
  );
}

export function titleOf(item: OutlineItem): string {
  return item.kind === 'lesson' ? item.lesson.title : item.exercise.title;
}

export function minutesOf(item: OutlineItem): number {
  return item.kind === 'lesson' ? item.lesson.minutes : item.exercise.minutes;
}

/** Exercises and points of some items, reached and in all. */
export function totals(items: readonly OutlineItem[], progress: Progress) {
  const exercises = items.filter((item) => item.kind === 'exercise');
  return {
    passed: exercises.filter((item) => isDone(item, progress)).length,
    exercises: exercises.length,
    points: sum(exercises.map(({ id }) => exerciseProgress(progress, id).bestPoints)),
    maxPoints: sum(exercises.map(({ exercise }) => maxPoints(exercise))),
  };
}

/** Minutes that the rest of some items is expected to take; of an exercise that has points already, a part. */
export function minutesLeft(items: readonly OutlineItem[], progress: Progress): number {
  return sum(items.filter((item) => !isDone(item, progress)).map((item) => restOf(item, progress)));
}

function restOf(item: OutlineItem, progress: Progress): number {
  if (item.kind === 'lesson') return item.lesson.minutes;
  const { bestPoints } = exerciseProgress(progress, item.id);
  return Math.ceil(item.exercise.minutes * (1 - bestPoints / maxPoints(item.exercise)));
}

/** `40 min`, `3 h 20`, `21 h`: the longer, the rounder. */
export function durationText(minutes: number): string {
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  const rest = 10 * Math.floor((minutes % 60) / 10);
  return hours >= 10 || rest === 0 ? `${Math.round(minutes / 60)} h` : `${hours} h ${rest}`;
}

/** All points of an exercise. */
export function maxPoints(exercise: ExerciseItem['exercise']): number {
  return sum(Object.values(exercise.points));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** What the rest of the course knows about progress and order, for the screens. */
export { exerciseProgress, hasPassed, isDone, isRead, itemsOf, lessonProgress, nextItem };
