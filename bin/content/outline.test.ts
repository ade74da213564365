import { describe, expect, it } from 'vitest';
import type { Exercise } from '../../exercises/catalog.ts';
import {
  markLessonRead,
  noProgress,
  type Progress,
  recordGrading,
  setPlace,
} from '../learner/progress/progress-state.ts';
import type { Lesson, LessonHead } from './lesson.ts';
import {
  buildOutline,
  currentExercise,
  itemsOf,
  nextItem,
  strayExercises,
  straySimulations,
} from './outline.ts';

const lesson = (id: string) => ({ id, component: id.split('/')[0] }) as LessonHead;
const exercise = (id: string, lessonId: string, order: number) =>
  ({ id, component: id.split('/')[0], lesson: lessonId, order }) as Exercise;

const lessons = [lesson('etcd/overview'), lesson('etcd/watch'), lesson('proxy/rules')];
const exercises = [
  exercise('proxy/rules', 'proxy/rules', 300),
  exercise('etcd/watch-cache', 'etcd/watch', 30),
  exercise('etcd/watch', 'etcd/watch', 20),
];
const outline = buildOutline(lessons, exercises);
const inOrder = [
  'lesson etcd/overview',
  'lesson etcd/watch',
  'exercise etcd/watch',
  'exercise etcd/watch-cache',
  'lesson proxy/rules',
  'exercise proxy/rules',
];

const named = (item: ReturnType<typeof nextItem>) => item && `${item.kind} ${item.id}`;
const read = (progress: Progress, id: string) => markLessonRead(progress, id, 1);
const pass = (progress: Progress, id: string) =>
  recordGrading(progress, { exercise: id, status: 'passed', points: 1, maxPoints: 1 }, 1);

describe('the outline', () => {
  it('has each lesson before the exercises that name it', () => {
    expect(itemsOf(outline).map(named)).toEqual(inOrder);
    expect(outline.components.map(({ id, title }) => [id, title])).toEqual([
      ['etcd', 'etcd'],
      ['proxy', 'kube-proxy and service discovery'],
    ]);
  });

  it('puts an exercise without its lesson at the end of its component, and tells authors', () => {
    const stray = exercise('etcd/lease', 'etcd/lease', 5);
    const all = [...exercises, stray];
    expect(itemsOf(buildOutline(lessons, all)).map(named)[4]).toBe('exercise etcd/lease');
    expect(strayExercises(lessons, all)).toEqual([stray]);
  });

  it('tells authors of a simulation that no exercise has', () => {
    const naming = (...names: string[]) =>
      ({ blocks: names.map((name) => ({ type: 'simulation', name })) }) as unknown as Lesson;
    const halves = [
      { ...exercises[0]!, simulation: null },
      { ...exercises[1]!, simulation: 'etcd/watch' },
    ];
    const wrong = naming('etcd/watch', 'proxy/rules');
    expect(straySimulations([naming('etcd/watch'), wrong], halves)).toEqual([
      { lesson: wrong, name: 'proxy/rules' },
    ]);
  });

  it('is empty for an empty course', () => {
    expect(buildOutline([], []).components).toEqual([]);
    expect(nextItem(buildOutline([], []), noProgress)).toBeUndefined();
  });
});

describe('what is next', () => {
  it('is the start at first', () => {
    expect(named(nextItem(outline, noProgress))).toBe('lesson etcd/overview');
    expect(currentExercise(outline, noProgress)?.id).toBe('etcd/watch');
  });

  it('is what one was at, and what follows once it is done', () => {
    const at = setPlace(noProgress, { screen: 'lesson', id: 'etcd/watch' });
    expect(named(nextItem(outline, at))).toBe('lesson etcd/watch');
    expect(named(nextItem(outline, read(at, 'etcd/watch')))).toBe('exercise etcd/watch');
    expect(named(nextItem(outline, pass(read(at, 'etcd/watch'), 'etcd/watch')))).toBe(
      'exercise etcd/watch-cache',
    );
  });

  it('tells a lesson from an exercise of the same name', () => {
    const at = setPlace(noProgress, { screen: 'exercise', id: 'etcd/watch' });
    expect(named(nextItem(outline, at))).toBe('exercise etcd/watch');
    expect(currentExercise(outline, at)?.id).toBe('etcd/watch');
  });

  it('goes back to what was left out, and ends when all is done', () => {
    const skipped = pass(
      read(setPlace(noProgress, { screen: 'lesson', id: 'proxy/rules' }), 'proxy/rules'),
      'proxy/rules',
    );
    expect(named(nextItem(outline, skipped))).toBe('lesson etcd/overview');
    expect(currentExercise(outline, skipped)?.id).toBe('etcd/watch');
    const lessonsRead = lessons.reduce((progress, { id }) => read(progress, id), skipped);
    const all = exercises.reduce((progress, { id }) => pass(progress, id), lessonsRead);
    expect(nextItem(outline, all)).toBeUndefined();
    expect(currentExercise(outline, all)).toBeUndefined();
  });

  it('does not stumble over a place that the course no longer has', () => {
    const gone = setPlace(noProgress, { screen: 'lesson', id: 'etcd/gone' });
    expect(named(nextItem(outline, gone))).toBe('lesson etcd/overview');
  });
});
