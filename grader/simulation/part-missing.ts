/** A simulation cannot be played because one of its parts cannot be had: says which, and what to do. */
export class PartMissing extends Error {
  override readonly name = 'PartMissing';
  constructor(
    message: string,
    readonly fix: string,
    /** True when it is the learner's file that cannot be played. */
    readonly own: boolean,
  ) {
    super(message);
  }
}
