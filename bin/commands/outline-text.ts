import type { Paint } from '../../grader/index.ts';
import { isDone, nextItem, type Outline, type OutlineItem } from '../content/outline.ts';
import { exerciseProgress, type Progress } from '../learner/progress/progress-state.ts';

/** The outline as text: components, lessons and exercises in order, what is done, what is next. */
export function outlineText(outline: Outline, progress: Progress, paint: Paint): string {
  const next = nextItem(outline, progress);
  const line = (item: OutlineItem) => itemLine(item, progress, item === next, paint);
  const parts = outline.components.map(({ title, items }) =>
    [paint('strong', title), ...items.map(line)].join('\n'),
  );
  return `${parts.join('\n\n')}\n`;
}

function itemLine(item: OutlineItem, progress: Progress, next: boolean, paint: Paint): string {
  const done = isDone(item, progress);
  const sign = done ? paint('good', '✓') : next ? paint('warning', '>') : '·';
  const facts = item.kind === 'lesson' ? lessonFacts(item) : exerciseFacts(item, progress);
  const kind = item.kind === 'lesson' ? 'lesson  ' : 'exercise';
  return `  ${sign} ${paint('quiet', kind)}  ${item.id.padEnd(26)}  ${facts}${next ? paint('warning', '  <- next') : ''}`;
}

function lessonFacts({ lesson }: Extract<OutlineItem, { kind: 'lesson' }>): string {
  return `${lesson.title}, ${lesson.minutes} min`;
}

function exerciseFacts(
  { id, exercise }: Extract<OutlineItem, { kind: 'exercise' }>,
  progress: Progress,
): string {
  const { bestPoints, attempts } = exerciseProgress(progress, id);
  const most = Object.values(exercise.points).reduce((sum, points) => sum + points, 0);
  const score = attempts > 0 ? `, ${bestPoints} of ${most} points` : '';
  return `${exercise.title}, ${exercise.difficulty}, ${exercise.minutes} min${score}`;
}
