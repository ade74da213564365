import type { Exercise } from '../../exercises/catalog.ts';
import { textReport } from '../report/text.ts';
import type { ResultRecord } from '../verdict/record.ts';

/** What a learner sees of a verdict, without what differs from run to run. */
export function feedbackOf(record: ResultRecord, exercise: Exercise): string {
  return textReport({ ...record, durationMs: 0, typeErrors: null }, exercise).replace(', 0 ms', '');
}
