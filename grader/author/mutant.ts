/** A real-life mistake, as one small replacement in the reference. Its name says the mistake. */
export interface Mutant {
  /** kebab-case, says what the mistake does: `reuses-revision-for-second-put`. */
  readonly name: string;
  /** Text that occurs exactly once in reference.ts. */
  readonly find: string;
  readonly replace: string;
  /** Ids of tests that must fail, `<group> > <test>`; others may fail too. */
  readonly fails: readonly string[];
  /** Why no test can tell it from the reference; a mutant with a reason must survive. */
  readonly equivalent?: string;
}
