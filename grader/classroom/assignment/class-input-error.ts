/** A file that the teacher gave is wrong: what is wrong with which value, and what to do. */
export class ClassInputError extends Error {
  override readonly name = 'ClassInputError';
  constructor(
    message: string,
    readonly fix: string,
  ) {
    super(message);
  }
}
