import { exerciseMarkdown } from '../../report/exercise-markdown.ts';
import type { ReportedExercise } from '../../report/graded.ts';
import { markdownCode, markdownText } from '../../report/markdown-text.ts';
import type { ResultRecord } from '../../verdict/record.ts';
import type { Cell, GradebookRow } from '../gradebook/gradebook.ts';
import { words } from './wording.ts';

/** One exercise as a learner reads of it: the cell of the gradebook, and the record as far as they may see it. */
export interface FeedbackPart {
  readonly exercise: ReportedExercise;
  readonly cell: Cell;
  readonly record: ResultRecord | null;
}

/** What one learner reads. */
export interface Feedback {
  readonly title: string;
  readonly row: GradebookRow;
  readonly of: number;
  readonly parts: readonly FeedbackPart[];
}

/** A learner's feedback as Markdown. */
export function feedbackMarkdown({ title, row, of, parts }: Feedback): string {
  const { learner, total } = row;
  const blocks = [
    `# ${markdownText(title)}: ${markdownText(learner.name)}`,
    `**${total} of ${of} points**`,
    ...generalNotes(row).map(markdownText),
    learner.problem ? markdownCode(learner.problem) : '',
    learner.remarks.length > 0
      ? `${words.leftOut}\n\n${markdownCode(learner.remarks.join('\n'))}`
      : '',
    ...parts.map(partMarkdown),
  ];
  return `${blocks.filter(Boolean).join('\n\n')}\n`;
}

/** Sentences about a learner's work as a whole. */
export function generalNotes({ lateMs, percentOff }: GradebookRow): string[] {
  return percentOff > 0 ? [words.late(lateMs / 3_600_000, percentOff)] : [];
}

/** Sentences about one exercise that stand beside its record. */
export function partNotes({ cell }: FeedbackPart): string[] {
  const notes: string[] = [];
  if (cell.status === 'not-submitted') notes.push(words.notSubmitted);
  if (cell.status === 'not-gradable') notes.push(words.notGradable);
  if (cell.status === 'waiting') notes.push(words.waiting);
  if (cell.override) notes.push(words.override(cell.override.points, cell.override.reason));
  return notes;
}

/** The record to show: a verdict on the work, never a trouble of ours. */
export function shownRecord({ record, cell }: FeedbackPart): ResultRecord | null {
  return cell.status === 'not-gradable' || cell.status === 'waiting' ? null : record;
}

function partMarkdown(part: FeedbackPart): string {
  const { exercise, cell } = part;
  const record = shownRecord(part);
  const counted = `Counts ${cell.points} of ${cell.of}.`;
  const notes = [...partNotes(part), counted].map(markdownText).join(' ');
  const body = record
    ? exerciseMarkdown({ exercise, record })
    : `## ${markdownText(exercise.title)} (${markdownText(exercise.id)})`;
  return `${body}\n\n${notes}`;
}
