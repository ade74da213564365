/** True for the error of a grading that was stopped because its result is no longer wanted. */
export function wasCancelled(error: unknown): boolean {
  return error instanceof Error && error.name === 'GradingCancelled';
}
