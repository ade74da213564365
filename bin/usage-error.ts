/** The caller's mistake: exit code 2. The message says what happened with the actual value; `fix` says what to do. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  constructor(
    message: string,
    readonly fix: string,
  ) {
    super(message);
  }
}
