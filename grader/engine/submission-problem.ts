import type { Place } from '../verdict/record.ts';

/** The learner's file cannot be graded as it is: it is missing, too large, or not TypeScript. */
export class SubmissionProblem extends Error {
  override readonly name = 'SubmissionProblem';
  constructor(
    readonly kind: 'missing' | 'unreadable' | 'syntax',
    message: string,
    readonly at: Place | null = null,
  ) {
    super(message);
  }
}
