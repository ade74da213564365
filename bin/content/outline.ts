import type { Exercise } from '../../exercises/catalog.ts';
import { hasPassed, isRead, type Progress } from '../learner/progress/progress-state.ts';
import { componentPlace, components } from './components.ts';
import type { Lesson, LessonHead } from './lesson.ts';

/** The whole course in teaching order. */
export interface Outline {
  readonly components: readonly OutlineComponent[];
}

export interface OutlineComponent {
  readonly id: string;
  readonly title: string;
  readonly items: readonly OutlineItem[];
}

export type OutlineItem = LessonItem | ExerciseItem;

export interface LessonItem {
  readonly kind: 'lesson';
  readonly id: string;
  readonly lesson: LessonHead;
}

export interface ExerciseItem {
  readonly kind: 'exercise';
  readonly id: string;
  readonly exercise: Exercise;
}

/**
 * Puts lessons and exercises in one order: each lesson, then the exercises that name it.
 * An exercise whose lesson is not there stands at the end of its own component. Empty components are left out.
 */
export function buildOutline(
  lessons: readonly LessonHead[],
  exercises: readonly Exercise[],
): Outline {
  const known = new Set(lessons.map(({ id }) => id));
  const inOrder = [...exercises].sort((a, b) => a.order - b.order);
  const parts = components.map(({ id, title }) => ({
    id,
    title,
    items: [
      ...lessons
        .filter(({ component }) => component === id)
        .flatMap((lesson) => [lessonItem(lesson), ...itemsFor(lesson.id, inOrder)]),
      ...inOrder
        .filter(({ component, lesson }) => component === id && !known.has(lesson))
        .map(exerciseItem),
    ],
  }));
  return { components: parts.filter(({ items }) => items.length > 0) };
}

/** Every item of the course, in order. */
export function itemsOf(outline: Outline): OutlineItem[] {
  return outline.components.flatMap(({ items }) => items);
}

/** Exercises that name a lesson, or stand in a component, that is not there: an author's mistake. */
export function strayExercises(
  lessons: readonly LessonHead[],
  exercises: readonly Exercise[],
): Exercise[] {
  return exercises.filter(
    ({ component, lesson }) =>
      componentPlace(component) < 0 || !lessons.some(({ id }) => id === lesson),
  );
}

/** Simulations that a lesson names and no exercise has: an author's mistake. */
export function straySimulations(
  lessons: readonly Lesson[],
  exercises: readonly Exercise[],
): { readonly lesson: Lesson; readonly name: string }[] {
  const known = new Set(exercises.flatMap(({ simulation }) => simulation ?? []));
  return lessons.flatMap((lesson) =>
    lesson.blocks.flatMap((block) =>
      block.type === 'simulation' && !known.has(block.name) ? [{ lesson, name: block.name }] : [],
    ),
  );
}

/** Is there nothing more to do about it? A lesson read, an exercise passed at least once. */
export function isDone(item: OutlineItem, progress: Progress): boolean {
  return item.kind === 'lesson' ? isRead(progress, item.id) : hasPassed(progress, item.id);
}

/**
 * What to do next: the item that was worked on last if it is not done, else the first one after it that is not,
 * from the start again behind the end. Undefined when all is done.
 */
export function nextItem(outline: Outline, progress: Progress): OutlineItem | undefined {
  return fromCurrent(itemsOf(outline), progress).find((item) => !isDone(item, progress));
}

/** The exercise that a command without a name means: chosen as `nextItem` is, lessons left out. */
export function currentExercise(outline: Outline, progress: Progress): Exercise | undefined {
  const item = fromCurrent(itemsOf(outline), progress).find(
    (one): one is ExerciseItem => one.kind === 'exercise' && !isDone(one, progress),
  );
  return item?.exercise;
}

function fromCurrent(items: readonly OutlineItem[], { current }: Progress): OutlineItem[] {
  const found = items.findIndex(({ kind, id }) => kind === current?.kind && id === current.id);
  const start = Math.max(0, found);
  return [...items.slice(start), ...items.slice(0, start)];
}

function lessonItem(lesson: LessonHead): LessonItem {
  return { kind: 'lesson', id: lesson.id, lesson };
}

function exerciseItem(exercise: Exercise): ExerciseItem {
  return { kind: 'exercise', id: exercise.id, exercise };
}

function itemsFor(lesson: string, exercises: readonly Exercise[]): ExerciseItem[] {
  return exercises.filter((exercise) => exercise.lesson === lesson).map(exerciseItem);
}
