import { ansiPaint, courseRoot, plainPaint } from '../../grader/index.ts';
import { courseOutline } from '../content/course-outline.ts';
import { isDone, nextItem, type Outline, type OutlineItem } from '../content/outline.ts';
import { openProgress } from '../learner/progress/progress.ts';
import { exerciseProgress, noProgress, type Progress } from '../learner/progress/progress-state.ts';
import { tryFindWorkspace } from '../learner/workspace.ts';
import { wantsColor } from '../terminal.ts';
import { outlineText } from './outline-text.ts';

interface ListOptions {
  readonly json?: boolean;
  readonly workspace?: string;
}

/** Prints the course in order with the learner's progress; without a workspace nothing is done yet. */
export async function list({ json, workspace }: ListOptions): Promise<void> {
  const { outline } = await courseOutline(courseRoot);
  const found = tryFindWorkspace({ from: process.cwd(), flag: workspace });
  const progress = found ? openProgress(found).read() : noProgress;
  const text = json
    ? `${JSON.stringify(listed(outline, progress), null, 2)}\n`
    : outlineText(outline, progress, wantsColor() ? ansiPaint : plainPaint);
  process.stdout.write(text);
}

function listed(outline: Outline, progress: Progress): object {
  const items = outline.components.flatMap((component) => component.items);
  return {
    components: outline.components.map(({ id, title }) => ({ id, title })),
    lessons: items.flatMap((item) =>
      item.kind === 'lesson' ? [listedLesson(item, progress)] : [],
    ),
    exercises: items.flatMap((item) =>
      item.kind === 'exercise' ? [listedExercise(item, progress)] : [],
    ),
    next: nextItem(outline, progress)?.id ?? null,
  };
}

function listedLesson(item: Extract<OutlineItem, { kind: 'lesson' }>, progress: Progress): object {
  const { title, minutes } = item.lesson;
  return { id: item.id, title, minutes, read: isDone(item, progress) };
}

function listedExercise(
  { id, exercise }: Extract<OutlineItem, { kind: 'exercise' }>,
  progress: Progress,
): object {
  const { status, points } = exerciseProgress(progress, id);
  const maxPoints = Object.values(exercise.points).reduce((sum, each) => sum + each, 0);
  return { id, title: exercise.title, lesson: exercise.lesson, status, points, maxPoints };
}
