import { hidden } from './fixture/grader/answer-keys/fixture/notebook/hidden.ts';

/** Texts of the fixture's suite that stand only on the expected side. */
export const hiddenMarkers: readonly string[] = Object.values(hidden);
