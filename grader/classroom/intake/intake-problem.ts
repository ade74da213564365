/** A learner's entry cannot be read at all. The message says what was found; it is shown to the teacher. */
export class IntakeProblem extends Error {
  override readonly name = 'IntakeProblem';
}
