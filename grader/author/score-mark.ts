/** The least score, and the most of all mutants that may be called equivalent, in percent. */
export const scoreMark = { least: 95, mostEquivalent: 5 } as const;
