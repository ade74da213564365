/** Where a reader stands in a text: the block at the top of the screen, and its line. */
export interface Position {
  readonly block: number;
  readonly line: number;
}

/** What was open when the learner left. */
export interface Place {
  readonly screen: 'home' | 'lesson' | 'exercise';
  /** The lesson or the exercise; on home, the selected item. */
  readonly id: string | null;
  /** Of an exercise: which half was read. */
  readonly pane?: 'brief' | 'verdict';
}

/** The learner's answers to one question: numbers of choices, from 0. */
export interface Answer {
  /** The first one ever, for the score. */
  readonly first: number;
  readonly last: number;
}

/** How far a lesson was read. Times are milliseconds since 1970. */
export interface LessonProgress {
  readonly readAt?: number;
  readonly position: Position;
  /** Question id -> answers. */
  readonly answers: Readonly<Record<string, Answer>>;
}

/** How an exercise stands. */
export interface ExerciseProgress {
  /** Of the last grading; `none` before the first. */
  readonly status: Verdict['status'] | 'none';
  readonly points: number;
  readonly maxPoints: number;
  readonly bestPoints: number;
  readonly attempts: number;
  readonly firstPassedAt?: number;
  /** Group -> how many rungs of its hint ladder were shown. */
  readonly hints: Readonly<Record<string, number>>;
  readonly solutionSeen: boolean;
  /** How far its brief is read. */
  readonly brief?: Position;
}

/** All that is known about a learner. Ids of lessons and exercises that the course no longer has stay. */
export interface Progress {
  readonly place: Place;
  /** What was opened or graded last. A lesson and an exercise may have the same id. */
  readonly current: { readonly kind: 'lesson' | 'exercise'; readonly id: string } | null;
  readonly lessons: Readonly<Record<string, LessonProgress>>;
  readonly exercises: Readonly<Record<string, ExerciseProgress>>;
}

/** What progress keeps of a result record; a record can be given as it is. */
export interface Verdict {
  readonly exercise: string;
  readonly status: 'passed' | 'failed' | 'timed-out' | 'error' | 'not-gradable';
  readonly points: number;
  readonly maxPoints: number;
}

/** Before the first step. */
export const noProgress: Progress = {
  place: { screen: 'home', id: null },
  current: null,
  lessons: {},
  exercises: {},
};

/** How far a lesson was read; an untouched one included. */
export function lessonProgress(progress: Progress, id: string): LessonProgress {
  return own(progress.lessons, id) ?? { position: { block: 0, line: 0 }, answers: {} };
}

/** How an exercise stands; an untouched one included. */
export function exerciseProgress(progress: Progress, id: string): ExerciseProgress {
  return own(progress.exercises, id) ?? untouched;
}

/** Was the lesson read to its end? */
export function isRead(progress: Progress, lesson: string): boolean {
  return lessonProgress(progress, lesson).readAt !== undefined;
}

/** Has the exercise passed, now or ever? */
export function hasPassed(progress: Progress, exercise: string): boolean {
  return exerciseProgress(progress, exercise).firstPassedAt !== undefined;
}

/** A grading happened. Our own trouble (`error`, `not-gradable`) is no attempt and changes nothing. */
export function recordGrading(progress: Progress, verdict: Verdict, now: number): Progress {
  if (verdict.status === 'error' || verdict.status === 'not-gradable') return progress;
  const before = exerciseProgress(progress, verdict.exercise);
  const { status, points, maxPoints } = verdict;
  return withExercise(
    setCurrent(progress, { kind: 'exercise', id: verdict.exercise }),
    verdict.exercise,
    {
      ...before,
      status,
      points,
      maxPoints,
      bestPoints: Math.max(before.bestPoints, points),
      attempts: before.attempts + 1,
      ...(status === 'passed' && before.firstPassedAt === undefined ? { firstPassedAt: now } : {}),
    },
  );
}

/** The lesson was read to its end; the first time counts. */
export function markLessonRead(progress: Progress, lesson: string, now: number): Progress {
  const before = lessonProgress(progress, lesson);
  if (before.readAt !== undefined) return progress;
  return withLesson(progress, lesson, { ...before, readAt: now });
}

/** The reader scrolled. */
export function setPosition(progress: Progress, lesson: string, position: Position): Progress {
  return withLesson(progress, lesson, { ...lessonProgress(progress, lesson), position });
}

/** A quiz question was answered with the choice of this number, from 0. */
export function answerQuestion(
  progress: Progress,
  lesson: string,
  question: string,
  choice: number,
): Progress {
  const before = lessonProgress(progress, lesson);
  const first = own(before.answers, question)?.first ?? choice;
  const answers = { ...before.answers, [question]: { first, last: choice } };
  return withLesson(progress, lesson, { ...before, answers });
}

/** The first `rungs` rungs of a group's hint ladder were shown. It never goes back. */
export function revealHint(
  progress: Progress,
  exercise: string,
  group: string,
  rungs: number,
): Progress {
  const before = exerciseProgress(progress, exercise);
  const hints = { ...before.hints, [group]: Math.max(own(before.hints, group) ?? 0, rungs) };
  return withExercise(progress, exercise, { ...before, hints });
}

/** The reader scrolled in an exercise's brief. */
export function setBriefPosition(progress: Progress, exercise: string, brief: Position): Progress {
  const before = exerciseProgress(progress, exercise);
  return withExercise(progress, exercise, { ...before, brief });
}

/** The reference was shown. */
export function markSolutionSeen(progress: Progress, exercise: string): Progress {
  const before = exerciseProgress(progress, exercise);
  return withExercise(progress, exercise, { ...before, solutionSeen: true });
}

/** A lesson or an exercise is worked on now. */
export function setCurrent(progress: Progress, current: Progress['current']): Progress {
  return { ...progress, current };
}

/** Another screen was opened, or another item selected on home. */
export function setPlace(progress: Progress, place: Place): Progress {
  const { screen, id } = place;
  if (screen === 'home' || id === null) return { ...progress, place };
  return setCurrent({ ...progress, place }, { kind: screen, id });
}

const untouched: ExerciseProgress = {
  status: 'none',
  points: 0,
  maxPoints: 0,
  bestPoints: 0,
  attempts: 0,
  hints: {},
  solutionSeen: false,
};

function withLesson(progress: Progress, id: string, lesson: LessonProgress): Progress {
  return { ...progress, lessons: { ...progress.lessons, [id]: lesson } };
}

function withExercise(progress: Progress, id: string, exercise: ExerciseProgress): Progress {
  return { ...progress, exercises: { ...progress.exercises, [id]: exercise } };
}

/** Ids come from files: `constructor` must not find what every object has. */
function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
