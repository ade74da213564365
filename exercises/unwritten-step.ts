const thrown = /^(?:an error: )?NotImplemented: not implemented yet: (.+)$/;

/**
 * The step of the stub that a test met, such as `step 4: deleteRange`; null where the learner's own code decided.
 * `received` is what a result record tells of the test.
 */
export function unwrittenStep(received: string | null): string | null {
  return (received && thrown.exec(received)?.[1]) || null;
}
