import { describe, expect, it } from 'vitest';
import {
  answerQuestion,
  exerciseProgress,
  hasPassed,
  isRead,
  lessonProgress,
  markLessonRead,
  markSolutionSeen,
  noProgress,
  recordGrading,
  revealHint,
  setPlace,
  setPosition,
  type Verdict,
} from './progress-state.ts';

const exercise = 'etcd/mvcc-store';
const lesson = 'etcd/revisions';
const verdict = (status: Verdict['status'], points: number): Verdict => ({
  exercise,
  status,
  points,
  maxPoints: 100,
});

describe('gradings', () => {
  it('keep the last points and the best', () => {
    const better = recordGrading(noProgress, verdict('failed', 60), 1);
    const worse = recordGrading(better, verdict('timed-out', 20), 2);
    expect(exerciseProgress(worse, exercise)).toMatchObject({
      ...{ status: 'timed-out', points: 20, bestPoints: 60, maxPoints: 100, attempts: 2 },
    });
  });

  it('remember when the exercise passed first, whatever comes later', () => {
    const passed = recordGrading(noProgress, verdict('passed', 100), 10);
    const again = recordGrading(passed, verdict('passed', 100), 20);
    const broken = recordGrading(again, verdict('failed', 0), 30);
    expect(exerciseProgress(broken, exercise).firstPassedAt).toBe(10);
    expect(hasPassed(broken, exercise)).toBe(true);
  });

  it('are no attempt when the trouble was ours', () => {
    expect(recordGrading(noProgress, verdict('error', 0), 1)).toBe(noProgress);
    expect(recordGrading(noProgress, verdict('not-gradable', 0), 1)).toBe(noProgress);
  });

  it('make their exercise the current one', () => {
    const after = recordGrading(noProgress, verdict('failed', 0), 1);
    expect(after.current).toEqual({ kind: 'exercise', id: exercise });
  });
});

describe('lessons', () => {
  it('are read once, at the first time', () => {
    expect(isRead(noProgress, lesson)).toBe(false);
    const read = markLessonRead(noProgress, lesson, 5);
    expect(markLessonRead(read, lesson, 9)).toBe(read);
    expect(lessonProgress(read, lesson).readAt).toBe(5);
  });

  it('remember where the reader was', () => {
    const moved = setPosition(noProgress, lesson, { block: 3, line: 2 });
    expect(lessonProgress(moved, lesson).position).toEqual({ block: 3, line: 2 });
  });

  it('keep the first answer beside the last', () => {
    const answers = [2, 0, 1].reduce(
      (p, choice) => answerQuestion(p, lesson, 'why', choice),
      noProgress,
    );
    expect(lessonProgress(answers, lesson).answers).toEqual({ why: { first: 2, last: 1 } });
  });
});

describe('hints and solution', () => {
  it('are remembered, and a hint once seen stays seen', () => {
    const seen = revealHint(revealHint(noProgress, exercise, 'Ranges', 2), exercise, 'Ranges', 1);
    const all = markSolutionSeen(seen, exercise);
    expect(exerciseProgress(all, exercise)).toMatchObject({
      hints: { Ranges: 2 },
      solutionSeen: true,
    });
    expect(exerciseProgress(all, exercise).attempts).toBe(0);
  });
});

describe('the place', () => {
  it('names what is worked on, until something else is opened', () => {
    const reading = setPlace(noProgress, { screen: 'lesson', id: lesson });
    const home = setPlace(reading, { screen: 'home', id: exercise });
    expect(home.place).toEqual({ screen: 'home', id: exercise });
    expect(home.current).toEqual({ kind: 'lesson', id: lesson });
  });
});

it('is not confused by ids that every object has', () => {
  expect(exerciseProgress(noProgress, 'constructor').attempts).toBe(0);
  expect(lessonProgress(noProgress, 'toString').answers).toEqual({});
  expect(
    exerciseProgress(revealHint(noProgress, exercise, 'valueOf', 1), exercise).hints.valueOf,
  ).toBe(1);
});

it('keeps fields that it does not know', () => {
  const older = {
    ...noProgress,
    streak: 4,
    exercises: { [exercise]: { ...exerciseProgress(noProgress, exercise), mood: 'good' } },
  };
  const after = recordGrading(older, verdict('failed', 0), 1);
  expect(after).toMatchObject({
    streak: 4,
    exercises: { [exercise]: { mood: 'good', attempts: 1 } },
  });
});
