import type { ResultRecord } from '../verdict/record.ts';

/** Records for programs, `course/results/v1`, on one line or many. */
export function resultsJson(results: readonly ResultRecord[], indent?: number): string {
  return `${JSON.stringify({ format: 'course/results/v1', results }, null, indent)}\n`;
}
